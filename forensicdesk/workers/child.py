"""What happens to one item inside a child process. Whatever the bytes do, the outcome is a value.

The parent imports this module, too, to name its functions; so decoders are imported inside them, in children only.
"""

from __future__ import annotations

import contextlib
import math
import os
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from forensicdesk.errors import ForensicDeskError
from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.opening import base_name, head_of
from forensicdesk.evidence.ranges import length_of
from forensicdesk.language import sentence
from forensicdesk.model import State
from forensicdesk.workers.barrier import UnexpectedError, barrier
from forensicdesk.workers.bounds import bounded
from forensicdesk.workers.limits import processor_time
from forensicdesk.workers.opened import opener
from forensicdesk.workers.watched import watched_stream
from hashing.values import UNKNOWN_TYPE, Analysis, Issue, IssueCode, Outcome, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from forensicdesk.model import Job
    from hashing.values import Recipe

    Analyse = Callable[[BinaryIO, int, Recipe], Analysis]

PRELOAD = ("hashing.analyse", "hashing.picture_analysis")
"""What a fresh child imports before its first item: what most items need and `hashing.analyse` imports late.

The readers of containers are imported with the first item that is no picture or film, or lies in one."""


def work(job: Job, recipe: Recipe, function: Analyse, seconds: float = math.inf) -> Analysis:
    """Open an item, analyse it, close it.

    Args:
        job: which item.
        recipe: what to compute.
        function: `full_analysis`, or one that does less where that has failed before.
        seconds: the processor time it may take; this process ends if it takes more.

    Raises:
        EnvironmentProblem: the whole run must stop, because the source itself is gone.
    """
    with processor_time(seconds) if math.isfinite(seconds) else contextlib.nullcontext():
        file = _opened(job)
        if isinstance(file, Analysis):
            return file
        with file:
            wanted = replace(recipe, digest_everything=True) if job.digest else recipe
            return _analyse_file(file, job, wanted, function)


def answer() -> bool:
    """Show that a child has started and takes work."""
    return True


def full_analysis(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    """Everything the recipe asks for."""
    from hashing.analyse import analyse

    return analyse(stream, size, recipe)


def digests_and_type(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    """What can be known without a decoder, of an item that ended its decoder; the caller adds why."""
    from hashing.decode.sniff import HEAD_BYTES, TAIL_BYTES, identify

    head = stream.read(HEAD_BYTES)
    stream.seek(max(0, size - TAIL_BYTES))
    kind = identify(head, stream.read(TAIL_BYTES), size)
    stream.seek(0)
    return replace(digests_only(stream, size, recipe), media_type=kind.media_type)


def digests_only(stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:  # noqa: ARG001 - one of several functions
    """Digests of an item that met a fault of this program, wherever it was."""
    from hashing.digests import chunks_of, digest

    return Analysis(Outcome.FAILED, UNKNOWN_TYPE, size, digests=digest(chunks_of(stream)))


def failed(size: int, stage: Stage, code: IssueCode, detail: str) -> Analysis:
    """An analysis that says only why there is none."""
    return Analysis(Outcome.FAILED, UNKNOWN_TYPE, size, issues=(Issue(stage, code, detail),))


def reason(error: OSError) -> str:
    """The system's words for an error; never a path."""
    return os.strerror(error.errno) if error.errno else type(error).__name__


def _opened(job: Job) -> BinaryIO | Analysis:
    """The item's bytes, or why there are none."""
    try:
        with barrier():
            return opener().open(job.source_root, job.location)
    except OSError as error:
        text = sentence("The file could not be opened: {reason}.", reason=reason(error))
        return failed(job.size, Stage.READ, IssueCode.UNREADABLE, text)
    except ContainerError as error:
        outcome = Outcome.ENCRYPTED if error.state is State.ENCRYPTED else Outcome.FAILED
        issue = Issue(Stage.READ, error.code, error.detail)
        return Analysis(outcome, UNKNOWN_TYPE, job.size, issues=(issue,))
    except MemoryError:
        return failed(
            job.size, Stage.WORKER, IssueCode.OUT_OF_MEMORY, sentence("The memory limit of one item was reached.")
        )
    except UnexpectedError as error:
        text = sentence("Opening the item ended in an error it did not expect ({error}).", error=error)
        return failed(job.size, Stage.WORKER, IssueCode.UNEXPECTED, text)


def _analyse_file(file: BinaryIO, job: Job, recipe: Recipe, function: Analyse) -> Analysis:
    before, length = os.fstat(file.fileno()), length_of(file)
    watch, stream = watched_stream(file)
    analysis = _with_container(_guarded(function, stream, length, recipe), stream, job)
    after = os.fstat(file.fileno())
    issues: list[Issue] = []
    if watch.trouble is not None and all(issue.code is not IssueCode.UNREADABLE for issue in analysis.issues):
        text = sentence("A part of the file could not be read: {reason}.", reason=reason(watch.trouble))
        issues.append(Issue(Stage.READ, IssueCode.UNREADABLE, text))
    remarks = tuple(getattr(file, "remarks", ()))
    if remarks:
        issues.extend(remarks)
    elif length != job.size:
        text = sentence(
            "The file had {size} bytes when it was found and {length} when it was read.", size=job.size, length=length
        )
        issues.append(Issue(Stage.READ, IssueCode.CHANGED_WHILE_READ, text))
    elif (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        text = sentence(
            "The file's length or time of change was altered while it was read; its digests may fit neither state."
        )
        issues.append(Issue(Stage.READ, IssueCode.CHANGED_WHILE_READ, text))
    return replace(analysis, issues=(*analysis.issues, *issues)) if issues else analysis


def _with_container(analysis: Analysis, stream: BinaryIO, job: Job) -> Analysis:
    """What is no picture and no film may hold some: say which kind of container it is."""
    if analysis.outcome is not Outcome.NOT_MEDIA or not analysis.size:
        return analysis
    from forensicdesk.evidence.containers.table import recognise

    try:
        reader = recognise(head_of(stream, analysis.size, base_name(job.location)))
    except OSError:
        return analysis  # the watch over the stream remembers it
    if reader is None:
        return analysis
    known = analysis.media_type if analysis.media_type != UNKNOWN_TYPE else reader.media_type
    return replace(analysis, media_type=known, container=reader.kind)


def _guarded(function: Analyse, stream: BinaryIO, size: int, recipe: Recipe) -> Analysis:
    try:
        with barrier():
            return bounded(function(stream, size, recipe), recipe)
    except MemoryError:
        return failed(
            size, Stage.WORKER, IssueCode.OUT_OF_MEMORY, sentence("The memory limit of one item was reached.")
        )
    except ContainerError as error:
        return failed(size, Stage.READ, error.code, error.detail)
    except (UnexpectedError, OSError, ForensicDeskError) as error:
        kind = str(error) if isinstance(error, UnexpectedError) else type(error).__name__
        text = sentence("The analysis ended in an error it did not expect ({kind}).", kind=kind)
        return failed(size, Stage.WORKER, IssueCode.UNEXPECTED, text)
