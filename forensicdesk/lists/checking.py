"""Checking that a stored list is still what was imported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from forensicdesk.errors import ListError
from forensicdesk.language import said, sentence
from forensicdesk.lists import nearfile
from forensicdesk.lists.completeness import differing
from forensicdesk.lists.listfile import content_digest, counts, read_about, reading
from forensicdesk.lists.querying import side_files
from forensicdesk.lists.sidefile import sha256_of, side_path
from forensicdesk.model import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_SORTED = "sorted_"
"""Begins the keys under which a list keeps the SHA-256 of its side files."""


def integrity_problems(connection: Connection) -> tuple[str, ...]:
    """What SQLite's own check finds wrong with the file; () if nothing."""
    rows = connection.exec_driver_sql("PRAGMA integrity_check").scalars()
    return tuple(str(row) for row in rows if row != "ok")


def check_file(path: Path, where: str) -> tuple[Problem, ...]:
    """Compare a stored list with what was recorded when it was imported."""
    try:
        with reading(path) as connection:
            return tuple(Problem(what, where) for what in _differences(connection, path))
    except ListError as error:
        return (Problem(said(error), where),)


def _differences(connection: Connection, path: Path) -> list[str]:
    found = [
        sentence("the list's file is damaged: {problem}", problem=problem) for problem in integrity_problems(connection)
    ]
    if found:
        return found
    facts = read_about(connection)
    stored = dict(json.loads(facts["entries"]))
    present = counts(connection)
    for key in sorted(key for key in facts if key.startswith(_SORTED)):
        kind = key.removeprefix(_SORTED)
        if sha256_of(side_path(path, kind)) != facts[key]:
            found.append(
                sentence("the file with the list's {kind} is not what was imported: its hash differs", kind=kind)
            )
    for kind, side in side_files(connection, path).items():
        present[kind] += side.count
        if not side.in_order():
            found.append(
                sentence("the file with the list's {kind} is not in order, so some of them cannot be found", kind=kind)
            )
    found += [
        sentence(
            "{kind}: {number:,} entries in the file, {get:,} when it was imported",
            kind=kind,
            number=number,
            get=stored.get(kind, 0),
        )
        for kind, number in present.items()
        if number != stored.get(kind, 0)
    ]
    if content_digest(connection) != facts["content_sha256"]:
        found.append(sentence("the content of the list is not what was imported: its hash differs"))
    return found or _near_differences(connection, path, facts)


def _near_differences(connection: Connection, path: Path, facts: dict[str, str]) -> list[str]:
    """What is wrong with near search of the list, by its tables on disk where it keeps them."""
    found = []
    if nearfile.FACT in facts:
        if nearfile.sha256_of(nearfile.near_path(path)) != facts[nearfile.FACT]:
            found.append(sentence("the list's near tables are not what was made at the import: their hash differs"))
        elif not nearfile.same_as_rows(connection, path):
            found.append(sentence("the PDQ beside the list's near tables are not those of the list"))
    wrong = "" if found else differing(nearfile.open_near(connection, path))
    return [sentence("{what}; remove the list and import it again", what=what) for what in (*found, wrong) if what]
