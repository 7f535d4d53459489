"""The lock files pin everything by hash and name no place to fetch it from."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.sources import ROOT

LOCKS = ("runtime.lock", "cluster.lock", "postgresql.lock", "token.lock", "dev.lock", "pdf-checks.lock")
EXTRAS = re.compile(r"\[.*\]")
REQUIREMENT = re.compile(r"^([A-Za-z0-9_.\-]+)==([^ ;\\]+)", re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_no_address_of_a_package_index_is_in_the_lock(name: str) -> None:
    text = read(name)

    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index|--extra-index|--find-links|--trusted-host)", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_and_has_hashes(name: str) -> None:
    lines = read(name).splitlines()
    starts = [number for number, line in enumerate(lines) if line and not line.startswith((" ", "#"))]

    assert starts
    for start in starts:
        assert REQUIREMENT.match(lines[start]), lines[start]
        assert lines[start + 1].strip().startswith("--hash=sha256:"), lines[start]


def test_what_the_project_asks_for_is_what_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    runtime, development = versions("runtime.lock"), versions("dev.lock")

    assert pins(project["dependencies"]).items() <= runtime.items()
    assert pins(project["optional-dependencies"]["dev"]).items() <= development.items()
    for extra in ("cluster", "postgresql", "token"):
        extended = versions(f"{extra}.lock")
        assert pins(project["optional-dependencies"][extra]).items() <= extended.items()
        assert runtime.items() <= extended.items() <= development.items()


def read(name: str) -> str:
    return (ROOT / "requirements" / name).read_text(encoding="utf-8")


def versions(name: str) -> dict[str, str]:
    return {package.lower(): version for package, version in REQUIREMENT.findall(read(name))}


def pins(requirements: list[str]) -> dict[str, str]:
    return dict(EXTRAS.sub("", requirement).split("==") for requirement in requirements)
