"""A picture from bytes to facts: decoded once, hashed, described."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from hashing.decode.still import decode_still
from hashing.embedded.difference import thumbnail_indicators
from hashing.embedded.find import find_embedded
from hashing.inside.views import Inside, look_inside, upright_size
from hashing.local.extraction import extract
from hashing.metadata.facts import with_metadata
from hashing.metadata.picture import picture_facts
from hashing.perceptual.pictures import picture_hashes
from hashing.thumbnail import picture_thumbnail
from hashing.values import Outcome

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind
    from hashing.values import Analysis, Recipe


def analyse_picture(stream: BinaryIO, kind: Kind, recipe: Recipe, result: Analysis) -> Analysis:
    """Add to `result` all that can be said of a picture.

    Raises:
        MemoryError: if the picture does not fit; the caller says so beside the digests.
    """
    still = decode_still(stream, kind, recipe.max_pixels)
    facts = picture_facts(stream, kind, still.texts)
    enclosed = find_embedded(stream, kind, facts)
    issues = (still.issue,) if still.issue is not None else ()
    result = with_metadata(replace(result, width=still.width, height=still.height), facts.said)
    result = replace(result, issues=issues + result.issues, embedded=enclosed.embedded)
    result = replace(result, indicators=result.indicators + enclosed.indicators)
    if still.pixels is None or still.small is None:
        return result
    upright = upright_size(still.pixels, (still.width, still.height))
    inside = look_inside(still.pixels, still.small, upright) if recipe.inner else Inside()
    hashes = picture_hashes(still.pixels, still.small, recipe.perceptual, structureless=inside.is_all_border)
    return replace(
        result,
        outcome=Outcome.ANALYSED,
        perceptual=hashes + inside.hashes,
        thumbnail=picture_thumbnail(still.small),
        views=inside.views,
        features=extract(still.small) if recipe.features else None,
        indicators=result.indicators + thumbnail_indicators(enclosed.thumbnail, still.small),
    )
