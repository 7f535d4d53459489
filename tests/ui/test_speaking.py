"""The desktop speaks the language that is asked for, set, or the system's, and writes numbers as people there do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale

from forensicdesk.language import LANGUAGES, Marks, _, speak, spoken, write_numbers
from forensicdesk.model import MatchKind, State
from ui.preferences import Preferences, keep_preferences
from ui.recent import Memory
from ui.speaking import begin, language_of, locale_of, marks_of, settings_folder
from ui.words import decimal, exact_size, moment_text, number
from ui.work import Act

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SHOWN = """
import sys
from ui.speaking import begin
rest = begin(sys.argv)
from PySide6.QtWidgets import QDialogButtonBox
from ui.app import Desktop, make_application
from ui.recent import Memory
from ui.speaking import settings_folder
from ui.words import CASE_FIELDS, KIND_BADGES, STATES, number
app = make_application(rest)
desktop = Desktop(app, Memory(settings_folder()))
menus = [menu.text() for menu in desktop.window.menuBar().actions()]
desktop.shut_down()
box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
print(*KIND_BADGES.values(), *STATES.values(), number(1234567), sep="|", end="|")
print(box.buttons()[0].text(), rest[1:], CASE_FIELDS["Unit"], *menus, sep="|")
"""


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    before = QLocale()
    yield
    speak("en")
    QLocale.setDefault(before)
    write_numbers(Marks())


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Memory:
    """The settings of a person of its own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    folder = settings_folder()
    assert tmp_path in folder.parents
    return Memory(folder)


def test_a_wish_for_this_start_goes_before_what_is_set(home: Memory) -> None:
    keep_preferences(home, Preferences(language="pt"))
    del home

    assert begin(["desktop", "case.fdcase", "-style", "fusion"]) == ["desktop", "case.fdcase", "-style", "fusion"]
    assert spoken() == "pt"
    assert begin(["desktop", "--lang", "es", "case.fdcase"]) == ["desktop", "case.fdcase"]
    assert spoken() == "es"
    assert QLocale().language() == QLocale.Language.Spanish


def test_an_unknown_language_is_wrong_usage_and_names_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        begin(["desktop", "--lang", "xx"])

    assert left.value.code == 2
    said = capsys.readouterr().err
    assert all(language in said for language in LANGUAGES)


@pytest.mark.parametrize(
    ("chosen", "system", "language"),
    [
        ("", "es_MX", "es"),
        ("", "pt_BR", "pt"),
        ("", "de_DE", "en"),
        ("", "C", "en"),
        ("en", "es_MX", "en"),
        ("xx", "es_MX", "en"),
    ],
)
def test_without_a_choice_the_system_decides(chosen: str, system: str, language: str) -> None:
    assert language_of(chosen, QLocale(system)) == language


def test_numbers_are_written_as_the_system_does_where_it_speaks_the_language() -> None:
    assert locale_of("es", QLocale("es_MX")).toString(1234567) == "1,234,567"
    assert locale_of("es", QLocale("es_AR")).toString(1234567) == "1.234.567"
    assert locale_of("es", QLocale("de_DE")).toString(1234567) == "1.234.567"
    assert locale_of("en", QLocale("C")).toString(1234567) == "1,234,567"


def test_words_for_numbers_follow_the_locale() -> None:
    write_numbers(marks_of(QLocale("pt_BR")))

    assert number(5_000_000_000) == "5.000.000.000"
    assert decimal(0.25, 2) == "0,25"
    assert exact_size(1_234_567).startswith("1,2 MB (1.234.567 ")


def test_times_of_the_program_follow_the_language_and_those_of_evidence_stay_as_they_are() -> None:
    speak("es")

    assert moment_text("2026-01-31T14:05:06+00:00") == "31/01/2026 14:05 UTC"
    assert moment_text("2026:01:31 14:05:06") == "2026:01:31 14:05:06"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_going_on_has_a_name_of_its_own_in_each_language(language: str) -> None:
    english = [act.value for act in Act]
    speak(language)

    assert len({_(name) for name in english}) == len(english)


def test_the_whole_desktop_starts_in_another_language(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-c", SHOWN, "--lang", "es", "case"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)

    shown = done.stdout.strip().split("|")
    assert shown[: len(MatchKind)] == ["exacta", "similar", "película"]
    assert "Analizado" in shown[len(MatchKind) : len(MatchKind) + len(State)]
    assert shown[-11:-7] == ["1.234.567", "Cancelar", "['case']", "Unidad"]
    assert shown[-7:] == ["&Archivo", "&Caso", "&Decidir", "&Listas", "&Ir", "&Ver", "A&yuda"]
