"""Does a ledger add up, and can each of its numbers be expanded to the items that it counts?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path

CONDITIONS = {
    "seen": ("state=any",),
    "not_media": ("state=not_media",),
    "analysed": ("state=analysed",),
    "unsupported": ("state=unsupported",),
    "failed": ("state=failed",),
    "excluded": ("state=excluded",),
    "encrypted": ("state=encrypted",),
    "pending": ("state=pending",),
    "embedded": ("embedded=yes",),
    "duplicates": ("duplicate=yes",),
    "deleted": ("origin=deleted",),
    "carved": ("origin=carved",),
    "containers": ("container=yes",),
    "differing": ("digest=differs",),
}
"""What `items --where` is asked for each number of the ledger."""

REASONS = ("failed", "unsupported", "excluded", "encrypted")


def items_where(home: Path, case: Path, *conditions: str) -> list[dict[str, Any]]:
    """The items that pass, as the command line gives them."""
    asked = [word for condition in conditions for word in ("--where", condition)]
    done = forensicdesk(home, "items", case, *asked)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def assert_adds_up(home: Path, case: Path) -> dict[str, int]:
    """Check the ledger of every exhibit and of all against each other and against the items; gives that of all."""
    said = document(forensicdesk(home, "case", "info", case, "--json"))
    ledgers = {source["id"]: source["ledger"] for source in said["sources"]}
    for ledger in (*ledgers.values(), said["ledger"]):
        assert ledger["seen"] == ledger["not_media"] + ledger["media"] + ledger["pending"]
        assert ledger["media"] == sum(
            ledger[state] for state in ("analysed", "unsupported", "failed", "excluded", "encrypted")
        )
    for name, conditions in CONDITIONS.items():
        found = items_where(home, case, *conditions)
        assert len(found) == said["ledger"][name], name
        for number, ledger in ledgers.items():
            assert sum(item["source_id"] == number for item in found) == ledger[name], (name, number)
        if name in REASONS:
            assert all(item["issues"] for item in found), name
    numbers: dict[str, int] = said["ledger"]
    return numbers
