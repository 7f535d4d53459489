"""Thumbnails lie in a database of their own, by the SHA-256 of their content."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.thumbnails import PAGE, ThumbnailStore, create_thumbnails
from forensicdesk.errors import EnvironmentProblem
from hashing.values import Thumbnail

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def thumbnails(tmp_path: Path) -> Iterator[ThumbnailStore]:
    create_thumbnails(tmp_path / "thumbnails.db")
    with closing(ThumbnailStore(tmp_path / "thumbnails.db", writable=True)) as store:
        yield store


def test_the_newest_thumbnail_of_a_content_counts(thumbnails: ThumbnailStore) -> None:
    thumbnails.put({b"a" * 32: Thumbnail(b"old", b"m")})
    thumbnails.put({b"a" * 32: Thumbnail(b"new", b"m"), b"b" * 32: Thumbnail(b"", b"")})

    assert thumbnails.get(b"a" * 32) == Thumbnail(b"new", b"m")
    assert thumbnails.get(b"c" * 32) is None


def test_digests_are_given_in_order_across_pages(thumbnails: ThumbnailStore) -> None:
    keys = [number.to_bytes(32, "big") for number in range(PAGE + 5)]
    thumbnails.put({key: Thumbnail(b"p", b"m") for key in reversed(keys)})

    assert list(thumbnails.digests()) == keys


def test_thumbnails_opened_for_reading_are_not_changed(thumbnails: ThumbnailStore) -> None:
    with closing(ThumbnailStore(thumbnails.database.path, writable=False)) as reading:
        with pytest.raises(EnvironmentProblem, match="reading only"):
            reading.put({b"a" * 32: Thumbnail(b"p", b"m")})
        assert list(reading.digests()) == []
