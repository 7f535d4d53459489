"""Records of the audit log in plain words, and which of them pass a filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.language import _, later, shown
from ui.words import number, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.model import AuditRecord, Problem
    from forensicdesk.session import Session

ACTIONS = {
    "case created": later("The case was made"),
    "case opened": later("The case was opened"),
    "case closed": later("The case was closed"),
    "case not sealed": later("The case was closed without a seal"),
    "case upgraded": later("The case was brought to this version's form"),
    "case verified": later("Case and evidence were checked"),
    "thumbnails encrypted": later("From here on thumbnails are kept encrypted"),
    "pictures shown unblurred": later("Pictures were shown unblurred"),
    "pictures blurred": later("Pictures were blurred again"),
    "case reproduced": later("The analysis was repeated from the evidence and compared"),
    "base map chosen": later("A base map was chosen for the map page"),
    "source added": later("An exhibit was added"),
    "source walked": later("The files of an exhibit were listed"),
    "acquisition checked": later("Digests stated at acquisition were checked"),
    "acquisition check skipped": later("Digests stated at acquisition were not checked, with a reason"),
    "mismatch accepted": later("A report was made although evidence is not as acquired, with a reason"),
    "analysis started": later("Processing began"),
    "analysis ended": later("Processing ended"),
    "analysis stopped at notable contents": later("Processing stopped: enough notable contents were found"),
    "matching started": later("Matching began"),
    "matching continued": later("Matching went on where it was stopped"),
    "matching interrupted": later("Matching was stopped before its end"),
    "matched": later("A list was matched"),
    "match dismissed": later("A match was called none, with a reason"),
    "match looked at": later("An examiner looked at both sides of a match"),
    "dismissal revoked": later("A match called none was taken back, with a reason"),
    "stacking started": later("Making stacks began"),
    "stacks made": later("Stacks were made"),
    "scheme chosen": later("Categories were put in force"),
    "decided": later("An examiner decided"),
    "decision undone": later("A decision was undone"),
    "decision done again": later("A decision was done again"),
    "second reading begun": later("A second reading began"),
    "report written": later("A report was written"),
    "report signed": later("A report was signed or time-stamped"),
    "checkpoint signed": later("The log was signed with the unit's key up to here"),
    "clock set back": later("The workstation's clock was found set back"),
    "torn audit line cut off": later("A line of this log that was not written whole was removed"),
    "audit records taken over": later("Records that the case did not remember were taken over"),
}
"""What each action means; an action that is not here is shown as it stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record as the page shows it.

    Attributes:
        sequence: its number.
        time: when, ISO 8601 in UTC.
        actor: who.
        action: what, as in the log.
        said: everything else, "name: value" joined.
    """

    sequence: int
    time: str
    actor: str
    action: str
    said: str

    @property
    def day(self) -> str:
        """The day in UTC."""
        return self.time[:10]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines to show; "" for all.

    Attributes:
        text: words that must all be in the line, in any case of letters.
        action, actor, day: exactly this one.
    """

    text: str = ""
    action: str = ""
    actor: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class Log:
    """The log as it was read, and what the check of its chain found.

    Attributes:
        lines: in order.
        problems: where the chain does not hold.
        head: number and SHA-256 of the last record.
        actions, actors, days: each once, sorted; what can be filtered by.
    """

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    head: tuple[int, str]
    actions: tuple[str, ...]
    actors: tuple[str, ...]
    days: tuple[str, ...]


def read_log(session: Session) -> Log:
    """Read and check the log; called off the event loop."""
    lines = tuple(map(line_of, session.audit_records()))
    return Log(
        lines,
        session.audit_problems(),
        session.audit_head(),
        tuple(sorted({one.action for one in lines})),
        tuple(sorted({one.actor for one in lines})),
        tuple(sorted({one.day for one in lines}, reverse=True)),
    )


def line_of(record: AuditRecord) -> Line:
    """A record as a line."""
    said = "; ".join(f"{key}: {value}" for key, value in record.detail)
    return Line(record.sequence, record.time, printable(record.actor), record.action, printable(said))


def action_text(action: str) -> str:
    """An action in plain words."""
    known = ACTIONS.get(action)
    return _(known) if known is not None else printable(action)


def choose(lines: Sequence[Line], wanted: Wanted) -> tuple[Line, ...]:
    """The lines that pass, in order."""
    words = wanted.text.casefold().split()
    texts = {action: action_text(action).casefold() for action in {one.action for one in lines}} if words else {}
    return tuple(
        one
        for one in lines
        if (not wanted.action or one.action == wanted.action)
        and (not wanted.actor or one.actor == wanted.actor)
        and (not wanted.day or one.day == wanted.day)
        and (not words or _has(one, words, texts[one.action]))
    )


def _has(one: Line, words: Sequence[str], told: str) -> bool:
    whole = f"{one.sequence} {one.time} {one.actor} {one.action} {told} {one.said}".casefold()
    return all(word in whole for word in words)


def as_text(lines: Sequence[Line], head: str) -> str:
    """The lines to be kept as a file: a heading, then one line each, columns parted by tabs."""
    rows = ("\t".join((str(one.sequence), one.time, one.actor, one.action, one.said)) for one in lines)
    titles = "\t".join((_("Record"), _("Time"), _("Who"), _("What"), _("In detail")))
    return "\n".join((head, "", titles, *rows, ""))


def verified_sentence(log: Log) -> str:
    """What the check of the chain found, in one sentence."""
    if not log.problems:
        said = _("Checked: the chain of all {count} records is whole. SHA-256 of the last: {head}")
        return said.format(count=number(log.head[0]), head=log.head[1])
    first = log.problems[0]
    said = _("Not whole: {what} ({where}). Keep a copy of the log as it is, and verify the case.")
    return said.format(what=printable(shown(first.what)), where=printable(shown(first.where)))
