"""In a child: what everything that is shown to a person has in common, pictures, films and pages of a report alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO, TypeVar

from forensicdesk.errors import ForensicDeskError
from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.language import sentence
from forensicdesk.viewed import MOST_PIXELS, NotShown, Pixels
from forensicdesk.workers.barrier import UnexpectedError, barrier
from forensicdesk.workers.child import reason
from hashing.values import PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from hashing.decode.kinds import Kind

    Picture = NDArray[np.uint8]

T = TypeVar("T")

MAX_PIXELS = PROFILES[-1].max_pixels
NOTHING = sentence("Nothing of this file can be shown: it is no picture or film that this program decodes.")


def guarded(work: Callable[[], T]) -> T | NotShown:
    """What `work` gives, or why it gives nothing; in a child nothing else is to come of hostile bytes."""
    try:
        with barrier():
            return work()
    except OSError as error:
        return NotShown(sentence("The file cannot be read: {reason}.", reason=reason(error)))
    except ContainerError as error:
        return NotShown(sentence("The file cannot be reached: {reason}", reason=error.detail))
    except MemoryError:
        return NotShown(sentence("It needs more memory than one item may use."))
    except ForensicDeskError as error:
        return NotShown(str(error))
    except UnexpectedError as error:
        return NotShown(sentence("Its decoder ended in an error it did not expect ({error}).", error=error))


def as_pixels(picture: Picture, *, coarse: int = 0, most: int = MOST_PIXELS) -> Pixels:
    """A picture as it leaves this process."""
    import numpy as np

    from hashing.thumbnail import fitted

    if coarse:
        picture = fitted(picture, coarse, coarse)
    height, width = picture.shape[:2]
    if width * height > most:
        factor = (most / (width * height)) ** 0.5
        picture = fitted(picture, max(1, int(width * factor)), max(1, int(height * factor)))
    if picture.ndim == 2:  # noqa: PLR2004 - grey
        picture = np.stack([picture] * 3, axis=2)
    height, width = picture.shape[:2]
    return Pixels(width, height, np.ascontiguousarray(picture).tobytes())


def kind_of(stream: BinaryIO, size: int) -> Kind:
    """What the bytes are; leaves the stream at its start."""
    from hashing.decode.pictures import settled_kind
    from hashing.decode.sniff import HEAD_BYTES, TAIL_BYTES, identify

    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    stream.seek(max(0, size - TAIL_BYTES))
    kind = identify(head, stream.read(TAIL_BYTES), size)
    stream.seek(0)
    kind = settled_kind(stream, kind)
    stream.seek(0)
    return kind
