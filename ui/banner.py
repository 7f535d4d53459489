"""Messages at the top of the window: one clear sentence, nothing that blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui.dialogs.details import DetailsDialog
from ui.widgets.basics import button, label, value_label

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.tasks import Trouble

MOST_BANNERS = 3
ERROR = "error"
SPOKEN = {"error": _("Error"), "notice": _("Note"), "done": _("Done")}


class Banner(QFrame):
    """One message: kind is error, notice or done."""

    def __init__(self, text: str, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = text
        self.kind = kind
        self.setProperty("banner", kind)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(14, 8, 10, 8)
        heading = label(SPOKEN[kind] + ":")
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        message = value_label(text)
        message.setAccessibleName(f"{SPOKEN[kind]}: {text}")
        self._layout.addWidget(heading)
        self._layout.addWidget(message, 1)
        close = button(_("Dismiss"), self.dismiss, "small", _("Hide this message"))
        self._layout.addWidget(close)

    def add_action(self, text: str, clicked: Callable[[], object]) -> None:
        """A button that offers what to do; the message goes when it is pressed."""

        def press() -> None:
            self.dismiss()
            clicked()

        made = button(text, press, "small")
        self._layout.insertWidget(self._layout.count() - 1, made)

    def add_details(self, trouble: Trouble) -> None:
        """A button that opens what to do and what to copy."""
        made = button(_("What to do…"), lambda: DetailsDialog(trouble, self.window()).open(), "small")
        self._layout.insertWidget(self._layout.count() - 1, made)

    def dismiss(self) -> None:
        """Go away."""
        self.hide()
        self.deleteLater()


class Banners(QWidget):
    """The newest messages, newest on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)

    def show_trouble(self, trouble: Trouble) -> Banner:
        """Show what went wrong."""
        banner = self.show_message(trouble.sentence, ERROR)
        if trouble.details or trouble.advice:
            banner.add_details(trouble)
        return banner

    def show_message(self, text: str, kind: str = "notice") -> Banner:
        """Show a message; it takes the place of an equal one and of all that are no errors; only the last few stay."""
        for shown in self.messages():
            if shown.text == text or shown.kind != ERROR:
                shown.dismiss()
        for shown in self.messages()[MOST_BANNERS - 1 :]:
            shown.dismiss()
        banner = Banner(text, kind, self)
        self._layout.insertWidget(0, banner)
        banner.show()
        return banner

    def clear(self) -> None:
        """Take all messages away."""
        for shown in self.messages():
            shown.dismiss()

    def messages(self) -> list[Banner]:
        """What is shown, newest first."""
        entries = (self._layout.itemAt(position) for position in range(self._layout.count()))
        widgets = (entry.widget() for entry in entries if entry is not None)
        return [widget for widget in widgets if isinstance(widget, Banner) and not widget.isHidden()]
