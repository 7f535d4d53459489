"""The originals: scenes drawn by this program from a seed, or pictures out of a laboratory's own folder.

A picture of the folder is decoded in a confined child, as everything else; what comes back are pixels.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from forensicdesk.demo.drawing import draw_scene
from forensicdesk.evidence.files import display
from forensicdesk.evidence.source import open_source
from forensicdesk.model import Job
from forensicdesk.validating.saving import jpeg
from forensicdesk.viewed import NotShown
from forensicdesk.workers import looking
from forensicdesk.workers.looking import Wish
from forensicdesk.workers.viewing import Viewer

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

KINDS = ("landscape", "town", "blocks", "rings")
SIZES = ((1280, 960), (960, 1280), (1600, 900), (800, 600))
QUALITY = 92
LONGEST = 1_600
SHORTEST = 200


@dataclass(frozen=True, slots=True)
class Base:
    """One original: what it is called, its pixels (longest side at most 1600), and its file.

    Attributes:
        content: the file's bytes where this program made it; None where `job` says where the file lies.
    """

    name: str
    picture: Image.Image
    content: bytes | None = None
    job: Job | None = None


def made_pictures(count: int, seed: int) -> Iterator[Base]:
    """So many drawn scenes, the same for the same seed."""
    for number in range(count):
        kind, size = KINDS[number % len(KINDS)], SIZES[number // len(KINDS) % len(SIZES)]
        picture = draw_scene(kind, seed + number, size)
        yield Base(f"{kind} {number + 1}", picture, jpeg(picture, QUALITY))


class OwnPictures:
    """Pictures of a folder, drawn by chance from the seed: at most `count` of them, those with equal pixels once."""

    def __init__(self, folder: Path, count: int, seed: int, stop: threading.Event) -> None:
        """List the folder.

        Raises:
            UsageError: it does not exist or cannot be read.
        """
        self._root = folder.absolute()
        self._found = [one for one in open_source(self._root).walk() if one.issue is None]
        self._count = count
        self._seed = seed
        self._stop = stop
        self.offered = len(self._found)
        self.left_out: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Base]:
        seen: set[bytes] = set()
        order = np.random.default_rng(self._seed).permutation(len(self._found))
        with closing(Viewer()) as viewer:
            for place in order:
                if len(seen) == self._count or self._stop.is_set():
                    return
                one = self._found[int(place)]
                job = Job(int(place), bytes(self._root), one.location, one.size)
                shown = viewer.ask(looking.look, Wish(job))
                if isinstance(shown, NotShown) or shown.film is not None:
                    self.left_out["no still picture that is decoded"] += 1
                    continue
                pixels = shown.pixels
                digest = hashlib.sha256(pixels.rgb).digest()
                if digest in seen or min(pixels.width, pixels.height) < SHORTEST:
                    self.left_out["equal pixels" if digest in seen else f"a side under {SHORTEST} pixels"] += 1
                    continue
                seen.add(digest)
                picture = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.rgb)
                picture.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
                yield Base(display(one.location), picture, job=job)
