"""The language people are spoken to in."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import pytest

from forensicdesk.errors import CaseError, UsageError
from forensicdesk.language import (
    Marks,
    _,
    counted,
    decimal,
    language_for,
    later,
    marks_for,
    number,
    plural,
    relayed,
    sentence,
    shown,
    speak,
    spoken,
    tell,
    write_numbers,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    speak("en")
    write_numbers(Marks())


def test_english_is_the_text_of_the_code() -> None:
    speak("en")
    assert (spoken(), _("Add an exhibit"), _(""), later("Case")) == ("en", "Add an exhibit", "", "Case")
    assert [plural("{n} item", "{n} items", n) for n in (0, 1, 2)] == ["{n} items", "{n} item", "{n} items"]


def test_a_language_without_a_catalogue_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'xx'; choose one of: en, es, pt"):
        speak("xx")
    assert spoken() == "en"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "es_MX.UTF-8"}, "es"),
        ({"LANG": "pt_BR@euro"}, "pt"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "es_MX.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8"}, "pt"),
        ({"LANG": "es_MX.UTF-8", "LC_MESSAGES": "pt_BR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "es"}, "es"),
        ({"LANG": "POSIX", "LANGUAGE": "es"}, "en"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:pt_BR:es"}, "pt"),
        ({"LANG": "es_MX.UTF-8", "LANGUAGE": "en"}, "en"),
        ({"LANG": "es_MX.UTF-8", "FORENSICDESK_LANG": "pt", "LANGUAGE": "en"}, "pt"),
        ({"LANG": "es_MX.UTF-8", "FORENSICDESK_LANG": "xx"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale_unless_the_variable_names_one(
    environment: dict[str, str], language: str
) -> None:
    assert language_for(environment) == language


@pytest.mark.parametrize(
    ("language", "locale", "thousand", "million"),
    [
        ("en", "es_AR.UTF-8", "1,234", "1,234,567"),
        ("es", "es_MX.UTF-8", "1,234", "1,234,567"),
        ("es", "es_AR.UTF-8", "1.234", "1.234.567"),
        ("es", "es_ES.UTF-8", "1234", "1.234.567"),
        ("es", "en_US.UTF-8", "1234", "1.234.567"),
        ("pt", "pt_BR.UTF-8", "1.234", "1.234.567"),
        ("pt", "pt_PT.UTF-8", "1234", "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567"),
    ],
)
def test_numbers_are_written_as_where_the_program_runs(language: str, locale: str, thousand: str, million: str) -> None:
    write_numbers(marks_for(language, {"LANG": locale}))

    assert (number(1234), number(1234567)) == (thousand, million)


def test_values_in_sentences_are_written_by_locale_and_numbers_that_name_something_are_not() -> None:
    write_numbers(Marks(".", ","))

    assert (
        tell("item {id}: {count:,} of {share:.1f} %", id=12345, count=12345, share=99.5)
        == "item 12345: 12.345 of 99,5 %"
    )
    assert counted(12345, "{count} byte", "{count} bytes") == "12.345 bytes"
    assert decimal(1234.25, 2) == "1.234,25"
    assert tell("{flag!r} {name:>4}", flag=True, name="a.b") == "True  a.b"


def test_a_sentence_is_english_wherever_it_is_kept_and_translated_where_it_is_shown() -> None:
    speak("es")
    inner = sentence("Add exhibits")
    made = sentence("{taken}, with the reason and the name {examiner}.", taken=inner, examiner="A")

    for kept in (f"{made}", str(made), json.loads(json.dumps(made)), copy.deepcopy(made)):
        assert kept == "Add exhibits, with the reason and the name A."
        assert shown(kept) == kept
    assert shown(made) == "Agregar piezas, con el motivo y el nombre A."


def test_an_error_is_shown_in_the_language_and_kept_in_english() -> None:
    speak("pt")
    cause = UsageError(sentence("Add exhibits"))
    error = CaseError(sentence("Error: {message}", message=cause))

    assert str(error) == "Error: Add exhibits"
    assert shown(error) == f"Erro: {_('Add exhibits')}"
    assert shown(CaseError("as it stands")) == "as it stands"
    assert shown(OSError(2, "no such file")) == "[Errno 2] no such file"


def test_a_sentence_of_another_process_keeps_its_english_and_is_shown_as_it_was_made_there() -> None:
    error = UsageError(relayed("The list {x} is none.", "La lista {x} no lo es."))

    assert (str(error), shown(error)) == ("The list {x} is none.", "La lista {x} no lo es.")
