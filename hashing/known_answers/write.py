"""Write the vectors file from this installation: `python -m hashing.known_answers.write` prints it.

To be run only where pictures or algorithms are added, never to make a difference go away: an answer that has changed
is a hash value that has changed. The tests hold PDQ against the reference written out, and the others against
imagehash.
"""

from __future__ import annotations

import json
import sys

from hashing.engine import computed
from hashing.values import EVERY_ALGORITHM

PICTURES = (
    ("rings", 640, 480),
    ("rings", 1537, 131),
    ("tiles", 300, 700),
    ("scatter", 512, 512),
    ("scatter", 97, 1999),
    ("solid", 320, 240),
    ("tiles", 64, 64),
)
"""Colour throughout; wide, tall and square; sides of the smallest smoothing window and of large ones. The pictures are
small, because every report computes their hashes again."""


def vectors() -> list[dict[str, str | int]]:
    """Every vector as the file holds it. A picture of one colour has PDQ alone: others would hang on rounding there."""
    found: list[dict[str, str | int]] = []
    for name, width, height in PICTURES:
        algorithms = EVERY_ALGORITHM if name != "solid" else EVERY_ALGORITHM[:1]
        for algorithm, value in zip(algorithms, computed(name, width, height, algorithms), strict=True):
            size: dict[str, str | int] = {"picture": name, "width": width, "height": height}
            found.append(size | {"algorithm": algorithm, "expected": value})
    return found


def main() -> None:
    """Print the file."""
    lines = ",\n".join(f"    {json.dumps(vector)}" for vector in vectors())
    sys.stdout.write(f'{{\n  "vectors": [\n{lines}\n  ]\n}}\n')


if __name__ == "__main__":
    main()
