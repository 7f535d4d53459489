"""The pictures of the manual, made anew: `make manual-pictures`, or `python -m tests.support.manual_pictures FOLDER`.

Walks through the screens in English and light, as `make screenshots` does, gives the chosen pictures palettes, and
writes them to docs/manual/pictures. FOLDER is made for the case and removed afterwards. The Case page and the dialog
of a report show where it lies, so its name must be one that may stand in a manual.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from tests.support import screenshots

FOLDER = Path("/srv/cases")
MOST_BYTES = 120_000
WAYS = ((1, 256), (1, 128), (0.85, 128), (0.75, 128), (0.75, 96), (0.75, 64))
"""Shares of the size, with numbers of colours."""
Colours = npt.NDArray[np.uint8]
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
    """Write every picture of the manual anew; 2 if the folder for the case cannot be used."""
    taken, wanted = Path(arguments[0]) if arguments else FOLDER, Path("docs/manual/pictures")
    try:
        taken.mkdir(parents=True)
    except OSError as reason:
        sys.stderr.write(f"{taken} cannot be made ({reason.strerror}). Name a folder that is not there yet.\n")
        return 2
    try:
        screenshots.main(["--out", str(taken), "--themes", "light", "--only", ",".join(CHOSEN.values())])
        wanted.mkdir(parents=True, exist_ok=True)
        for name, shot in CHOSEN.items():
            size = write_small(taken / f"{shot}-light.png", wanted / f"{name}.png")
            sys.stdout.write(f"{name}.png: {size} bytes\n")
    finally:
        shutil.rmtree(taken)
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
        _painted(picture, _palette(whole, colours)).save(target, optimize=True)
        if target.stat().st_size < MOST_BYTES:
            return target.stat().st_size
    msg = f"{target.name} has more than {MOST_BYTES} bytes however it is written."
    raise ValueError(msg)


def _palette(picture: Image.Image, colours: int) -> Colours:
    """The most frequent colours as they are, which are those of the window, and a mixture of the others."""
    found, counts = np.unique(np.asarray(picture).reshape(-1, 3), axis=0, return_counts=True)
    by_count = found[np.argsort(-counts, kind="stable")]
    kept, rest = by_count[: colours // 3], by_count[colours // 3 :]
    if not len(rest):
        return kept
    others = Image.fromarray(rest[np.newaxis]).quantize(colours - len(kept), dither=Image.Dither.NONE)
    return np.concatenate([kept, np.array(others.getpalette(), np.uint8).reshape(-1, 3)])[:colours]


def _painted(picture: Image.Image, palette: Colours) -> Image.Image:
    """Each pixel in the nearest colour; Pillow alone takes a near one, which tints the white of a window."""
    pixels = np.asarray(picture)
    found, places = np.unique(pixels.reshape(-1, 3), axis=0, return_inverse=True)
    wide = palette.astype(np.int32)
    nearest = [
        np.argmin((wide**2).sum(1) - 2 * part.astype(np.int32) @ wide.T, axis=1)
        for part in np.array_split(found, len(found) // 4096 + 1)
    ]
    made = Image.fromarray(np.concatenate(nearest).astype(np.uint8)[places].reshape(pixels.shape[:2]))
    made.putpalette(palette.tobytes())
    return made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
