"""Every act has a menu entry; no key stands for two; the guide and the sheet of keys know them all."""

from __future__ import annotations

import gettext
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from forensicdesk.decisions import Category, CategoryScheme
from forensicdesk.language import DOMAIN, FOLDER, LANGUAGES
from tests.ui.driving import any_dialog, dialog
from ui.actions import APPEARANCE, APPEARANCES, MENUS, SEPARATOR, VIEW
from ui.dialogs.about import KeysDialog

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.app import Desktop

GUIDE = Path(__file__).parents[2] / "docs" / "desktop.md"
ENTRIES = [entry for _, entries in MENUS for entry in entries if entry.name != SEPARATOR]


def test_no_key_stands_for_two_acts() -> None:
    keys = Counter(entry.key for entry in ENTRIES if entry.key)

    assert [key for key, count in keys.items() if count > 1] == []


def test_no_two_acts_that_can_be_done_share_a_key_whatever_the_categories_take(
    qtbot: QtBot, open_case: Desktop
) -> None:
    window, session = open_case.window, open_case.work.session
    assert session is not None
    letters = "ntsufc1"
    categories = tuple(Category(str(at), f"kind {letter}", letter, "#336699") for at, letter in enumerate(letters))
    session.choose_scheme(CategoryScheme("letters", "", "", categories))
    window.deciding.refresh()
    qtbot.waitUntil(lambda: window.deciding.standing.scheme is not None)

    keys: dict[str, list[str]] = {}
    for action in {one for menu in window.actions_.menus.values() for one in menu.actions()}:
        for shortcut in action.shortcuts() if action.isEnabled() else ():
            keys.setdefault(shortcut.toString(), []).append(action.text())

    assert {key: texts for key, texts in keys.items() if len(texts) > 1} == {}
    assert {letter.upper() for letter in letters} <= keys.keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_stands_twice_in_one_menu_in_any_language(language: str) -> None:
    catalogue = gettext.translation(DOMAIN, FOLDER, [language], fallback=language == "en")
    menus = [[title for title, _ in MENUS], [text for _, text in APPEARANCES]]
    for title, entries in MENUS:
        texts = [entry.text for entry in entries if entry.name != SEPARATOR]
        menus.append([*texts, APPEARANCE] if title == VIEW else texts)

    for texts in menus:
        said = [catalogue.gettext(text) for text in texts]
        letters = Counter(text.replace("&&", "")[text.replace("&&", "").index("&") + 1].lower() for text in said)
        assert max(letters.values()) == 1, (letters.most_common(3), said)


def test_the_sheet_of_keys_opens_by_a_question_mark_and_names_every_key(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.window.activateWindow()
    QTest.keyClicks(desktop.window, "?")
    qtbot.waitUntil(lambda: any_dialog(KeysDialog))

    sheet = dialog(KeysDialog)
    listed = {key for keys, _ in sheet.shown() for key in keys.split(", ")}
    wanted = {QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText) for entry in ENTRIES}
    assert wanted - {""} <= listed
    assert {"F1", "?", "F2", "Space"} <= listed

    sheet.search.setText("line draw")
    assert sheet.shown() == (("F8", "Line drawings"),)
    sheet.accept()


def test_the_guide_names_every_key() -> None:
    guide = GUIDE.read_text("utf-8")

    assert [entry.key for entry in ENTRIES if entry.key and entry.key not in guide] == []


def test_menu_and_settings_say_the_same_of_light_and_dark(desktop: Desktop) -> None:
    window = desktop.window
    window.actions_["settings"].trigger()
    settings = window.further.settings
    inner = next(one.menu() for one in window.actions_.menus[VIEW].actions() if one.text() == APPEARANCE)
    assert isinstance(inner, QMenu)
    light, dark = (inner.actions()[at] for at in (1, 2))

    dark.trigger()
    assert settings.appearance.currentData() == "dark"
    settings.appearance.setCurrentIndex(settings.appearance.findData("light"))
    assert light.isChecked()
    assert not dark.isChecked()
