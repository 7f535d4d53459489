"""The manual in a window of the program: pages beside their table of contents. No browser, no address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QDialog, QLineEdit, QSplitter, QTextBrowser, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from forensicdesk.language import _, spoken
from ui.manual_pages import contents, counterpart, first_page, page_picture, page_text
from ui.widgets.basics import GAP, button, label, row
from ui.widgets.room import resize_within

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

WIDTH, HEIGHT, CONTENTS_WIDTH = 1080, 760, 270
OTHER = {True: "English", False: "Español"}
"""What the button for the other language says, by whether the page on show is Spanish: each in its own language."""
STYLE = "h1 { font-size: x-large; } h2 { font-size: large; } th, td { padding: 4px; } pre { margin: 8px; }"


class Pages(QTextBrowser):
    """Shows text and the pictures that lie in the manual's folder; fetches nothing else, whatever a page asks for."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.page = ""
        """The page on show, below the folder; what its pictures are relative to."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture of the manual, as wide as the text at most; nothing for all else."""
        link = QUrl(name)
        if kind != QTextDocument.ResourceType.ImageResource.value or link.scheme() or link.host():
            return None
        image = QImage.fromData(page_picture(self._folder, QUrl(self.page).resolved(link).path()))
        room = self.viewport().width() - 3 * GAP
        smooth = Qt.TransformationMode.SmoothTransformation
        return image.scaledToWidth(room, smooth) if image.width() > room > 0 else image


class ManualDialog(QDialog):
    """A page of the manual, its table of contents, and a field to find words in the page."""

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Manual"))
        resize_within(self, WIDTH, HEIGHT)
        self._folder = folder
        self._items: dict[str, QTreeWidgetItem] = {}
        self.contents = QTreeWidget()
        self.contents.setHeaderHidden(True)
        self.contents.setUniformRowHeights(True)
        self.contents.setAccessibleName(_("Pages of the manual"))
        self.text = Pages(folder)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("Page of the manual"))
        self.text.document().setDefaultStyleSheet(STYLE)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Find in this page (Enter goes on)"))
        self.search.setAccessibleName(_("Find in this page"))
        self.search.setClearButtonEnabled(True)
        self.said = label("", "muted", wrap=True)
        self.other = button("", self._change_language, "small")
        self._lay_out()
        self.contents.currentItemChanged.connect(self._chosen)
        self.text.anchorClicked.connect(self._follow)
        self.search.returnPressed.connect(self._find)
        self._first = ""
        self.show_page(first_page(spoken()))

    @property
    def page(self) -> str:
        """The page on show, as a path below the manual's folder."""
        return self.text.page

    def show_page(self, name: str, place: str = "") -> None:
        """Show a page of the manual, from `place` on; a link to what is no page of it is told, not followed."""
        try:
            text = page_text(self._folder, name)
        except KeyError:
            self.said.setText(_("{name} is no page of this manual; it lies with the sources.").format(name=name))
            return
        self.text.page = name
        self.said.setText("")
        self._speak(name)
        self.text.setHtml(text)
        self.text.scrollToAnchor(place)
        if name in self._items:
            self.contents.setCurrentItem(self._items[name])

    def _speak(self, name: str) -> None:
        """Contents and button of the page's language; a page for every reader keeps the one before."""
        if name == counterpart(name) and self._first:
            return
        is_spanish = name.startswith("manual/es/")
        first = first_page("es" if is_spanish else "en")
        if first != self._first:
            self._first = first
            self.other.setText(OTHER[is_spanish])
            self._fill()

    def _fill(self) -> None:
        self._items.clear()
        self.contents.clear()
        for section in contents(self._folder, self._first):
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
        layout.addLayout(row(self.search, self.other))
        layout.addWidget(parts, 1)
        layout.addWidget(self.said)
        layout.addLayout(row(1, button(_("C&lose"), self.accept, "primary")))

    def _chosen(self, item: QTreeWidgetItem | None) -> None:
        name = item.data(0, Qt.ItemDataRole.UserRole) if item else None
        if name and name != self.page:
            self.show_page(name)

    def _change_language(self) -> None:
        """The same page in the other language; the first one, where the page on show has one language only."""
        other = counterpart(self.page)
        self.show_page(other if other != self.page else counterpart(self._first))

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
