"""Where further test material lies, when there is any."""

from __future__ import annotations

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]


def shared_data() -> Path | None:
    """The folder of further test material: $FORENSICDESK_SHARED_DATA or ../shared/data; None if it is not there."""
    named = os.environ.get("FORENSICDESK_SHARED_DATA")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "data"
    return folder if folder.is_dir() else None
