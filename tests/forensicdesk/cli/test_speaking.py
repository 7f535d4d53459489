"""The command line speaks the language that is asked for, in a process of its own as a person starts it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from forensicdesk.cli.main import cli
from forensicdesk.cli.speaking import help_texts
from tests.support.program import forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        ((), {"LANG": "es_MX.UTF-8"}, "Error: No hay ningún caso en "),
        (("--language", "pt"), {"LANG": "es_MX.UTF-8"}, "Erro: Não há nenhum caso em "),
        (("--language=es",), {"LANG": "C"}, "Error: No hay ningún caso en "),
    ],
)
def test_an_error_is_said_in_the_language_of_the_place_or_the_one_asked_for(
    tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str], said: str
) -> None:
    quiet = {"FORENSICDESK_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANGUAGE": "", "PYTHONUTF8": "1"}

    done = forensicdesk(tmp_path, *arguments, "case", "info", tmp_path / "none", **quiet | environment)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)


def test_help_and_the_words_of_wrong_usage_are_in_the_language_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    told = forensicdesk(tmp_path, "--language", "es", "report", "-h", PYTHONUTF8="1")
    wrong = forensicdesk(tmp_path, "--language", "xx", "report")

    assert told.stdout.startswith("Uso: forensicdesk report")
    assert "Idioma del informe." in told.stdout
    assert "Mostrar este mensaje y salir." in told.stdout
    assert (wrong.returncode, "'xx' is not one of 'en', 'es', 'pt'" in wrong.stderr) == (2, True)


def test_every_command_and_every_option_with_a_help_text_is_found_for_the_catalogue() -> None:
    found = {text: module for module, text in help_texts(cli)}

    assert found["Show what a case holds. Works while another program has the case open."] == "forensicdesk.cli.case"
    assert "Language of the report." in found
    assert all(module.startswith("forensicdesk.cli.") for module in found.values())
