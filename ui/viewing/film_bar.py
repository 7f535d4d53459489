"""The strip of a film and what plays it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.resources.theme import colours_of
from ui.viewing.film import SPEEDS
from ui.widgets.basics import GAP, WIDE_GAP, button, label, row
from ui.words import short_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QMouseEvent, QPaintEvent

    from ui.viewing.film import FilmPlayer
    from ui.viewing.pixels import Ready

STRIP_HEIGHT = 56
MARKER_PX = 2


def time_text(seconds: float) -> str:
    """A place in a film: 1:02:03.250, or 2:03.250."""
    thousandths = max(0, round(seconds * 1000))
    minutes, rest = divmod(thousandths, 60_000)
    hours, minutes = divmod(minutes, 60)
    start = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{start}:{rest // 1000:02}.{rest % 1000:03}"


class Strip(QWidget):
    """Frames of the whole film side by side, a line where it is; pressing or dragging goes there."""

    sought = Signal(float)
    """A share of the film, 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: tuple[QImage, ...] = ()
        self._share = 0.0
        self.setFixedHeight(STRIP_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("Strip of the film"))

    @property
    def count(self) -> int:
        """How many frames it shows."""
        return len(self._frames)

    def set_frames(self, frames: Sequence[Ready]) -> None:
        """Show these frames."""
        self._frames = tuple(frame.image for frame in frames)
        self.update()

    def set_share(self, share: float) -> None:
        """Move the line."""
        self._share = min(1.0, max(0.0, share))
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(400, STRIP_HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._seek(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub."""
        self._seek(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw frames and line."""
        colours = colours_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(colours.raised))
        for number, frame in enumerate(self._frames):
            left = number * self.width() // len(self._frames)
            right = (number + 1) * self.width() // len(self._frames)
            _fill(painter, QRect(left, 0, right - left - 1, self.height()), frame)
        place = round(self._share * (self.width() - 1))
        painter.setPen(QPen(QColor(colours.surface), MARKER_PX + 4))
        painter.drawLine(place, 0, place, self.height())
        painter.setPen(QPen(QColor(colours.accent), MARKER_PX))
        painter.drawLine(place, 0, place, self.height())

    def _seek(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(min(1.0, max(0.0, event.position().x() / max(1, self.width() - 1))))


def _fill(painter: QPainter, place: QRect, frame: QImage) -> None:
    """The middle of a frame, as much as fills its place."""
    if frame.isNull() or place.width() < 1:
        return
    scale = max(place.width() / frame.width(), place.height() / frame.height())
    width, height = round(place.width() / scale), round(place.height() / scale)
    source = QRect((frame.width() - width) // 2, (frame.height() - height) // 2, width, height)
    painter.drawImage(place, frame, source)


class FilmBar(QFrame):
    """Strip, buttons, time and speed of the film that is open."""

    def __init__(self, player: FilmPlayer, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "strip")
        self._player = player
        self.strip = Strip()
        self.play = button(_("Play"), player.toggle, "small", _("Play or pause (space)"))
        self.back = button("◂", lambda: player.step(-1), "small", _("One frame back (,)"))
        self.on = button("▸", lambda: player.step(1), "small", _("One frame on (.)"))
        self.back.setAccessibleName(_("One frame back"))
        self.on.setAccessibleName(_("One frame on"))
        self.time = label(kind="mono")
        self.speed = QComboBox()
        for speed in SPEEDS:
            self.speed.addItem(_("{speed} x").format(speed=short_number(speed)), speed)
        self.speed.setAccessibleName(_("Speed"))
        self.speed.setToolTip(_("Slower or faster ([ and ])"))
        self.speed.activated.connect(lambda place: player.set_speed(SPEEDS[place]))
        self.silent = label(_("without sound"), "muted")
        self.play.setMinimumWidth(84)
        for part in (self.play, self.back, self.on, self.speed):
            part.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(WIDE_GAP, 6, WIDE_GAP, 6)
        layout.setSpacing(6)
        layout.addWidget(self.strip)
        layout.addLayout(row(self.play, self.back, self.on, self.time, 1, self.silent, self.speed, spacing=GAP))
        self.strip.sought.connect(self._seek)
        player.strip_read.connect(self.strip.set_frames)
        player.state_changed.connect(self.show_state)
        player.frame_due.connect(lambda _frame: self.show_state())

    def show_state(self) -> None:
        """Show where the film is."""
        player = self._player
        self.play.setText(_("Pause") if player.playing else _("Play"))
        length = player.duration_s
        here = time_text(player.at_s)
        self.time.setText(here if length is None else f"{here} / {time_text(length)}")
        self.strip.set_share(player.at_s / length if length else 0.0)
        self.speed.setCurrentIndex(SPEEDS.index(player.speed))

    def _seek(self, share: float) -> None:
        if self._player.duration_s is not None:
            self._player.seek(share * self._player.duration_s)
