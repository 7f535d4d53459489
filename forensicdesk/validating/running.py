"""A validation from beginning to end: originals and copies are made one by one, and analysed in confined children."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.build import program_build
from forensicdesk.doctor import examine_installation
from forensicdesk.errors import Interrupted, UsageError
from forensicdesk.events import Progress
from forensicdesk.language import sentence
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.profiles import STANDARD, find_recipe
from forensicdesk.validating import films
from forensicdesk.validating.bases import OwnPictures, made_pictures
from forensicdesk.validating.pack import PACK
from forensicdesk.validating.scoring import Measured, close_originals, film_method, gated_originals, picture_methods
from forensicdesk.validating.values import Sample, Validation
from forensicdesk.workers.pool import analyse_jobs, file_job
from hashing.engine import check_known_answers, known_answer_count

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from forensicdesk.events import Listener
    from forensicdesk.model import Job
    from forensicdesk.validating.bases import Base
    from forensicdesk.validating.films import FilmEdit
    from forensicdesk.validating.pack import Transformation

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Order:
    """What a validation is to do.

    Attributes:
        pictures: a folder of the laboratory's own harmless pictures, None for none.
        count: how many originals of each kind of picture.
        seed: what everything is drawn from.
        workers: number of child processes, None for one for each core.
    """

    pictures: Path | None
    count: int
    seed: int
    workers: int | None


class _Making:
    """Makes files for children, and gathers what they say."""

    def __init__(self, order: Order, listener: Listener, stop: threading.Event, folder: Path) -> None:
        self._order = order
        self._listener = listener
        self._stop = stop
        self._folder = folder
        self._begun = time.monotonic()
        self._told: list[tuple[int, Transformation | FilmEdit | None, Path | None]] = []
        self._done = 0

    def measured(self, jobs: Iterable[Job]) -> list[Measured]:
        """Analyse what the jobs make; in the order in which they were made, whatever is finished first."""
        found: dict[int, Measured] = {}
        with closing(analyse_jobs(jobs, find_recipe(STANDARD), self._order.workers, self._stop)) as results:
            for result in results:
                original, edit, path = self._told[result.item_id]
                found[result.item_id] = Measured(original, edit, result.analysis)
                if path is not None:
                    path.unlink()
                self._done += 1
                elapsed = time.monotonic() - self._begun
                self._listener(Progress("validate", self._done, None, elapsed_s=elapsed))
        if self._stop.is_set():
            raise Interrupted
        return [found[number] for number in sorted(found)]

    def pictures(self, bases: Iterable[Base], names: list[str]) -> Iterator[Job]:
        """Every original and its copies; `names` is filled."""
        for number, base in enumerate(bases):
            names.append(base.name)
            if base.job is not None:
                yield replace(base.job, item_id=self._number(number, None, None))
            else:
                yield self._file(number, None, base.content or b"")
            for at, one in enumerate(PACK):
                random = np.random.default_rng([self._order.seed, number, at])
                yield self._file(number, one, one.edit.make(base.picture, random, ()))

    def films(self) -> Iterator[Job]:
        """Every film and its copies."""
        for number in range(films.how_many(self._order.count)):
            frames = films.frames_of(number, self._order.seed)
            for edit in (films.ORIGINAL, *films.EDITS):
                path = self._folder / f"{len(self._told)}.mp4"
                films.write_copy(path, frames, edit)
                yield file_job(self._number(number, None if edit is films.ORIGINAL else edit, path), path)

    def _file(self, original: int, edit: Transformation | None, content: bytes) -> Job:
        path = self._folder / str(len(self._told))
        path.write_bytes(content)
        return file_job(self._number(original, edit, path), path)

    def _number(self, original: int, edit: Transformation | FilmEdit | None, path: Path | None) -> int:
        self._told.append((original, edit, path))
        return len(self._told) - 1


def validate(order: Order, listener: Listener, stop: threading.Event, now: datetime) -> Validation:
    """Run the known answers, then measure how many copies are found and how many unrelated pairs are taken for copies.

    The number of workers changes nothing.

    Raises:
        UsageError: the folder of pictures does not exist, or holds too few.
        EnvironmentProblem: children cannot be started.
        Interrupted: `stop` was set.
    """
    own = OwnPictures(order.pictures, order.count, order.seed, stop) if order.pictures is not None else None
    findings = examine_installation()
    wrong = tuple(check_known_answers())
    samples = []
    with tempfile.TemporaryDirectory(prefix="forensicdesk-validate-") as folder:
        making = _Making(order, listener, stop, Path(folder))
        samples.append(_pictures("made pictures", making, made_pictures(order.count, order.seed), None))
        if own is not None:
            samples.append(_pictures("own pictures", making, own, own))
        samples.append(_films(making))
    return Validation(
        made_at=now,
        program=findings.program,
        build=program_build(),
        libraries=findings.libraries,
        settings=tuple(_settings(order)),
        known=known_answer_count(),
        wrong=wrong,
        checks=tuple((check.name, check.passed, check.detail) for check in findings.checks),
        samples=tuple(samples),
    )


def _pictures(name: str, making: _Making, bases: Iterable[Base], own: OwnPictures | None) -> Sample:
    names: list[str] = []
    files = making.measured(making.pictures(bases, names))
    if len(names) < FEWEST:
        msg = sentence(
            "Fewer than {fewest} pictures that are decoded lie in the folder of pictures; a validation needs more.",
            fewest=FEWEST,
        )
        raise UsageError(msg)
    left_out = own.left_out if own is not None else Counter[str]()
    return Sample(
        name=name,
        originals=len(names),
        copies=sum(one.edit is not None for one in files),
        offered=own.offered if own is not None else len(names),
        left_out=tuple(sorted(left_out.items())),
        gated=gated_originals(files),
        close=close_originals(files, names),
        methods=picture_methods(files),
    )


def _films(making: _Making) -> Sample:
    files = making.measured(making.films())
    copies = sum(one.edit is not None for one in files)
    originals = len(files) - copies
    return Sample("made films", originals, copies, originals, (), 0, (), film_method(files))


def _settings(order: Order) -> Iterator[tuple[str, str]]:
    yield "seed", str(order.seed)
    yield "originals of each kind of picture, at most", str(order.count)
    recipe = asdict(find_recipe(STANDARD))
    yield from ((f"recipe: {name}", str(value)) for name, value in recipe.items())
    yield "policy", DEFAULT_POLICY.id
    yield from ((f"policy: {name}", str(value)) for name, value in asdict(DEFAULT_POLICY).items())
