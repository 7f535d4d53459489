"""What lies beside every report: a checker of one file that needs nothing of this program, and a page explaining it."""

from __future__ import annotations

from importlib import resources

VERIFIER = "verify_report.py"
EXPLANATION = "HOW-TO-CHECK.txt"

_FOLDER = resources.files("reports") / "standalone"


def files_beside(language: str) -> dict[str, bytes]:
    """Name and content of each file, the explanation in the report's language."""
    return {
        VERIFIER: (_FOLDER / f"{VERIFIER}.txt").read_bytes(),
        EXPLANATION: (_FOLDER / f"{language}.txt").read_bytes(),
    }
