"""The table of what a court asks for names keys that the JSON report has."""

from __future__ import annotations

import dataclasses
import re
from typing import get_args, get_type_hints

from reports.model import ReportModel
from tests.architecture.sources import ROOT

ITEM = re.compile(r"^\| (E\d[\d.]*) .*\| ([^|]*)\|$", re.MULTILINE)


def rows() -> dict[str, tuple[str, ...]]:
    """Item to the keys of its last column."""
    text = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
    return {item: tuple(re.findall(r"`([a-z_.0-9]+)`", keys)) for item, keys in ITEM.findall(text)}


def test_every_item_has_its_row() -> None:
    numbered = [item for item in rows() if "." in item]

    assert [int(item.partition(".")[2]) for item in numbered] == list(range(1, 31))
    assert {"E7", "E8", "E9"} <= set(rows())


def test_every_key_that_is_named_is_in_the_report() -> None:
    for keys in rows().values():
        for key in keys:
            kind: object = ReportModel
            for name in key.split("."):
                hints = get_type_hints(kind)
                assert name in hints, key
                kind = next(
                    (one for one in (hints[name], *get_args(hints[name])) if dataclasses.is_dataclass(one)), None
                )
