"""Two items beside each other: side by side, in turns, and their difference."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from forensicdesk.language import _
from ui.models.looks import Look
from ui.viewing.canvas import PAN_SHARE, Canvas
from ui.viewing.compared import distance_rows, read_compared, read_pairing, read_partners, sentences
from ui.viewing.judging import JudgingLine
from ui.viewing.pixels import HIDDEN
from ui.widgets.basics import GAP, WIDE_GAP, button, clear_layout, label
from ui.words import breakable, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.decisions import ActKind
    from forensicdesk.session import Session
    from ui.saying import Reader
    from ui.tasks import TaskRunner, Trouble
    from ui.viewing.compared import Compared

FLICKER_MS = 600
SIDE_BY_SIDE, FLICKER, DIFFERENCE = 0, 1, 2


class ComparePage(QWidget):
    """Compares one item, A, with another, B."""

    left = Signal()
    dismiss_asked = Signal()
    """A match of A is to be said to be none."""
    said = Signal(object, str, object)
    """The `ActKind`, why, and the two items."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._reader: Reader | None = None
        self._look = Look()
        self._first: int | None = None
        self._second: int | None = None
        self._partners: tuple[tuple[int, str], ...] = ()
        self._compared: Compared | None = None
        self._shows_second = True
        self._following = False
        self.title = label(kind="heading")
        self.partner = QComboBox()
        self.one, self.two, self.both = (Canvas(fills=True) for _ in range(3))
        self.whose = label(kind="muted")
        self._flicker = QTimer(self)
        self._flicker.setInterval(FLICKER_MS)
        self._flicker.timeout.connect(self._swap)
        self._facts = QVBoxLayout()
        self.judging = JudgingLine()
        self._build()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._top())
        self.views = QStackedWidget()
        beside = QWidget()
        sides = QHBoxLayout(beside)
        sides.setContentsMargins(0, 0, 0, 0)
        sides.setSpacing(1)
        for name, canvas in (("A", self.one), ("B", self.two)):
            canvas.setAccessibleName(name)
            side = QVBoxLayout()
            side.setSpacing(0)
            heading = label(name, "muted")
            heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
            side.addWidget(heading)
            side.addWidget(canvas, 1)
            sides.addLayout(side, 1)
        self.one.looked.connect(lambda: self._follow(self.two, self.one))
        self.two.looked.connect(lambda: self._follow(self.one, self.two))
        self.both.setAccessibleName("A / B")
        self.views.addWidget(beside)
        self.views.addWidget(self.both)
        layout.addWidget(self.views, 1)
        below = QFrame()
        below.setProperty("kind", "strip")
        strip = QVBoxLayout(below)
        strip.setContentsMargins(WIDE_GAP, 8, WIDE_GAP, 8)
        strip.addLayout(self._facts)
        strip.addWidget(self.judging)
        self._facts.setSpacing(4)
        layout.addWidget(below)
        self.judging.dismiss_asked.connect(self.dismiss_asked)
        self.judging.said.connect(self._say_of_both)
        self.judging.left.connect(self.setFocus)
        self._keys()

    def _top(self) -> QFrame:
        top = QFrame()
        top.setProperty("kind", "bar")
        layout = QHBoxLayout(top)
        layout.setContentsMargins(WIDE_GAP, 6, WIDE_GAP, 6)
        layout.setSpacing(GAP)
        layout.addWidget(button(_("Back"), self.left.emit, "small", _("Back (Escape)")))
        layout.addWidget(label("A", "muted"))
        layout.addWidget(self.title)
        layout.addWidget(label(_("with"), "muted"))
        layout.addWidget(label("B", "muted"))
        layout.addWidget(self.partner, 1)
        self.partner.setAccessibleName(_("What it is compared with"))
        self.partner.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.partner.setMinimumContentsLength(12)
        self.partner.activated.connect(self._choose_partner)
        layout.addWidget(self.whose)
        self.modes = QButtonGroup(self)
        names = (_("Side by side"), _("In turns"), _("Difference"))
        for mode, name in enumerate(names):
            made = QPushButton(name)
            made.setProperty("kind", "small")
            made.setCheckable(True)
            made.setToolTip(_("Key {key}").format(key=mode + 1))
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.modes.addButton(made, mode)
            layout.addWidget(made)
        self.modes.button(SIDE_BY_SIDE).setChecked(True)
        self.modes.idClicked.connect(lambda _mode: self._show())
        return top

    def _keys(self) -> None:
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        keys = Qt.Key
        verbs = {
            keys.Key_Escape: self.left.emit,
            keys.Key_1: lambda: self.set_mode(SIDE_BY_SIDE),
            keys.Key_2: lambda: self.set_mode(FLICKER),
            keys.Key_3: lambda: self.set_mode(DIFFERENCE),
            keys.Key_Left: lambda: self._next_partner(-1),
            keys.Key_Right: lambda: self._next_partner(1),
            keys.Key_Space: self._hold,
            keys.Key_S: self.judging.say_same,
            keys.Key_D: self.judging.ask_why,
            keys.Key_Plus: lambda: self._front.zoom_by(1),
            keys.Key_Equal: lambda: self._front.zoom_by(1),
            keys.Key_Minus: lambda: self._front.zoom_by(-1),
            keys.Key_0: self._fit,
            keys.Key_Home: self._fit,
        }
        for key, verb in verbs.items():
            QShortcut(QKeySequence(key), self, verb, context=within)
        for key, right, down in (
            (keys.Key_Left, -1, 0),
            (keys.Key_Right, 1, 0),
            (keys.Key_Up, 0, -1),
            (keys.Key_Down, 0, 1),
        ):
            QShortcut(QKeySequence(Qt.Modifier.SHIFT | key), self, partial(self._pan, right, down), context=within)
        self.setFocusProxy(self.one)

    @property
    def _front(self) -> Canvas:
        """The picture that keys enlarge and move; beside it the other one follows."""
        return self.one if self.modes.checkedId() == SIDE_BY_SIDE else self.both

    def _fit(self) -> None:
        self._front.fit()

    def _pan(self, right: int, down: int) -> None:
        self._front.pan(right * PAN_SHARE, down * PAN_SHARE)

    def _follow(self, other: Canvas, leader: Canvas) -> None:
        """Show the same part in both pictures."""
        if not self._following:
            self._following = True
            other.follow(leader)
            self._following = False

    # --- the case -----------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Compare within another case, or none."""
        self._session = session
        self.show_nothing()

    def set_reader(self, reader: Reader) -> None:
        """Compare with nothing that this one must not see."""
        self._reader = reader
        self.show_nothing()

    def set_look(self, look: Look) -> None:
        """Show it blurred or not; what must not be seen any more goes at once."""
        self._look = look
        self._compared = None
        self._show()
        for canvas in (self.one, self.two, self.both):
            canvas.set_look(look)
        if self.isVisible():
            self._read()

    def show_nothing(self) -> None:
        """Forget both."""
        self._first = self._second = None
        self._compared, self._partners = None, ()
        self._flicker.stop()
        self._show()

    # --- comparing ----------------------------------------------------------------------------------------------

    def compare(self, first: int, name: str, partners: Sequence[tuple[int, str]] | None = None) -> None:
        """Compare an item with the first of these, or with what belongs to it."""
        session = self._session
        self.show_nothing()
        self._first = first
        self.title.setText(breakable(printable(name)))
        self.partner.clear()
        if partners is not None:
            self._take_partners(first, tuple(partners))
        elif session is not None:
            self._say(_("Looking for what belongs to it …"))
            self._runner.read(
                _("reading what belongs to an item"),
                lambda: read_partners(session, first),
                self,
                lambda found: self._take_partners(first, found),
                self._failed,
            )

    def set_mode(self, mode: int) -> None:
        """Side by side, in turns, or the difference."""
        self.modes.button(mode).setChecked(True)
        self._show()

    @property
    def first(self) -> int | None:
        """The item that is compared with others; None where nothing is."""
        return self._first

    @property
    def compared(self) -> Compared | None:
        """What is shown; None while it is read."""
        return self._compared

    def _take_partners(self, first: int, found: tuple[tuple[int, str], ...]) -> None:
        if first != self._first:
            return
        allowed = None if self._reader is None else self._reader.items
        self._partners = tuple(one for one in found if allowed is None or one[0] in allowed)
        self.partner.addItems([name for _item, name in self._partners])
        if self._partners:
            self._choose_partner(0)
        else:
            self._say(_("Nothing belongs to this item. Select two items in the gallery to compare them."))

    def _choose_partner(self, place: int) -> None:
        self.partner.setCurrentIndex(place)
        self._second = self._partners[place][0]
        self._compared = None
        self._read()

    def _next_partner(self, steps: int) -> None:
        place = self.partner.currentIndex() + steps
        if 0 <= place < len(self._partners):
            self._choose_partner(place)

    def _read(self) -> None:
        session, first, second, look = self._session, self._first, self._second, self._look
        if session is None or first is None or second is None:
            return
        if look.hidden:
            self._say(_(HIDDEN))
            return
        self._say(_("Comparing …"))
        reading = self._reader.shown if self._reader else None
        self._runner.read(
            _("comparing two items"),
            lambda: read_compared(session, first, second, look, reading),
            self,
            self._take,
            self._failed,
        )

    def _take(self, compared: Compared) -> None:
        if (compared.first, compared.second, compared.look) == (self._first, self._second, self._look):
            self._compared = compared
            for canvas in (self.one, self.two, self.both):
                canvas.begin_anew()
            self._show()

    def show_said(self, items: Sequence[int]) -> None:
        """Something was said of these items, or taken back: read what stands anew."""
        session, compared = self._session, self._compared
        if session is None or compared is None or not {compared.first, compared.second} <= set(items):
            return
        reading = self._reader.shown if self._reader else None
        self._runner.read(
            _("reading decisions"),
            lambda: replace(compared, pairing=read_pairing(session, compared.first, compared.second, reading)),
            self,
            self._take_said,
            self._failed,
        )

    def _take_said(self, compared: Compared) -> None:
        if self._compared is not None and (compared.first, compared.second) == (self._first, self._second):
            self._compared = replace(self._compared, pairing=compared.pairing)
            self.judging.show_pairing(compared.pairing, shown=True)

    def _say_of_both(self, kind: ActKind, reason: str) -> None:
        if self._first is not None and self._second is not None:
            self.said.emit(kind, reason, (self._first, self._second))

    def _failed(self, trouble: Trouble) -> None:
        if trouble.details:
            self._runner.trouble_met.emit(trouble)
        self._say(trouble.sentence)

    # --- what is shown ------------------------------------------------------------------------------------------

    def _show(self) -> None:
        mode, compared = self.modes.checkedId(), self._compared
        self.views.setCurrentIndex(0 if mode == SIDE_BY_SIDE else 1)
        self._flicker.stop()
        clear_layout(self._facts)
        self.whose.setText("")
        self.judging.show_pairing(compared.pairing if compared else None, shown=compared is not None)
        if compared is None:
            self._say("")
            return
        self._show_facts(compared)
        if not compared.pictures:
            self._say(compared.trouble)
            return
        first, second, _laid, difference = compared.pictures
        self.one.show_image(first, first.width())
        self.two.show_image(second, second.width())
        if mode == FLICKER:
            self._shows_second = True
            self._swap()
            self._flicker.start()
        elif mode == DIFFERENCE:
            self.both.show_image(difference, difference.width())

    def _swap(self) -> None:
        compared = self._compared
        if compared is None or not compared.pictures:
            return
        self._shows_second = not self._shows_second
        shown = compared.pictures[1 if self._shows_second else 2]
        self.both.show_image(shown, shown.width())
        self.whose.setText("B" if self._shows_second else _("A on B"))

    def _hold(self) -> None:
        """Stop the turns, or take one by hand."""
        if self.modes.checkedId() == FLICKER:
            self._flicker.stop()
            self._swap()

    def _say(self, text: str) -> None:
        for canvas in (self.one, self.two, self.both):
            canvas.show_sentence(text)

    def _show_facts(self, compared: Compared) -> None:
        rows = tuple(distance_rows(compared.said))
        if rows:
            grid = QGridLayout()
            grid.setHorizontalSpacing(24)
            grid.setVerticalSpacing(2)
            turned = _("A has to be") if any(row[-1] for row in rows) else ""
            heads = (_("Hash"), _("Distance"), _("Threshold"), turned)
            for line, cells in enumerate((heads, *rows)):
                for column, text in enumerate(cells):
                    grid.addWidget(label(text, "muted" if line == 0 else ""), line, column)
            grid.setColumnStretch(len(heads), 1)
            self._facts.addLayout(grid)
        self._facts.addWidget(label(breakable(" ".join(sentences(compared))), wrap=True))

    def hideEvent(self, event: object) -> None:
        """Nothing changes out of sight."""
        self._flicker.stop()
        super().hideEvent(event)  # type: ignore[arg-type]  # as Qt gives it
