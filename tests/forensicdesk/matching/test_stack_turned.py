"""Hashes in a file are what they are in memory, and nothing of the file stays."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.matching import stack_turned
from forensicdesk.matching.side_by_side import go_on
from forensicdesk.matching.stack_policy import DEFAULT_STACK_POLICY
from forensicdesk.matching.stack_turned import TurnedFile
from forensicdesk.matching.stacks import Bounds, find_relations
from tests.forensicdesk.matching.stack_oracle import stacks
from tests.forensicdesk.matching.test_stacks_bounded import OnlyHashes, crowd


def in_file(values: np.ndarray, folder: Path) -> TurnedFile:
    file = TurnedFile(folder)
    for rows in np.array_split(values, 3):
        file.append(rows.tobytes())
    return file


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 300), st.lists(st.integers(0, 299), max_size=60), st.integers(0, 7), st.integers(1, 40), st.data()
)
def test_rows_of_the_file_are_those_of_the_array(
    size: int, asked: list[int], turn: int, at_once: int, data: st.DataObject
) -> None:
    values = np.random.default_rng(size).integers(0, 256, (size, 8, 32), dtype=np.uint8)
    rows = np.array([row % size for row in asked], dtype=np.int64)
    order = np.array(data.draw(st.permutations(range(size))), dtype=np.int64)
    with pytest.MonkeyPatch.context() as patch, TemporaryDirectory() as folder:
        patch.setattr(stack_turned, "_ROWS_AT_ONCE", at_once)
        file = in_file(values, Path(folder))

        assert len(file) == size
        assert np.array_equal(file[rows], values[rows])
        assert np.array_equal(file[rows, turn], values[rows, turn])
        assert np.array_equal(np.asarray(file.in_order(order)), values[order])
        assert list(Path(folder).iterdir()) == []


@settings(max_examples=15, deadline=None)
@given(st.integers(2, 26), st.integers(1, 4), st.integers(0, 10_000))
def test_stacks_from_a_file_are_those_of_comparing_everything(pictures: int, scenes: int, seed: int) -> None:
    tables = crowd(pictures, scenes, seed)
    with TemporaryDirectory() as folder:
        filed = replace(tables, pdqs=replace(tables.pdqs, turned=in_file(np.asarray(tables.pdqs.turned), Path(folder))))
        found = find_relations(filed, OnlyHashes(), DEFAULT_STACK_POLICY, go_on, Bounds(pairs=5))
        again = find_relations(tables, OnlyHashes(), DEFAULT_STACK_POLICY, go_on)
        leaders, _ = stacks(filed, DEFAULT_STACK_POLICY)

    heads = {member.content_id: group.representative for group in found.stacks for member in group.members}
    assert [heads.get(place, place) for place in range(pictures)] == leaders
    assert found == again
