"""Pictures and films of the case that look like one: the closest first, as far as a slider allows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSlider, QStackedWidget, QVBoxLayout, QWidget

from forensicdesk.language import _, plural, retold
from forensicdesk.session.similar import FARTHEST, USUAL, pattern_of_frame
from forensicdesk.viewed import NotShown
from ui.models.screen import ScreenLoader
from ui.viewing.ranked import RankedModel
from ui.widgets.basics import GAP, WIDE_GAP, button, label
from ui.widgets.gallery_view import DEFAULT_PICTURE_PX, GalleryView
from ui.words import breakable, number, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QDragEnterEvent, QDropEvent

    from forensicdesk.session import Session
    from forensicdesk.session.similar import Pattern, Similar
    from ui.dialogs.chooser import Chooser
    from ui.models.looks import Look
    from ui.saying import Reader
    from ui.tasks import TaskRunner, Trouble


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: an item, a frame of its film, or a file; and its name."""

    name: str
    item_id: int | None = None
    at_s: float | None = None
    path: Path | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    found: tuple[Similar, ...]
    trouble: str = ""


def search(session: Session, asked: Asked) -> _Answer:
    """Everything within the farthest distance; called off the event loop."""
    patterns: tuple[Pattern, ...]
    if asked.path is not None:
        patterns = session.patterns_of_file(asked.path)
    elif asked.at_s is not None and asked.item_id is not None:
        frame = session.frame_hash(asked.item_id, asked.at_s)
        if isinstance(frame, NotShown):
            return _Answer((), retold(frame.reason))
        patterns = (pattern_of_frame(frame),)
    else:
        patterns = session.patterns_of_item(asked.item_id or 0)
    return _Answer(session.similar(patterns, FARTHEST, without=asked.item_id))


class SimilarPage(QWidget):
    """What looks alike; a file dropped on it is looked for."""

    left = Signal()
    opened = Signal(object, int)
    """The item that was asked for (None for a file), and the one that was chosen."""
    items_asked = Signal(object, str)
    """Items to show in the gallery, and what they have in common."""

    def __init__(self, runner: TaskRunner, chooser: Chooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._chooser = chooser
        self._session: Session | None = None
        self._reader: Reader | None = None
        self._asked: Asked | None = None
        self._found: tuple[Similar, ...] = ()
        self.model = RankedModel(ScreenLoader(runner, self), self)
        self.view = GalleryView(self.model)
        self.view.setAccessibleName(_("Similar pictures and films"))
        self.view.item_opened.connect(self._open)
        self.title = label(kind="heading")
        self.count = label(kind="muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.instead = label(kind="muted", wrap=True)
        self._stack = QStackedWidget()
        self.setAcceptDrops(True)
        self._build()

    def _build(self) -> None:
        self.slider.setRange(0, FARTHEST)
        self.slider.setValue(USUAL)
        self.slider.setMinimumWidth(160)
        self.slider.setAccessibleName(_("Largest distance"))
        self.slider.valueChanged.connect(lambda _value: self._show())
        self.gallery = button(_("Show in the gallery"), self._ask_gallery, "small", _("To decide about all of them"))
        top = QFrame()
        top.setProperty("kind", "bar")
        layout = QHBoxLayout(top)
        layout.setContentsMargins(WIDE_GAP, 6, WIDE_GAP, 6)
        layout.setSpacing(GAP)
        layout.addWidget(button(_("Back"), self.left.emit, "small", _("Back (Escape)")))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.count)
        layout.addLayout(words, 1)
        layout.addWidget(label(_("Distance up to"), "muted"))
        layout.addWidget(self.slider)
        layout.addWidget(button(_("A file…"), self._choose_file, "small", _("Look for a picture outside the case")))
        layout.addWidget(self.gallery)
        self.instead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.instead)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(top)
        page.addWidget(self._stack, 1)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.left.emit, context=within)
        self.setFocusProxy(self.view)

    # --- the case -----------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Search another case, or none."""
        self._session = session
        self._asked, self._found = None, ()
        self.model.set_shelf(session)
        self._show()

    def set_reader(self, reader: Reader) -> None:
        """Show nothing that this one must not see."""
        self._reader = reader
        self.model.set_reader(reader)
        self._show()

    def set_look(self, look: Look) -> None:
        """Show the pictures in this look."""
        self.model.set_look(look)
        self.view.set_picture_size(min(look.limit_px or DEFAULT_PICTURE_PX, DEFAULT_PICTURE_PX))

    def offer(self) -> None:
        """Nothing is looked for yet: say what can be."""
        self._asked, self._found = None, ()
        self.model.set_found(())
        self.title.setText(_("Find similar"))
        self.count.setText("")
        self.gallery.setEnabled(False)
        self._say(_("Drop a picture or film here, or choose one with A file…. Of an item, press F in the gallery."))

    # --- searching ----------------------------------------------------------------------------------------------

    def look_for(self, asked: Asked) -> None:
        """Search; the newest search wins."""
        session = self._session
        if session is None:
            return
        self._asked, self._found = asked, ()
        self.title.setText(breakable(_("Like {name}").format(name=printable(asked.name))))
        self.model.set_found(())
        self._say(_("Searching every picture and frame of the case …"))
        self._runner.read(
            _("looking for similar pictures"), lambda: search(session, asked), self, self._then(asked), self._failed
        )

    def _then(self, asked: Asked) -> Callable[[_Answer], None]:
        def take(answer: _Answer) -> None:
            if asked is not self._asked:
                return
            self._found = answer.found
            if answer.trouble:
                self._say(answer.trouble)
            else:
                self._show()

        return take

    def _failed(self, trouble: Trouble) -> None:
        if trouble.details:
            self._runner.trouble_met.emit(trouble)
        self._say(trouble.sentence)

    def _show(self) -> None:
        allowed = None if self._reader is None else self._reader.items
        most = self.slider.value()
        if self._asked is None:
            self.offer()
            return
        near = tuple(one for one in self._found if one.distance <= most and (allowed is None or one.item_id in allowed))
        self.model.set_found(near)
        items = plural("{count} item", "{count} items", self.model.count).format(count=number(self.model.count))
        self.count.setText(_("{items} within {bits} of 256 bits").format(items=items, bits=most))
        self.gallery.setEnabled(bool(near))
        if near:
            self._stack.setCurrentWidget(self.view)
            if self.view.chosen is None:
                self.view.choose_place(0)
        else:
            self._say(_("Nothing else in the case is that close. Move the slider to look further."))

    def _say(self, text: str) -> None:
        self.instead.setText(breakable(text))
        self._stack.setCurrentWidget(self.instead)

    # --- asking -------------------------------------------------------------------------------------------------

    def _open(self, item_id: int) -> None:
        asked = self._asked
        self.opened.emit(None if asked is None else asked.item_id, item_id)

    def _ask_gallery(self) -> None:
        self.items_asked.emit(tuple(self.model.ids.tolist()), self.title.text())

    def _choose_file(self) -> None:
        path = self._chooser.file(self, _("Look for a picture or film"), _("All files (*)"))
        if path is not None:
            self.look_for(Asked(path.name, path=path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and Path(urls[0].toLocalFile()).is_file():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look for it."""
        path = Path(event.mimeData().urls()[0].toLocalFile())
        event.acceptProposedAction()
        self.look_for(Asked(path.name, path=path))
