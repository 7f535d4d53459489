"""Second readings that were begun, and a supervisor's word where two readings differ. `Session` is made of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from forensicdesk.case.audit import as_utc
from forensicdesk.decisions import ActKind, Reading, Scope, SecondReading, Settlement
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.pipeline.decide import new_act, ranges
from forensicdesk.session.decided import Decided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.decisions import Act

BEGUN = "second reading begun"
PAGE = 500


class Settling(Decided):
    """How a second reading begins, and how differences end."""

    def begin_second_reading(self, examiner: str, share: float = 1.0, seed: int = 0) -> tuple[int, ...]:
        """Put on record who reads which sample a second time; gives its items, ascending.

        Raises:
            UsageError: there is no name, it is the case's examiner, the share makes no sense, or the sample is empty.
        """
        self._require_writable()
        name = examiner.strip()
        if not name:
            msg = sentence("Give the second examiner's name; it stands in the log and in the report.")
            raise UsageError(msg)
        if name.casefold() == self._store.reader.info().examiner.casefold():
            msg = sentence(
                "{name} is the first examiner of this case; a second reading needs somebody else.", name=name
            )
            raise UsageError(msg)
        sample = self.second_sample(share, seed)
        if not sample:
            msg = sentence("The sample is empty: the first examiner has decided too little. Take a larger share.")
            raise UsageError(msg)
        with self._deciding:
            said = (("examiner", name), ("share", str(share)), ("seed", str(seed)), ("items", str(len(sample))))
            self._record(BEGUN, *said)
        return sample

    def second_reading(self) -> SecondReading | None:
        """The second reading that was begun last; None before the first one."""
        found = None
        for record in self._store.audit.records():
            if record.action == BEGUN:
                found = record
        if found is None:
            return None
        said = dict(found.detail)
        return SecondReading(said["examiner"], found.time, float(said["share"]), int(said["seed"]), int(said["items"]))

    def settle(self, items: Sequence[int], code: str, *, examiner: str, reason: str) -> tuple[Act, Act]:
        """Keep a supervisor's decision about items on which two readings differ: the reason first, then the category.

        Both are acts of the supervisor's own, said together: `undo` takes back both.

        Args:
            items: the items; on each of them both readings must have decided, and differ.
            code: code of the category.
            examiner: the supervisor's name.
            reason: why, in words.

        Raises:
            UsageError: name, reason or category is missing, the readings do not differ on an item, or the supervisor
                decided one of them as an examiner.
        """
        self._require_writable()
        who, now = examiner.strip(), as_utc(self._clock())
        self._check_category(code)
        if not who or not reason.strip():
            msg = sentence(
                "A supervisor's decision needs a name and a reason; both stand in the log and in the report."
            )
            raise UsageError(msg)
        with self._deciding:
            self._check_dispute(items, who)
            how = partial(new_act, examiner=who, said_at=now, reading=Reading.SUPERVISOR, scope=Scope.ITEM)
            note = self._keep(how(ActKind.NOTE, reason), items)
            return self._keep(how(ActKind.CATEGORY, code), items, note), note

    def settlements(self) -> Iterator[Settlement]:
        """Every item that a supervisor has settled, ascending."""
        settled = sorted(item for item, _ in self._store.decisions.standing(Reading.SUPERVISOR))
        first = dict(self._store.decisions.standing(Reading.FIRST))
        second = dict(self._store.decisions.standing(Reading.SECOND))
        for at in range(0, len(settled), PAGE):
            for item, said in self.judgements(settled[at : at + PAGE], Reading.SUPERVISOR).items():
                if said.decision is not None:
                    reason = said.notes[-1].text if said.notes else ""
                    yield Settlement(item, first.get(item, ""), second.get(item, ""), said.decision, reason)

    def _check_category(self, code: str) -> None:
        scheme = self.scheme()
        if scheme is None or scheme.find(code) is None:
            known = ", ".join(category.code for category in scheme.categories) if scheme else sentence("none yet")
            msg = sentence(
                "The case's scheme has no category {code!r} (it has: {known}); a supervisor's decision needs one.",
                code=code,
                known=known,
            )
            raise UsageError(msg)

    def _check_dispute(self, items: Sequence[int], who: str) -> None:
        first, second = (self.judgements(items, reading) for reading in (Reading.FIRST, Reading.SECOND))
        agreed = []
        for item in sorted(set(items)):
            one, other = (side[item].decision if item in side else None for side in (first, second))
            if one is None or other is None or one.code == other.code:
                agreed.append(item)
            elif who.casefold() in {one.examiner.casefold(), other.examiner.casefold()}:
                msg = sentence(
                    "{who} has decided item {item} as an examiner; a supervisor is somebody else.", who=who, item=item
                )
                raise UsageError(msg)
        if agreed:
            msg = sentence(
                "The two readings do not differ on item {ranges}, so there is nothing to settle there.",
                ranges=ranges(agreed),
            )
            raise UsageError(msg)
