"""Both palettes can be read, and the style sheet names no colour that is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QColor, QPalette

from forensicdesk.model import MatchKind
from ui.resources.theme import DARK, LIGHT, colours_of, kind_colour, make_palette, style_sheet

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from ui.resources.theme import Colours

READABLE = 4.5
"""The contrast that WCAG 2 asks of ordinary text."""


def contrast(first: str, second: str) -> float:
    """The WCAG contrast ratio of two colours."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(name: str) -> float:
    """Relative luminance."""
    colour = QColor(name)
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_stands_out_from_what_is_behind_it(colours: Colours) -> None:
    backs = (colours.window, colours.surface, colours.raised, colours.soft)
    pairs = [(text, back) for text in (colours.text, colours.muted) for back in backs]
    pairs += [(colours.text, back) for back in (colours.error_back, colours.notice_back, colours.done_back)]
    pairs += [(colours.badge_text, kind_colour(colours, kind)) for kind in MatchKind]
    pairs += [(colours.accent_text, colours.accent)]

    assert [pair for pair in pairs if contrast(*pair) < READABLE] == []


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_what_cannot_be_used_now_can_be_read_all_the_same(qtbot: QtBot, colours: Colours) -> None:
    del qtbot
    palette, role = make_palette(colours), QPalette.ColorRole
    group = QPalette.ColorGroup.Disabled
    texts = [palette.color(group, one) for one in (role.WindowText, role.Text, role.ButtonText)]
    backs = [palette.color(group, one) for one in (role.Window, role.Base, role.Button)]

    assert {text.alpha() for text in texts} == {255}
    assert min(contrast(text.name(), back.name()) for text in texts for back in backs) >= READABLE
    disabled = [line for line in style_sheet(colours).splitlines() if ":disabled" in line]
    assert len(disabled) == 3
    assert all(f"color: {colours.muted}" in line and f"background: {colours.window}" in line for line in disabled)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_frames_that_show_the_keyboard_stand_out(colours: Colours) -> None:
    backs = (colours.window, colours.surface, colours.raised, colours.soft)

    assert min(contrast(colours.accent, back) for back in backs) >= 3
    assert contrast(colours.accent_text, colours.accent) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_is_complete_and_the_palette_recognised(qtbot: QtBot, colours: Colours) -> None:
    del qtbot

    sheet = style_sheet(colours)

    assert "$" not in sheet
    assert colours.accent in sheet
    assert colours_of(make_palette(colours)) is colours
