"""Single files outside any case, together with the files that lie inside them."""

from __future__ import annotations

import os
import threading
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.model import Job, Location, embedded_step
from forensicdesk.settings import EMBEDDED_DEPTH
from forensicdesk.workers.pool import analyse_jobs, file_job

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence
    from pathlib import Path

    from hashing.values import Analysis, Embedded, Recipe

    Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A file, or a file inside it. `embedded` is None for the file itself."""

    location: Location
    embedded: Embedded | None
    analysis: Analysis


class _Jobs:
    """The jobs of some files. Results bring more of them: the files found inside."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._waiting: list[tuple[Place, Embedded | None, Job]] = [
            ((number,), None, file_job(number, path)) for number, path in enumerate(paths)
        ]
        self._out: dict[int, tuple[Place, Embedded | None, Job]] = {}
        self._parts: list[dict[Place, Part]] = [{} for _ in paths]
        self._open = [1] * len(paths)
        self._sent = 0

    def __iter__(self) -> Iterator[Job | None]:
        while self._waiting or self._out:
            if not self._waiting:
                yield None
                continue
            place, embedded, job = self._waiting.pop(0)
            numbered = Job(self._sent, job.source_root, job.location, job.size)
            self._sent += 1
            self._out[numbered.item_id] = (place, embedded, numbered)
            yield numbered

    def take(self, number: int, analysis: Analysis) -> None:
        """Keep a result, and send what lies inside after it."""
        place, embedded, job = self._out.pop(number)
        self._parts[place[0]][place] = Part(job.location, embedded, analysis)
        inside = analysis.embedded if len(place) <= EMBEDDED_DEPTH else ()
        self._open[place[0]] += len(inside) - 1
        for at, part in enumerate(inside):
            location = Location((*job.location.steps, embedded_step(part)))
            self._waiting.append(((*place, at), part, Job(0, job.source_root, location, part.length)))

    def finished(self, file: int) -> tuple[Part, ...] | None:
        """The parts of a file, itself first, what lies inside a part behind that part; None if some are missing."""
        if self._open[file]:
            return None
        parts, self._parts[file] = self._parts[file], {}
        return tuple(parts[place] for place in sorted(parts))


def analyse_with_inside(
    paths: Sequence[Path], recipe: Recipe, workers: int | None
) -> Generator[tuple[Part, ...], None, None]:
    """The parts of each file, in the order of the files.

    Raises:
        UsageError: a path does not exist or is no file.
    """
    jobs, following = _Jobs(paths), 0
    children = min(len(paths), workers or os.cpu_count() or 1)
    with closing(analyse_jobs(jobs, recipe, children, threading.Event())) as results:
        for result in results:
            jobs.take(result.item_id, result.analysis)
            while following < len(paths) and (parts := jobs.finished(following)) is not None:
                yield parts
                following += 1
