"""What the dialogs that collect a request share: rows, a line for what is missing, two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QPushButton, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.widgets.basics import GAP, WIDE_GAP, button, label, row
from ui.widgets.entering import pressed_by_enter
from ui.widgets.room import resize_within

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QShowEvent
    from PySide6.QtWidgets import QLayout, QLineEdit

FORM_WIDTH = 620


class FormDialog(QDialog):
    """A form whose main button is enabled once nothing is missing."""

    def __init__(self, title: str, heading: str, text: str, accept_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(FORM_WIDTH)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(20, 18, 20, 16)
        self._outer.setSpacing(WIDE_GAP)
        self._outer.addWidget(label(heading, "heading", wrap=True))
        if text:
            self._outer.addWidget(label(text, "muted", wrap=True))
        self.form = QFormLayout()
        self.form.setSpacing(GAP)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._outer.addLayout(self.form)
        self._outer.addStretch(1)
        self.missing = label(kind="muted", wrap=True)
        self._outer.addWidget(self.missing)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.go = self.buttons.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._outer.addWidget(self.buttons)
        for other in self.buttons.findChildren(QPushButton):
            other.setAutoDefault(False)  # Enter in a field never throws away what was filled in
        self.go.setDefault(True)  # once it stands in the dialog: before, nobody hears of it

    def showEvent(self, event: QShowEvent) -> None:
        """As wide as its words need in the language in use, and as high as its screen leaves."""
        self.setMinimumWidth(max(self.minimumWidth(), self._outer.minimumSize().width()))
        super().showEvent(event)
        needed = max(self.sizeHint().height(), self._outer.totalHeightForWidth(self.width()))
        if needed > self.height():  # Qt opens none higher than two thirds of the screen
            resize_within(self, self.width(), needed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard; in a field it takes what was filled in."""
        if not pressed_by_enter(self.focusWidget(), event):
            super().keyPressEvent(event)

    def check(self) -> None:
        """Say what is missing, or enable the main button."""
        missing = self.what_is_missing()
        self.missing.setText(missing)
        self.missing.setVisible(bool(missing))
        self.go.setEnabled(not missing)
        needed = self._outer.totalHeightForWidth(self.width())
        if self.isVisible() and needed > self.height():
            resize_within(self, self.width(), needed)

    def what_is_missing(self) -> str:
        """One sentence about the first thing that is missing, "" if nothing is."""
        return ""

    def fit_height(self) -> None:
        """Be as high as what is shown needs in this width: other rows are shown than before."""
        self._outer.activate()
        resize_within(self, self.width(), max(self.sizeHint().height(), self._outer.totalHeightForWidth(self.width())))

    def add_part(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put something between the form and the buttons; with a stretch it takes the room that is left."""
        position = self._outer.count() - 3
        if isinstance(part, QWidget):
            self._outer.insertWidget(position, part, stretch)
        else:
            self._outer.insertLayout(position, part, stretch)


def path_row(field: QLineEdit, choose: Callable[[], object], text: str = _("&Choose…")) -> QWidget:
    """A field for a path with a button beside it."""
    if not field.accessibleName():
        field.setAccessibleName(_("Path"))

    def ask() -> None:
        choose()
        field.setFocus()  # where Enter goes on with the form, instead of asking again

    holder = QWidget()
    layout = row(field, button(text, ask))
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setStretch(0, 1)
    holder.setLayout(layout)
    holder.setFocusProxy(field)
    return holder
