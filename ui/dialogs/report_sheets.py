"""The pages of a report as pictures: one at a time, as wide as the window, or larger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QPixmap, QShortcut
from PySide6.QtWidgets import QCheckBox, QLabel, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.report_pages import Wish
from ui.widgets.basics import GAP, button, label, row
from ui.words import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QResizeEvent

    from ui.report_pages import Facts

LAYING_OUT = _("Laying out the pages…")
ZOOMS = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8)
"""How much wider than the window a page is drawn."""
WHOLE_WIDTH = ZOOMS.index(1.0)
REST_MS = 150
MARGIN_PX = 24
_WITHIN = Qt.ShortcutContext.WidgetWithChildrenShortcut


class SheetsPage(QWidget):
    """Which page, how large, and the page."""

    wished = Signal(object)
    """A `Wish` for a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom = WHOLE_WIDTH
        self._facts: Facts | None = None
        self.before = button(_("&Previous page"), lambda: self._turn(-1), "small", _("Page Up"))
        self.after = button(_("&Next page"), lambda: self._turn(1), "small", _("Page Down"))
        self.smaller = button("\N{MINUS SIGN}", lambda: self._change_zoom(-1), "small", _("Smaller (Ctrl+-)"))
        self.larger = button("+", lambda: self._change_zoom(1), "small", _("Larger (Ctrl++)"))
        self.smaller.setAccessibleName(_("Smaller"))
        self.larger.setAccessibleName(_("Larger"))
        self.page = QSpinBox()
        self.page.setAccessibleName(_("Page"))
        self.count = label(kind="muted")
        self.clear = QCheckBox(_("Show pictures &clearly"))
        self.clear.setToolTip(_("Until then they are coarse squares; the report itself shows them clearly"))
        self.sheet = QLabel()
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.note = label(kind="muted", wrap=True)
        self._redraw = QTimer(self)
        self._build()
        self.show_sentence(LAYING_OUT)

    def _build(self) -> None:
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REST_MS)
        self._redraw.timeout.connect(self._wish)
        self.page.valueChanged.connect(lambda _: self._wish())
        self.clear.toggled.connect(lambda _: self._wish())
        self.area.setWidget(self.sheet)
        self.area.setWidgetResizable(True)
        self.area.setAccessibleName(_("The page"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.setSpacing(GAP)
        parts = (self.before, self.page, self.count, self.after, 1, self.clear, self.smaller, self.larger)
        layout.addLayout(row(*parts))
        layout.addWidget(self.area, 1)
        layout.addWidget(self.note)
        keys = Qt.Key
        for key, act in (
            (keys.Key_PageUp, lambda: self._turn(-1)),
            (keys.Key_PageDown, lambda: self._turn(1)),
            (QKeySequence.StandardKey.ZoomIn, lambda: self._change_zoom(1)),
            (QKeySequence.StandardKey.ZoomOut, lambda: self._change_zoom(-1)),
        ):
            self._key(key, act)

    def _key(self, key: Qt.Key | QKeySequence.StandardKey, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(key), self, act, context=_WITHIN)

    # --- what is shown ------------------------------------------------------------------------------------------

    def wait(self) -> None:
        """Another report is being laid out; the number of the page stays."""
        if self.sheet.pixmap().isNull():
            self.show_sentence(LAYING_OUT)
            return
        self._facts = None
        self._say(LAYING_OUT)
        self._enable()

    def show_facts(self, facts: Facts) -> None:
        """Show a report that was laid out, at the page that was shown before as far as it has one."""
        self._facts = facts
        self.page.blockSignals(True)  # noqa: FBT003 - Qt's
        self.page.setRange(1, max(1, facts.pages))
        self.page.blockSignals(False)  # noqa: FBT003 - Qt's
        self.count.setText(_("of {count}").format(count=number(facts.pages)))
        self._say(_note(facts))
        self._enable()
        self._wish()

    def show_page(self, wish: Wish, image: QImage) -> None:
        """Show a page that was drawn; not one that is not the page any more, or is clearer than is wished now."""
        if self._facts is None or wish.number != self.page.value() or (self._coarse and not wish.coarse):
            return
        pixels = QPixmap.fromImage(image)
        pixels.setDevicePixelRatio(self.devicePixelRatioF())
        self.sheet.setPixmap(pixels)
        told = _("Page {page} of {count}").format(page=number(wish.number), count=number(self._facts.pages))
        self.sheet.setAccessibleName(told)

    def show_sentence(self, text: str) -> None:
        """Show no page, but say why."""
        self._facts = None
        self.sheet.clear()
        self.sheet.setText(text)
        self._say("")
        self._enable()

    def hide_pictures(self) -> None:
        """Take a page with clear pictures away at once; it comes back with coarse squares."""
        if self.clear.isChecked():
            self.sheet.clear()
            self.clear.setChecked(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw anew for another width, once it rests."""
        super().resizeEvent(event)
        self._redraw.start()

    # --- within -------------------------------------------------------------------------------------------------

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _turn(self, by: int) -> None:
        if self._facts is not None:
            self.page.setValue(self.page.value() + by)
            self.area.verticalScrollBar().setValue(0)

    def _change_zoom(self, by: int) -> None:
        self._zoom = min(max(0, self._zoom + by), len(ZOOMS) - 1)
        self._enable()
        self._wish()

    def _wish(self) -> None:
        self._enable()
        if self._facts is not None:
            width = max(100, self.area.viewport().width() - MARGIN_PX) * ZOOMS[self._zoom]
            self.wished.emit(Wish(self.page.value(), round(width * self.devicePixelRatioF()), self._coarse))

    @property
    def _coarse(self) -> bool:
        """Whether pictures on the page are to be squares."""
        return self._facts is not None and self._facts.clear and not self.clear.isChecked()

    def _enable(self) -> None:
        facts = self._facts
        self.before.setEnabled(facts is not None and self.page.value() > 1)
        self.after.setEnabled(facts is not None and self.page.value() < facts.pages)
        self.page.setEnabled(facts is not None)
        self.smaller.setEnabled(facts is not None and self._zoom > 0)
        self.larger.setEnabled(facts is not None and self._zoom < len(ZOOMS) - 1)
        self.clear.setVisible(facts is not None and facts.clear)


def _note(facts: Facts) -> str:
    """What of the report is not laid out here."""
    if facts.items < facts.of:
        text = _("The first {count} of {total} items are laid out here; the report has all of them and more pages.")
        return text.format(count=number(facts.items), total=number(facts.of))
    return _("Long lists of files are cut short here; the report has all of them.") if facts.cut else ""
