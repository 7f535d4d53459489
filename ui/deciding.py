"""Deciding in the desktop: by whom, about how much; acts leave on a lane of their own and come back as signals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.language import _
from ui.refresh import Refresher
from ui.saying import Reader, next_open

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from forensicdesk.decisions import Act, CategoryScheme
    from forensicdesk.session import Accepted, Session
    from ui.tasks import TaskRunner, Trouble

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Standing:
    """How far deciding is.

    Attributes:
        scheme: the categories in force, None before they were chosen.
        counts: items by category; empty in a second reading, which sees nothing of the first.
        tags: every tag that was given, sorted.
        left: items of a limited reading that are still undecided, None where nothing is limited.
    """

    scheme: CategoryScheme | None = None
    counts: tuple[tuple[str, int], ...] = ()
    tags: tuple[str, ...] = ()
    left: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was stored.

    Attributes:
        act: as it stands in the case.
        items: what it, or for undoing the acts that were undone, applies to.
        about: the acts that were undone or done again, in the order they were said; empty for other acts.
        following: the next undecided item, None if it was not asked for or there is none.
        accepted: what came of accepting what lists suggest, None for other acts.
        named: the items that the cursor leaves, as far as it has left them by somebody's doing alone; else empty.
    """

    act: Act
    items: tuple[int, ...]
    about: tuple[Act, ...] = ()
    following: int | None = None
    accepted: Accepted | None = None
    named: tuple[int, ...] = ()


class Deciding(QObject):
    """The decisions of the open case."""

    standing_read = Signal(object)
    """The `Standing`."""
    reader_changed = Signal(object)
    """The `Reader`."""
    done = Signal(object)
    """A `Done`."""
    refused = Signal(object)
    """A `Trouble`."""
    spread_read = Signal(object, object)
    """The items named, and how many an act on them would apply to."""
    found = Signal(object)
    """The next undecided item, None if there is none."""

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._refresher = Refresher(self._ask, self)
        self._tags: tuple[str, ...] | None = None
        self._moving: dict[object, tuple[int, ...]] = {}
        """The items of each act that is being stored and after which the cursor may stand elsewhere; () for any."""
        self.scope = Scope.ITEM
        self.advance = True
        self.reader = Reader()
        self.standing = Standing()

    # --- the case -----------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Decide in another case, or in none."""
        self._session = session
        self.standing, self._tags = Standing(), None
        self._moving.clear()
        self.read_as(Reader())

    def read_as(self, reader: Reader) -> None:
        """Go on as somebody else."""
        self.reader = reader
        self.reader_changed.emit(reader)
        self.refresh()

    def refresh(self) -> None:
        """Read anew how far deciding is."""
        if self._session is None:
            self.standing_read.emit(self.standing)
        else:
            self._refresher.request_now()

    # --- acts ---------------------------------------------------------------------------------------------------

    @property
    def moving(self) -> bool:
        """Whether an act is being stored after which the cursor may stand elsewhere."""
        return bool(self._moving)

    def moves_from(self, selected: Sequence[int]) -> bool:
        """Whether an act is being stored after which the cursor may leave these items by itself."""
        return any(not named or set(named) == set(selected) for named in self._moving.values())

    def lose_sight(self) -> None:
        """The cursor may move without anybody's doing: where it stands says nothing until what is stored is done."""
        self._moving = dict.fromkeys(self._moving, ())

    def choose_scheme(self, scheme: CategoryScheme) -> None:
        """Put a scheme in force."""
        session = self._session
        if session is not None:
            self._write(_("choosing categories"), lambda: session.choose_scheme(scheme), lambda _: self.refresh())

    def decide(
        self,
        kind: ActKind,
        value: str,
        named: Sequence[int],
        after: Iterable[int] = (),
        scope: Scope | None = None,
    ) -> None:
        """Keep what is said of these items.

        Args:
            kind: category, note, tag or untag.
            value: the category's code, or the text.
            named: the items.
            after: where the next undecided item is looked for.
            scope: None for the one that is set.
        """
        session, reader, scope = self._session, self.reader, scope or self.scope
        if session is None or not named:
            return
        onward = self.advance and kind is ActKind.CATEGORY and bool(value)

        def work() -> Done:
            act = session.decide(kind, value, named, scope=scope, reading=reader.reading, examiner=reader.examiner)
            following = next_open(session, after, reader) if onward else None
            return Done(act, session.items_of_act(act.id), following=following)

        self._store(_("recording a decision"), work, named if onward else None)

    def accept(self, named: Sequence[int], after: Iterable[int] = ()) -> None:
        """Accept what lists suggest for these items; afterwards as `decide`."""
        session, reader, scope = self._session, self.reader, self.scope
        if session is None or not named:
            return
        onward = self.advance

        def work() -> Done:
            done = session.accept(named, scope=scope, reading=reader.reading, examiner=reader.examiner)
            items = sorted({item for act in done.acts for item in session.items_of_act(act.id)})
            following = next_open(session, after, reader) if onward else None
            return Done(done.acts[-1], tuple(items), following=following, accepted=done)

        self._store(_("recording a decision"), work, named if onward else None)

    def note_blurring(self, *, blurred: bool) -> None:
        """Have it put on record that pictures are shown as they are, or blurred again."""
        session = self._session
        if session is not None:
            self._write(_("recording how pictures are shown"), lambda: session.note_blurring(blurred=blurred), _nothing)

    def undo(self) -> None:
        """Undo the last act of who decides now."""
        self._turn(undo=True)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._turn(undo=False)

    def _turn(self, *, undo: bool) -> None:
        session, examiner = self._session, self.reader.examiner
        if session is None:
            return

        def work() -> Done:
            acts = session.undo(examiner=examiner) if undo else session.redo(examiner=examiner)
            about = session.acts_turned(acts)
            items = {item for act in about for item in session.items_of_act(act.id)}
            return Done(acts[0], tuple(sorted(items)), about)

        self._store(_("undoing a decision") if undo else _("deciding again"), work, ())

    # --- questions ----------------------------------------------------------------------------------------------

    def ask_spread(self, named: tuple[int, ...]) -> None:
        """Ask to how many items an act on these would apply."""
        session, scope = self._session, self.scope
        if session is None or not named or scope is Scope.ITEM:
            self.spread_read.emit(named, len(named))
            return
        self._runner.read(
            _("counting what a decision applies to"),
            lambda: len(session.spread(named, scope)),
            self,
            lambda count: self.spread_read.emit(named, count),
        )

    def find_next(self, after: Iterable[int]) -> None:
        """Look for the next undecided item."""
        session, reader = self._session, self.reader
        if session is not None:
            self._runner.read(
                _("looking for the next undecided item"),
                lambda: next_open(session, after, reader),
                self,
                self.found.emit,
            )

    # --- within -------------------------------------------------------------------------------------------------

    def _write(self, doing: str, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self._runner.write(doing, work, self, done, self._refuse)

    def _store(self, doing: str, work: Callable[[], Done], leaves: Sequence[int] | None) -> None:
        """Store an act; the cursor may leave these items afterwards (any, for none; None: it stays where it is)."""
        act = object()
        if leaves is not None:
            self._moving[act] = tuple(leaves)

        def stored(done: Done) -> None:
            self._stored(replace(done, named=self._moving.pop(act, ())))

        def refused(trouble: Trouble) -> None:
            self._moving.pop(act, None)
            self._refuse(trouble)

        self._runner.write(doing, work, self, stored, refused)

    def _stored(self, done: Done) -> None:
        if {done.act.kind, *(act.kind for act in done.about)} & {ActKind.TAG, ActKind.UNTAG}:
            self._tags = None
        self.done.emit(done)
        self.refresh()

    def _refuse(self, trouble: Trouble) -> None:
        self.refused.emit(trouble)

    def _ask(self) -> bool:
        session, reader, tags = self._session, self.reader, self._tags
        if session is None:
            return False
        self._runner.read(
            _("reading decisions"),
            lambda: (session, reader, read_standing(session, reader, tags)),
            self,
            lambda answer: self._take(*answer),
            self._failed,
            patient=True,
        )
        return True

    def _failed(self, trouble: Trouble) -> None:
        self._refresher.answered()
        self._refuse(trouble)

    def _take(self, session: Session, reader: Reader, standing: Standing) -> None:
        self._refresher.answered()
        if session is not self._session:
            return
        if reader != self.reader:
            self._refresher.request_now()
            return
        self.standing = standing
        if reader.shown is None:
            self._tags = standing.tags
        self.standing_read.emit(standing)


def read_standing(session: Session, reader: Reader, tags: tuple[str, ...] | None = None) -> Standing:
    """Ask how far deciding is; called off the event loop. `tags` are those known already."""
    scheme = session.scheme()
    if reader.reading is Reading.SECOND:
        return Standing(scheme, left=len(session.left_to_read(reader.share, reader.seed)))
    if tags is None:
        given = {act.value for act in session.acts() if act.kind is ActKind.TAG and not act.undone}
        tags = tuple(sorted(given))
    return Standing(scheme, tuple(session.category_counts().items()), tags)


def _nothing(_: object) -> None:
    """There is nothing to show afterwards."""
