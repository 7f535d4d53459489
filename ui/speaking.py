"""Which language the desktop speaks: chosen once at the start, before the modules of the windows are imported.

Sentences are put together when those modules are loaded, so a language that is chosen later counts from the next start.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QStandardPaths, QTranslator

from forensicdesk.language import LANGUAGES, Marks, speak, spoken, write_numbers
from ui.recent import Memory

if TYPE_CHECKING:
    from collections.abc import Sequence

APPLICATION = "forensicdesk"
SETTING = "preferences/language"
_QT_NAMES = {"es": "es", "pt": "pt_BR"}
"""Languages whose words for Qt's own dialogs come with Qt."""


def settings_folder() -> Path:
    """Where the desktop keeps what it remembers."""
    QCoreApplication.setApplicationName(APPLICATION)
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppConfigLocation))


def begin(arguments: Sequence[str]) -> list[str]:
    """Speak what `--lang` asks for, or what is set, or what the system speaks; gives the other arguments.

    Raises:
        SystemExit: `--lang` names no language there is; code 2.
    """
    parser = argparse.ArgumentParser("forensicdesk-desktop", add_help=False, allow_abbrev=False)
    parser.add_argument("--lang", choices=LANGUAGES)
    known, rest = parser.parse_known_args(arguments[1:])
    speak(known.lang or language_of(Memory(settings_folder()).text(SETTING)))
    locale = locale_of(spoken())
    QLocale.setDefault(locale)
    write_numbers(marks_of(locale))
    return [*arguments[:1], *rest]


def language_of(chosen: str, system: QLocale | None = None) -> str:
    """The language to speak: the chosen one, or with "" the system's; English where there is no such translation."""
    wanted = chosen or QLocale.languageToCode((system or QLocale.system()).language())
    return wanted if wanted in LANGUAGES else "en"


def locale_of(language: str, system: QLocale | None = None) -> QLocale:
    """How numbers are written: as the system does if it speaks the language, else as most who speak it do."""
    here, usual = system or QLocale.system(), QLocale(_QT_NAMES.get(language, language))
    return here if here.language() == usual.language() else usual


def marks_of(locale: QLocale) -> Marks:
    """How a locale of Qt writes numbers."""
    parts_thousands = len(locale.toString(1_000)) > len("1000")
    return Marks(locale.groupSeparator(), locale.decimalPoint(), 1_000 if parts_thousands else 10_000)


def translate_qt(app: QCoreApplication) -> None:
    """Let Qt's own dialogs speak the language, where Qt brings its words."""
    name = _QT_NAMES.get(spoken())
    words = QTranslator(app)
    if name and words.load(f"qtbase_{name}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
