"""Tabs whose titles go on in a second line where there is no room, so that none has to be scrolled to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.widgets.flow import FlowLayout


class WrappedTabs(QWidget):
    """Pages of which one is seen, and their titles above; the arrow keys go from title to title."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._pages = QStackedWidget()
        self._strip = QWidget()
        self._titles = FlowLayout(self._strip, gap=2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._strip.setSizePolicy(policy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._strip)
        layout.addWidget(self._pages, 1)
        self._group.idToggled.connect(self._turn)

    def addTab(self, page: QWidget, text: str) -> None:
        """One more page; the first is seen."""
        title = QPushButton()
        title.setCheckable(True)
        title.setProperty("kind", "tab")
        number = self._pages.addWidget(page)
        self._group.addButton(title, number)
        self._titles.addWidget(title)
        self.setTabText(number, text)
        title.setChecked(number == 0)

    def count(self) -> int:
        """How many pages there are."""
        return self._pages.count()

    def currentIndex(self) -> int:
        """The page that is seen."""
        return self._pages.currentIndex()

    def setCurrentIndex(self, number: int) -> None:
        """Show this page."""
        self._group.button(number).setChecked(True)

    def setCurrentWidget(self, page: QWidget) -> None:
        """Show this page."""
        self.setCurrentIndex(self._pages.indexOf(page))

    def tabText(self, number: int) -> str:
        """The title of a page."""
        return self._group.button(number).text()

    def setTabText(self, number: int, text: str) -> None:
        """Another title for a page."""
        title = self._group.button(number)
        title.setText(text)
        title.setAccessibleName(text.replace("&", ""))

    def focus_title(self) -> None:
        """Give the keyboard to the title of the page that is seen."""
        self._group.button(self.currentIndex()).setFocus()

    def order_keys(self) -> None:
        """Let Tab lead from the titles into the pages: what was put there later would come last in the window."""
        before: QWidget = self._group.buttons()[-1]
        for inside in self._pages.findChildren(QWidget):
            if inside.focusPolicy() & Qt.FocusPolicy.TabFocus:
                QWidget.setTabOrder(before, inside)
                before = inside

    def _turn(self, number: int, checked: bool) -> None:  # noqa: FBT001 - Qt's signature
        if checked:
            self._pages.setCurrentIndex(number)
