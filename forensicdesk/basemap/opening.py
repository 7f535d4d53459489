"""A base map as the program sees it. The file is hashed here and read in one confined child."""

from __future__ import annotations

import hashlib
import threading
from concurrent.futures import CancelledError
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from pebble import ProcessExpired, ProcessPool

from forensicdesk.basemap import reading
from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.language import sentence
from forensicdesk.workers.crew import QuietContext, prepare_worker
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.messages import UnexpectedMessageError

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

MEMORY_BYTES = 2 * 1024**3
LOOK_TIMEOUT_S = 120.0
TILE_TIMEOUT_S = 20.0
BLOCK = 1 << 20
_MOST_TROUBLES = 3
_ENDED = (ProcessExpired, TimeoutError, UnexpectedMessageError, CancelledError, RuntimeError, OSError)


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a base map.

    Attributes:
        kind: "MBTiles" or "GeoJSON".
        size: of the file in bytes.
        sha256: of the file, lower-case hex.
        name, attribution: as the file says, "" where it does not; text from outside.
        least, most: zoom levels that there are tiles for; 0 for outlines.
        left_out: points of outlines that are none on the globe.
    """

    path: Path
    kind: str
    size: int
    sha256: str
    name: str = ""
    attribution: str = ""
    least: int = 0
    most: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Outlines:
    """Lines and borders.

    Attributes:
        lengths: how many points each line has.
        closed: whether each is a border that comes back to its beginning.
        points: longitude and latitude of every point in degrees, line after line.
    """

    lengths: NDArray[np.int32]
    closed: NDArray[np.bool_]
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Tile:
    """A decoded tile: RGB rows without gaps."""

    width: int
    height: int
    pixels: bytes


class BaseMap:
    """An opened base map. Questions may come from several threads; they are answered one at a time."""

    def __init__(self, child: _Child, about: About, outlines: Outlines | None) -> None:
        self.about = about
        self.outlines = outlines
        self.troubles: tuple[str, ...] = ()
        self._child = child

    def tile(self, zoom: int, column: int, row: int) -> Tile | None:
        """One tile, rows counted from the north; None where there is none, or none that can be read (`troubles`)."""
        answer = self._child.ask(TILE_TIMEOUT_S, reading.tile, str(self.about.path), zoom, column, row)
        match answer:
            case (int(width), int(height), bytes(pixels)) if len(pixels) == width * height * 3 and width > 0:
                return Tile(width, height, pixels)
            case (reading.REFUSED, str(why)):
                self._remember(why)
            case None:
                self._remember("the process that reads the map ended at a tile")
            case _:
                pass
        return None

    def close(self) -> None:
        """End the child; nothing can be asked afterwards."""
        self._child.stop()

    def _remember(self, why: str) -> None:
        if why not in self.troubles and len(self.troubles) < _MOST_TROUBLES:
            self.troubles += (why,)


def open_base_map(path: Path) -> BaseMap:
    """Hash a file and look at it.

    Raises:
        UsageError: it is no map that can be shown.
        EnvironmentProblem: it cannot be read, or changes meanwhile.
    """
    place = path.expanduser().absolute()
    try:
        before = place.stat()
        sha256 = _sha256(place)
    except OSError as error:
        msg = sentence(
            "The map {place} cannot be read ({strerror}). Check the path and the rights on it.",
            place=place,
            strerror=error.strerror or error,
        )
        raise EnvironmentProblem(msg) from error
    child = _Child()
    try:
        answer = child.ask(LOOK_TIMEOUT_S, reading.look, str(place))
        _refuse_changed(place, before)
        return _made(child, About(place, "", before.st_size, sha256), answer)
    except BaseException:
        child.stop()
        raise


def _refuse_changed(place: Path, before: os.stat_result) -> None:
    after = place.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        msg = sentence(
            "The map {place} changed while it was read. Choose it again once nothing writes to it.", place=place
        )
        raise EnvironmentProblem(msg)


def _made(child: _Child, file: About, answer: tuple[Any, ...] | None) -> BaseMap:
    place, size, sha256 = file.path, file.size, file.sha256
    match answer:
        case ("mbtiles", str(name), str(attribution), int(least), int(most)) if 0 <= least <= most <= reading.DEEPEST:
            about = About(place, "MBTiles", size, sha256, name, attribution, least, most)
            return BaseMap(child, about, None)
        case ("geojson", bytes(lengths), bytes(closed), bytes(points), int(left_out)):
            outlines = _outlines(lengths, closed, points)
            if outlines is not None:
                child.stop()
                return BaseMap(child, About(place, "GeoJSON", size, sha256, left_out=left_out), outlines)
        case (reading.REFUSED, str(why)):
            msg = sentence("{name} cannot be shown as a map. {why}", name=place.name, why=why)
            raise UsageError(msg)
        case _:
            pass
    msg = sentence(
        "{name} cannot be shown as a map: the process that reads it ended, or took too long.", name=place.name
    )
    raise UsageError(msg)


def _outlines(lengths: bytes, closed: bytes, points: bytes) -> Outlines | None:
    """What the child says, if it fits together."""
    if len(lengths) % 4 or len(points) % 16 or len(lengths) != 4 * len(closed):
        return None
    made = Outlines(
        np.frombuffer(lengths, np.int32), np.frombuffer(closed, np.uint8) > 0,
        np.frombuffer(points, np.float64).reshape(-1, 2),
    )  # fmt: skip
    fits = bool((made.lengths > 1).all()) and int(made.lengths.sum(dtype=np.int64)) == len(made.points)
    return made if fits and bool((np.abs(made.points) <= (180, 90)).all()) else None


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


class _Child:
    """One confined process; it starts with the first question, and anew where one has ended it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None
        self._stopped = False

    def ask(self, seconds: float, function: Callable[..., tuple[Any, ...]], *given: object) -> tuple[Any, ...] | None:
        """What a function of `reading` gives; None where the child ended or took too long."""
        with self._lock:
            if self._stopped:
                return None
            try:
                answer: object = self._running().schedule(function, args=given, timeout=seconds).result()
            except _ENDED:
                self._end()
                return None
            return answer if isinstance(answer, tuple) else None

    def stop(self) -> None:
        """End the process for good."""
        with self._lock:
            self._stopped = True
            self._end()

    def _running(self) -> ProcessPool:
        if self._pool is None or not self._pool.active:
            self._end()
            self._pool = ProcessPool(
                max_workers=1,
                initializer=prepare_worker,
                initargs=(Limits(memory_bytes=MEMORY_BYTES), ("forensicdesk.basemap.reading", "PIL.PngImagePlugin")),
                context=QuietContext(),
            )
        return self._pool

    def _end(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble gives it no types
            self._pool.join()
            self._pool = None
