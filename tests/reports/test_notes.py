"""The notes that matching records are said in the language of the report."""

from __future__ import annotations

import pytest

from forensicdesk.matching.cards import UNKNOWN_QUALITY_NOTE
from forensicdesk.matching.exact import _note as exact_note
from forensicdesk.matching.frames import FRAME_OF_FILM_NOTE
from forensicdesk.matching.small import Stated
from reports.languages.notes import TEXTS
from reports.notes import note_text
from reports.wording import LANGUAGES, wording

FILM = (
    "The case's film is part of the listed film. Parts of the case's film that meet: 0.0 to 9.0 s, 20.0 to 24.5 s, and 3 "
    "more. Parts of the listed film that are met: 7.0 to 16.0 s. The list states no quality for the frame (quality "
    "unknown)."
)
SMALL = (
    "Hashes of 64 bits agree: phash 3 of 64 bits (threshold 8), dhash 2 of 64 bits (threshold 8). "
    f"{Stated().told()} Such hashes see coarse patterns of brightness only; unrelated pictures can agree in them. "
    "Crowded: the entry is near 60 contents of the case (more than 50)."
)


def recorded() -> list[str]:
    """Notes as the program records them."""
    return [
        exact_note(["md5"], ["md5"], []),
        exact_note(["sha1", "md5"], ["sha1"], ["md5"]),
        str(UNKNOWN_QUALITY_NOTE),
        str(FRAME_OF_FILM_NOTE),
        FILM,
        SMALL,
    ]


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name != "en"])
def test_every_sentence_of_a_note_is_said_in_the_language_of_the_report(language: str) -> None:
    words = wording(language)
    english = {text.partition("{")[0] for key, text in TEXTS["en"].items() if key.startswith("note.sentence.")} - {""}

    for note in recorded():
        told = note_text(note, words)
        assert told != note
        assert not [text for text in english if text in told]
        assert " equal, but " not in told


def test_times_and_counts_in_a_note_stay_what_they_are() -> None:
    told = note_text(FILM, wording("es"))

    assert "que coinciden: 0.0 a 9.0 s, 20.0 a 24.5 s, y 3 más. " in told
    assert "de la lista que coinciden: 7.0 a 16.0 s. " in told


@pytest.mark.parametrize("note", ["", "Something else. The case's film is part", "{names} equal", "a " * 5000])
def test_what_is_not_known_stays_as_it_was_recorded(note: str) -> None:
    assert note_text(note, wording("es")) == note
    assert note_text(note, wording("en")) == note
