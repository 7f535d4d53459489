"""Every act has a menu entry; no key stands for two; the guide and the list of keys know them all."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from ui.actions import MENUS, SEPARATOR
from ui.dialogs.about import KEYS

GUIDE = Path(__file__).parents[2] / "docs" / "desktop.md"
ENTRIES = [entry for _, entries in MENUS for entry in entries if entry.name != SEPARATOR]
LISTED_ELSEWHERE = {"Ctrl+W", "Ctrl+Q"}
"""Keys so common that the short list leaves them out; the guide has them."""


def test_no_key_stands_for_two_acts() -> None:
    keys = Counter(entry.key for entry in ENTRIES if entry.key)

    assert [key for key, count in keys.items() if count > 1] == []


def test_every_menu_has_mnemonics_of_its_own() -> None:
    for _, entries in MENUS:
        letters = [entry.text[entry.text.index("&") + 1].lower() for entry in entries if entry.name != SEPARATOR]
        assert len(letters) == len(set(letters)), letters


def test_the_list_of_keys_names_every_key() -> None:
    listed = " ".join(keys for keys, _ in KEYS)

    missing = {entry.key for entry in ENTRIES if entry.key and entry.key not in listed}
    assert missing == LISTED_ELSEWHERE


def test_the_guide_names_every_key() -> None:
    guide = GUIDE.read_text("utf-8")

    assert [entry.key for entry in ENTRIES if entry.key and entry.key not in guide] == []
