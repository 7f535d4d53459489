"""Pictures of every screen of the desktop: `python -m tests.support.screenshots --out FOLDER`.

Makes the demonstration's case (drawn pictures and films, harmless), decides a few of its items, walks through pages and
dialogs of the real window and keeps a PNG of each, light and dark. The window is drawn in memory unless QT_QPA_PLATFORM
says otherwise; QT_SCALE_FACTOR enlarges it as a screen of a high density does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLocale

from forensicdesk.language import LANGUAGES, speak, write_numbers
from tests.support.camera import Camera
from tests.support.choosing import NoChooser
from ui.speaking import locale_of, marks_of

if TYPE_CHECKING:
    from collections.abc import Sequence

OFFSCREEN = "offscreen"
THEMES = ("light", "dark")


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the case where there is none, and take the pictures."""
    asked = _asked(arguments)
    out: Path = asked.out
    out.mkdir(parents=True, exist_ok=True)
    os.environ["FORENSICDESK_HOME"] = str(out / "home")
    speak(asked.lang)
    locale = locale_of(asked.lang)
    QLocale.setDefault(locale)
    write_numbers(marks_of(locale))
    # The window's modules are imported when the language is known: their tables of words are made then.
    from tests.support.screens import make_case, walk
    from ui.app import Desktop, make_application
    from ui.preferences import Preferences, keep_preferences
    from ui.recent import Memory

    case = make_case(out / "demo")
    width, height = (int(side) for side in asked.size.split("x"))
    _draw_in_memory(out / "screen.json", width, height)
    app = make_application(sys.argv[:1])
    (out / "settings" / "desktop.ini").unlink(missing_ok=True)
    memory = Memory(out / "settings")
    memory.examiner = "Examiner A"
    keep_preferences(memory, Preferences(language=asked.lang))
    desktop = Desktop(app, memory, NoChooser())
    desktop.window.resize(width, height)
    desktop.window.show()
    camera = Camera(desktop, out, asked.themes.split(","), asked.only)
    try:
        walk(camera, case)
    finally:
        desktop.shut_down()
    sys.stdout.write(f"{len(camera.taken)} pictures in {out}\n")
    return 0


def _draw_in_memory(kept: Path, width: int, height: int) -> None:
    """Have a screen as large as the window, so that dialogs open as they would there; a real screen stays as it is."""
    if os.environ["QT_QPA_PLATFORM"] != OFFSCREEN:
        return
    factor = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    size = {"width": round(width * factor), "height": round(height * factor)}
    screen = {"name": "drawn", "x": 0, "y": 0, **size, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    kept.write_text(json.dumps({"screens": [screen]}), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"{OFFSCREEN}:configfile={kept}"


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Pictures of every screen of the desktop.")
    parser.add_argument("--out", type=Path, default=Path("build/screenshots"), help="folder to write to")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the program")
    parser.add_argument("--themes", default=",".join(THEMES), help="light, dark or both")
    parser.add_argument("--size", default="1366x768", help="of the window, such as 1920x1080")
    parser.add_argument("--only", default="", help="take those alone whose name has this in it; several with commas")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
