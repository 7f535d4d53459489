"""The page on validation names tests and commands that exist."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT

PAGE = ROOT / "docs" / "validation.md"
NAMED = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
PROMISES = 7


def test_every_test_that_is_named_as_a_proof_exists() -> None:
    named = NAMED.findall(PAGE.read_text(encoding="utf-8"))

    assert len(named) > 40
    missing = [
        (path, name)
        for path, name in named
        if not (ROOT / path).is_file() or (f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8") and name)
    ]
    assert missing == []


def test_every_promise_of_the_readme_has_its_proofs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")

    promises = re.findall(r"^(\d)\. (.+?)[:;,.]", readme, re.MULTILINE)[-PROMISES:]
    sections = dict(re.findall(r"^### (\d)\. (.+)$", page, re.MULTILINE))
    assert dict(promises) == sections


def test_every_module_and_target_that_repeats_a_measurement_exists() -> None:
    text = PAGE.read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)

    modules = re.findall(r"python -m ([a-z_.]+)", text)
    assert {name for name in re.findall(r"\bmake ([a-z-]+)", text) if name not in targets} == set()
    assert [
        name for name in modules if name != "pytest" and not (ROOT / f"{name.replace('.', '/')}.py").is_file()
    ] == []
