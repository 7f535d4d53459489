"""The demonstration's lists import cleanly, apart from what is refused on purpose."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from forensicdesk.demo import film_list, make_list
from forensicdesk.errors import UsageError
from forensicdesk.lists.library import Library
from forensicdesk.model import Role

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def target(exhibit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The list of digests; the list of film frames lies beside it."""
    path = tmp_path_factory.mktemp("lists") / "demo-list.csv"
    make_list(exhibit, path)
    return path


def test_the_list_covers_every_digest_and_refuses_two_rows(target: Path, tmp_path: Path) -> None:
    known = Library(tmp_path).import_file(target, role=Role.NOTABLE, now=NOW)

    assert {kind: count for kind, count in known.entries if count} == {"md5": 2, "sha1": 3, "sha256": 3, "pdq": 5}
    assert known.refused == 2


def test_the_film_list_holds_one_film_frame_by_frame(target: Path, tmp_path: Path) -> None:
    library = Library(tmp_path)

    known = library.import_file(film_list(target), role=Role.NOTABLE, now=NOW)

    films = list(library.films(known.id))
    assert len(films) == 1
    assert films[0].name == "crossing.mp4"
    assert len(films[0].values) == 24
    assert known.refused == 0


def test_film_frames_stand_in_order_of_time(target: Path) -> None:
    with film_list(target).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert [int(row["frame"]) for row in rows] == [20 * second for second in range(24)]
    assert [float(row["timestamp"]) for row in rows] == list(range(24))


def test_a_folder_that_is_not_the_exhibit_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not the synthetic evidence"):
        make_list(tmp_path, tmp_path / "list.csv")

    assert list(tmp_path.iterdir()) == []
