"""`stacks` and `shared` from the command line, as processes of their own, over real files."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

from tests.forensicdesk.test_relate import make_evidence
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two exhibits, one of a name that a spreadsheet takes for a formula, and their case."""
    root = tmp_path_factory.mktemp("cli")
    phone, drive = make_evidence(root)
    drive.rename(root / "=1+1")
    done = forensicdesk(
        root, "run", phone, root / "=1+1", "--case", root / "case", "--profile", "thorough", "--format", "json"
    )
    assert done.returncode == 0, done.stderr
    return root


def test_stacks_are_printed_with_reasons(home: Path) -> None:
    printed = document(forensicdesk(home, "stacks", home / "case", "--json"))

    assert printed["computed"] is False
    assert printed["counts"]["stacks"] == len(printed["stacks"]) == 2
    pictures = next(stack for stack in printed["stacks"] if stack["media"] == "picture")
    assert pictures["size"] == len(pictures["members"]) == 4
    for member in pictures["members"]:
        assert member["items"]
        assert (member["reason"] is None) == (member["sha256"] == pictures["representative"])

    text = forensicdesk(home, "stacks", home / "case")
    assert text.returncode == 0
    assert "local features agree with item" in text.stdout
    assert "turned: mirrored left to right" in text.stdout
    assert "nothing had changed" in text.stdout


def test_clusters_are_printed_on_demand(home: Path) -> None:
    printed = document(forensicdesk(home, "stacks", home / "case", "--clusters", "--json"))

    assert printed["counts"]["clusters"] == len(printed["clusters"]) >= 1
    assert {cluster["kind"] for cluster in printed["clusters"]} == {"cluster"}


def test_items_carry_their_stack_and_are_found_by_it(home: Path) -> None:
    every = [json.loads(line) for line in forensicdesk(home, "items", home / "case").stdout.splitlines()]
    stacked = [item["stack"] for item in every if item["stack"]]
    number = next(stack["id"] for stack in stacked if stack["size"] == 4)

    chosen = forensicdesk(home, "items", home / "case", "--where", f"stack={number}").stdout.splitlines()

    assert len(stacked) == 6
    assert [json.loads(line)["stack"] for line in chosen] == [{"id": number, "size": 4}] * 4
    assert forensicdesk(home, "items", home / "case", "--where", "stack=x").returncode == 2


def test_what_exhibits_share_is_a_table_and_pairs(home: Path) -> None:
    printed = document(forensicdesk(home, "shared", home / "case", "--json"))

    [pair] = printed["pairs"]
    assert pair["labels"] == ["phone", "=1+1"]
    assert (pair["exact"], pair["near"], pair["exact_films"], pair["near_films"]) == (1, 1, 0, 1)
    assert len(printed["things"]) == 3
    assert all(len(thing["held"]) == 2 for thing in printed["things"])


def test_the_table_is_safe_for_a_spreadsheet(home: Path) -> None:
    rows = list(csv.reader(io.StringIO(forensicdesk(home, "shared", home / "case", "--csv").stdout)))

    assert rows[0] == ["media", "how", "stack", "items", "phone", "'=1+1"]
    assert len(rows) == 4
    assert forensicdesk(home, "shared", home / "case", "--csv", "--json").returncode == 2
