"""Where the frozen program is, and how tests start it: with an empty environment."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from tests.architecture.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = ROOT / "dist" / "forensicdesk"
SUFFIX = ".exe" if sys.platform == "win32" else ""
CONSOLE, DESKTOP = (BUNDLE / f"{name}{SUFFIX}" for name in ("forensicdesk", "forensicdesk-desktop"))
REQUIRED = "FORENSICDESK_REQUIRE_BUNDLE"
KEPT_VARIABLES = ("SYSTEMROOT", "TEMP", "TMP") if sys.platform == "win32" else ()
IS_MISSING = not CONSOLE.exists() and REQUIRED not in os.environ
WHY = "no bundle is built; `make bundle` builds it"


def start(folder: Path, *arguments: object, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the frozen command line in `folder` to its end."""
    return subprocess.run(
        [CONSOLE, *map(str, arguments)],
        cwd=folder,
        env=bare_environment(folder, **variables),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def bare_environment(folder: Path, **variables: str) -> dict[str, str]:
    """As `env -i`: nothing of this process's environment, and no program to be found anywhere."""
    nothing = folder / "nothing"
    nothing.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in KEPT_VARIABLES}
    return {**kept, "PATH": str(nothing), "FORENSICDESK_HOME": str(folder / "home"), **variables}
