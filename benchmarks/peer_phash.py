"""The peer: imagehash.phash over files in a ProcessPoolExecutor, and nothing else.

Run as `python -m benchmarks.peer_phash PROCESSES`, with one path a line on standard input; prints how many were hashed.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor

import imagehash
from PIL import Image

CHUNK = 4


def hash_file(path: str) -> str:
    """The pHash of one picture as text."""
    with Image.open(path) as picture:
        return str(imagehash.phash(picture))


def main() -> None:
    """Hash every path of standard input."""
    paths = sys.stdin.read().splitlines()
    with ProcessPoolExecutor(int(sys.argv[1])) as pool:
        print(len(list(pool.map(hash_file, paths, chunksize=CHUNK))))


if __name__ == "__main__":
    main()
