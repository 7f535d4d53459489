"""A picture from bytes to facts: decoded once, hashed, described, and searched for what lies inside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from hashing.decode import kinds
from hashing.decode.pictures import decode_picture, settled_kind
from hashing.decode.sequences import PAGED
from hashing.embedded.difference import thumbnail_indicators
from hashing.embedded.find import find_embedded
from hashing.inside.views import Inside, look_inside, upright_size
from hashing.local.extraction import extract
from hashing.metadata.facts import with_metadata
from hashing.metadata.picture import picture_facts
from hashing.perceptual import pdq
from hashing.perceptual.pictures import picture_hashes
from hashing.thumbnail import picture_thumbnail
from hashing.values import Outcome, ViewKind
from hashing.views import look

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind
    from hashing.decode.still import Still
    from hashing.values import Analysis, Embedded, Recipe

_PAGES = (*PAGED, kinds.ICON)


def analyse_picture(stream: BinaryIO, kind: Kind, recipe: Recipe, result: Analysis) -> Analysis:
    """Add to `result` all that can be said of a picture.

    Raises:
        MemoryError: if the picture does not fit; the caller says so beside the digests.
    """
    kind = settled_kind(stream, kind)
    still = decode_picture(stream, kind, recipe.max_pixels)
    facts = picture_facts(stream, kind, still.texts)
    enclosed = find_embedded(stream, kind, facts)
    result = replace(result, media_type=kind.media_type, width=still.width, height=still.height)
    result = with_metadata(result, facts.said)
    result = replace(
        result,
        issues=((still.issue,) if still.issue is not None else ()) + result.issues,
        indicators=result.indicators + enclosed.indicators,
        embedded=_each_once(enclosed.embedded + still.embedded),
    )
    if still.pixels is None or still.small is None:
        return result
    result = _seen(result, still, recipe)
    result = replace(result, indicators=result.indicators + thumbnail_indicators(enclosed.thumbnail, still.small))
    return _with_further(result, still, kind, recipe)


def _each_once(found: tuple[Embedded, ...]) -> tuple[Embedded, ...]:
    """Files inside in the order of their places; what begins where another does is the same."""
    by_place = {one.offset: one for one in reversed(found)}
    return tuple(by_place[offset] for offset in sorted(by_place))


def _seen(result: Analysis, still: Still, recipe: Recipe) -> Analysis:
    """Add the hashes of the whole, those of the pictures inside it, local features and the preview."""
    if still.pixels is None or still.small is None:
        return result
    upright = upright_size(still.pixels, (still.width, still.height))
    inside = look_inside(still.pixels, still.small, upright, recipe.perceptual) if recipe.inner else Inside()
    hashes = picture_hashes(still.pixels, still.small, recipe.perceptual, structureless=inside.is_all_border)
    return replace(
        result,
        outcome=Outcome.ANALYSED,
        perceptual=hashes + inside.hashes,
        thumbnail=picture_thumbnail(still.small),
        views=inside.views,
        features=extract(still.small) if recipe.features else None,
    )


def _with_further(result: Analysis, still: Still, kind: Kind, recipe: Recipe) -> Analysis:
    """Add what the further frames or pages show. Most files have none, and their format or head says so."""
    first = next((one for one in result.perceptual if one.algorithm == pdq.ALGORITHM and not one.view), None)
    if still.further is None or first is None:
        return result
    looked = look(still.further, ViewKind.PAGE if kind in _PAGES else ViewKind.FRAME, first, recipe)
    return replace(
        result,
        perceptual=result.perceptual + looked.hashes,
        views=result.views + looked.views,
        issues=result.issues + looked.issues,
    )
