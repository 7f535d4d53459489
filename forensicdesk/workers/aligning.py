"""What children do to show where two pictures agree.

The parent decodes nothing: it carries raw pixels from one child to the next, and a finished file to the disk.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, BinaryIO

from hashing.values import Analysis, Outcome, Thumbnail

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from hashing.local.agreement import Agreement
    from hashing.values import Recipe


def shown_pixels(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    """A picture as it will be shown: raw RGB rows in `thumbnail.preview`, their width and height beside them."""
    pixels, said = _shown(stream, size, recipe)
    if pixels is None:
        return said
    height, width = pixels.shape[:2]
    return replace(
        said, outcome=Outcome.ANALYSED, width=width, height=height, thumbnail=Thumbnail(pixels.tobytes(), b"")
    )


@dataclass(frozen=True, slots=True)
class LaidOnto:
    """Run on the second picture: draws the first one, given as `shown_pixels` gave it, onto it.

    The finished PNG file is in `thumbnail.preview`.
    """

    pixels: bytes
    width: int
    height: int
    agreement: Agreement

    def __call__(self, stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
        """Draw."""
        import numpy as np

        from hashing.local.drawing import draw_agreement

        second, said = _shown(stream, size, recipe)
        if second is None:
            return said
        first = np.frombuffer(self.pixels, dtype=np.uint8).reshape(self.height, self.width, 3)
        drawn = draw_agreement(first, second, self.agreement)
        return replace(said, outcome=Outcome.ANALYSED, thumbnail=Thumbnail(drawn, b""))


def _shown(stream: BinaryIO, size: int, recipe: Recipe) -> tuple[NDArray[np.uint8] | None, Analysis]:
    # Imported in children only, as every decoder.
    from hashing.decode.kinds import Decoder
    from hashing.decode.sniff import HEAD_BYTES, TAIL_BYTES, identify
    from hashing.decode.still import decode_still
    from hashing.local.drawing import fitted

    head = stream.read(HEAD_BYTES)
    stream.seek(max(0, size - TAIL_BYTES))
    kind = identify(head, stream.read(TAIL_BYTES), size)
    said = Analysis(Outcome.FAILED, kind.media_type, size)
    if kind.decoder in {Decoder.NOT_MEDIA, Decoder.UNSUPPORTED, Decoder.FILM}:
        return None, said
    still = decode_still(stream, kind, recipe.max_pixels)
    if still.small is None:
        return None, replace(said, issues=() if still.issue is None else (still.issue,))
    return fitted(still.small), said
