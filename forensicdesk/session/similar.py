"""Pictures and film frames of a case that look like one: an exact search. `Session` is the only class made of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from forensicdesk.case.likeness import frame_rows, picture_rows
from forensicdesk.errors import UsageError
from forensicdesk.examine import examine_files
from forensicdesk.language import sentence
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.session.acting import Acting
from hashing.values import INNER_VIEW, ORIENTATIONS, PDQ_BYTES, PROFILES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from forensicdesk.case.likeness import Row
    from forensicdesk.case.store import CaseStore
    from hashing.values import Analysis, FrameHash

FARTHEST = 96
"""Beyond, unrelated pictures begin: two of them are 128 bits apart on average, the closest of eight turns about 110."""
USUAL = DEFAULT_POLICY.pdq_distance
GATE = DEFAULT_POLICY.pdq_quality
_SCANNED = 2_048
"""Up to so many hashes are held against every one of the case; more are looked up in an index made for them."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A hash that is looked for: the name of what was hashed, and its value in all orientations that are known."""

    view: str
    turned: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """An item that looks like what was asked for: its closest view or frame.

    Attributes:
        distance: in bits of 256.
        orientation: how what was asked for has to be turned to meet it.
        view, time_s: what of the item met: a view ("" for the whole), and for films when it is shown.
        asked_view: what of the thing asked for met.
    """

    item_id: int
    content_id: int
    distance: int
    orientation: str
    view: str = ""
    time_s: float | None = None
    asked_view: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The hashes of a case as they were when it had so many contents."""

    state: tuple[int, int]
    owners: NDArray[np.int64]
    values: NDArray[np.uint8]
    views: tuple[str, ...]
    times: tuple[float | None, ...]


class Likeness(Acting):
    """What looks alike in one open case."""

    def __init__(self, store: CaseStore, clock: Callable[[], datetime], actor: str) -> None:
        super().__init__(store, clock, actor)
        self._table: _Table | None = None

    def patterns_of_item(self, item_id: int) -> tuple[Pattern, ...]:
        """What an item is looked for by: a picture's views or a film's frames, in eight orientations.

        Raises:
            UsageError: there is no such item, or it has no hash that says something.
        """
        found = self._store.reader.item(item_id).analysis
        return _patterns(found, f"Item {item_id}")

    def patterns_of_file(self, path: Path) -> tuple[Pattern, ...]:
        """The same of a file outside the case, hashed in a child process.

        Raises:
            UsageError: there is no such file, or it has no hash that says something.
        """
        [(_, analysis)] = examine_files((path,), PROFILES[1])
        return _patterns(analysis, f"The file {path.name}")

    def similar(
        self, patterns: Iterable[Pattern], threshold: int = USUAL, *, without: int | None = None
    ) -> tuple[Similar, ...]:
        """The items with a view or frame within `threshold` bits of a pattern, the closest first; none is overlooked.

        Hashes of a quality below the policy's gate are not compared: they say too little.

        Args:
            patterns: what is looked for.
            threshold: in bits, at most `FARTHEST`.
            without: an item that is not told: the one that was asked for.

        Raises:
            UsageError: the threshold is out of range.
        """
        if not 0 <= threshold <= FARTHEST:
            msg = sentence(
                "A threshold of {threshold} bits is out of range; give 0 to {farthest}.",
                threshold=threshold,
                farthest=FARTHEST,
            )
            raise UsageError(msg)
        table = self._hashes()
        best = _search(table, tuple(patterns), threshold)
        items = self._store.related.items_of(sorted(best))
        found = [
            Similar(item, content, distance, ORIENTATIONS[turn], table.views[row], table.times[row], view)
            for content, (distance, turn, row, view) in best.items()
            for item in items.get(content, ())
            if item != without
        ]
        return tuple(sorted(found, key=lambda one: (one.distance, one.item_id)))

    def _hashes(self) -> _Table:
        """Every hash of the case, read again where contents were added since."""
        reader = self._store.reader
        state = reader.contents(), reader.last_content()
        if self._table is None or self._table.state != state:
            database = self._store.database
            rows = chain(picture_rows(database, GATE, _version()), frame_rows(database, GATE))
            self._table = _table(state, rows)
        return self._table


def pattern_of_frame(frame: FrameHash) -> Pattern:
    """What a frame on the screen is looked for by.

    Raises:
        UsageError: it has too little structure.
    """
    if frame.quality < GATE or not any(frame.pdq):
        msg = sentence(
            "The frame at {time_s:.2f} s has too little structure to look for others like it.", time_s=frame.time_s
        )
        raise UsageError(msg)
    return Pattern(f"frame at {frame.time_s:.2f} s", frame.orientations or (frame.pdq,))


def _version() -> str:
    from hashing.perceptual.pictures import PDQ_VERSION

    return PDQ_VERSION


def _patterns(found: Analysis | None, name: str) -> tuple[Pattern, ...]:
    pictures = [
        Pattern(value.view, value.orientations or (value.value,))
        for value in (found.perceptual if found else ())
        if value.algorithm == "pdq" and (value.quality or 0) >= GATE and not value.weak and any(value.value)
    ]
    film = found.film if found else None
    frames = [
        Pattern(f"{INNER_VIEW if inner else 'frame'} at {frame.time_s:.2f} s", frame.orientations or (frame.pdq,))
        for inner, some in (((False, film.frames), (True, film.inner)) if film else ())
        for frame in some
        if frame.quality >= GATE and any(frame.pdq)
    ]
    if not pictures and not frames:
        msg = sentence(
            "{name} has no hash that says something: it is no picture or film, or has too little structure.", name=name
        )
        raise UsageError(msg)
    return (*pictures, *frames)


def _table(state: tuple[int, int], rows: Iterable[Row]) -> _Table:
    import numpy as np

    owners: list[int] = []
    values = bytearray()
    views: list[str] = []
    times: list[float | None] = []
    for content, value, view, time_s in rows:
        if len(value) == PDQ_BYTES:
            owners.append(content)
            values += value
            views.append(view)
            times.append(time_s)
    table = np.frombuffer(bytes(values), dtype=np.uint8).reshape(-1, PDQ_BYTES)
    return _Table(state, np.array(owners, dtype=np.int64), table, tuple(views), tuple(times))


def _search(table: _Table, patterns: tuple[Pattern, ...], threshold: int) -> dict[int, tuple[int, int, int, str]]:
    """By content the closest meeting: distance, orientation, row of the table, view of the pattern."""
    import numpy as np

    from forensicdesk.hamming import HammingIndex
    from forensicdesk.hamming.scan import scan
    from forensicdesk.hamming.words import as_words

    asked = [(pattern.view, turn, value) for pattern in patterns for turn, value in enumerate(pattern.turned)]
    if not asked or not len(table.values):
        return {}
    rows = np.frombuffer(b"".join(value for _, _, value in asked), dtype=np.uint8).reshape(-1, PDQ_BYTES)
    if len(rows) <= _SCANNED:
        hits = scan(as_words(table.values), as_words(rows), np.arange(len(rows)), threshold)
    else:
        hits = HammingIndex.build(table.values, threshold).search(rows, threshold)
    best: dict[int, tuple[int, int, int, str]] = {}
    for queries, entries, distances in hits:
        for query, entry, distance in zip(queries.tolist(), entries.tolist(), distances.tolist(), strict=True):
            view, turn, _ = asked[query]
            met, content = (distance, turn, entry, view), int(table.owners[entry])
            if content not in best or met < best[content]:
                best[content] = met
    return best
