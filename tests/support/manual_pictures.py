"""Pictures for the manual, chosen from those of `make screenshots`: `python -m tests.support.manual_pictures FOLDER`.

Takes FOLDER's pictures in light, gives them palettes, and writes them to docs/manual/pictures. Make them with
`--out /srv/cases` or another folder whose name may stand in a manual: the Case page shows where the case lies.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image

MOST_BYTES = 120_000
WAYS = ((1, 256), (1, 128), (0.85, 128), (0.75, 128), (0.75, 64))
"""Shares of the size, with numbers of colours."""
CHOSEN = {
    "case": "10-case",
    "gallery": "20-gallery",
    "inspector": "28-inspector-1",
    "viewer": "30-viewer",
    "compare": "32-compare",
    "lists": "44-list-chosen",
    "links": "41-links_page",
    "links-graph": "47-links-graph",
    "timeline": "45-timeline_page",
    "map": "46-map_page",
    "report": "56-report",
    "report-pages": "56-report-pages-court",
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
    """Write a picture as large and with as many colours of a palette as keep it small; its size in bytes.

    Raises:
        ValueError: even the smallest is not small enough.
    """
    with Image.open(source) as opened:
        whole = opened.convert("RGB")
    for scale, colours in WAYS:
        size = round(whole.width * scale), round(whole.height * scale)
        picture = whole.resize(size, Image.Resampling.LANCZOS) if scale < 1 else whole
        picture.quantize(palette=_palette(whole, colours), dither=Image.Dither.NONE).save(target, optimize=True)
        if target.stat().st_size < MOST_BYTES:
            return target.stat().st_size
    msg = f"{target.name} has more than {MOST_BYTES} bytes however it is written."
    raise ValueError(msg)


def _palette(picture: Image.Image, colours: int) -> Image.Image:
    """The most frequent colours as they are, which are those of the window, and a mixture of the others."""
    found, counts = np.unique(np.asarray(picture).reshape(-1, 3), axis=0, return_counts=True)
    by_count = found[np.argsort(-counts, kind="stable")]
    kept, rest = by_count[: colours // 3], by_count[colours // 3 :]
    made = Image.new("P", (1, 1))
    mixed: list[int] = []
    if len(rest):
        others = Image.fromarray(rest[np.newaxis]).quantize(colours - len(kept), dither=Image.Dither.NONE)
        mixed = others.getpalette() or []
    made.putpalette([*kept.ravel().tolist(), *mixed[: 3 * (colours - len(kept))]])
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
