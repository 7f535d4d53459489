"""Calibrate with a folder of a laboratory's own harmless pictures: through the ordinary engine, without a case."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.chance.calibration import read_calibration, shipped_calibration
from forensicdesk.chance.hashed import Hashed, HashedPictures
from forensicdesk.chance.sampling import About, Sampled, calibrate_sample
from forensicdesk.errors import EnvironmentProblem, Interrupted, UsageError
from forensicdesk.events import Progress
from forensicdesk.evidence.files import printable
from forensicdesk.evidence.source import open_source
from forensicdesk.language import sentence
from forensicdesk.matching.policy import DEFAULT_POLICY
from forensicdesk.model import Job
from forensicdesk.workers.pool import analyse_jobs
from hashing.values import ORIENTATIONS, Outcome, Recipe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from forensicdesk.chance.calibration import Calibration
    from forensicdesk.chance.sampling import ClosePair
    from forensicdesk.events import Listener
    from forensicdesk.finding import Found
    from hashing.values import Analysis, PerceptualHash

OWN = "calibration.json"
"""The laboratory's calibration, beside the workstation's hash lists."""

RECIPE = replace(Recipe(), perceptual=("pdq",), inner=False)
"""Whole pictures only, hashed as the standard profile hashes them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of a calibration: its name, the kind of its pictures, and pairs that show one scene."""

    name: str
    note: str = ""
    same: tuple[tuple[str, str], ...] = ()


def calibrate_folder(
    known: HashedPictures,
    asked: Asked,
    listener: Listener,
    *,
    now: datetime,
    workers: int | None = None,
    stop: threading.Event | None = None,
) -> tuple[Calibration, tuple[ClosePair, ...]]:
    """Hash every picture below a folder in child processes and count the distances of all pairs.

    Gives the calibration and the closest pairs, which a person has to look at. The number of workers changes nothing,
    nor does what is known from an earlier run.

    Raises:
        UsageError: too few pictures, an unknown name of a pair, or no sample of unrelated pictures.
        EnvironmentProblem: what is known cannot be written.
        Interrupted: `stop` was set.
    """
    found = [one for one in open_source(known.folder).walk() if one.issue is None]
    left_out: Counter[str] = Counter()
    sample: list[Sampled] = []
    versions: set[str] = set()
    for one, hashed in _hashed(found, known, workers, listener, stop or threading.Event()):
        if hashed.reason:
            left_out[hashed.reason] += 1
            continue
        versions.add(hashed.version)
        sample.append(Sampled(printable(one.location.steps[-1].path), hashed.sha256, hashed.orientations))
    about = About(
        asked.name, asked.note, now, f"ForensicDesk {__version__}", "".join(versions), DEFAULT_POLICY.pdq_quality
    )
    return calibrate_sample(sample, left_out, asked.same, about)


def known_pictures(folder: Path, lists: Path) -> HashedPictures:
    """What an earlier run has hashed of a folder.

    Args:
        folder: of pictures.
        lists: the folder of the workstation's hash lists.

    Raises:
        UsageError: it is no folder.
        EnvironmentProblem: what is known cannot be read.
    """
    if not folder.is_dir():
        msg = sentence("{folder} is no folder; give the folder that holds your own harmless pictures.", folder=folder)
        raise UsageError(msg)
    return HashedPictures(lists, folder, f"{__version__} {DEFAULT_POLICY.pdq_quality} {RECIPE}")


def _hashed(
    found: Sequence[Found],
    known: HashedPictures,
    workers: int | None,
    listener: Listener,
    stop: threading.Event,
) -> Iterator[tuple[Found, Hashed]]:
    """Every file with what it gives; those that are known first."""
    root = os.fsencode(known.folder.absolute())
    jobs = []
    for number, one in enumerate(found):
        hashed = known.of(one)
        if hashed is None:
            jobs.append(Job(number, root, one.location, one.size))
        else:
            yield one, hashed
    started = time.monotonic()
    before = len(found) - len(jobs)
    with closing(analyse_jobs(iter(jobs), RECIPE, workers, stop)) as results:
        for done, result in enumerate(results, before + 1):
            hashed = _of(result.analysis)
            known.add(found[result.item_id], hashed)
            yield found[result.item_id], hashed
            listener(Progress("analyse", done, len(found), elapsed_s=time.monotonic() - started))
    if stop.is_set():
        raise Interrupted


def _of(analysis: Analysis) -> Hashed:
    value = _whole(analysis)
    if value is None or analysis.digests is None:
        return Hashed("unreadable" if analysis.outcome is Outcome.FAILED else "no still picture")
    if not _usable(value):
        return Hashed(f"PDQ quality under {DEFAULT_POLICY.pdq_quality}")
    return Hashed("", value.version, analysis.digests.sha256, value.orientations)


def _whole(analysis: Analysis) -> PerceptualHash | None:
    return next((value for value in analysis.perceptual if value.algorithm == "pdq" and not value.view), None)


def _usable(value: PerceptualHash) -> bool:
    """Whether matching would compare it; one without orientations cannot be turned."""
    good = (value.quality or 0) >= DEFAULT_POLICY.pdq_quality and not value.weak and any(value.value)
    return good and len(value.orientations) == len(ORIENTATIONS)


def calibration_in_force(lists: Path, named: Path | None = None) -> Calibration:
    """The calibration to use: the file named, else the workstation's own, else the one that comes with the program.

    Args:
        lists: the folder of the workstation's hash lists.
        named: a file that a person named.

    Raises:
        UsageError: the file cannot be read, or is no calibration.
    """
    if named is not None:
        return read_calibration(named)
    own = lists / OWN
    return read_calibration(own) if own.exists() else shipped_calibration()


def write_calibration(made: Calibration, target: Path) -> None:
    """Write a calibration as a new file.

    Raises:
        UsageError: there is something at this place already.
        EnvironmentProblem: it cannot be written.
    """
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(made.as_json() + "\n")
    except FileExistsError as error:
        msg = sentence("{target} exists already and is not overwritten; give another name.", target=target)
        raise UsageError(msg) from error
    except OSError as error:
        msg = sentence(
            "{target} could not be written ({strerror}); check the folder, space and permission.",
            target=target,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error


def keep_calibration(made: Calibration, lists: Path) -> Path:
    """Make a calibration the workstation's own, in the place of an earlier one; gives where it is.

    Raises:
        EnvironmentProblem: it cannot be written.
    """
    target = lists / OWN
    part = target.with_suffix(".part")
    try:
        lists.mkdir(parents=True, exist_ok=True)
        part.write_text(made.as_json() + "\n", encoding="utf-8")
        part.replace(target)
    except OSError as error:
        msg = sentence(
            "{target} could not be written ({strerror}); check space and permission.",
            target=target,
            strerror=error.strerror,
        )
        raise EnvironmentProblem(msg) from error
    return target
