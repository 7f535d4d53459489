"""What the desktop remembers between two starts: recent cases, the examiner's name, the appearance,
and what `ui.preferences` and `ui.counting` keep here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSettings

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_CASES = 8
SETTINGS_FILE = "desktop.ini"


class Memory:
    """A small settings file."""

    def __init__(self, folder: Path) -> None:
        """Keep the settings in `folder`; Qt writes the file when something was set."""
        self._settings = QSettings(str(folder / SETTINGS_FILE), QSettings.Format.IniFormat)

    def cases(self) -> tuple[Path, ...]:
        """The cases used last, newest first, without those that are gone."""
        return tuple(path for path in self._all_cases() if path.is_dir())

    def remember_case(self, folder: Path) -> None:
        """Put a case in front."""
        self._write([folder, *(path for path in self._all_cases() if path != folder)])

    def forget_case(self, folder: Path) -> None:
        """Drop a case from the list; the case itself is not touched."""
        self._write([path for path in self._all_cases() if path != folder])

    @property
    def examiner(self) -> str:
        """The examiner's name given last."""
        return str(self._settings.value("examiner", ""))

    @examiner.setter
    def examiner(self, name: str) -> None:
        self._settings.setValue("examiner", name)

    @property
    def appearance(self) -> str:
        """One of "system", "light", "dark"."""
        return str(self._settings.value("appearance", "system"))

    @appearance.setter
    def appearance(self, name: str) -> None:
        self._settings.setValue("appearance", name)

    def text(self, name: str, default: str = "") -> str:
        """A text that was kept under this name."""
        return str(self._settings.value(name, default))

    def whole(self, name: str, default: int = 0) -> int:
        """A whole number that was kept; the default where the file holds something else."""
        try:
            return int(self.text(name, str(default)))
        except ValueError:
            return default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A yes or no that was kept."""
        return self.text(name, str(default)).lower() == "true"

    def keep(self, name: str, value: str | int | bool) -> None:  # noqa: FBT001 - a value to keep, whatever it is
        """Keep a value under this name."""
        self._settings.setValue(name, str(value))

    def _all_cases(self) -> list[Path]:
        count = self._settings.beginReadArray("cases")
        paths = []
        for position in range(count):
            self._settings.setArrayIndex(position)
            paths.append(Path(str(self._settings.value("path", ""))))
        self._settings.endArray()
        return paths

    def _write(self, paths: Sequence[Path]) -> None:
        self._settings.remove("cases")
        self._settings.beginWriteArray("cases")
        for position, path in enumerate(paths[:MOST_CASES]):
            self._settings.setArrayIndex(position)
            self._settings.setValue("path", str(path))
        self._settings.endArray()
