"""Inputs through the real pool of children, each held against what may never happen."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.model import Job, Location, Step
from forensicdesk.workers.child import full_analysis
from forensicdesk.workers.limits import Limits
from forensicdesk.workers.pool import analyse_jobs
from hashing.digests import digest
from hashing.values import IssueCode, Outcome, Recipe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hashing.values import Analysis

NEVER = frozenset({IssueCode.WORKER_DIED, IssueCode.TIMED_OUT, IssueCode.UNEXPECTED})
RECIPE = Recipe(digest_everything=True)
_MEASURED = "measured"


@dataclass(slots=True)
class Tally:
    """What came of a run. `faults` are (name of the input, what is wrong with its result)."""

    inputs: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[str, str]] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    closest: tuple[float, str] = (0.0, "")
    peak_kib: int = 0
    seconds: float = 0.0


def measured_analysis(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    """The whole analysis, and beside it the processor time it took; run inside a child."""
    began = time.process_time()
    analysis = full_analysis(stream, size, recipe)
    took = time.process_time() - began
    note = (_MEASURED, (("seconds", repr(took)), ("peak KiB", _peak_kib())))
    return replace(analysis, metadata=(*analysis.metadata, note))


def run_inputs(
    inputs: Iterable[tuple[str, bytes]], folder: Path, workers: int, limits: Limits | None = None,
    tell: Callable[[Tally], None] | None = None,
) -> Tally:  # fmt: skip
    """Analyse inputs, each a file of its own for as long as it is needed.

    Args:
        inputs: (name, content); taken as they are needed.
        folder: an empty one for the files.
        workers: number of children.
        limits: of each item.
        tell: called after every result.
    """
    limits = limits or Limits()
    tally, waiting, began = Tally(), dict[int, tuple[str, bytes]](), time.monotonic()
    for result in analyse_jobs(
        _jobs(inputs, folder, waiting), RECIPE, workers, threading.Event(), function=measured_analysis, limits=limits
    ):
        name, content = waiting.pop(result.item_id)
        (folder / str(result.item_id)).unlink()
        _count(tally, name, content, result.analysis, limits)
        tally.seconds = time.monotonic() - began
        if tell is not None:
            tell(tally)
    if waiting:
        tally.faults += [(name, "there is no result") for name, _ in waiting.values()]
    return tally


def in_words(tally: Tally) -> str:
    """The tally for people."""

    def ordered(counts: Counter[str]) -> str:
        return ", ".join(f"{name} {count:,}" for name, count in counts.most_common())

    lines = [
        f"inputs:   {tally.inputs:,} in {tally.seconds:.0f} s",
        f"outcomes: {ordered(tally.outcomes)}",
        f"issues:   {ordered(tally.issues)}",
        f"slowest:  {tally.slowest[0]:.2f} s of a processor ({tally.slowest[1]})",
        f"limit:    at most {100 * tally.closest[0]:.0f} % of an item's time were used ({tally.closest[1]})",
        f"memory:   at most {tally.peak_kib / 1024:.0f} MiB resident in a child",
        f"faults:   {len(tally.faults)}",
        *(f"  {name}: {fault}" for name, fault in tally.faults),
    ]
    return "\n".join(lines)


def _jobs(inputs: Iterable[tuple[str, bytes]], folder: Path, waiting: dict[int, tuple[str, bytes]]) -> Iterator[Job]:
    for number, (name, content) in enumerate(inputs):
        (folder / str(number)).write_bytes(content)
        waiting[number] = (name, content)
        location = Location((Step("file", str(number).encode("ascii")),))
        yield Job(number, os.fsencode(folder), location, len(content))


def _count(tally: Tally, name: str, content: bytes, analysis: Analysis, limits: Limits) -> None:
    tally.inputs += 1
    tally.outcomes[analysis.outcome.value] += 1
    tally.issues.update({issue.code.value for issue in analysis.issues})
    tally.faults += [(name, fault) for fault in _faults(content, analysis)]
    took = dict(dict(analysis.metadata).get(_MEASURED, ()))
    seconds = float(took.get("seconds", 0.0))
    tally.slowest = max(tally.slowest, (seconds, name))
    tally.closest = max(tally.closest, (seconds / limits.timeout_s(len(content)), name))
    tally.peak_kib = max(tally.peak_kib, int(took.get("peak KiB", 0)))


def _faults(content: bytes, analysis: Analysis) -> Iterator[str]:
    for issue in analysis.issues:
        if issue.code in NEVER:
            yield f"{issue.code.value}: {issue.detail}"
    if analysis.digests != digest([content]):
        yield "the digests are not those of the file"
    if analysis.size != len(content):
        yield f"its size is given as {analysis.size}"
    if not analysis.issues and analysis.outcome not in {Outcome.ANALYSED, Outcome.NOT_MEDIA}:
        yield f"{analysis.outcome.value} without a reason"
    if analysis.outcome is Outcome.ANALYSED and not analysis.perceptual and not analysis.film:
        yield "analysed, but there is no hash"
    if any(not _storable(text) for text in _texts(analysis)):
        yield "a text that cannot be stored"


def _texts(analysis: Analysis) -> Iterator[str]:
    for group, pairs in analysis.metadata:
        yield group
        for pair in pairs:
            yield from pair
    yield from (issue.detail for issue in analysis.issues)
    yield from (date.text for date in analysis.dates)
    yield from (indicator.text for indicator in analysis.indicators)


def _storable(text: str) -> bool:
    return text.isprintable()


def _peak_kib() -> str:
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return "0"
    return next((line.split()[1] for line in lines if line.startswith("VmHWM:")), "0")
