"""Stored hashes against hash lists: nothing is decoded, and the same case and lists give the same matches.

The case is read once for all lists, page by page: a page of contents is put to every list in hand, and what was found
is stored before the next one. So memory does not grow with the case, and a stop keeps the pages that were done.
"""

from __future__ import annotations

import threading
import time
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.case.met import ListPage
from forensicdesk.changed import Changes
from forensicdesk.errors import Interrupted
from forensicdesk.events import Progress
from forensicdesk.language import sentence
from forensicdesk.matching.crowding import crowded
from forensicdesk.matching.exact import STRONGEST_FIRST
from forensicdesk.matching.photodna import PHOTODNA
from forensicdesk.matching.policy import DEFAULT_POLICY, SMALL_HASHES
from forensicdesk.pipeline.changed import SetAside, StoredMatches
from forensicdesk.pipeline.listed import ListInHand
from forensicdesk.pipeline.pages import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from forensicdesk.case.met import MatchStore
    from forensicdesk.case.store import CaseStore
    from forensicdesk.events import Listener
    from forensicdesk.lists.library import Library
    from forensicdesk.matching.policy import Policy
    from forensicdesk.model import HashList, Problem
    from forensicdesk.pipeline.pages import Page
    from hashing.values import Digests

    Continued = Callable[[Sequence[HashList], int, int], None]
    """Hears which lists go on behind which content, and the number of the case's last content."""

_CONTENTS_AT_ONCE = 4_096
"""So many contents are put to every list and stored in one transaction: a stop loses at most these."""

_PASSES = 5
_ENTRIES_IN_HAND = 5_000_000
"""Lists are taken together up to so many perceptual hashes, so that their indexes fit into memory side by side."""

_IN_MEMORY = ("pdq", "vpdq_frames", PHOTODNA, *SMALL_HASHES)


def _unheard(lists: Sequence[HashList], reached: int, last: int) -> None:
    """Nobody asks where a matching goes on."""


def match_lists(  # noqa: PLR0913 - the parts of the program that take part, and what the person said
    store: CaseStore,
    library: Library,
    lists: Sequence[HashList],
    listener: Listener,
    *,
    now: datetime,
    stop: threading.Event | None = None,
    policy: Policy = DEFAULT_POLICY,
    continued: Continued = _unheard,
) -> Iterator[tuple[HashList, Changes]]:
    """Match every content of a case against some lists; gives each list, once complete, with what it changed.

    The matches of the case with a list are replaced page by page. A matching that was stopped is continued behind the
    last page that was done, if lists, policy, program and all that is stored of the contents are the same; `continued`
    is told of it. What changed
    is ordered by the first item of the content, kind (exact, near, video) and entry, however contents are numbered; it
    can be read until the case is matched again.

    Raises:
        ListError: a list is not in the library any more, or damaged.
        Interrupted: `stop` was set. The pages that were done are stored; lists that were not given yet are incomplete,
            and what they had with later pages is as it was.
    """
    if store.writer is None:
        msg = sentence("the case is open for reading only")
        raise ValueError(msg)
    groups, contents = list(_groups(lists)), store.reader.last_content()
    steps = _Steps(listener, contents, len(groups), stop or threading.Event())
    store.writer.matches.begin()
    store.writer.record_policy(policy.id, policy.as_json(), now)
    for group in groups:
        in_hand = [ListInHand(library, used, policy) for used in group]
        for used in group:
            store.writer.record_list(used, now)
        reached = store.writer.matches.go_on([used.id for used in group], f"{policy.id} {__version__}")
        if reached:
            continued(group, reached, contents)
        steps.pass_over(reached)
        found = _read_once(store, store.writer.matches, in_hand, steps, reached)
        while in_hand:
            used, changed = in_hand.pop(0).used, found.pop(0)
            store.writer.matches.begin_to_end(used.id)
            _flag_crowds(store.writer.matches, used.id, policy)
            store.writer.matches.complete(used.id, policy.id)
            changed.gone.put_in_order(store)
            yield used, Changes(StoredMatches(store, store.writer.matches, changed.new), changed.gone)


def check_list(library: Library, name: str) -> tuple[Problem, ...]:
    """Whether a stored list is what was imported, and whether near search of it finds all that brute force finds."""
    return library.check(name)


class _Steps:
    """Progress over all groups of lists; each page of contents goes to the lists in several passes."""

    def __init__(self, listener: Listener, contents: int, groups: int, stop: threading.Event) -> None:
        self._listener = listener
        self._stop = stop
        self._contents = contents
        self._total = contents * groups * _PASSES
        self._groups = self._passes = self._passed_over = 0
        self._first = self._last = 0
        self._started = time.monotonic()

    def check(self) -> None:
        """End here if the person asked to stop.

        Raises:
            Interrupted: the person did.
        """
        if self._stop.is_set():
            raise Interrupted

    def pass_over(self, contents: int) -> None:
        """So many contents of the present group were done in an earlier run."""
        self._passed_over += contents * _PASSES

    def begin(self, first: int, last: int) -> None:
        """The contents from `first` to `last` are the present page."""
        self._first, self._last, self._passes = first, last, 0

    def tell(self, content_id: int) -> None:
        """Say that the present pass has come to this content.

        Raises:
            Interrupted: the person asked to stop.
        """
        self.check()
        size, inside = self._last - self._first + 1, content_id - self._first + 1
        before = self._groups * self._contents + self._first - 1
        self._say(before * _PASSES + self._passes * size + inside)

    def end_pass(self) -> None:
        """The present pass over the page is done, however many contents it concerned."""
        self.tell(self._last)
        self._passes += 1

    def end_group(self) -> None:
        """All contents were put to a group of lists."""
        self._groups += 1
        self._say(self._groups * self._contents * _PASSES)

    def _say(self, reached: int) -> None:
        elapsed = time.monotonic() - self._started
        done = reached - self._passed_over
        left = elapsed / done * (self._total - reached) if done > 0 else None
        self._listener(Progress("match", reached, self._total, elapsed_s=elapsed, seconds_left=left))


def _groups(lists: Sequence[HashList]) -> Iterator[list[HashList]]:
    """The lists, in order, in groups that fit into memory together; a longer list is a group of its own."""
    group: list[HashList] = []
    size = 0
    for used in lists:
        entries = sum(count for kind, count in used.entries if kind in _IN_MEMORY)
        if group and size + entries > _ENTRIES_IN_HAND:
            yield group
            group, size = [], 0
        group.append(used)
        size += entries
    if group:
        yield group


@dataclass(slots=True)
class _Changed:
    """What changed so far with one list: rows of new matches, and matches that are gone."""

    gone: SetAside
    new: array[int] = field(default_factory=lambda: array("q"))


def _read_once(
    store: CaseStore, matches: MatchStore, lists: Sequence[ListInHand], steps: _Steps, reached: int
) -> list[_Changed]:
    """Put every content behind the one that was reached to every list, and store what was found, page by page."""
    kinds = {kind for listed in lists for kind, count in listed.used.entries if count}
    changed = [_Changed(SetAside(store.folder)) for _ in lists]
    for page in pages(store.reader, kinds, _CONTENTS_AT_ONCE, reached):
        steps.begin(page.first, page.last)
        _put(page, lists, steps)
        found = [ListPage(listed.used.id, *listed.take_result()) for listed in lists]
        for known, now in zip(changed, matches.replace_page(page.first, page.last, found), strict=True):
            known.new.extend(now.new)
            for match in now.gone:
                known.gone.add(match)
    steps.end_group()
    return changed


def _put(page: Page, lists: Sequence[ListInHand], steps: _Steps) -> None:
    """One page of contents to every list."""
    owners = _by_digest(page.digests)
    for listed in lists:
        listed.see_digests(owners)
    steps.end_pass()
    for listed in lists:
        listed.see_pictures(page.pictures)
        steps.check()
    steps.end_pass()
    for content_id, film in page.films:
        for listed in lists:
            listed.see_film(content_id, film)
        steps.tell(content_id)
    steps.end_pass()
    coarse = [*page.small, *page.pictures]
    for listed in lists:
        listed.see_small(coarse)
        listed.see_carried(page.carried)
    steps.end_pass()
    for content_id, features in page.features:
        for listed in lists:
            listed.see_features(content_id, features)
        steps.tell(content_id)
    steps.end_pass()


def _flag_crowds(matches: MatchStore, list_id: str, policy: Policy) -> None:
    """Mark the matches of crowds, once all of a list are stored: so no order changes it."""
    contents, entries = matches.crowds(list_id, policy.crowded_contents, policy.crowded_entries)
    if not contents and not entries:
        return
    for page in matches.near_matches(list_id):
        flagged = {
            number: crowded(match, contents.get(match.entry, 0), entries.get(match.content_id, 0), policy)
            for number, match in page
            if match.entry in contents or match.content_id in entries
        }
        matches.flag(flagged)


def _by_digest(batch: Sequence[tuple[int, Digests]]) -> dict[str, dict[bytes, list[tuple[int, Digests]]]]:
    owners: dict[str, dict[bytes, list[tuple[int, Digests]]]] = {kind: {} for kind in STRONGEST_FIRST}
    for content_id, digests in batch:
        for kind, known in owners.items():
            known.setdefault(getattr(digests, kind), []).append((content_id, digests))
    return owners
