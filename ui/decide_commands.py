"""What the window does when something is decided, and what it says when it was stored."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence

from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.errors import UsageError
from forensicdesk.language import _, later, spoken
from ui.dialogs.category_scheme import CategorySchemeDialog
from ui.dialogs.second_reading import SecondReadingDialog, with_sample
from ui.pages.inspector import SAID_TAB
from ui.saying import Reader
from ui.seeing import Seeing
from ui.words import ACT_KINDS, counted, printable
from ui.work import Act as Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtWidgets import QWidget

    from forensicdesk.decisions import Act, CategoryScheme, SecondReading
    from forensicdesk.session import Accepted, Session
    from ui.deciding import Done, Standing
    from ui.dialogs.chooser import Chooser
    from ui.tasks import Trouble
    from ui.window import MainWindow

MENU = _("&Decide")
LETTERS = {
    "note": "NMB",
    "tag": "TGY",
    "scope": "SXO",
    "next_open": "UVW",
    "similar": "FJK",
    "compare": "CHQ",
    "accept": "AEZ",
}
"""The keys of these, the first that no category has taken."""
OTHER_KEYS = ("undo", "redo", "no_category")
WAIT_FOR = {Work.REPORT, Work.VERIFY, Work.OPEN, Work.CLOSE}
"""Work that needs decisions to stay as they are."""
NEEDS_DECIDING = ("accept", "undo", "redo", "note", "tag", "no_category", "scope", "scheme", "advance")
CHOOSE_FIRST = later("Choose an item first.")
TOO_SOON = _("The last decision is still being stored, and the cursor may move; look, and press again.")
READ_ONLY = _("The case is open for reading only; nothing can be decided.")


class DecideCommands(QObject):
    """The verbs of deciding."""

    def __init__(self, window: MainWindow, chooser: Chooser) -> None:
        super().__init__(window)
        self._window = window
        self._chooser = chooser
        self._deciding = window.deciding
        self._bar = window.gallery.decide_bar
        self._categories: list[QAction] = []
        self._places: list[QWidget] = [window.gallery.view, window.inspector]
        self._scheme: CategoryScheme | None = None
        self.seeing = Seeing(window.work.runner, window.gallery.view)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """A verb for every entry of the menu."""
        return {
            "undo": self._deciding.undo,
            "redo": self._deciding.redo,
            "accept": self._accept,
            "note": lambda: self._ask(ActKind.NOTE),
            "tag": lambda: self._ask(ActKind.TAG),
            "no_category": lambda: self.decide(""),
            "scope": self._bar.next_scope,
            "next_open": self._find_next,
            "advance": self._bar.advance.toggle,
            "show_said": self._show_said,
            "scheme": self.choose_scheme,
            "second": self._ask_second,
            "end_reading": self._end_reading,
        }

    def connect_parts(self) -> None:
        """Join the parts, once the menu is there."""
        window, deciding, bar = self._window, self._deciding, self._bar
        deciding.standing_read.connect(self._standing_read)
        deciding.reader_changed.connect(self._reader_changed)
        deciding.done.connect(self._stored)
        deciding.refused.connect(self._refused)
        deciding.spread_read.connect(self._spread_read)
        deciding.found.connect(self._found)
        window.gallery.read_anew.connect(deciding.lose_sight)
        bar.legend.category_pressed.connect(self.decide)
        bar.reading_ended.connect(self._end_reading)
        bar.scheme_pressed.connect(self.choose_scheme)
        bar.scope_changed.connect(self._scope_changed)
        bar.advance.toggled.connect(self._advance_changed)
        bar.remark.given.connect(self._remark)
        bar.remark.left.connect(window.gallery.view.setFocus)
        window.gallery.view.selection_rested.connect(self._selection_changed)
        window.inspector.decisions.untag_asked.connect(self._untag)
        window.inspector.decisions.accept_asked.connect(self._accept_in_inspector)
        for name in OTHER_KEYS:
            self._within(window.actions_[name], window.review)
        self._give_letters(None)

    # --- the case -----------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Decide in another case, or in none."""
        self._deciding.set_session(session)
        self._bar.say("")

    def enable(self) -> None:
        """Enable what can be decided now."""
        work = self._window.work
        opened, busy = work.session is not None, work.act in WAIT_FOR
        can = opened and work.writable and not busy
        actions = self._window.actions_
        actions.enable(NEEDS_DECIDING, enabled=can)
        actions.enable(("next_open", "show_said"), enabled=opened)
        first = self._deciding.reader.reading is Reading.FIRST
        actions.enable(("second",), enabled=can and first)
        actions.enable(("end_reading",), enabled=opened and not first)
        for action in self._categories:
            action.setEnabled(can)
        why = READ_ONLY if opened and not work.writable else ""
        if busy and work.act is not None:
            why = _("Deciding waits while the program is {value}.").format(value=work.act.value)
        self._bar.allow(enabled=can, why=why)
        self._window.inspector.decisions.allow(enabled=can)
        self._window.viewing.compare_page.judging.allow(enabled=can)

    # --- deciding -----------------------------------------------------------------------------------------------

    def decide(self, code: str) -> None:
        """Put the selected items into a category; "" takes it away."""
        self._act_on(
            lambda selected, after: self._deciding.decide(ActKind.CATEGORY, code, selected, after),
        )

    def _accept(self) -> None:
        """Put the selected items into the categories that lists suggest."""
        self._act_on(self._deciding.accept)

    def _accept_in_inspector(self, item_id: int) -> None:
        """Put the item of the inspector into the category that lists suggest, whatever else is selected."""
        self._act_on(self._deciding.accept, [item_id])

    def _act_on(self, act: Callable[[Sequence[int], Iterator[int]], None], items: Sequence[int] | None = None) -> None:
        """Act on these items, else the selected ones; not while the cursor may leave them by itself.

        The act is told what comes behind the selection.
        """
        selected = self._window.viewing.selected_items() if items is None else items
        if self._deciding.moves_from(selected):
            self._bar.say(TOO_SOON)
        elif selected:
            self._bar.say("")
            act(selected, self._window.gallery.after_selection())
        else:
            self._bar.say(_(CHOOSE_FIRST))

    def choose_scheme(self) -> None:
        """Ask for the categories of this case."""
        dialog = CategorySchemeDialog(self._chooser, self._window.work.runner, self._window)
        dialog.scheme_asked.connect(self._deciding.choose_scheme)
        dialog.open()

    def _ask_second(self) -> None:
        session = self._window.work.session
        if session is not None:
            self._window.work.runner.read(
                _("reading the case"),
                lambda: (session.info().examiner, session.second_reading()),
                self,
                lambda known: self._ask_reader(*known),
            )

    def _ask_reader(self, first: str, begun: SecondReading | None) -> None:
        dialog = SecondReadingDialog(first, begun, self._window)
        dialog.reader_asked.connect(self._sample)
        dialog.open()

    def _sample(self, reader: Reader) -> None:
        session = self._window.work.session
        if session is not None:
            self._window.work.runner.write(
                _("choosing the sample"), lambda: with_sample(session, reader), self, self._begin_reading, self._refused
            )

    def _begin_reading(self, reader: Reader) -> None:
        self._deciding.read_as(reader)
        self._window.show_gallery()

    def _end_reading(self) -> None:
        self._deciding.read_as(Reader())

    def _ask(self, kind: ActKind) -> None:
        selected = self._window.viewing.selected_items()
        if self._deciding.moves_from(selected):
            self._bar.say(TOO_SOON)
        elif selected:
            self._bar.remark.ask(kind)
        else:
            self._bar.say(_(CHOOSE_FIRST))

    def _remark(self, kind: ActKind, text: str) -> None:
        self._deciding.decide(kind, text, self._window.viewing.selected_items())

    def _untag(self, item_id: int, tag: str) -> None:
        self._deciding.decide(ActKind.UNTAG, tag, [item_id], scope=Scope.ITEM)

    def _find_next(self) -> None:
        self._deciding.find_next(self._window.gallery.after_selection())

    def _found(self, item_id: int | None) -> None:
        if item_id is None:
            self._bar.say(_("Everything shown here is decided."))
        else:
            self._window.gallery.choose(item_id)

    def _show_said(self) -> None:
        self._window.commands.open_item(0)
        self._window.inspector.tabs.setCurrentIndex(SAID_TAB)

    # --- what was done ------------------------------------------------------------------------------------------

    def _stored(self, done: Done) -> None:
        window, turned = self._window, bool(done.about)
        stays = bool(done.named) and set(done.named) != set(window.viewing.selected_items())
        window.gallery.show_decided(done.items, None if stays else done.following, turned=turned)
        record = window.inspector.record
        if record is not None and record.id in done.items:
            window.inspector.reload()
        text = self._done_text(done)
        category = done.act.kind is ActKind.CATEGORY and bool(done.act.value)
        if category and self._deciding.advance and done.following is None:
            text += _(". Everything shown here is decided")
        self._bar.say(f"{text}.")

    def _done_text(self, done: Done) -> str:
        items = counted(len(done.items), "{count} item", "{count} items")
        if done.about:
            turned = _("Undone") if done.act.kind is ActKind.UNDO else _("Done again")
            said = [act for act in done.about if act.kind is ActKind.CATEGORY] or done.about
            return f"{turned}: {', '.join(dict.fromkeys(map(self._act_text, said)))}, {items}"
        if done.accepted is not None:
            return accepted_text(done.accepted, items)
        return _("Recorded: {act_text}, {items}").format(act_text=self._act_text(done.act), items=items)

    def _act_text(self, act: Act) -> str:
        if act.kind is ActKind.CATEGORY:
            scheme = self._deciding.standing.scheme
            known = scheme.find(act.value) if scheme else None
            name = f"{act.value} {known.label_in(spoken())}" if known else act.value
            return printable(name) if act.value else _("category taken away")
        return {
            ActKind.NOTE: _("note"),
            ActKind.TAG: _("tag #{name}").format(name=printable(act.value)),
            ActKind.UNTAG: _("tag #{name} taken away").format(name=printable(act.value)),
            ActKind.SAME: _("both show the same"),
            ActKind.DIFFERENT: _("the two are different"),
        }.get(act.kind, ACT_KINDS[act.kind])

    def _refused(self, trouble: Trouble) -> None:
        if isinstance(trouble.error, UsageError):
            self._bar.say(trouble.sentence)
        else:
            self._window.banners.show_trouble(trouble)

    # --- what is shown ------------------------------------------------------------------------------------------

    def _standing_read(self, standing: Standing) -> None:
        self._window.gallery.show_standing(standing)
        self._bar.show_reader(self._deciding.reader, standing.left)
        self._make_categories(standing.scheme)
        self.enable()

    def _reader_changed(self, reader: Reader) -> None:
        window = self._window
        window.gallery.set_reader(reader)
        window.inspector.set_reader(reader)
        self._bar.show_reader(reader, None)
        session = window.work.session if window.work.writable else None
        self.seeing.watch(session, reader.examiner)

    def _selection_changed(self) -> None:
        selected = tuple(self._window.gallery.view.selected_items())
        self._bar.show_spread(len(selected), None if selected else 0)
        if selected and self._bar.said.text() == _(CHOOSE_FIRST):
            self._bar.say("")
        self._deciding.ask_spread(selected)

    def _spread_read(self, named: tuple[int, ...], count: int) -> None:
        if named == tuple(self._window.gallery.view.selected_items()):
            self._bar.show_spread(len(named), count)

    def _scope_changed(self, scope: Scope) -> None:
        self._deciding.scope = scope
        self._selection_changed()

    def _advance_changed(self, advance: bool) -> None:  # noqa: FBT001 - Qt's signature
        self._deciding.advance = advance
        self._window.actions_["advance"].setChecked(advance)

    # --- keys ---------------------------------------------------------------------------------------------------

    def count_keys_in(self, place: QWidget) -> None:
        """Let the keys of deciding count in one more place where items are seen."""
        self._places.append(place)
        self._give_letters(self._scheme)

    def _make_categories(self, scheme: CategoryScheme | None) -> None:
        """An entry of the menu for each category, with its key."""
        if scheme == self._scheme:
            return
        self._scheme = scheme
        window, menu = self._window, self._window.actions_.menus[MENU]
        for action in self._categories:
            menu.removeAction(action)
            action.deleteLater()
        self._categories.clear()
        first = menu.actions()[0]
        for category in scheme.categories if scheme else ():
            action = QAction(printable(f"{category.code} {category.label_in(spoken())}").replace("&", "&&"), window)
            action.triggered.connect(_plain(partial(self.decide, category.code)))
            if category.key:
                action.setShortcut(QKeySequence(category.key.upper()))
            menu.insertAction(first, action)
            self._within(action, *self._places)
            self._categories.append(action)
        if scheme is not None:
            self._categories.append(menu.insertSeparator(first))
        self._give_letters(scheme)

    def _give_letters(self, scheme: CategoryScheme | None) -> None:
        """Keys of categories come first; what they have taken moves to another letter."""
        taken = {one.key.upper() for one in scheme.categories} if scheme else set()
        for name, letters in LETTERS.items():
            action = self._window.actions_[name]
            free = next((letter for letter in letters if letter not in taken), "")
            action.setShortcut(QKeySequence(free))
            self._within(action, *self._places)

    def _within(self, action: QAction, *places: QWidget) -> None:
        """The key of an action counts in these places only, so that nothing is decided where no item is seen."""
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for place in places:
            place.addAction(action)


def accepted_text(accepted: Accepted, items: str) -> str:
    """What was accepted, and what was not."""
    codes = ", ".join(dict.fromkeys(act.value for act in accepted.acts))
    parts = [_("Accepted as lists suggest: {codes}, {items}").format(codes=printable(codes), items=items)]
    if accepted.without:
        parts.append(counted(accepted.without, "{count} without a suggestion", "{count} without a suggestion"))
    if accepted.differing:
        parts.append(counted(accepted.differing, "lists differ on {count}", "lists differ on {count}"))
    return "; ".join(parts)


def _plain(verb: Callable[[], object]) -> Callable[[], object]:
    """Qt would hand over whether the action is ticked."""
    return lambda *_: verb()
