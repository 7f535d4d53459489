"""Does the case database still hold as much as the audit log says was put into it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.account import ledger_numbers
from forensicdesk.language import sentence
from forensicdesk.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from forensicdesk.case.store import CaseStore
    from forensicdesk.model import AuditRecord


class _Accounts:
    """The numbers on record that still have to hold; an act that was begun and never ended leaves none."""

    def __init__(self, records: Iterable[AuditRecord]) -> None:
        self.seen: dict[str, str] = {}
        self.ledger: dict[str, str] = {}
        self.matches: dict[str, str] = {}
        self.stacks: dict[str, str] = {}
        for record in records:
            self._take(record)

    def _take(self, record: AuditRecord) -> None:
        detail = dict(record.detail)
        if record.action in {"source added", "source walked", "walk interrupted", "analysis started"}:
            self.ledger = {}
        if record.action == "source walked":
            self.seen[detail["source"]] = detail["files seen"]
        elif record.action == "analysis ended":
            self.ledger = detail
        elif record.action == "matching started":
            for key, list_id in record.detail:
                if key == "list":
                    self.matches.pop(list_id, None)
        elif record.action in {"stacking started", "stacks made"}:
            self.stacks = detail
        elif record.action == "matched":
            self.matches[detail["id"]] = detail["matches"]


def recount(store: CaseStore) -> Iterator[Problem]:
    """Compare files seen, the ledger, matches of each list and stacks with the last word of the log on them."""
    accounts, where = _Accounts(store.audit.records()), store.database.name
    for source in store.reader.sources():
        ledger = store.reader.ledger(source.id)
        found, stated = str(ledger.seen - ledger.embedded), accounts.seen.get(str(source.id))
        if stated is not None and stated != found:
            what = sentence(
                "the audit log says that {stated} files were seen in {label}, the database has {found}",
                stated=stated,
                label=source.label,
                found=found,
            )
            yield Problem(what, where)
    for key, number in ledger_numbers(store.reader.ledger()) if accounts.ledger else ():
        # A log of an older version does not speak of every property of the ledger's items.
        stated = accounts.ledger.get(key)
        if stated is not None and stated != str(number):
            what = sentence(
                "the audit log says that the ledger had {key} {stated}, the database has {number}",
                key=key,
                stated=stated,
                number=number,
            )
            yield Problem(what, where)
    used = {known.id: f"{known.name}@{known.version}" for known in store.reader.lists_used()}
    counts = store.reader.match_counts_by_list()
    for list_id, stated in accounts.matches.items():
        found = str(counts.get(list_id, 0))
        if stated != found:
            name = used.get(list_id, f"with the id {list_id}")
            what = sentence(
                "the audit log says that the list {name} has {stated} matches, the database has {found}",
                name=name,
                stated=stated,
                found=found,
            )
            yield Problem(what, where)
    for key, number in store.related.counts().items():
        stated = accounts.stacks.get(key, str(number))
        if stated != str(number):
            yield Problem(
                sentence(
                    "the audit log says that there are {stated} {key}, the database has {number}",
                    stated=stated,
                    key=key,
                    number=number,
                ),
                where,
            )
