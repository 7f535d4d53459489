"""How much one item may say. What is beyond is left out and an issue says so; the parent keeps what it is sent.

The makers of facts have bounds of their own, which are lower. These hold whatever a maker forgot, for each item
alike, before anything is sent.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from forensicdesk.language import sentence
from hashing.values import Issue, IssueCode, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hashing.values import Analysis, Film, FrameHash, MetadataGroup, Recipe, Thumbnail

MOST_GROUPS = 256
MOST_FIELDS = 1_000
MOST_TEXT = 2_000_000
"""Characters of all metadata of an item together."""
LONGEST_TEXT = 4_000
"""Characters of any single text."""
MOST_ISSUES = 100
MOST_OF_EACH = {"dates": 200, "indicators": 500, "views": 4_096, "perceptual": 32_768, "embedded": 64}
MOST_FEATURE_BYTES = 4 << 20
MOST_FEATURED = 64
"""Frames of a film with local features."""
MOST_PREVIEW_BYTES = 16 << 20

T = TypeVar("T")


def bounded(analysis: Analysis, recipe: Recipe) -> Analysis:
    """The analysis within the bounds, the same object if it was. Texts that no database can keep are escaped."""
    left_out: list[str] = []
    found = replace(
        analysis,
        metadata=_metadata(analysis.metadata, left_out),
        dates=tuple(replace(date, text=_text(date.text)) for date in _cut("dates", analysis.dates, left_out)),
        indicators=tuple(
            replace(one, text=_text(one.text)) for one in _cut("indicators", analysis.indicators, left_out)
        ),
        views=_cut("views", analysis.views, left_out),
        perceptual=_cut("perceptual", analysis.perceptual, left_out),
        embedded=_cut("embedded", analysis.embedded, left_out),
        film=_film(analysis.film, recipe.max_frames, left_out),
        thumbnail=_thumbnail(analysis.thumbnail, left_out),
        features=_features(analysis.features, left_out),
        issues=tuple(replace(issue, detail=_text(issue.detail)) for issue in analysis.issues[:MOST_ISSUES]),
    )
    if len(analysis.issues) > MOST_ISSUES:
        left_out.append(sentence("{count} issues", count=len(analysis.issues) - MOST_ISSUES))
    if left_out:
        issue = Issue(Stage.WORKER, IssueCode.RESULT_LIMIT, sentence("Left out: {parts}.", parts=", ".join(left_out)))
        found = replace(found, issues=(*found.issues, issue))
    return analysis if found == analysis else found


def _cut(name: str, things: tuple[T, ...], left_out: list[str]) -> tuple[T, ...]:
    most = MOST_OF_EACH[name]
    if len(things) > most:
        left_out.append(f"{len(things) - most} {name}")
    return things[:most]


def _text(text: str) -> str:
    """The text, not too long, and with nothing in it that is no character."""
    short = text if len(text) <= LONGEST_TEXT else text[:LONGEST_TEXT] + " …"
    return short.encode("utf-8", "backslashreplace").decode("utf-8")


def _metadata(groups: Sequence[MetadataGroup], left_out: list[str]) -> tuple[MetadataGroup, ...]:
    kept: list[MetadataGroup] = []
    room = MOST_TEXT
    for group, pairs in groups[:MOST_GROUPS]:
        fields: list[tuple[str, str]] = []
        for name, value in pairs[:MOST_FIELDS]:
            field = (_text(name), _text(value))
            room -= len(field[0]) + len(field[1])
            if room < 0:
                break
            fields.append(field)
        kept.append((_text(group), tuple(fields)))
    missing = sum(len(pairs) for _, pairs in groups) - sum(len(pairs) for _, pairs in kept)
    if missing:
        left_out.append(sentence("{missing} fields of metadata", missing=missing))
    return tuple(kept)


def _film(film: Film | None, most: int, left_out: list[str]) -> Film | None:
    if film is None:
        return None
    duration = film.duration_s if film.duration_s is None or math.isfinite(film.duration_s) else None
    frames, inner = (_frames(frames, most, left_out) for frames in (film.frames, film.inner))
    features = tuple(one for one in film.features[:MOST_FEATURED] if len(one.value) <= MOST_FEATURE_BYTES)
    features = tuple(one for one in features if math.isfinite(one.time_s))
    if len(features) < len(film.features):
        left_out.append(sentence("the local features of {count} frames", count=len(film.features) - len(features)))
    return replace(film, duration_s=duration, frames=frames, inner=inner, features=features)


def _frames(frames: tuple[FrameHash, ...], most: int, left_out: list[str]) -> tuple[FrameHash, ...]:
    kept = tuple(frame for frame in frames[:most] if math.isfinite(frame.time_s))
    if len(kept) < len(frames):
        left_out.append(sentence("{count} frames", count=len(frames) - len(kept)))
    return kept


def _thumbnail(thumbnail: Thumbnail | None, left_out: list[str]) -> Thumbnail | None:
    if thumbnail is None or len(thumbnail.preview) + len(thumbnail.mosaic) <= MOST_PREVIEW_BYTES:
        return thumbnail
    left_out.append(sentence("the thumbnail"))
    return None


def _features(features: bytes | None, left_out: list[str]) -> bytes | None:
    if features is None or len(features) <= MOST_FEATURE_BYTES:
        return features
    left_out.append(sentence("local features"))
    return None
