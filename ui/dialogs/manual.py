"""The manual in a window of the program: pages beside their table of contents. No browser, no address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QSplitter, QTextBrowser, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from forensicdesk.language import _, spoken
from ui.manual_pages import FIRST, contents, page_text
from ui.widgets.basics import GAP, button, label, row

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

WIDTH, HEIGHT, CONTENTS_WIDTH = 1080, 760, 270
STARTS = {"es": "manual/es/inicio-rapido.html"}
"""The page to begin with, by language; the manual's first one for every other."""
STYLE = "h1 { font-size: x-large; } h2 { font-size: large; } th, td { padding: 4px; } pre { margin: 8px; }"


class Pages(QTextBrowser):
    """Shows text; fetches nothing, whatever a page asks for."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Nothing: pages of the manual are handed over as text."""
        return None


class ManualDialog(QDialog):
    """A page of the manual, its table of contents, and a field to find words in the page."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Manual"))
        self.resize(WIDTH, HEIGHT)
        self._folder = folder
        self.page = ""
        self._items: dict[str, QTreeWidgetItem] = {}
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setUniformRowHeights(True)
        self.contents.setAccessibleName(_("Pages of the manual"))
        self.text = Pages()
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("Page of the manual"))
        self.text.document().setDefaultStyleSheet(STYLE)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find in this page (Enter goes on)"))
        self.search.setAccessibleName(_("Find in this page"))
        self.search.setClearButtonEnabled(True)
        self.said = label("", "muted", wrap=True)
        self._fill()
        self._lay_out()
        self.contents.currentItemChanged.connect(self._chosen)
        self.text.anchorClicked.connect(self._follow)
        self.search.returnPressed.connect(self._find)
        self.show_page(STARTS.get(spoken(), FIRST))

    def show_page(self, name: str, place: str = "") -> None:
        """Show a page of the manual, from `place` on; a link to what is no page of it is told, not followed."""
        try:
            text = page_text(self._folder, name)
        except KeyError:
            self.said.setText(_("{name} is no page of this manual; it lies with the sources.").format(name=name))
            return
        self.page = name
        self.said.setText("")
        self.text.setHtml(text)
        self.text.scrollToAnchor(place)
        if name in self._items:
            self.contents.setCurrentItem(self._items[name])

    def _fill(self) -> None:
        for section in contents(self._folder):
            top = QTreeWidgetItem(self.contents, [section.title])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for name, title in section.pages:
                self._items[name] = QTreeWidgetItem(top, [title])
                self._items[name].setData(0, Qt.ItemDataRole.UserRole, name)
        self.contents.expandAll()

    def _lay_out(self) -> None:
        parts = QSplitter()
        parts.addWidget(self.contents)
        parts.addWidget(self.text)
        parts.setSizes([CONTENTS_WIDTH, WIDTH - CONTENTS_WIDTH])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(GAP)
        layout.addWidget(self.search)
        layout.addWidget(parts, 1)
        layout.addWidget(self.said)
        layout.addLayout(row(1, button(_("C&lose"), self.accept, "primary")))

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        name = item.data(0, Qt.ItemDataRole.UserRole) if item else None
        if name and name != self.page:
            self.show_page(name)

    def _follow(self, link: QUrl) -> None:
        """Only links inside the manual lead anywhere."""
        if link.scheme():
            self.said.setText(_("Addresses outside the manual are not opened: this program is offline."))
            return
        path = QUrl(self.page).resolved(link).path() if link.path() else self.page
        self.show_page(path, link.fragment())

    def _find(self) -> None:
        words = self.search.text()
        if self.text.find(words):
            self.said.setText("")
            return
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)
        if not self.text.find(words, QTextDocument.FindFlag(0)):
            self.said.setText(_("These words are not on this page."))
