"""What goes into a case. One writer, one transaction for each call: stored as a whole or not at all."""

from __future__ import annotations

import os
from dataclasses import asdict
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from forensicdesk.case import codec, rows
from forensicdesk.case.audit import as_utc
from forensicdesk.case.dialect import Key, insert
from forensicdesk.case.entering import Entering
from forensicdesk.case.met import MatchStore
from forensicdesk.case.provenance import Acquiring
from forensicdesk.case.recording import ResultBatch
from forensicdesk.case.schema import (
    CARRIED,
    CASE_INFO,
    DISMISSALS,
    ITEMS,
    LISTS_USED,
    POLICIES,
    SOURCES,
    STATED,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from forensicdesk.case.database import Database
    from forensicdesk.case.thumbnails import ThumbnailStore
    from forensicdesk.model import CarriedValue, Dismissal, HashList, Result, Source
    from hashing.values import Recipe


class CaseWriter(Entering, Acquiring):
    """Every change that can be made to an open case; the audit log is kept by the caller."""

    def __init__(self, database: Database, thumbnails: ThumbnailStore) -> None:
        super().__init__(database)
        self._thumbnails = thumbnails
        self.matches = MatchStore(database)

    # --- sources ----------------------------------------------------------------------------------------------------

    def add_source(self, path: Path, kind: str, label: str, now: datetime) -> Source:
        """Register a source; one with the same path that is there already is given back unchanged."""
        raw = os.fsencode(path)
        values = {"kind": kind, "path": raw, "label": label, "added_at": as_utc(now), "walked": False}
        with self._database.writing() as connection:
            connection.execute(insert(SOURCES).values(values).on_conflict_do_nothing())
            return rows.source_of(connection.execute(select(SOURCES).where(Key(SOURCES.c.path) == raw)).one())

    # --- results ----------------------------------------------------------------------------------------------------

    def record_results(self, results: Sequence[Result], recipe: Recipe) -> None:
        """Store a batch of results: thumbnails first, then everything else in one transaction.

        Items with equal bytes share one content. If their analyses differ in outcome (one child ran out of memory),
        the best is kept for all of them, so that the order in which results arrive changes nothing; each item keeps
        its own issues.

        Raises:
            ValueError: a result belongs to no item of this case.
        """
        if not results:
            return
        with self._database.reading() as connection:
            batch = ResultBatch(connection, results)
        self._thumbnails.put(batch.thumbnails())
        with self._database.writing() as connection:
            batch.store(connection, recipe)

    # --- lists and matches ------------------------------------------------------------------------------------------

    def record_list(self, used: HashList, now: datetime) -> None:
        """Note that the case is being matched against this list version; `matches.complete` ends that."""
        values = {
            "id": used.id,
            "name": used.name,
            "version": used.version,
            "role": used.role.value,
            "role_stated": used.role_stated,
            "format": used.format,
            "sha256": used.sha256,
            "imported_at": used.imported_at,
            "entries": codec.encode_pairs(used.entries),
            "refused": used.refused,
            "duplicates": used.duplicates,
            "refusals": codec.encode_pairs(used.refusals),
            "used_at": as_utc(now),
            "complete": False,
            "issuer": used.issuer,
            "issued_version": used.issued_version,
            "issued_at": used.issued_at,
            "importer_version": used.importer_version,
            "checked": used.check,
            "file_size": used.file_size,
            "withdrawn": used.withdrawn,
        }
        new = insert(LISTS_USED).values(values)
        changes = {name: value for name, value in values.items() if name != "id"}
        with self._database.writing() as connection:
            connection.execute(new.on_conflict_do_update(index_elements=[LISTS_USED.c.id], set_=changes))

    def record_policy(self, policy_id: str, policy: str, now: datetime) -> None:
        """Keep a policy's values under its id, before matches name it; a second time changes nothing."""
        values = {"id": policy_id, "policy": policy, "first_used_at": as_utc(now)}
        with self._database.writing() as connection:
            connection.execute(insert(POLICIES).values(values).on_conflict_do_nothing())

    # --- what people and other programs said --------------------------------------------------------------------------

    def record_dismissal(self, said: Dismissal) -> None:
        """Add what an examiner said of a match; nothing that was said before is changed."""
        with self._database.writing() as connection:
            connection.execute(insert(DISMISSALS).values(asdict(said)))

    def record_carried(self, values: Sequence[CarriedValue]) -> int:
        """Keep hash values that came with a case; gives how many were not there before.

        Lists have to be matched again with what is new.
        """
        if not values:
            return 0
        stored = insert(CARRIED).on_conflict_do_nothing()
        with self._database.writing() as connection:
            added = connection.execute(stored, [asdict(value) for value in values]).rowcount
            if added:
                connection.execute(update(LISTS_USED).values(complete=False, reached=None))
        return added

    def carry_stated(self) -> int:
        """Give contents the PhotoDNA that evidence states of their items; gives how many values were not there before.

        As with `record_carried`, lists have to be matched again with what is new.
        """
        columns = (ITEMS.c.content_id, STATED.c.algorithm, STATED.c.value, STATED.c.said_by)
        said = select(*columns).join_from(STATED, ITEMS, ITEMS.c.id == STATED.c.item_id)
        said = said.where(STATED.c.algorithm == "photodna", ITEMS.c.content_id.is_not(None)).distinct()
        names = ("content_id", "algorithm", "value", "origin")
        with self._database.writing() as connection:
            stored = insert(CARRIED).from_select(names, said).on_conflict_do_nothing()
            added = connection.execute(stored).rowcount
            if added:
                connection.execute(update(LISTS_USED).values(complete=False, reached=None))
        return added

    # --- audit ------------------------------------------------------------------------------------------------------

    def remember_audit_head(self, records: int, sha256: str) -> None:
        """Keep the head of the audit log, so that a shortened or replaced log is noticed."""
        with self._database.writing() as connection:
            connection.execute(update(CASE_INFO).values(audit_records=records, audit_sha256=sha256))
