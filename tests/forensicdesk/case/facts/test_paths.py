"""Words are found whatever the size of letters; folders are named as they are written."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.case import codec
from forensicdesk.case.facts.paths import PathText, part_of
from forensicdesk.model import Location, Step

PATHS = (b"DCIM/100EXMPL/a.jpg", b"dcim/100exmpl/b.jpg", b"DCIM/100EXMPL/c.jpg", b"top.jpg")

SOME = st.sampled_from


def text_of(*spans: tuple[int, int]) -> PathText:
    """Items 1 to 4 in parts."""
    stored = [codec.encode_location(Location((Step("file", path),))) for path in PATHS]
    parts = [part_of(np.arange(first + 1, last + 1), stored[first:last]) for first, last in spans]
    return PathText(tuple(parts))


def test_folders_are_told_apart_and_named_as_they_are_written() -> None:
    for text in (text_of((0, 4)), text_of((0, 1), (1, 4))):
        known = text.folders
        named = [known.names[code] for code in known.by_item[1:].tolist()]

        assert named == ["DCIM/100EXMPL", "dcim/100exmpl", "DCIM/100EXMPL", ""]
        assert sorted(known.names) == [known.names[at] for at in np.argsort(known.ranks)]
        assert text.find("Exmpl").tolist() == [1, 2, 3]


@given(
    st.lists(st.text(SOME("aab/ÄéX1."), max_size=14), max_size=12),
    st.text(SOME("aabäÉx1./"), min_size=1, max_size=6),
    st.integers(0, 12),
)
def test_a_word_is_found_in_the_paths_that_have_it_however_rare_its_letters_are(
    names: list[str], word: str, first: int
) -> None:
    paths = [name.encode() for name in names]
    stored = [codec.encode_location(Location((Step("file", path),))) for path in paths]
    spans = [(0, min(first, len(paths))), (min(first, len(paths)), len(paths))]
    text = PathText(tuple(part_of(np.arange(start, end), stored[start:end]) for start, end in spans))

    expected = [at for at, name in enumerate(names) if word.lower() in name.lower()]
    assert sorted(set(text.find(word).tolist())) == expected
