"""One item at a time, as large as there is room: a picture, its pages, or a film."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from forensicdesk.language import _, retold
from forensicdesk.viewed import NotShown
from ui.models.looks import Look
from ui.seeing import MOMENT_MS
from ui.viewing.canvas import Canvas
from ui.viewing.film import FilmPlayer
from ui.viewing.film_bar import FilmBar
from ui.viewing.levels_bar import LevelsBar
from ui.viewing.loader import Key, PictureLoader
from ui.viewing.pixels import HIDDEN
from ui.widgets.basics import GAP, WIDE_GAP, button, label, row
from ui.widgets.picture_box import PictureBox
from ui.words import breakable, number, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QPushButton

    from forensicdesk.session import Session
    from ui.tasks import TaskRunner
    from ui.viewing.loader import Loaded
    from ui.viewing.pixels import Ready

THUMBNAIL_WIDTH = 200
PAN = 0.2


class Viewer(QWidget):
    """Shows the item under the gallery's cursor; what is asked for leaves as signals."""

    left = Signal()
    """Back to the gallery."""
    moved = Signal(int)
    """So many items on (or back) in the gallery's order."""
    seen = Signal(int)
    """An item that was on the screen for a moment."""
    similar_asked = Signal(int, object)
    """An item, and the time of the frame on the screen (None for pictures)."""
    compare_asked = Signal(int)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session: Session | None = None
        self._item: int | None = None
        self._name = ""
        self._page = 1
        self._count: int | None = None
        self._ahead: tuple[int, ...] = ()
        self._look = Look()
        self._film = False
        self._facts = ""
        self.loader = PictureLoader(runner, self)
        self.player = FilmPlayer(runner, self)
        self.canvas = Canvas()
        self.bar = FilmBar(self.player)
        self.levels = LevelsBar()
        self.thumbnail = PictureBox()
        self.title = label(kind="heading")
        self.facts = label(kind="muted")
        self.note = label(wrap=True)
        self._moment = QTimer(self)
        self._moment.setSingleShot(True)
        self._moment.setInterval(MOMENT_MS)
        self._moment.timeout.connect(self._count_as_seen)
        self._build()
        self._connect()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top())
        layout.addWidget(self.levels)
        layout.addWidget(self._note_bar())
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.canvas, 1)
        middle.addWidget(self._beside())
        layout.addLayout(middle, 1)
        layout.addWidget(self.bar)
        self.canvas.setAccessibleName(_("Picture of the item"))
        self.setFocusProxy(self.canvas)
        self.levels.hide()
        self.bar.hide()

    def _top(self) -> QFrame:
        top = QFrame()
        top.setProperty("kind", "bar")
        self.pages = label(kind="muted")
        self.earlier = _tool("◂", lambda: self.step(-1), _("Page or frame before (,)"))
        self.later = _tool("▸", lambda: self.step(1), _("Next page or frame (.)"))
        self.levels_button = _tool(_("Levels"), self._toggle_levels, _("Black, white and midtones (L)"))
        self.levels_button.setCheckable(True)
        tools = (
            self.pages,
            self.earlier,
            self.later,
            _tool(_("Fit"), self.canvas.fit, _("All of it (0 or Home)")),
            _tool("1:1", self.canvas.actual, _("Its own size (1 or End)")),
            _tool(_("Turn"), self.canvas.turn, _("Turn it by a quarter (R)")),
            self.levels_button,
            _tool(_("Similar"), self.ask_similar, _("Pictures and frames like this one (F)")),
            _tool(_("Compare"), self._ask_compare, _("Beside those that belong to it (C)")),
        )
        back = _tool(_("Gallery"), self.left.emit, _("Back to the gallery (Escape)"))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.facts)
        layout = QHBoxLayout(top)
        layout.setContentsMargins(WIDE_GAP, 6, WIDE_GAP, 6)
        layout.setSpacing(GAP)
        layout.addWidget(back)
        layout.addLayout(words, 1)
        layout.addLayout(row(*tools, spacing=6))
        for part in (self.title, self.facts):
            part.setMinimumWidth(40)
        return top

    def _note_bar(self) -> QFrame:
        self._note_frame = QFrame()
        self._note_frame.setProperty("banner", "notice")
        layout = QHBoxLayout(self._note_frame)
        layout.setContentsMargins(WIDE_GAP, 4, WIDE_GAP, 4)
        layout.addWidget(self.note, 1)
        self._note_frame.hide()
        return self._note_frame

    def _beside(self) -> QFrame:
        """The thumbnail that the file carries, where it shows something else."""
        self._inner = QFrame()
        self._inner.setFixedWidth(THUMBNAIL_WIDTH)
        layout = QVBoxLayout(self._inner)
        layout.setContentsMargins(GAP, GAP, GAP, GAP)
        layout.addWidget(label(_("The thumbnail in the file shows something else:"), wrap=True))
        layout.addWidget(self.thumbnail)
        layout.addStretch(1)
        self._inner.hide()
        return self._inner

    def _connect(self) -> None:
        self.loader.loaded.connect(self._take)
        self.canvas.looked.connect(self._show_facts)
        self.levels.levels_changed.connect(self.canvas.set_levels)
        self.player.frame_due.connect(self._show_frame)
        self.player.failed.connect(self._say)

    # --- what is shown ------------------------------------------------------------------------------------------

    @property
    def item(self) -> int | None:
        """The item on show."""
        return self._item

    @property
    def is_film(self) -> bool:
        """Whether it is known to be a film."""
        return self._film

    def set_session(self, session: Session | None) -> None:
        """Look into another case, or none."""
        self._session = session
        self.loader.set_session(session)
        self.show_nothing()

    def set_look(self, look: Look) -> None:
        """Show it blurred or not; what must not be seen any more goes at once."""
        self._look = look
        self.loader.clear()
        item, self._item = self._item, None
        self.show_nothing()
        self.canvas.set_look(look)
        self.thumbnail.set_look(look)
        if item is not None and self.isVisible():
            self.show_item(item, self._name, QImage(), self._ahead)

    def show_nothing(self) -> None:
        """Forget the item."""
        self._item, self._film = None, False
        self._moment.stop()
        self.player.leave()
        self.loader.want(())
        self.canvas.show_sentence("")
        self._clear()

    def show_item(self, item_id: int, name: str, placeholder: QImage, ahead: tuple[int, ...]) -> None:
        """Show an item.

        Args:
            item_id: which.
            name: to stand above it.
            placeholder: its small picture in the look that is set, shown until the full one is there.
            ahead: items that are likely to be next.
        """
        self._ahead = ahead
        if item_id == self._item:
            return
        self._item, self._page, self._count, self._film = item_id, 1, None, False
        self.player.leave()
        self._name = name
        self.title.setText(breakable(printable(name)))
        self._clear()
        self.canvas.begin_anew()
        if self._session is None:
            return
        if self._look.hidden:
            self.canvas.show_sentence(_(HIDDEN))
            return
        known = self.loader.get(self._key())
        if known is not None:
            self._take(known)
            return
        if placeholder.isNull():
            self.canvas.show_sentence(_("Decoding …"))
        else:
            self.canvas.show_image(placeholder.convertToFormat(QImage.Format.Format_RGB888), placeholder.width())
        self._want()

    def step(self, pages: int) -> None:
        """One frame or page on, or back."""
        if self._film:
            self.player.step(pages)
        elif self._count is not None and 1 <= self._page + pages <= self._count:
            self._page += pages
            self._want()

    def ask_similar(self) -> None:
        """Ask for others like what is on the screen."""
        if self._item is not None:
            self.player.pause()
            self.similar_asked.emit(self._item, self.player.at_s if self._film else None)

    # --- within -------------------------------------------------------------------------------------------------

    def _key(self) -> Key:
        return Key(self._item or 0, self._page, self._look)

    def _want(self) -> None:
        known = self.loader.get(self._key())
        if known is not None:
            self._take(known)
        ahead = [Key(item, 1, self._look) for item in self._ahead]
        following = [Key(self._item or 0, self._page + 1, self._look)] if self._page < (self._count or 1) else []
        self.loader.want((self._key(), *following, *ahead))

    def _take(self, loaded: Loaded) -> None:
        if self._item is None or loaded.key != self._key():
            return
        picture = loaded.picture
        if isinstance(picture, NotShown):
            self.canvas.show_sentence(retold(picture.reason))
            self._facts = ""
            self._show_facts()
            return
        self._show(picture)
        self._moment.start()
        self._count = picture.facts.count or self._count
        self._show_pages()
        self._say(retold(picture.facts.note))
        if self._page == 1:
            self._show_thumbnail(loaded.thumbnail)
        self._film = picture.facts.film is not None
        self.bar.setVisible(self._film)
        if self._film and self._session is not None and self._item is not None:
            self.player.set_box(self.canvas.size() * self.canvas.devicePixelRatioF())
            self.player.begin(self._session, self._item, self._look, picture)
        elif loaded.key.page == 1:
            self._want_ahead()

    def _want_ahead(self) -> None:
        self.loader.want([Key(item, 1, self._look) for item in self._ahead])

    def _show(self, picture: Ready) -> None:
        facts = picture.facts
        self.canvas.show_image(picture.image, facts.width)
        self._facts = _("{width} x {height} pixels").format(width=number(facts.width), height=number(facts.height))
        if facts.width > picture.image.width() and self._look.clear:
            share = f"{picture.image.width() / facts.width:.0%}"
            self._facts += ", " + _("shown from {share} of its width").format(share=share)
        self._show_facts()

    def _show_frame(self, frame: Ready) -> None:
        if self._film:
            self._say("")
            self._show(frame)

    def _show_facts(self) -> None:
        zoom = _("at {zoom}").format(zoom=f"{self.canvas.zoom:.0%}")
        parts = (self._facts, zoom if self._facts else "", _how(self._look))
        self.facts.setText(" · ".join(part for part in parts if part))

    def _show_pages(self) -> None:
        many = (self._count or 1) > 1
        text = _("{page} of {count}").format(page=number(self._page), count=number(self._count or 1)) if many else ""
        self.pages.setText(text)
        for part in (self.pages, self.earlier, self.later):
            part.setVisible(many)

    def _show_thumbnail(self, thumbnail: Ready | None) -> None:
        self._inner.setVisible(thumbnail is not None)
        if thumbnail is not None:
            self.thumbnail.show_picture(thumbnail.image, "")

    def _say(self, text: str) -> None:
        self.note.setText(breakable(text))
        self._note_frame.setVisible(bool(text))

    def _clear(self) -> None:
        self._facts = ""
        self._count = None
        self._show_facts()
        self._show_pages()
        self._show_thumbnail(None)
        self._say("")
        self.bar.hide()
        self.bar.strip.set_frames(())

    def _count_as_seen(self) -> None:
        if self._item is not None and self.isVisible():
            self.seen.emit(self._item)

    def _toggle_levels(self) -> None:
        self.levels.setVisible(self.levels.isHidden())
        self.levels_button.setChecked(not self.levels.isHidden())
        if self.levels.isHidden():
            self.levels.reset()

    def _ask_compare(self) -> None:
        if self._item is not None:
            self.player.pause()
            self.compare_asked.emit(self._item)

    # --- keys ---------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The viewer's keys; a category that has one of them comes first."""
        verb = self._verb(event)
        if verb is None:
            super().keyPressEvent(event)
        else:
            verb()

    def _verb(self, event: QKeyEvent) -> Callable[[], object] | None:
        key, canvas, player = event.key(), self.canvas, self.player
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        keys = Qt.Key
        if shift and key in (keys.Key_Left, keys.Key_Right, keys.Key_Up, keys.Key_Down):
            across = {keys.Key_Left: -PAN, keys.Key_Right: PAN}.get(keys(key), 0.0)
            down = {keys.Key_Up: -PAN, keys.Key_Down: PAN}.get(keys(key), 0.0)
            return lambda: canvas.pan(across, down)
        verbs: dict[int, Callable[[], object]] = {
            keys.Key_Escape: self.left.emit,
            keys.Key_Left: lambda: self.moved.emit(-1),
            keys.Key_Right: lambda: self.moved.emit(1),
            keys.Key_Plus: lambda: canvas.zoom_by(1),
            keys.Key_Equal: lambda: canvas.zoom_by(1),
            keys.Key_Minus: lambda: canvas.zoom_by(-1),
            keys.Key_0: canvas.fit,
            keys.Key_Home: canvas.fit,
            keys.Key_1: canvas.actual,
            keys.Key_End: canvas.actual,
            keys.Key_R: lambda: canvas.turn(-1 if shift else 1),
            keys.Key_L: self._toggle_levels,
            keys.Key_Comma: lambda: self.step(-1),
            keys.Key_Period: lambda: self.step(1),
            keys.Key_Space: player.toggle,
            keys.Key_BracketLeft: lambda: player.change_speed(-1),
            keys.Key_BracketRight: lambda: player.change_speed(1),
        }
        plain = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return verbs.get(key) if plain == Qt.KeyboardModifier.NoModifier else None


def _how(look: Look) -> str:
    """What was done to what is on the screen, in words; "" for a picture as it is."""
    if look.hidden:
        return _("hidden")
    if look.blurred:
        return _("blurred")
    return _("line drawing") if look.lines else ""


def _tool(text: str, clicked: Callable[[], object], tip: str) -> QPushButton:
    made = button(text, clicked, "small", tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if not text.isalnum():
        made.setAccessibleName(tip)
    return made
