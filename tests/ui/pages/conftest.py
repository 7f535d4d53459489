"""What tests of timeline and map begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.charted import PICTURES, make_charted
from tests.ui.driving import LONG_MS

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.app import Desktop


@pytest.fixture
def charted(qtbot: QtBot, desktop: Desktop, tmp_path: Path) -> Desktop:
    """The desktop with a case of dates and places open."""
    desktop.work.open_case(make_charted(tmp_path))
    qtbot.waitUntil(lambda: desktop.window.gallery.model.count == len(PICTURES), timeout=LONG_MS)
    return desktop
