"""What an examiner says of a match: "not a match", or that this no longer holds. Each word is kept, none is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import Dismissal


def record_dismissal(store: CaseStore, said: Dismissal) -> tuple[tuple[str, str], ...]:
    """Keep it; gives what the audit log is to say.

    Raises:
        UsageError: no reason is given, the case has no such match, or there is nothing to take back.
        ValueError: the case is open for reading only.
    """
    if store.writer is None:
        msg = sentence("the case is open for reading only")
        raise ValueError(msg)
    if not said.reason:
        msg = sentence("Give a reason: it is kept with the match and printed in reports.")
        raise UsageError(msg)
    if said.revoked and not _stands(store, said):
        msg = sentence(
            "No dismissal of content {content_id} with entry {entry!r} stands, so none can be taken back.",
            content_id=said.content_id,
            entry=said.entry,
        )
        raise UsageError(msg)
    if not said.revoked and not _matched(store, said):
        msg = sentence(
            "The case has no match of content {content_id} with entry {entry!r} of this list.",
            content_id=said.content_id,
            entry=said.entry,
        )
        raise UsageError(msg)
    store.writer.record_dismissal(said)
    return (
        ("content", str(said.content_id)),
        ("list", said.list_id),
        ("entry", said.entry),
        ("examiner", said.examiner),
        ("reason", said.reason),
    )


def _matched(store: CaseStore, said: Dismissal) -> bool:
    found = store.reader.matches(said.list_id)
    return any((match.content_id, match.entry) == (said.content_id, said.entry) for match in found)


def _stands(store: CaseStore, said: Dismissal) -> bool:
    """Whether the last word on it was a dismissal, even where the match does not hold at present.

    A dismissal that an earlier version of the list has brought along stands as well.
    """
    about = (said.content_id, said.list_id, said.entry)
    earlier = [one for one in store.reader.judgements.dismissals() if about == (one.content_id, one.list_id, one.entry)]
    if earlier:
        return not earlier[-1].revoked
    found = store.reader.matches(said.list_id)
    return any((one.content_id, one.list_id, one.entry) == about and one.dismissed is not None for one in found)
