"""How this program starts itself."""

from __future__ import annotations

import sys
from pathlib import Path

PROGRAM = "forensicdesk"


def program() -> list[str]:
    """How this program is started: the frozen one, which also lies beside the desktop, or as a module."""
    if not getattr(sys, "frozen", False):
        return [sys.executable, "-m", PROGRAM]
    suffix = ".exe" if sys.platform == "win32" else ""
    return [str(Path(sys.executable).with_name(PROGRAM + suffix))]
