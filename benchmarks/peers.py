"""What other programs do with a folder of pictures, each as a program of its own.

`PYTHON benchmarks/peers.py NAME PROCESSES`, with one path a line on standard input; prints one line of JSON. It runs in
an environment without this project, so it imports nothing of it, and each peer only what it needs.
"""

from __future__ import annotations

import hashlib
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib import metadata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CHUNK = 4
READ_BYTES = 1 << 20
THUMBNAIL = (256, 256)


def with_heif() -> None:
    """Let Pillow open HEIC pictures in this process."""
    import pi_heif

    pi_heif.register_heif_opener()


def digests(path: str) -> int:
    """MD5, SHA-1 and SHA-256 in one read."""
    states = (hashlib.md5(usedforsecurity=False), hashlib.sha1(usedforsecurity=False), hashlib.sha256())
    with open(path, "rb") as file:  # noqa: PTH123 - as plain as can be
        while chunk := file.read(READ_BYTES):
            for state in states:
                state.update(chunk)
    return sum(len(state.hexdigest()) for state in states)


def imagehash_phash(path: str) -> int:
    """The pHash alone."""
    import imagehash
    from PIL import Image

    with Image.open(path) as picture:
        return len(str(imagehash.phash(picture)))


def pdqhash_full(path: str) -> int:
    """PDQ of the whole picture by the reference's binding."""
    import numpy as np
    import pdqhash
    from PIL import Image

    with Image.open(path) as picture:
        bits, _ = pdqhash.compute(np.asarray(picture.convert("RGB")))
    return len(bits)


def threatexchange_pdq(path: str) -> int:
    """PDQ by ThreatExchange's Python library."""
    from pathlib import Path

    from threatexchange.signal_type.pdq.pdq_hasher import pdq_from_file

    return len(pdq_from_file(Path(path))[0])


def perception_pdq(path: str) -> int:
    """PDQ by perception."""
    from perception.hashers import PDQHash

    return len(PDQHash().compute(path))


def perception_phash(path: str) -> int:
    """The pHash by perception."""
    from perception.hashers import PHash

    return len(PHash().compute(path))


def glued_without_pdq(path: str) -> int:
    """What a script puts together from libraries: digests, two hashes, EXIF, thumbnail, each opening the file."""
    import io

    import exifread
    import imagehash
    from PIL import Image

    done = digests(path)
    with Image.open(path) as picture:
        done += len(str(imagehash.phash(picture)))
    with Image.open(path) as picture:
        done += len(str(imagehash.dhash(picture)))
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - as plain as can be
            done += len(exifread.process_file(file, details=False))
    except Exception:  # noqa: BLE001 - exifread raises anything on formats it does not know
        done += 1
    with Image.open(path) as picture:
        picture.thumbnail(THUMBNAIL)
        target = io.BytesIO()
        picture.convert("RGB").save(target, "JPEG")
    return done + len(target.getvalue())


def glued(path: str) -> int:
    """The same with PDQ."""
    return glued_without_pdq(path) + pdqhash_full(path)


PEERS: dict[str, tuple[Callable[[str], int], str | None]] = {
    "digests": (digests, None),
    "imagehash_phash": (imagehash_phash, "imagehash"),
    "perception_phash": (perception_phash, "perception"),
    "glued_without_pdq": (glued_without_pdq, "imagehash"),
    "glued": (glued, "pdqhash"),
    "pdqhash_full": (pdqhash_full, "pdqhash"),
    "threatexchange_pdq": (threatexchange_pdq, "threatexchange"),
    "perception_pdq": (perception_pdq, "perception"),
}
"""Each peer's work on one file, and the package whose version is stated."""


def main() -> None:
    """Do the work of one peer on every path of standard input."""
    work, package = PEERS[sys.argv[1]]
    paths = sys.stdin.read().splitlines()
    start: dict[str, Any] = {"initializer": with_heif} if any(path.endswith(".heic") for path in paths) else {}
    with ProcessPoolExecutor(int(sys.argv[2]), **start) as pool:
        done = sum(value > 0 for value in pool.map(work, paths, chunksize=CHUNK))
    print(json.dumps({"files": done, "version": f"{package} {metadata.version(package)}" if package else ""}))


if __name__ == "__main__":
    main()
