"""In a child: one picture laid onto another by what their local features, or else their hashes, say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from forensicdesk.evidence.ranges import length_of
from forensicdesk.viewed import Aligned, NotShown
from forensicdesk.workers import filming
from forensicdesk.workers.opened import opener
from forensicdesk.workers.showing import MAX_PIXELS, NOTHING, as_pixels, guarded, kind_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from forensicdesk.model import Job
    from forensicdesk.workers.showing import Picture
    from hashing.local.agreement import Agreement

SIDE = 1280
"""The longest side of either picture here: enough to see, little enough to send four of them."""
_OUTSIDE = 60
"""The grey of a difference where the first picture does not reach."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items to be laid onto each other.

    Attributes:
        first, second: the items.
        orientation: how the first has to be turned to meet the second as hashes say, "" if they do not.
        times: which frame is taken of a film, in seconds.
        coarse: the longest side in pixels that is sent, so that nothing finer leaves the child; 0 for all.
    """

    first: Job
    second: Job
    orientation: str = ""
    times: tuple[float, float] = (0.0, 0.0)
    coarse: int = 0


def align(pair: Pair) -> Aligned | NotShown:
    """Both pictures, the first on the second, and how they differ."""
    return guarded(lambda: _align(pair))


def _align(pair: Pair) -> Aligned | NotShown:
    from hashing.local.agreement import agree
    from hashing.local.extraction import extract

    one, two = _decoded(pair.first, pair.times[0]), _decoded(pair.second, pair.times[1])
    if isinstance(one, NotShown):
        return one
    if isinstance(two, NotShown):
        return two
    features = extract(one), extract(two)
    found = agree(features[0], features[1]) if features[0] and features[1] else None
    by, laid, covered = _laid(one, two, found, pair.orientation)
    apart = _difference(laid, two, covered)
    pictures = (as_pixels(each, coarse=pair.coarse) for each in (one, two, laid, apart))
    first, second, onto, difference = pictures
    if found is None:
        return Aligned(first, second, onto, difference, by, orientation=pair.orientation)
    return Aligned(
        first,
        second,
        onto,
        difference,
        by,
        finding=found.finding.value,
        matched=found.matched,
        considered=found.considered,
        coverage_first=found.coverage_a,
        coverage_second=found.coverage_b,
        alike=found.alike,
        orientation=pair.orientation,
        mirrored=found.mirrored,
    )


def turned(picture: Picture, orientation: str) -> Picture:
    """A picture in one of the eight orientations by its name, as PDQ's variants mean it."""
    import numpy as np

    transpose = (1, 0, 2) if picture.ndim == 3 else (1, 0)  # noqa: PLR2004 - colour
    quarters = {"rotate90": 1, "rotate180": 2, "rotate270": -1}
    if orientation in quarters:
        changed = np.rot90(picture, quarters[orientation])
    elif orientation == "flipx":
        changed = picture[::-1]
    elif orientation == "flipy":
        changed = picture[:, ::-1]
    elif orientation == "flip_plus1":
        changed = picture.transpose(transpose)
    elif orientation == "flip_minus1":
        changed = picture[::-1, ::-1].transpose(transpose)
    else:
        changed = picture
    return np.ascontiguousarray(changed)


def _decoded(job: Job, time_s: float) -> Picture | NotShown:
    """An upright picture in colour, fitted."""
    import numpy as np

    from hashing.decode.kinds import Decoder
    from hashing.decode.pictures import decode_picture
    from hashing.thumbnail import fitted

    with opener().open(job.source_root, job.location) as stream:
        kind = kind_of(stream, length_of(stream))
        if kind.decoder in {Decoder.NOT_MEDIA, Decoder.UNSUPPORTED}:
            return NotShown(NOTHING)
        if kind.decoder is not Decoder.FILM:
            still = decode_picture(stream, kind, MAX_PIXELS)
            if still.pixels is None:
                return NotShown(still.issue.detail if still.issue else NOTHING)
            small = fitted(still.pixels, SIDE, SIDE)
            return small if small.ndim == 3 else np.stack([small] * 3, axis=2)  # noqa: PLR2004 - colour
    return filming.picture_at(filming.FilmWish(job, time_s, box=(SIDE, SIDE)))


def _laid(
    one: Picture, two: Picture, found: Agreement | None, orientation: str
) -> tuple[str, Picture, NDArray[np.bool_]]:
    import numpy as np

    from hashing.vision import resize, warped

    rows, columns = two.shape[:2]
    # Where local features were found but are no match, the hashes' word counts more.
    if found is not None and (found.is_match or not orientation):
        to_shares = np.diag([1.0 / one.shape[1], 1.0 / one.shape[0], 1.0])
        half = np.array([[1.0, 0.0, 0.5], [0.0, 1.0, 0.5], [0.0, 0.0, 1.0]])  # middles of pixels
        to_pixels = np.diag([float(columns), float(rows), 1.0])
        matrix = np.linalg.inv(half) @ to_pixels @ np.array(found.transform) @ to_shares @ half
        white = np.full(one.shape[:2], 255, dtype=np.uint8)
        covered = cast("NDArray[np.bool_]", warped(white, matrix, columns, rows) == 255)  # noqa: PLR2004 - wholly there
        return "features", warped(one, matrix, columns, rows), covered
    laid = resize(turned(one, orientation), columns, rows)
    return "orientation" if orientation else "", laid, np.ones((rows, columns), dtype=np.bool_)


def _difference(laid: Picture, two: Picture, covered: NDArray[np.bool_]) -> Picture:
    """How far brightness differs beyond a common change of brightness and contrast."""
    import numpy as np

    a, b = laid.mean(axis=2), two.mean(axis=2)
    seen_a, seen_b = a[covered], b[covered]
    if len(seen_a) and float(seen_a.std()) > 0.0:
        gain = float(np.clip(seen_b.std() / seen_a.std(), 0.25, 4.0))
        a = (a - seen_a.mean()) * gain + seen_b.mean()
    apart = np.clip(np.abs(a - b) * 2.0, 0, 255)
    shown = np.where(covered, apart, float(_OUTSIDE)).astype(np.uint8)
    return np.stack([shown] * 3, axis=2)
