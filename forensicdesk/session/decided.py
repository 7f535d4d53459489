"""Decisions of examiners in a session: questions and acts. `Session` is the only class made of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from forensicdesk.case.audit import as_utc
from forensicdesk.deciding.agreement import agreement_of
from forensicdesk.decisions import ActKind, Reading, Scope, SeenMatch
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from forensicdesk.pipeline.decide import new_act, record_act, record_sight, turn_act
from forensicdesk.session.acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.decisions import Act, Agreement, CategoryScheme, Judgement
    from forensicdesk.model import ItemFilter


class Decided(Acting):
    """Decisions of examiners in one open case: what stands, and the acts that change it."""

    # --- what stands --------------------------------------------------------------------------------------------------

    def scheme(self) -> CategoryScheme | None:
        """The scheme of categories in force; None before one was chosen."""
        known = self._store.decisions.scheme()
        return known[1] if known else None

    def judgements(self, items: Sequence[int], reading: Reading | None = None) -> dict[int, Judgement]:
        """Everything that stands for these items; those of which nothing was said are not in it.

        With a `reading` only what was said in this one, so that a second examiner sees nothing of the first.
        """
        return self._store.decisions.judgements(items, reading)

    def history(self, item_id: int) -> tuple[Act, ...]:
        """Every act on one item, in order, what was undone included."""
        return self._store.decisions.history(item_id)

    def items_of_act(self, act_id: int) -> tuple[int, ...]:
        """The items that an act applies to, ascending."""
        return self._store.decisions.items_of(act_id)

    def acts_turned(self, turns: Sequence[Act]) -> tuple[Act, ...]:
        """The acts that these, of `undo` or `redo`, are about, in the order in which they were said."""
        return self._store.decisions.named([turn.about for turn in turns if turn.about is not None])

    def acts(self) -> Iterator[Act]:
        """Every act of the case, in order."""
        return self._store.decisions.acts()

    def spread(self, items: Sequence[int], scope: Scope) -> tuple[int, ...]:
        """The items that an act on these would apply to, to be shown before it is done."""
        return self._store.decisions.spread(items, scope)

    def category_counts(self) -> dict[str, int]:
        """Items by the category in force."""
        return self._store.decisions.counts()

    def undecided(self, where: ItemFilter, reading: Reading = Reading.FIRST) -> tuple[int, ...]:
        """The items that pass the filter and have no category in this reading, ascending."""
        decided = {item for item, _ in self._store.decisions.standing(reading)}
        return tuple(item for item in self._store.reader.item_ids(where) if item not in decided)

    def unseen(self, where: ItemFilter, examiner: str | None = None) -> tuple[int, ...]:
        """The items that pass the filter and that this examiner, or for None anybody, has not had on the screen."""
        return self._store.decisions.unseen(examiner, self._store.reader.item_ids(where))

    def second_sample(self, share: float = 1.0, seed: int = 0) -> tuple[int, ...]:
        """The items that a second examiner is to read: a share of those that the first has decided, ascending.

        Chosen by a hash of seed and item number, so that the same share and seed give the same items, and a larger
        share holds every smaller one.

        Raises:
            UsageError: the share is not above 0 and at most 1.
        """
        if not 0 < share <= 1:
            msg = sentence("The share of a second reading is above 0 and at most 1, such as 0.1.")
            raise UsageError(msg)
        limit = int(share * 2**64)
        return tuple(item for item, _ in self._store.decisions.standing(Reading.FIRST) if _place(seed, item) < limit)

    def agreement(self, share: float = 1.0, seed: int = 0) -> Agreement:
        """How far the first and the second reading agree, over the items of the second reading's sample.

        Raises:
            UsageError: as `second_sample`.
        """
        sample = set(self.second_sample(share, seed))
        first = dict(self._store.decisions.standing(Reading.FIRST))
        second = {item: code for item, code in self._store.decisions.standing(Reading.SECOND) if item in sample}
        pairs = ((first[item], code) for item, code in second.items())
        return agreement_of(pairs, undecided=len(sample) - len(second))

    def left_to_read(self, share: float = 1.0, seed: int = 0) -> tuple[int, ...]:
        """The items of the second reading's sample that it has not decided yet, ascending.

        Raises:
            UsageError: as `second_sample`.
        """
        read = {item for item, _ in self._store.decisions.standing(Reading.SECOND)}
        return tuple(item for item in self.second_sample(share, seed) if item not in read)

    def disagreements(self) -> Iterator[tuple[int, str, str]]:
        """Item, and categories of first and second examiner, where they differ and no supervisor has settled it."""
        settled = {item for item, _ in self._store.decisions.standing(Reading.SUPERVISOR)}
        second = dict(self._store.decisions.standing(Reading.SECOND))
        for item, code in self._store.decisions.standing(Reading.FIRST):
            if item in second and second[item] != code and item not in settled:
                yield item, code, second[item]

    def disputes(self) -> int:
        """On how many items the first and the second reading differ, and no supervisor has settled it."""
        begun = next(iter(self._store.decisions.standing(Reading.SECOND)), None)
        return 0 if begun is None else sum(1 for _ in self.disagreements())

    # --- acts ---------------------------------------------------------------------------------------------------------

    def choose_scheme(self, scheme: CategoryScheme) -> None:
        """Put a scheme of categories in force; what was decided under another keeps its label."""
        self._require_writable()
        with self._deciding:
            number = self._store.decisions.choose_scheme(scheme, self._clock())
            categories = "; ".join(f"{category.code} = {category.label}" for category in scheme.categories)
            said = (("scheme", scheme.name), ("number", str(number)), ("source", scheme.source))
            self._record("scheme chosen", *said, ("categories", categories))

    def decide(
        self,
        kind: ActKind,
        value: str,
        items: Sequence[int],
        *,
        scope: Scope = Scope.ITEM,
        reading: Reading = Reading.FIRST,
        examiner: str = "",
    ) -> Act:
        """Keep what an examiner says of items: a category ("" takes it away), a note, a tag; never by the program.

        Args:
            kind: category, note, tag or untag; same or different, of exactly two items.
            value: code of the category, or the text; why two items are the same (may be "") or different.
            items: the items named; `scope` says what else it applies to (`spread` shows it before).
            scope: see `decisions.Scope`.
            reading: as who.
            examiner: "" is the case's examiner.

        Raises:
            UsageError: there is no such item or category, no scheme was chosen, or there is no text.
        """
        self._require_writable()
        who, now = examiner.strip() or self._store.reader.info().examiner, as_utc(self._clock())
        act = new_act(kind, value, examiner=who, said_at=now, reading=reading, scope=scope)
        with self._deciding:
            return self._keep(act, items)

    def confirm(
        self, content_id: int, list_id: str, entry: str, *, same: bool, note: str = "", examiner: str = ""
    ) -> Act:
        """Keep that an examiner looked at both sides of a match, and whether they show the same; `undo` takes it back.

        Content, list and entry say which match, as for `dismiss`. It dismisses nothing: a match that is seen to be none
        is dismissed as well, where it is not to count. The last word on a match holds.

        Args:
            content_id: the content that matched.
            list_id: the list.
            entry: its entry, as `Match` names it.
            same: both show the same, or do not.
            note: what is to be kept beside, "" for nothing; reports print it.
            examiner: "" is the case's examiner.

        Raises:
            UsageError: the case has no such match, or the note is too long.
        """
        self._require_writable()
        who, now = examiner.strip() or self._store.reader.info().examiner, as_utc(self._clock())
        used = next((one for one in self._store.reader.lists_used() if one.id == list_id), None)
        about = SeenMatch(list_id, entry, f"{used.name}@{used.version}" if used else "", note.strip())
        kind = ActKind.CONFIRMED if same else ActKind.REFUTED
        made = new_act(kind, about.as_text(), examiner=who, said_at=now, reading=Reading.FIRST, scope=Scope.COPIES)
        with self._deciding:
            done = record_sight(self._store, made, content_id)
            self._record("match looked at", *done.detail)
        return done.act

    def undo(self, *, examiner: str = "") -> tuple[Act, ...]:
        """Undo the examiner's last act that stands, with all that was said together with it; it stays on record.

        Gives the acts of undoing, that of the last act first.

        Raises:
            UsageError: there is none.
        """
        return self._turn(examiner, undo=True)

    def redo(self, *, examiner: str = "") -> tuple[Act, ...]:
        """Do again what the examiner undid last, as one as it was undone, if nothing else was decided since.

        Gives the acts of doing again, in the order in which it was decided.

        Raises:
            UsageError: there is none.
        """
        return self._turn(examiner, undo=False)

    def mark_seen(self, items: Sequence[int], *, examiner: str = "") -> None:
        """Note that an examiner has had these items on the screen."""
        self._require_writable()
        who = examiner.strip() or self._store.reader.info().examiner
        self._store.decisions.mark_seen(items, who, self._clock())
        self._store.reader.choosing.store.note_seen(items, who)

    def _keep(self, act: Act, items: Sequence[int], before: Act | None = None) -> Act:
        """Record an act, said together with the one `before` it if there is one; called with `_deciding` held."""
        done = record_act(self._store.decisions, replace(act, about=before.id if before else None), items)
        self._record("decided", *done.detail)
        return done.act

    def _turn(self, examiner: str, *, undo: bool) -> tuple[Act, ...]:
        self._require_writable()
        who, now = examiner.strip() or self._store.reader.info().examiner, as_utc(self._clock())
        with self._deciding:
            turned = turn_act(self._store.decisions, who, now, undo=undo)
            for done in turned:
                self._record("decision undone" if undo else "decision done again", *done.detail)
        return tuple(done.act for done in turned)


def _place(seed: int, item: int) -> int:
    return int.from_bytes(hashlib.sha256(f"{seed} {item}".encode()).digest()[:8])
