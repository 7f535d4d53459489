"""Tests of how much one item may say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.workers.bounds import LONGEST_TEXT, MOST_FEATURED, MOST_GROUPS, MOST_OF_EACH, MOST_TEXT, bounded
from hashing.values import (
    Analysis,
    DateFact,
    Embedded,
    EmbeddedKind,
    Film,
    FrameFeatures,
    FrameHash,
    Indicator,
    Issue,
    IssueCode,
    Outcome,
    PerceptualHash,
    Recipe,
    Stage,
    Thumbnail,
    View,
    ViewKind,
)
from tests.forensicdesk.workers.test_pool import analyse_folder, codes, orders

if TYPE_CHECKING:
    from pathlib import Path

_MANY = 100_000
_PLAIN = Analysis(
    Outcome.ANALYSED, "image/jpeg", 1,
    perceptual=(PerceptualHash("pdq", "1", "", bytes(32), 100),),
    film=Film(2.0, (FrameHash(0.0, bytes(32), 100), FrameHash(1.0, bytes(32), 100))),
    metadata=(("EXIF", (("Make", "Example"),)),), dates=(DateFact("exif:DateTime", "2026", None),),
    indicators=(Indicator("camera", "Example"),), thumbnail=Thumbnail(bytes(9), bytes(9)), features=bytes(100),
)  # fmt: skip


def flood(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - takes the place of the analysis
    """More of everything than anybody can want."""
    frames = tuple(FrameHash(float(number), bytes(32), 100) for number in range(Recipe().max_frames + 1))
    return Analysis(
        Outcome.ANALYSED, "image/jpeg", size,
        perceptual=_PLAIN.perceptual * _MANY,
        film=Film(float("inf"), frames, frames, (FrameFeatures(0.0, bytes(9)),) * _MANY),
        metadata=(("g" * _MANY, (("n" * _MANY, "v" * _MANY),) * 5_000),) * 5_000,
        dates=_PLAIN.dates * _MANY, indicators=(Indicator("camera", "x" * _MANY),) * _MANY,
        issues=(Issue(Stage.DECODE, IssueCode.TRUNCATED, "y" * _MANY),) * _MANY,
        thumbnail=Thumbnail(bytes(20_000_000), b""), views=(View("v", ViewKind.FRAME),) * _MANY,
        embedded=(Embedded(EmbeddedKind.EXIF_THUMBNAIL, 1, 1),) * _MANY, features=bytes(50_000_000),
    )  # fmt: skip


def test_what_is_within_the_bounds_stays_the_same_object() -> None:
    assert bounded(_PLAIN, Recipe()) is _PLAIN


def test_a_flood_is_cut_in_the_child_and_the_issue_names_what_is_missing(tmp_path: Path) -> None:
    found = analyse_folder(orders(tmp_path, file="-"), 1, flood)["file"]

    assert {name: len(getattr(found, name)) for name in MOST_OF_EACH} == MOST_OF_EACH
    assert found.film is not None
    most = Recipe().max_frames
    assert (len(found.film.frames), len(found.film.inner), found.film.duration_s) == (most, most, None)
    assert len(found.film.features) == MOST_FEATURED
    assert len(found.metadata) <= MOST_GROUPS
    assert sum(len(text) for _, pairs in found.metadata for pair in pairs for text in pair) <= MOST_TEXT
    assert max(len(group) for group, _ in found.metadata) <= LONGEST_TEXT + 2
    assert (found.thumbnail, found.features) == (None, None)
    assert codes(found)[-1] is IssueCode.RESULT_LIMIT
    for what in (
        "fields of metadata",
        "dates",
        "indicators",
        "views",
        "perceptual",
        "embedded",
        "frames",
        "issues",
        "local features",
    ):
        assert what in found.issues[-1].detail


def test_texts_that_no_database_keeps_are_escaped_and_times_that_are_none_left_out() -> None:
    film = Film(1.0, (FrameHash(float("nan"), bytes(32), 1), FrameHash(0.5, bytes(32), 1)))
    strange = replace(_PLAIN, metadata=(("EXIF", (("Make", "a\ud800b"),)),), film=film)

    found = bounded(strange, Recipe())

    assert found.metadata == (("EXIF", (("Make", "a\\ud800b"),)),)
    assert found.film is not None
    assert [frame.time_s for frame in found.film.frames] == [0.5]
    assert codes(found) == [IssueCode.RESULT_LIMIT]
