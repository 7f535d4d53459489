"""The two palettes and the one style sheet. Colours of matches never stand alone: a word always goes with them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from forensicdesk.model import MatchKind

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

APPEARANCES = {"system": Qt.ColorScheme.Unknown, "light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
HALF_LIGHT = 128
LINEAR_BELOW = 0.04045
"""Where the curve of sRGB is straight."""
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour the desktop uses, as #rrggbb."""

    window: str
    surface: str
    raised: str
    text: str
    muted: str
    border: str
    accent: str
    accent_text: str
    soft: str
    exact: str
    near: str
    film: str
    badge_text: str
    error_back: str
    error_edge: str
    notice_back: str
    notice_edge: str
    done_back: str
    done_edge: str


LIGHT = Colours(
    window="#f3f4f6",
    surface="#ffffff",
    raised="#fafbfc",
    text="#1b2127",
    muted="#56616c",
    border="#d3d9df",
    accent="#245a8d",
    accent_text="#ffffff",
    soft="#e3ecf5",
    exact="#b3261e",
    near="#8a5a00",
    film="#5a3fb0",
    badge_text="#ffffff",
    error_back="#fdecea",
    error_edge="#c5352b",
    notice_back="#eaf2fb",
    notice_edge="#245a8d",
    done_back="#e8f5ec",
    done_edge="#2c7a45",
)
DARK = Colours(
    window="#1b1f23",
    surface="#24292e",
    raised="#2a3036",
    text="#e4e8ec",
    muted="#a3aeb9",
    border="#3c444d",
    accent="#7db3e6",
    accent_text="#0f1a24",
    soft="#2b3a4a",
    exact="#ff8a80",
    near="#f0b74f",
    film="#b9a6ff",
    badge_text="#16191c",
    error_back="#3a2222",
    error_edge="#ff8a80",
    notice_back="#22303f",
    notice_edge="#7db3e6",
    done_back="#1f3327",
    done_edge="#6fca8d",
)


def colours_of(palette: QPalette) -> Colours:
    """The colours that go with a palette: judged by how light its windows are."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < HALF_LIGHT else LIGHT


def kind_colour(colours: Colours, kind: MatchKind) -> str:
    """The colour of a match kind."""
    return {MatchKind.EXACT: colours.exact, MatchKind.NEAR: colours.near, MatchKind.VIDEO: colours.film}[kind]


def text_on(colour: str) -> str:
    """Black or white, whichever is read better on a colour: the one with the higher contrast by WCAG 2."""
    known = QColor(colour)
    linear = [
        value / 12.92 if value <= LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4
        for value in (known.redF(), known.greenF(), known.blueF())
    ]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#000000" if (light + 0.05) / 0.05 > 1.05 / (light + 0.05) else "#ffffff"


def make_palette(colours: Colours) -> QPalette:
    """A Qt palette of these colours."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in {
        role.Window: colours.window,
        role.Base: colours.surface,
        role.AlternateBase: colours.raised,
        role.Button: colours.raised,
        role.ToolTipBase: colours.surface,
        role.WindowText: colours.text,
        role.Text: colours.text,
        role.ButtonText: colours.text,
        role.ToolTipText: colours.text,
        role.PlaceholderText: colours.muted,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.accent_text,
        role.Link: colours.accent,
        role.Mid: colours.border,
        role.Dark: colours.border,
        role.Light: colours.surface,
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.muted))
    return palette


def style_sheet(colours: Colours) -> str:
    """The style sheet in these colours."""
    name = "dark" if colours is DARK else "light"
    sheet = Template((FOLDER / "style.qss").read_text("utf-8"))
    pictures = {
        "check_mark": (FOLDER / f"check-{name}.svg").as_posix(),
        "arrow": (FOLDER / f"arrow-{name}.svg").as_posix(),
    }
    return sheet.substitute(asdict(colours), **pictures)


def dress(app: QApplication, appearance: str = "system") -> None:
    """Give the application its look: "light", "dark", or what the system says."""
    wanted = APPEARANCES.get(appearance, Qt.ColorScheme.Unknown)
    if wanted is Qt.ColorScheme.Unknown:
        wanted = app.styleHints().colorScheme()
    if wanted is Qt.ColorScheme.Unknown:
        colours = colours_of(app.style().standardPalette())
    else:
        colours = DARK if wanted is Qt.ColorScheme.Dark else LIGHT
    app.setPalette(make_palette(colours))
    app.setStyleSheet(style_sheet(colours))
