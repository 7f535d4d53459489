"""One finished run that several tests look at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.evidence import make_small_evidence
from tests.support.program import document, forensicdesk

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class FinishedRun:
    """A folder with evidence, list, case and report, and what `run --json` printed."""

    home: Path
    evidence: Path
    hash_list: Path
    case: Path
    report: Path
    code: int
    summary: dict[str, Any]


@pytest.fixture(scope="package")
def finished(tmp_path_factory: pytest.TempPathFactory) -> FinishedRun:
    """Run the whole job once over small evidence."""
    root = tmp_path_factory.mktemp("flow")
    evidence = make_small_evidence(root / "evidence")
    hash_list = write_list(root / "list.csv", evidence)
    done = forensicdesk(
        root / "home",
        "run",
        evidence,
        "--case",
        root / "case",
        "--list",
        f"{hash_list}:notable",
        "--report",
        root / "report",
        "--json",
    )
    return FinishedRun(
        root / "home", evidence, hash_list, root / "case.fdcase", root / "report", done.returncode, document(done)
    )


def write_list(target: Path, evidence: Path) -> Path:
    """A list that holds one digest of each kind and the PDQ of one picture."""
    one = (evidence / "phone" / "one.jpg").read_bytes()
    two = (evidence / "phone" / "two.png").read_bytes()
    three = (evidence / "drive" / "deep" / "three.webp").read_bytes()
    lines = [
        "name,md5,sha1,sha256",
        f"one,,,{hashlib.sha256(one).hexdigest()}",
        f"two,,{hashlib.sha1(two, usedforsecurity=False).hexdigest()},",
        f"three,{hashlib.md5(three, usedforsecurity=False).hexdigest()},,",
        "empty,d41d8cd98f00b204e9800998ecf8427e,,",
        "broken,xyz,,",
    ]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target
