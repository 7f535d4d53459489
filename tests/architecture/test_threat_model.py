"""The threat model names tests that exist, and says of each threat what is not held."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.sources import ROOT

TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)))
THREATS = (
    "Malicious media", "Malicious names and paths", "Malicious lists", "Malicious insider", "Lost laptop",
    "Curious reader of a report", "Supply chain", "The network",
)  # fmt: skip


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_that_is_named_exists(path: str, name: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))

    assert not name or name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_threat_says_what_holds_it_and_what_does_not() -> None:
    sections = dict(zip(*[iter(re.split(r"^## (.+)$", TEXT, flags=re.MULTILINE)[1:])] * 2, strict=True))

    assert tuple(sections) == THREATS
    for threat, text in sections.items():
        assert "`tests/" in text, threat
        assert "\nNot held:" in text, threat
