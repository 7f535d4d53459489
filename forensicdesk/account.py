"""The account of an exhibit: what was seen in it and what became of that, and whether it is what was acquired."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from forensicdesk.model import Location


class CheckResult(StrEnum):
    """What came of checking a digest that was stated when evidence was acquired."""

    OK = "ok"
    DIFFERS = "differs"
    SKIPPED = "skipped"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Acquired:
    """A digest of acquired evidence, as it was stated and as it was computed here.

    Attributes:
        location: what it is the digest of: a file of the exhibit, or the content of an image in it.
        computed: None where nothing could be, or was to be, computed.
        said_by: who states it: the name of a side file, an image's own header.
        reason: why it was skipped or could not be read, "" otherwise.
    """

    source_id: int
    location: Location
    algorithm: str
    stated: bytes
    computed: bytes | None
    said_by: str
    result: CheckResult
    reason: str
    checked_at: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of promise 1. `seen = not_media + media + pending`; `pending` is 0 once a run is complete.

    The other numbers tell how many of those seen have a property; an item can have several.

    Attributes:
        embedded: are no files of the exhibit's own, but lie inside one.
        duplicates: have a content that an earlier item of the case has.
        deleted, carved: were found so, see `Origin`.
        containers: hold others.
        differing: have a digest stated in the evidence that differs from the computed one.
    """

    seen: int = 0
    not_media: int = 0
    analysed: int = 0
    unsupported: int = 0
    failed: int = 0
    excluded: int = 0
    encrypted: int = 0
    pending: int = 0
    embedded: int = 0
    duplicates: int = 0
    deleted: int = 0
    carved: int = 0
    containers: int = 0
    differing: int = 0

    @property
    def media(self) -> int:
        """Pictures and films, whatever became of them."""
        return self.analysed + self.unsupported + self.failed + self.excluded + self.encrypted


def total_of(ledgers: Iterable[Ledger]) -> Ledger:
    """The ledger of several exhibits together."""
    found = tuple(ledgers)
    return Ledger(**{one.name: sum(getattr(ledger, one.name) for ledger in found) for one in fields(Ledger)})


def ledger_numbers(ledger: Ledger) -> tuple[tuple[str, int], ...]:
    """The ledger's numbers by the names of the command-line contract, `media` included."""
    return (
        ("seen", ledger.seen),
        ("not_media", ledger.not_media),
        ("media", ledger.media),
        ("analysed", ledger.analysed),
        ("unsupported", ledger.unsupported),
        ("failed", ledger.failed),
        ("excluded", ledger.excluded),
        ("encrypted", ledger.encrypted),
        ("pending", ledger.pending),
        ("embedded", ledger.embedded),
        ("duplicates", ledger.duplicates),
        ("deleted", ledger.deleted),
        ("carved", ledger.carved),
        ("containers", ledger.containers),
        ("differing", ledger.differing),
    )
