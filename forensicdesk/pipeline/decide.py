"""What an examiner decides: checked, spread over copies or stacks if wished, kept, and told to the audit log."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from forensicdesk.case.pairing import PAIRED
from forensicdesk.decisions import SIGHTS, Act, ActKind, Scope, seen_match
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from forensicdesk.case.deciding import DecisionStore
    from forensicdesk.case.store import CaseStore
    from forensicdesk.decisions import CategoryScheme, Reading

Detail = tuple[tuple[str, str], ...]

LONGEST_TEXT = 100_000
_RANGES_SHOWN = 200
_TWO = 2


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was recorded: with its number, the items it applies to, and what the audit log is to say of it."""

    act: Act
    items: tuple[int, ...]
    detail: Detail


def record_act(store: DecisionStore, act: Act, named: Sequence[int]) -> Done:
    """Keep an act on the named items and, by its scope, on their copies or stacks.

    Raises:
        UsageError: there is no such item or category, or the text is empty or far too long.
    """
    if not named:
        msg = sentence("Name at least one item to decide about.")
        raise UsageError(msg)
    missing = store.missing(named)
    if missing:
        msg = sentence("The case has no item {ranges}; see: forensicdesk items CASE", ranges=ranges(missing))
        raise UsageError(msg)
    chosen = _checked(store, act)
    if act.kind in PAIRED:
        _check_pair(act, named)
    items = store.spread(named, act.scope)
    done = store.record(replace(chosen, items=len(items)), items)
    return Done(done, items, (*_said(done), ("named", ranges(named)), ("applies to", ranges(items))))


def turn_act(store: DecisionStore, examiner: str, said_at: str, *, undo: bool) -> tuple[Done, ...]:
    """Undo the examiner's last act that stands, or do again what was undone last, with all that was said together.

    Gives what was recorded, in order: the last act is undone first.

    Raises:
        UsageError: there is none.
    """
    about = store.last_act(examiner) if undo else store.last_undone(examiner)
    if about is None:
        what = sentence("undo") if undo else sentence("do again")
        msg = sentence("There is nothing by {examiner} to {what}.", examiner=examiner, what=what)
        raise UsageError(msg)
    kind = ActKind.UNDO if undo else ActKind.REDO
    together = store.said_together(about)
    acts = [
        Act(0, kind, "", one.reading, examiner, said_at, one.scope, one.items, about=one.id)
        for one in (reversed(together) if undo else together)
    ]
    return tuple(_turned(store, done) for done in store.turn(acts, undone=undo))


def _turned(store: DecisionStore, done: Act) -> Done:
    items = store.items_of(done.about or 0)
    return Done(done, items, (*_said(done), ("about", str(done.about)), ("applies to", ranges(items))))


def ranges(items: Sequence[int]) -> str:
    """Numbers in short, such as "1-4,9"; of very many spans the first, and how many there are in all."""
    spans = [f"{first}" if first == last else f"{first}-{last}" for first, last in _spans(items)]
    if len(spans) <= _RANGES_SHOWN:
        return ",".join(spans)
    return ",".join(spans[:_RANGES_SHOWN]) + f",… ({len(set(items))} in all)"


def _spans(items: Sequence[int]) -> Iterator[tuple[int, int]]:
    first = last = None
    for item in sorted(set(items)):
        if last is not None and first is not None and item == last + 1:
            last = item
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = item
    if first is not None and last is not None:
        yield first, last


def _checked(store: DecisionStore, act: Act) -> Act:
    """The act with the scheme its category belongs to."""
    if act.kind is ActKind.CATEGORY:
        known = store.scheme()
        if known is None:
            msg = sentence(
                "The case has no scheme of categories yet; choose one with: forensicdesk decide CASE --scheme neutral"
            )
            raise UsageError(msg)
        number, scheme = known
        if act.value and scheme.find(act.value) is None:
            msg = sentence(
                "The scheme '{name}' has no category {value!r}; it has {codes}.",
                name=scheme.name,
                value=act.value,
                codes=_codes(scheme),
            )
            raise UsageError(msg)
        return replace(act, scheme_id=number)
    if act.kind in SIGHTS:
        return _checked_sight(act)
    text = act.value.strip()
    if act.kind is ActKind.SAME and not text:
        return replace(act, value="")
    if act.kind is ActKind.DIFFERENT and not text:
        msg = sentence("Say why the two items are different; the reason is kept with them and printed in reports.")
        raise UsageError(msg)
    if not text or len(text) > LONGEST_TEXT:
        msg = sentence(
            "A note or tag needs some text, of at most {longest_text:,} characters.", longest_text=LONGEST_TEXT
        )
        raise UsageError(msg)
    return replace(act, value=text)


def _checked_sight(act: Act) -> Act:
    """The act, if what was added is short enough; the match it names is looked up by who makes it."""
    note = seen_match(act.value).note
    if len(note) > LONGEST_TEXT:
        msg = sentence(
            "A note or tag needs some text, of at most {longest_text:,} characters.", longest_text=LONGEST_TEXT
        )
        raise UsageError(msg)
    return act


def _check_pair(act: Act, named: Sequence[int]) -> None:
    if len(set(named)) != _TWO or len(named) != _TWO or act.scope is not Scope.ITEM:
        msg = sentence(
            "Whether items are the same or different is said of exactly two different items, each by itself."
        )
        raise UsageError(msg)


def _codes(scheme: CategoryScheme) -> str:
    return ", ".join(f"{category.code} ({category.label})" for category in scheme.categories)


def _said(act: Act) -> Detail:
    said = (("act", str(act.id)), ("kind", act.kind.value), ("value", act.value), ("reading", act.reading.value))
    return (*said, ("examiner", act.examiner), ("scope", act.scope.value), ("items", str(act.items)))


def record_sight(store: CaseStore, act: Act, content_id: int) -> Done:
    """Keep that the examiner looked at both sides of a match; `act.value` says which, of this content.

    It applies to every item with these bytes, as the match does.

    Raises:
        UsageError: the case has no such match, or the note is far too long.
    """
    about = seen_match(act.value)
    if not store.reader.judgements.has_match(content_id, about.list_id, about.entry):
        msg = sentence(
            "Content {content_id} has no match with entry {entry!r} of list {list}; `forensicdesk items CASE --json` "
            "lists the matches that there are.",
            content_id=content_id,
            entry=about.entry,
            list=about.named or about.list_id,
        )
        raise UsageError(msg)
    return record_act(store.decisions, act, store.decisions.with_content(content_id))


def new_act(kind: ActKind, value: str, *, examiner: str, said_at: str, reading: Reading, scope: Scope) -> Act:
    """An act that is still to be recorded."""
    return Act(0, kind, value, reading, examiner, said_at, scope, 0)
