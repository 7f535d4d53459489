"""Everything the case knows about one item: facts, matches, metadata."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from forensicdesk.language import _, retold
from forensicdesk.language.fields import indicator_name
from forensicdesk.model import State
from ui.evidence import chance_sentences
from ui.item_text import date_blocks, hash_rows, issue_facts, main_facts, way_in
from ui.models.looks import Look
from ui.models.metadata import VALUE_ROLE, MetadataModel
from ui.models.pictures import make_picture
from ui.related import EQUAL, read_related
from ui.said_text import read_item_said
from ui.saying import Reader
from ui.viewing.hex_tab import HexTab
from ui.widgets.basics import GAP, clear_layout, copy_text, label, restyle
from ui.widgets.facts import FactsBlock, HashBlock
from ui.widgets.flow import FlowLayout
from ui.widgets.matches_tab import MatchesTab
from ui.widgets.picture_box import PictureBox
from ui.widgets.places import PlacesBlock
from ui.widgets.related_tab import RelatedTab
from ui.widgets.said_tab import SaidTab, badge_text
from ui.widgets.wrapped_tabs import WrappedTabs
from ui.words import BADGE_LOOKS, KIND_BADGES, STATES, breakable, title_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from forensicdesk.model import HashList, ItemRecord
    from forensicdesk.session import Session
    from hashing.values import MetadataGroup
    from ui.related import Relatives
    from ui.said_text import ItemSaid
    from ui.tasks import TaskRunner

NARROWEST = 280
NOTHING_CHOSEN = _("Choose an item in the gallery to see what is known about it.")
MATCHES_TAB, RELATED_TAB, METADATA_TAB, SAID_TAB = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is shown of one item, read in one go."""

    record: ItemRecord
    picture: QImage
    look: Look
    lists: Mapping[str, HashList]
    chances: tuple[str, ...]
    related: tuple[Relatives, ...]
    reader: Reader
    said: ItemSaid


class Inspector(QWidget):
    """Shows one item at a time; the newest choice wins."""

    said = Signal(object)
    """A `Judgement`."""
    item_asked = Signal(int)
    """An item to go to."""
    items_asked = Signal(object, str)
    """Items to show in the gallery, and what they have in common."""

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._session: Session | None = None
        self._look = Look()
        self._reader = Reader()
        self._wanted: int | None = None
        self._record: ItemRecord | None = None
        self.picture = PictureBox()
        self.title = label(NOTHING_CHOSEN, "heading", wrap=True)
        self._badges = FlowLayout()
        self.tabs = WrappedTabs()
        self._facts = FactsBlock(_("Item"))
        self._way_in = FactsBlock(_("The way in"))
        self._places = PlacesBlock()
        self._dates = FactsBlock(_("Dates"))
        self._hashes = HashBlock()
        self._issues = FactsBlock(_("Issues"))
        self._notes = FactsBlock(_("Worth knowing"))
        self.matches = MatchesTab()
        self.related = RelatedTab()
        self.decisions = SaidTab()
        self.bytes = HexTab(runner)
        self.matches.said.connect(self.said)
        self.related.item_asked.connect(self.item_asked)
        self.related.items_asked.connect(self.items_asked)
        self._places.item_asked.connect(self.item_asked)
        self.setMinimumWidth(NARROWEST)
        self._build()
        self.show_nothing()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 6)
        layout.setSpacing(GAP)
        layout.addWidget(self.picture)
        layout.addWidget(self.title)
        layout.addLayout(self._badges)
        facts = QWidget()
        facts.setObjectName("inside")
        inside = QVBoxLayout(facts)
        inside.setContentsMargins(2, GAP, 8, GAP)
        inside.setSpacing(GAP)
        for block in (self._issues, self._facts, self._way_in, self._places, self._dates, self._hashes, self._notes):
            inside.addWidget(block)
        inside.addStretch(1)
        self._inside = (facts, self.matches, self.related, self.decisions)
        self.tabs.addTab(_scrolled(facts), _("Fac&ts"))
        self.tabs.addTab(_scrolled(self.matches), _("&Matches"))
        self.tabs.addTab(_scrolled(self.related), _("&Related"))
        self.tabs.addTab(self._metadata_tab(), _("M&etadata"))
        self.tabs.addTab(_scrolled(self.decisions), _("Deci&sions"))
        self.tabs.addTab(self.bytes, _("&Bytes"))
        layout.addWidget(self.tabs, 100)
        layout.addStretch(1)

    def _metadata_tab(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, GAP, 0, 0)
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Search fields and values"))
        self.search.setAccessibleName(_("Search the metadata"))
        self.search.setClearButtonEnabled(True)
        self.metadata = MetadataModel(self)
        self.search.textChanged.connect(self._search)
        self.tree = QTreeView()
        self.tree.setModel(self.metadata)
        self.tree.setAccessibleName(_("Metadata"))
        self.tree.setAlternatingRowColors(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.tree.header().resizeSection(0, 170)
        copy = QShortcut(
            QKeySequence(QKeySequence.StandardKey.Copy), self.tree, context=Qt.ShortcutContext.WidgetShortcut
        )
        copy.activated.connect(self._copy_metadata)
        self.no_metadata = label(_("No metadata was found in this item."), "muted", wrap=True)
        layout.addWidget(self.no_metadata)
        layout.addWidget(self.search)
        layout.addWidget(self.tree, 1)
        layout.addStretch()
        self._show_metadata((), read=False)
        return page

    def _show_metadata(self, groups: Sequence[MetadataGroup], *, read: bool) -> None:
        """Show the groups to be searched; of an item that was `read`, say that there is none."""
        self.metadata.set_groups(groups)
        self.no_metadata.setVisible(read and not groups)
        for part in (self.search, self.tree):
            part.setVisible(bool(groups))

    # --- what is shown ------------------------------------------------------------------------------------------

    def set_session(self, session: Session | None) -> None:
        """Look into another case, or none."""
        self._session = session
        self.show_nothing()

    def set_look(self, look: Look) -> None:
        """Show the picture blurred or not; what must not be seen any more goes at once."""
        self._look = look
        self.picture.show_picture(QImage(), "")
        self.picture.set_look(look)
        self.reload()

    def set_reader(self, reader: Reader) -> None:
        """Show nothing any more that this one must not see."""
        self._reader = reader
        self.show_nothing()

    def show_item(self, item_id: int) -> None:
        """Show an item."""
        self._wanted = item_id
        self.reload()

    def reload(self) -> None:
        """Read the item again."""
        session, item_id, look, reader = self._session, self._wanted, self._look, self._reader
        if session is None or item_id is None:
            return

        def work() -> Told:
            record = session.item(item_id)
            thumbnail = None if record.content_id is None else session.thumbnail(record.content_id)
            lists = session.lists_used() if record.matches or record.nearest else ()
            return Told(
                record,
                make_picture(thumbnail, look),
                look,
                {used.id: used for used in lists},
                chance_sentences(session, record),
                read_related(session, record),
                reader,
                read_item_said(session, record.id, reader, record.matches),
            )

        self._runner.read(_("reading an item"), work, self, self._show)

    def show_nothing(self) -> None:
        """Show that nothing is chosen."""
        self._wanted = self._record = None
        self.bytes.show_item(None, None)
        self.picture.show_picture(QImage(), "")
        self.picture.hide()
        self.tabs.hide()
        self.title.setText(NOTHING_CHOSEN)
        restyle(self.title, "kind", "muted")
        clear_layout(self._badges)

    @property
    def record(self) -> ItemRecord | None:
        """The item on show."""
        return self._record

    def copy_sha256(self) -> str:
        """Put the item's SHA-256 on the clipboard; gives it, "" if there is none."""
        analysis = self._record.analysis if self._record else None
        if analysis is None or analysis.digests is None:
            return ""
        value = analysis.digests.sha256.hex()
        copy_text(value)
        return value

    # --- within -------------------------------------------------------------------------------------------------

    def _show(self, told: Told) -> None:
        record, picture = told.record, told.picture
        if (record.id, told.look, told.reader) != (self._wanted, self._look, self._reader):
            return
        self._record = record
        self.picture.show()
        self.tabs.show()
        instead = _("No picture could be made.") if record.state is State.ANALYSED else STATES[record.state]
        self.picture.show_picture(picture, instead)
        restyle(self.title, "kind", "heading")
        self.title.setText(breakable(title_text(record.location)))
        self._show_badges(record, badge_text(told.said))
        analysis = record.analysis
        self._facts.set_facts(main_facts(record))
        self._issues.set_facts(issue_facts(record))
        self._way_in.set_facts(way_in(record))
        self._places.show_places(next((one for one in told.related if one.title == EQUAL), None))
        self._dates.set_groups(date_blocks(record))
        self._hashes.set_hashes(hash_rows(record))
        self._notes.set_facts(
            [(indicator_name(one.code), retold(one.text)) for one in analysis.indicators] if analysis else []
        )
        self.matches.show_matches(record, told.lists, told.chances)
        self.related.show_related(told.related)
        self.decisions.show_said(record, told.said, told.lists)
        self.bytes.show_item(self._session, record.id)
        self._show_metadata(analysis.metadata if analysis else (), read=analysis is not None)
        self.tree.expandAll()
        fields = sum(len(pairs) for _, pairs in analysis.metadata) if analysis else 0
        self._settle()
        self.tabs.setTabText(MATCHES_TAB, _("&Matches ({matches})").format(matches=len(record.matches)))
        self.tabs.setTabText(RELATED_TAB, _("&Related ({sum})").format(sum=sum(one.count for one in told.related)))
        self.tabs.setTabText(
            METADATA_TAB, _("M&etadata ({fields})").format(fields=fields) if fields else _("M&etadata")
        )
        self.tabs.order_keys()

    def _settle(self) -> None:
        """Let every page ask for the room it needs now: what changes while it is out of sight can be missed."""
        for inside in self._inside:
            QCoreApplication.postEvent(inside, QEvent(QEvent.Type.LayoutRequest))

    def _show_badges(self, record: ItemRecord, decided: str) -> None:
        clear_layout(self._badges)
        shown = [("state", STATES[record.state])]
        shown += [("decided", decided)] if decided else []
        met = {match.kind for match in record.matches}
        shown += [(BADGE_LOOKS[kind], text) for kind, text in KIND_BADGES.items() if kind in met]
        for name, text in shown:
            badge = label(text)
            badge.setProperty("badge", name)
            self._badges.addWidget(badge)

    def _search(self, text: str) -> None:
        self.metadata.search(text)
        self.tree.expandAll()

    def _copy_metadata(self) -> None:
        index = self.tree.currentIndex()
        if index.isValid():
            copy_text(str(index.siblingAtColumn(1).data(VALUE_ROLE) or index.siblingAtColumn(0).data(VALUE_ROLE)))


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area
