"""The catalogues of wording: complete, alike in what they are filled with, and free of claims nobody can make."""

from __future__ import annotations

import re
import string
from dataclasses import replace

import pytest

from hashing.values import ORIENTATIONS, IssueCode
from reports.items import item_block
from reports.model import Variant
from reports.render import FORMATS, render
from reports.wording import CATALOGUES, LANGUAGES, UnknownLanguageError, wording
from tests.reports import samples

CERTAINTY = {
    "en": r"certain(ty|ly)?\b|undoubted|beyond doubt|proves?\b|identical|100 %|guarantee",
    "es": r"certeza|sin duda|demuestra|prueba que|idéntic|100 %|garantiza",
    "pt": r"certeza|sem dúvida|comprova|prova que|idêntic|100 %|garante",
}


def names(text: str) -> set[str]:
    """The names that a text is filled with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_same_keys_and_is_filled_with_the_same_values(language: str) -> None:
    texts, english = CATALOGUES[language], CATALOGUES["en"]

    assert list(texts) == list(english)
    assert {key: names(text) for key, text in texts.items()} == {key: names(text) for key, text in english.items()}
    assert all(text.strip() and text.isprintable() for text in texts.values())


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != "en"])
def test_a_catalogue_is_a_translation(language: str) -> None:
    texts, english = CATALOGUES[language], CATALOGUES["en"]
    same = [key for key in texts if texts[key] == english[key] and len(english[key]) > 30]

    assert same == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_wording_claims_no_certainty(language: str) -> None:
    claim = re.compile(CERTAINTY[language], re.IGNORECASE)

    assert [key for key, text in CATALOGUES[language].items() if claim.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_issue_state_and_orientation_is_explained(language: str) -> None:
    texts = CATALOGUES[language]

    assert {f"issue.{code.value}" for code in IssueCode} <= texts.keys()
    assert {f"orientation.{name}" for name in ORIENTATIONS} <= texts.keys()
    assert {f"variant.{variant.value}" for variant in Variant} <= texts.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_report_can_be_filled_in_each_language(language: str) -> None:
    for model in (samples.usual(language=language), samples.replaced(samples.empty(), language=language)):
        for name in FORMATS:
            assert render(model, name).content


@pytest.mark.parametrize(
    ("language", "summary", "video", "rate"),
    [
        ("en", "summary", "video", "frames per second"),
        ("es", "resumen", "vídeo", "fotogramas por segundo"),
        ("pt", "resumo", "vídeo", "quadros por segundo"),
    ],
)
def test_the_programs_own_names_of_metadata_are_said_in_the_language_and_others_stay(
    language: str, summary: str, video: str, rate: str
) -> None:
    found = (("summary", (("Make", "A"),)), ("video", (("frames per second", "20"),)), ("EXIF", (("width", "3"),)))
    item = replace(samples.usual().items[0], metadata=found)

    block = item_block(item, Variant.DISCLOSURE, {}, wording(language))

    assert block.metadata == ((summary, (("Make", "A"),)), (video, ((rate, "20"),)), ("EXIF", (("width", "3"),)))


@pytest.mark.parametrize(
    ("language", "seconds", "editor"),
    [
        ("en", "4.000 s", "editing-software"),
        ("es", "4,000 s", "programa de edición"),
        ("pt", "4,000 s", "programa de edição"),
    ],
)
def test_decimals_and_indicators_are_said_as_the_language_says_them(language: str, seconds: str, editor: str) -> None:
    words = wording(language)
    found = (("container", (("declared duration", "4.000 s"), ("format", "mov.2"))), ("EXIF", (("FNumber", "2.8"),)))
    item = replace(samples.usual().items[0], metadata=found, indicators=(("editing-software", "Lavf62.12.102"),))

    block = item_block(item, Variant.DISCLOSURE, {}, words)

    assert [pairs[0][1] for _, pairs in block.metadata] == [seconds, "2.8"]
    assert block.metadata[0][1][1][1] == "mov.2"
    assert f"{editor}: Lavf62.12.102" in [fact.value for fact in block.facts]
    interval = words("method.sampling.interval", seconds=words.figure("0.25"))
    assert ("0.25" in interval) == (language == "en")


def test_an_unknown_language_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UnknownLanguageError, match="en, es, pt"):
        wording("tlh")


def test_numbers_are_grouped_for_reading() -> None:
    words = wording("en")

    assert [words.count(number) for number in (7, 1234, 12_345, 1_234_567)] == ["7", "1234", "12 345", "1 234 567"]
    assert words.known("issue", "brand-new") == "brand-new"


@pytest.mark.parametrize(("language", "told"), [("en", "0.0032"), ("es", "0,0032"), ("pt", "0,0032")])
def test_numbers_have_the_decimal_mark_of_the_language(language: str, told: str) -> None:
    assert wording(language).figure("0.0032") == told
