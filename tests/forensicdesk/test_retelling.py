"""Sentences that were kept in English are said in the language in use; what evidence says in them is never changed."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.language import FOLDER, Marks, all_of, retold, sentence
from forensicdesk.language.retelling import SENTENCES
from forensicdesk.language.speech import catalogue_of
from hashing.phrases import phrase

KEPT: list[str] = json.loads((FOLDER / SENTENCES).read_text("utf-8"))
COMMA = Marks(".", ",")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        ("A link; links are not followed.", "Un enlace; los enlaces no se siguen."),
        ("The image is damaged: it says that its disk has 1,234,567 bytes.", "disco tiene 1.234.567 bytes."),
        ("The case's film is part of the listed film. OSError: bad", "parte de la película listada. OSError: bad"),
        (
            "Parts of the case's film that meet: 0.0 to 9.0 s, 12.5 to 14.0 s, and 3 more.",
            "0,0 a 9,0 s, 12,5 a 14,0 s, y 3 más",
        ),
        ("Left out: 3 issues, the thumbnail.", "Omitido: 3 incidencias, la miniatura."),
        (
            "not 32 hexadecimal digits as MD5 has: x (the entry is kept with its SHA-1)",
            "x (la entrada se conserva con su SHA-1)",
        ),
        ("uniform surroundings taken off: 3 px left, 4 px above", "3 px a la izquierda, 4 px arriba"),
        (
            "only a part of the picture could be decoded: OSError: image file is truncated",
            "OSError: image file is truncated",
        ),
        ("cut.jpg: the file has no content", "cut.jpg: el archivo no tiene contenido"),
        ("frame at 3.50 s", "fotograma en 3,50 s"),
        (
            (
                "120 local features follow one movement (least 20); the agreement covers 80 % of the item's picture "
                "and 70 % of the entry's; movement [0.998 -0.001 0.012; 0.001 0.998 0.250]. Distance: percent of the "
                "overlap that differs. Query and reference: SHA-256 of the local features."
            ),
            "[0,998 -0,001 0,012; 0,001 0,998 0,250]",
        ),
    ],
)
def test_a_kept_sentence_is_said_with_its_values(kept: str, told: str) -> None:
    said = retold(kept, "es", COMMA)

    assert told in said
    assert said != kept
    assert retold(kept, "en") == kept


def test_sentences_in_sentences_are_said_too() -> None:
    names = all_of(["MD5", "SHA-1", "PDQ"])
    kept = phrase("the raw data could not be developed ({reason}); {what} was taken instead")
    inner = {"reason": "the file has no content", "what": "its embedded preview of 3 x 4 pixels"}

    assert str(names) == "MD5 and SHA-1 and PDQ"
    assert retold(f"{names} equal, but CRC of the entry differs: no", "es").startswith(f"{names}")
    assert "el archivo no tiene contenido" in retold(kept.format(**inner), "es")
    assert "vista previa incrustada de 3 x 4" in retold(kept.format(**inner), "es")


@pytest.mark.parametrize("language", ["es", "pt"])
def test_every_sentence_that_may_be_kept_is_known_again(language: str) -> None:
    catalogue = catalogue_of(language)
    unknown = [text for text in KEPT if not _is_known(text, language, catalogue.gettext(text))]

    assert len(KEPT) > 900
    assert len(unknown) < len(KEPT) // 20, unknown


def _is_known(text: str, language: str, translation: str) -> bool:
    """Whether the sentence with values in it is said as its translation is; values that hold nothing known stay."""
    values: dict[str, object] = {}
    for _, name, form, _ in Formatter().parse(text) if re.search(r"{\w+[:!}]", text) else ():
        if name is not None:
            values[name] = NOON if "%" in str(form) else 17 if form else f"q{len(values)}"
    if not values:
        return retold(text, language) == translation
    return retold(text.format(**values), language, Marks()) == translation.format(**values)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_a_name_from_evidence_is_not_touched(name: str) -> None:
    kept = sentence("A symbolic link to {target}; links are not followed.", target=name)

    said = retold(kept, "es")

    assert said in {f"Un enlace simbólico a {name}; los enlaces no se siguen.", str(kept)}


@pytest.mark.parametrize(
    "name", ["The file is missing", "the thumbnail, 3 issues", "a; links are not followed.", "x: the end"]
)
def test_a_name_that_reads_like_one_of_our_sentences_is_not_touched_either(name: str) -> None:
    assert name in retold(f"The name ends in {name}, but the content is no picture or film that is known.", "es")


@given(st.text(max_size=300))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert retold(text, "en") == text
    assert isinstance(retold(text, "pt"), str)


def test_a_text_made_to_take_long_does_not() -> None:
    before = time.process_time()
    for text in ("the file is. " * 320, "a; b: c, d. " * 350, "of the file's bytes, " * 200, "not " * 1_050):
        assert retold(text, "es")

    assert time.process_time() - before < 5
