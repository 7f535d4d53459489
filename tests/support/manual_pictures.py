"""Pictures for the manual, chosen from those of `make screenshots`: `python -m tests.support.manual_pictures FOLDER`.

Takes FOLDER's pictures in light, gives them a palette, and writes them to docs/manual/pictures. Make them with
`--out /srv/cases` or another folder whose name may stand in a manual: the Case page shows where the case lies.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image

MOST_BYTES = 120_000
COLOURS = (256, 128, 64, 32)
CHOSEN = {
    "case": "10-case",
    "gallery": "21-gallery-clear",
    "inspector": "28-inspector-1",
    "viewer": "30-viewer",
    "compare": "32-compare",
    "lists": "44-list-chosen",
    "report": "56-report",
    "verify": "61-verify",
}


def main(arguments: list[str]) -> int:
    """Write every picture of the manual anew."""
    taken, wanted = Path(arguments[0]), Path("docs/manual/pictures")
    wanted.mkdir(parents=True, exist_ok=True)
    for name, shot in CHOSEN.items():
        size = write_small(taken / f"{shot}-light.png", wanted / f"{name}.png")
        sys.stdout.write(f"{name}.png: {size} bytes\n")
    return 0


def write_small(source: Path, target: Path) -> int:
    """Write a picture with as many colours of a palette as keep it small; its size in bytes.

    Raises:
        ValueError: even the fewest colours do not make it small enough.
    """
    with Image.open(source) as opened:
        picture = opened.convert("RGB")
    for colours in COLOURS:
        picture.quantize(colours, dither=Image.Dither.NONE).save(target, optimize=True)
        if target.stat().st_size < MOST_BYTES:
            return target.stat().st_size
    msg = f"{target.name} has more than {MOST_BYTES} bytes even with {COLOURS[-1]} colours."
    raise ValueError(msg)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
