"""Similar pictures and frames of a case: against comparing everything, and from the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.errors import UsageError
from forensicdesk.session import Session
from forensicdesk.session.similar import FARTHEST, Pattern, _search, _table
from hashing.perceptual.distance import hamming
from tests.support.program import document, forensicdesk
from tests.support.viewing import make_case

if TYPE_CHECKING:
    from pathlib import Path

Hash = st.binary(min_size=32, max_size=32)


@given(st.lists(st.tuples(st.integers(1, 6), Hash), max_size=20), st.lists(Hash, min_size=1, max_size=8), st.data())
@settings(max_examples=60, deadline=None)
def test_nothing_within_the_threshold_is_overlooked(
    stored: list[tuple[int, bytes]], turned: list[bytes], data: st.DataObject
) -> None:
    near = [(content, _flipped(value, data.draw(st.integers(0, 40)))) for content, value in stored for _ in (0,)]
    asked = turned + [value for _, value in stored[:3]]
    threshold = data.draw(st.integers(0, FARTHEST))
    table = _table((0, 0), [(content, value, "", None) for content, value in near])

    found = _search(table, (Pattern("", tuple(asked)),), threshold)

    expected: dict[int, int] = {}
    for content, value in near:
        closest = min(hamming(value, one) for one in asked)
        if closest <= threshold:
            expected[content] = min(closest, expected.get(content, closest))
    assert {content: met[0] for content, met in found.items()} == expected


def _flipped(value: bytes, bits: int) -> bytes:
    rows = np.unpackbits(np.frombuffer(value, np.uint8))
    rows[:bits] ^= 1
    return np.packbits(rows).tobytes()


def test_many_patterns_give_what_few_give(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    values = [rng.bytes(32) for _ in range(50)]
    table = _table((0, 0), [(number, value, "", None) for number, value in enumerate(values)])
    patterns = tuple(Pattern("", (_flipped(value, 9),)) for value in values)
    scanned = _search(table, patterns, 20)

    monkeypatch.setattr("forensicdesk.session.similar._SCANNED", 10)

    assert _search(table, patterns, 20) == scanned
    assert {met[0] for met in scanned.values()} == {9}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("similar")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORENSICDESK_HOME", str(folder / "home"))
        return folder, make_case(folder)


def test_a_mirrored_copy_is_found_from_an_item_and_from_a_file(home: tuple[Path, dict[str, int]]) -> None:
    folder, items = home
    case, file = folder / "c.fdcase", folder / "evidence" / "plain.png"

    by_item = document(forensicdesk(folder, "similar", case, "--item", str(items["plain.png"]), "--json"))
    by_file = document(forensicdesk(folder, "similar", case, "--file", file, "--threshold", "40", "--json"))

    [found] = by_item["similar"]
    assert (found["item_id"], found["name"]) == (items["mirrored.jpg"], "mirrored.jpg")
    assert found["orientation"] == "flipy"
    assert [one["item_id"] for one in by_file["similar"]] == [items["plain.png"], items["mirrored.jpg"]]
    assert by_file["similar"][0]["distance"] == 0


def test_a_frame_leads_back_to_its_film(home: tuple[Path, dict[str, int]]) -> None:
    folder, items = home
    with Session.open(folder / "c.fdcase", writable=False) as session:
        found = session.similar(session.patterns_of_item(items["film.mp4"]), 0)
        assert {one.item_id for one in found} == {items["film.mp4"]}
        assert found[0].time_s is not None
        with pytest.raises(UsageError, match="no hash that says something"):
            session.patterns_of_item(items["note.txt"])
        with pytest.raises(UsageError, match="out of range"):
            session.similar((), FARTHEST + 1)

    said = forensicdesk(folder, "similar", folder / "c.fdcase", "--item", str(items["film.mp4"]), "--at", "1.0")

    assert said.returncode == 0
    assert "0 items within 31 bits." in said.stdout


def test_one_thing_has_to_be_named(home: tuple[Path, dict[str, int]]) -> None:
    folder, _items = home

    said = forensicdesk(folder, "similar", folder / "c.fdcase")

    assert said.returncode == 2
    assert "--item or a file with --file" in said.stderr
