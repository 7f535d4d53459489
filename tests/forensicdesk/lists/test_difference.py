"""The difference of two versions is that of sets, whatever the lists hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.lists import library as library_module
from forensicdesk.lists import merging
from forensicdesk.lists.difference import difference
from forensicdesk.lists.merging import Column, merge
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.lists.library import Library
    from tests.forensicdesk.lists.conftest import Take

ROWS = st.lists(
    st.tuples(st.sampled_from([bytes([a, b]) for a in (0, 1, 128, 255) for b in (0, 7, 255)]), st.integers(0, 2))
)


def column(rows: list[tuple[bytes, int]]) -> tuple[Column, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """Rows of (value, label) as a column and the labels by number; a label's hash is a power of two."""
    values = np.array([value for value, _ in rows], dtype="S2")
    labels = np.array([0, *(1 << label for _, label in rows)], dtype=np.int64)
    return Column(values, np.arange(1, len(rows) + 1, dtype=np.int64)), labels


@pytest.mark.parametrize("at_once", [1, 3, 1_000])
@given(older=ROWS, newer=ROWS)
def test_merging_is_the_arithmetic_of_sets(
    at_once: int, older: list[tuple[bytes, int]], newer: list[tuple[bytes, int]]
) -> None:
    (left, left_labels), (right, right_labels) = column(older), column(newer)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "_AT_ONCE", at_once)
        found = merge(left, right, (left_labels, right_labels), 2)
    was: dict[bytes, set[int]] = {}
    now: dict[bytes, set[int]] = {}
    for rows, labels in ((older, was), (newer, now)):
        for value, label in rows:
            labels.setdefault(value, set()).add(label)
    changed = sorted(value for value in was.keys() & now.keys() if was[value] != now[value])
    for changes, wanted in (
        (found.added, sorted(now.keys() - was.keys())),
        (found.removed, sorted(was.keys() - now.keys())),
        (found.relabelled, changed),
    ):
        assert changes.count == len(wanted)
        assert [one.value for one in changes.first] == wanted[:2]
        for one in changes.first:
            assert one.older == tuple(at for at, (value, _) in enumerate(older, 1) if value == one.value)
            assert one.newer == tuple(at for at, (value, _) in enumerate(newer, 1) if value == one.value)
    assert found.kept == len(was.keys() & now.keys())


def test_kinds_films_and_labels_are_compared(take: Take, library: Library) -> None:
    one, two, three = (f"{at:032x}" for at in (1, 2, 3))
    first = take(f"md5,label\n{one},a\n{one},b\n{two},\n", file_name="first.csv")
    second = take(f"md5,label,pdq\n{one},b,\n{one},c,\n{three},,{'ab' * 32}\n", file_name="second.csv")
    md5, pdq = difference(library, first.id, second.id)
    assert (md5.kind, md5.added, md5.removed, md5.kept, md5.relabelled) == ("md5", 1, 1, 1, 1)
    assert [(ex.value, ex.entry) for ex in md5.added_examples] == [(three, "line 4")]
    (changed,) = md5.relabelled_examples
    assert (changed.value, changed.old_labels, changed.new_labels) == (one, ("a", "b"), ("b", "c"))
    assert (pdq.kind, pdq.added, pdq.removed, pdq.kept) == ("pdq", 1, 0, 0)
    frames = ["film,frame,pdq,quality,timestamp", f"x.mp4,0,{'ab' * 32},100,0.0", f"y.mp4,0,{'cd' * 32},100,0.0"]
    films = take("\n".join(frames[:2]), file_name="f.csv"), take("\n".join(frames), file_name="g.csv")
    (vpdq,) = difference(library, films[0].id, films[1].id)
    assert (vpdq.kind, vpdq.added, vpdq.removed, vpdq.kept) == ("vpdq", 1, 0, 1)
    assert vpdq.added_examples[0].entry == "y.mp4"


def test_walking_gives_every_entry_once(take: Take, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbers have gaps where entries said the same as others, and kinds are spread over the entries."""
    monkeypatch.setattr(library_module, "_WALKED_AT_ONCE", 7)
    lines = [f"{at:032x}" if at % 2 else f"{at:040x}" for at in range(1, 60)]
    used = take("\n".join([*lines[:30], *lines[:20], *lines[30:], "", "bad"]))
    walked = list(library.walk(used.id))
    assert [(entry.md5 or entry.sha1 or b"").hex() for entry in walked] == lines
    assert walked == list(library.entries(used.id, range(1, 200)))
    assert walked[-1].number == 79


def test_an_import_says_what_changed_and_diff_shows_it(tmp_path: Path) -> None:
    versions = ["".join(f"{at:032x}\n" for at in range(start, start + 100)) for start in (1, 31)]
    for version in versions:
        path = tmp_path / "unit.txt"
        path.write_text(version, encoding="utf-8")
        done = forensicdesk(tmp_path, "list", "import", path, "--role", "notable", "--json")
        assert done.returncode == 0
    assert "30 added, 30 removed since version 1 (forensicdesk list diff unit@1 unit@2)" in done.stderr
    assert document(done)["version"] == 2
    shown = forensicdesk(tmp_path, "list", "diff", "unit@1", "unit@2")
    assert shown.returncode == 1
    assert "and 10 more" in shown.stdout
    found = document(forensicdesk(tmp_path, "list", "diff", "unit@1", "unit@2", "--json"))
    (md5,) = found["kinds"]
    assert (md5["added"], md5["removed"], md5["kept"], md5["relabelled"]) == (30, 30, 70, 0)
    assert len(md5["added_examples"]) == 20
    assert forensicdesk(tmp_path, "list", "diff", "unit@2", "unit@2").returncode == 0
    assert forensicdesk(tmp_path, "list", "diff", "unit@1", "unit@9").returncode == 2
