"""A validation from beginning to end: originals and copies are made and analysed in confined children."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.build import program_build
from forensicdesk.doctor import examine_installation
from forensicdesk.errors import Interrupted, UsageError
from forensicdesk.events import Progress
from forensicdesk.language import sentence
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.profiles import STANDARD, find_recipe
from forensicdesk.validating import films
from forensicdesk.validating.bases import OwnPictures, made_pictures
from forensicdesk.validating.making import FILM_EDITS, ORIGINAL, make_and_analyse, order_of_film, order_of_picture
from forensicdesk.validating.pack import PACK
from forensicdesk.validating.scoring import Measured, close_originals, film_method, gated_originals, picture_methods
from forensicdesk.validating.values import Sample, Validation
from forensicdesk.workers.pool import analyse_jobs, file_job
from hashing.engine import check_known_answers, known_answer_count

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from forensicdesk.doctor import Findings
    from forensicdesk.events import Listener
    from forensicdesk.model import Job
    from forensicdesk.validating.bases import Base
    from forensicdesk.validating.films import FilmEdit
    from forensicdesk.validating.pack import Transformation

FEWEST = 2
MADE, OWN, FILMS = "made pictures", "own pictures", "made films"
"""The samples."""


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


@dataclass(frozen=True, slots=True)
class _Told:
    """What one job is about: sample, original and edit; the base that it needs, None for none of its own."""

    sample: str
    original: int
    edit: Transformation | FilmEdit | None
    base: Path | None = None


class _Making:
    """Hands out orders to children, and gathers what they say."""

    def __init__(self, order: Order, listener: Listener, stop: threading.Event, folder: Path) -> None:
        self.names: dict[str, list[str]] = {MADE: [], OWN: []}
        self._order = order
        self._listener = listener
        self._stop = stop
        self._folder = folder
        self._begun = time.monotonic()
        self._word = f"order {secrets.token_hex(16)} "
        self._told: list[_Told] = []
        self._waiting: Counter[Path] = Counter()
        self._done = 0

    def measured(self, jobs: Iterable[Job], expected: int) -> dict[str, list[Measured]]:
        """Analyse what the jobs make, by sample; in the order of the jobs, whatever is finished first.

        Args:
            jobs: of all samples.
            expected: how many there are, or at most.

        Raises:
            Interrupted: the person asked to stop.
        """
        found: dict[int, Measured] = {}
        function = partial(make_and_analyse, self._word)
        recipe, workers = find_recipe(STANDARD), self._order.workers
        with closing(analyse_jobs(jobs, recipe, workers, self._stop, function=function)) as results:
            for result in results:
                told = self._told[result.item_id]
                found[result.item_id] = Measured(told.original, told.edit, result.analysis)
                (self._folder / str(result.item_id)).unlink(missing_ok=True)
                self._let_go(told.base)
                self._done += 1
                elapsed = time.monotonic() - self._begun
                self._listener(Progress("validate", self._done, max(expected, self._done), elapsed_s=elapsed))
        if self._stop.is_set():
            raise Interrupted
        samples: dict[str, list[Measured]] = {MADE: [], OWN: [], FILMS: []}
        for number in sorted(found):
            samples[self._told[number].sample].append(found[number])
        return samples

    def pictures(self, sample: str, bases: Iterable[Base]) -> Iterator[Job]:
        """Every original and its copies."""
        for number, base in enumerate(bases):
            self.names[sample].append(base.name)
            pixels = self._folder / f"{sample}-{number}"
            pixels.write_bytes(base.picture.tobytes())
            self._waiting[pixels] = len(PACK) + (base.job is None)
            if base.job is not None:
                yield replace(base.job, item_id=self._number(_Told(sample, number, None)))
            else:
                yield self._picture(_Told(sample, number, None, pixels), base, ORIGINAL)
            for at, one in enumerate(PACK):
                yield self._picture(_Told(sample, number, one, pixels), base, at)

    def films(self) -> Iterator[Job]:
        """Every film and its copies."""
        for number in range(films.how_many(self._order.count)):
            for at, edit in enumerate(FILM_EDITS):
                told = _Told(FILMS, number, edit if at else None)
                yield self._file(told, order_of_film(self._word, number, self._order.seed, at))

    def _picture(self, told: _Told, base: Base, edit: int) -> Job:
        seed = [self._order.seed, told.original, max(edit, 0)]
        return self._file(told, order_of_picture(self._word, told.base or Path(), base.picture.size, seed, edit))

    def _file(self, told: _Told, order: bytes) -> Job:
        path = self._folder / str(len(self._told))
        path.write_bytes(order)
        return file_job(self._number(told), path)

    def _number(self, told: _Told) -> int:
        self._told.append(told)
        return len(self._told) - 1

    def _let_go(self, base: Path | None) -> None:
        """Remove the pixels of a base once all that is made of them was."""
        if base is not None:
            self._waiting[base] -= 1
            if not self._waiting[base]:
                base.unlink()


def validate(order: Order, listener: Listener, stop: threading.Event, now: datetime) -> Validation:
    """Run the known answers, then measure how many copies are found and how many unrelated pairs are taken for copies.

    The number of workers changes nothing.

    Raises:
        UsageError: the folder of pictures does not exist, or holds too few.
        EnvironmentProblem: children cannot be started.
        Interrupted: `stop` was set.
    """
    own = OwnPictures(order.pictures, order.count, order.seed, stop) if order.pictures is not None else None
    with ThreadPoolExecutor(1) as beside, tempfile.TemporaryDirectory(prefix="forensicdesk-validate-") as folder:
        # The main process has little to do while its children make and analyse copies.
        installation = beside.submit(_installation)
        making = _Making(order, listener, stop, Path(folder))
        jobs = [making.films(), making.pictures(MADE, made_pictures(order.count, order.seed))]
        jobs += [making.pictures(OWN, own)] if own is not None else []
        files = making.measured(chain.from_iterable(jobs), _expected(order, own))
        wrong, findings = installation.result()
    samples = [_pictures(MADE, making.names[MADE], files[MADE], None)]
    samples += [_pictures(OWN, making.names[OWN], files[OWN], own)] if own is not None else []
    samples.append(_films(files[FILMS]))
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


def _installation() -> tuple[tuple[str, ...], Findings]:
    """The known answers that came out otherwise, and every other check."""
    wrong = check_known_answers()
    return wrong, examine_installation(wrong)


def _expected(order: Order, own: OwnPictures | None) -> int:
    """How many files are analysed, at most."""
    pictures = order.count + (min(order.count, own.offered) if own is not None else 0)
    return pictures * (1 + len(PACK)) + films.how_many(order.count) * len(FILM_EDITS)


def _pictures(name: str, names: list[str], files: list[Measured], own: OwnPictures | None) -> Sample:
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


def _films(files: list[Measured]) -> Sample:
    copies = sum(one.edit is not None for one in files)
    originals = len(files) - copies
    return Sample(FILMS, originals, copies, originals, (), 0, (), film_method(files))


def _settings(order: Order) -> Iterator[tuple[str, str]]:
    yield "seed", str(order.seed)
    yield "originals of each kind of picture, at most", str(order.count)
    recipe = asdict(find_recipe(STANDARD))
    yield from ((f"recipe: {name}", str(value)) for name, value in recipe.items())
    yield "policy", DEFAULT_POLICY.id
    yield from ((f"policy: {name}", str(value)) for name, value in asdict(DEFAULT_POLICY).items())
