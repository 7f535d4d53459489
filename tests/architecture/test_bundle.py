"""The frozen program does the whole job on a machine without Python. `make bundle` builds it, `make test` insists."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from bundling.sums import sums
from tests.architecture.bundled import BUNDLE, DESKTOP, IS_MISSING, WHY, bare_environment, start

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.skipif(IS_MISSING, reason=WHY)]


@dataclass(frozen=True)
class FrozenRun:
    """What the demo of the frozen program left behind, and which libraries its processes loaded."""

    folder: Path
    code: int
    errors: str
    summary: dict[str, Any]
    libraries: tuple[str, ...]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> FrozenRun:
    """Run `forensicdesk demo` with an empty environment and a search path that holds nothing."""
    folder = tmp_path_factory.mktemp("frozen")
    done = start(
        folder, "demo", "--dir", str(folder / "demo"), "--json", LD_DEBUG="files", LD_DEBUG_OUTPUT=str(folder / "ld")
    )
    traces = [path.read_text(errors="replace") for path in folder.glob("ld.*")]
    libraries = {path for text in traces for path in re.findall(r"calling init: (\S.*)", text)}
    return FrozenRun(
        folder / "demo", done.returncode, done.stderr, json.loads(done.stdout or "{}"), tuple(sorted(libraries))
    )


def test_the_demo_runs_to_its_end_and_writes_its_reports(run: FrozenRun) -> None:
    assert run.code == 0, run.errors
    assert {report["format"] for report in run.summary["reports"]} == {"pdf", "html", "json"}
    for report in run.summary["reports"]:
        assert (run.folder / "report" / report["path"]).stat().st_size > 0


def test_the_ledger_of_the_frozen_run_adds_up(run: FrozenRun) -> None:
    ledger = run.summary["ledger"]

    files = sum(path.is_file() for path in (run.folder / "evidence").rglob("*"))
    assert ledger["seen"] - ledger["embedded"] == files
    assert ledger["seen"] == ledger["not_media"] + ledger["media"]
    assert all(run.summary["matches"][kind] > 0 for kind in ("exact", "near", "video"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the loader's own record exists on Linux only")
def test_no_python_of_the_system_takes_part(run: FrozenRun) -> None:
    """The dynamic loader's record of every process: the only Python in it is the one in the bundle."""
    inside = [path for path in run.libraries if path.startswith(str(BUNDLE))]
    outside = [path for path in run.libraries if not path.startswith(str(BUNDLE))]

    assert any("libpython" in path for path in inside)
    assert [path for path in outside if re.search(r"python|site-packages|dist-packages|\.venv", path)] == []


def test_the_frozen_program_examines_itself_without_a_finding(tmp_path: Path) -> None:
    done = start(tmp_path, "doctor", "--json")

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_frozen_desktop_starts_and_stays(tmp_path: Path) -> None:
    desktop = subprocess.Popen(
        [DESKTOP],
        cwd=tmp_path,
        env=bare_environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        code = desktop.wait(timeout=10)
    except subprocess.TimeoutExpired:
        code = None
    finally:
        desktop.terminate()
        _, errors = desktop.communicate(timeout=30)

    assert code is None, errors
    assert "Traceback" not in errors


def test_no_network_library_of_qt_and_no_foreign_toolkit_is_in_the_bundle() -> None:
    names = [path.name for path in BUNDLE.rglob("*")]

    assert [name for name in names if re.search(r"Qt6?(Network|Qml|Quick|WebEngine)", name)] == []


def test_licence_and_notices_travel_with_the_bundle() -> None:
    names = {path.name for path in BUNDLE.rglob("*.md")} | {path.name for path in BUNDLE.rglob("LICENSE")}

    assert {"LICENSE", "NOTICE.md"} <= names


def test_the_list_of_parts_names_what_is_in_the_bundle() -> None:
    parts = json.loads((BUNDLE / "sbom.cdx.json").read_text(encoding="utf-8"))

    libraries = {part["name"] for part in parts["components"] if part["type"] == "library"}
    assert {"pyhanko", "asn1crypto", "cryptography", "libfsapfs-python", "av", "pyside6-essentials"} <= libraries
    assert "aiohttp" not in libraries
    files = {part["name"]: part["hashes"][0]["content"] for part in parts["components"] if part["type"] == "file"}
    for name, sha256 in files.items():
        assert hashlib.sha256((BUNDLE / name).read_bytes()).hexdigest() == sha256, name


def test_every_file_of_the_bundle_has_its_sum() -> None:
    assert (BUNDLE / "SHA256SUMS").read_text(encoding="utf-8") == sums(BUNDLE)


def test_the_manual_is_in_the_bundle() -> None:
    folder = BUNDLE / "_internal" / "manual"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}

    assert {"manual/quick-start.html", "manual/es/prosecutors.html", "manual.pdf"} <= names
