"""The analysis of a case once more from its evidence, with the settings that the case keeps, into another case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.account import CheckResult
from forensicdesk.errors import EnvironmentProblem, Interrupted, UsageError
from forensicdesk.language import sentence
from forensicdesk.matching.policy_file import policy_from_json
from forensicdesk.pipeline.analyse import analyse_pending
from forensicdesk.pipeline.match import match_lists
from forensicdesk.pipeline.prepare import Preparing, prepare_source
from forensicdesk.pipeline.relate import relate

if TYPE_CHECKING:
    import threading
    from collections.abc import Sequence
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.lists.library import Library
    from forensicdesk.model import HashList, Source
    from hashing.values import Recipe


@dataclass(frozen=True, slots=True)
class Repeat:
    """How a case is repeated.

    Attributes:
        listener: told about progress.
        stop: set it to end soon.
        workers: number of child processes, None for one for each core; it changes no result.
        passwords: what encrypted containers may be opened with.
        now: the time to note in the other case.
    """

    listener: Listener
    stop: threading.Event
    workers: int | None
    passwords: tuple[str, ...]
    now: datetime


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of a case: those that can be matched again, and (list, why not) of the others."""

    usable: tuple[HashList, ...]
    left_out: tuple[tuple[HashList, str], ...]


def stored_recipe(kept: CaseStore) -> Recipe:
    """What the case was analysed with.

    Raises:
        UsageError: it was not analysed, or not to its end.
        EnvironmentProblem: evidence is gone.
    """
    gone = [source for source in kept.reader.sources() if not source.path.exists()]
    if gone:
        named = "; ".join(f"{source.label}, expected at {source.path}" for source in gone)
        msg = sentence(
            "The evidence is not there, so nothing can be repeated: {named}. Connect it there and run this again.",
            named=named,
        )
        raise EnvironmentProblem(msg)
    recipe = kept.reader.recipe()
    if recipe is None:
        msg = sentence(
            "Nothing in {folder} was analysed yet; there is nothing to repeat. Run: forensicdesk process",
            folder=kept.folder,
        )
        raise UsageError(msg)
    pending = kept.reader.ledger().pending
    if pending or not all(source.walked for source in kept.reader.sources()):
        msg = sentence(
            "The analysis of {folder} is not finished ({pending} items wait), so it cannot be compared "
            "with a whole one. Finish it first: forensicdesk process {folder}",
            folder=kept.folder,
            pending=pending,
        )
        raise UsageError(msg)
    return recipe


def lists_again(kept: CaseStore, library: Library) -> Lists:
    """Which lists of the case can be matched again: the very version, still in the library, completely compared."""
    here = {known.id for known in library.lists()}
    incomplete = {used.id for used in kept.reader.lists_incomplete()}
    usable, left_out = [], []
    for used in kept.reader.lists_used():
        if used.id not in here:
            left_out.append((used, sentence("this version is not in the library of this workstation any more")))
        elif used.id in incomplete:
            left_out.append((used, sentence("the case was not compared with all of it")))
        else:
            usable.append(used)
    return Lists(tuple(usable), tuple(left_out))


def repeat(kept: CaseStore, anew: CaseStore, library: Library, lists: Sequence[HashList], order: Repeat) -> None:
    """Fill an empty case with what the evidence of another one gives now.

    Raises:
        UsageError: an exhibit is not there, or nothing was analysed.
        EnvironmentProblem: an exhibit cannot be read, or the disk refuses.
        Interrupted: `stop` was set.
    """
    recipe = stored_recipe(kept)
    for source in kept.reader.sources():
        _prepare(kept, anew, source, order)
    analyse_pending(anew, recipe, order.workers, order.listener, order.stop, passwords=order.passwords)
    _go_on(order)
    if kept.related.made_from() is not None:
        relate(anew, order.listener, now=order.now, stop=order.stop)
    for policy, group in _by_policy(kept, lists).items():
        chosen = policy_from_json(policy)
        for _ in match_lists(anew, library, group, order.listener, now=order.now, stop=order.stop, policy=chosen):
            _go_on(order)


def _prepare(kept: CaseStore, anew: CaseStore, source: Source, order: Repeat) -> None:
    if anew.writer is None:
        msg = sentence("the other case is open for reading only")
        raise ValueError(msg)
    checks = kept.reader.provenance.acquired(source.id)
    skipped = {one.reason for one in checks if one.result is CheckResult.SKIPPED}
    skip = next(iter(sorted(skipped)), "")
    same = anew.writer.add_source(source.path, source.kind, source.label, order.now)
    prepare_source(anew, same, Preparing(order.listener, order.stop, skip, order.passwords), order.now, _unrecorded)
    _go_on(order)


def _by_policy(kept: CaseStore, lists: Sequence[HashList]) -> dict[str, list[HashList]]:
    """The lists by the values of the policy that they were matched under."""
    values, used_under = kept.reader.judgements.policies(), kept.reader.judgements.policy_of_lists()
    groups: dict[str, list[HashList]] = defaultdict(list)
    for used in lists:
        said = values.get(used_under.get(used.id, ""), "") or kept.reader.judgements.last_policy()
        groups[said].append(used)
    return groups


def _go_on(order: Repeat) -> None:
    if order.stop.is_set():
        raise Interrupted


def _unrecorded(action: str, *detail: tuple[str, str]) -> None:
    """The other case is thrown away; what is done goes into the log of the first one."""
