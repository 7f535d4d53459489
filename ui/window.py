"""The main window: start page or case, messages above, work below, inspector beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QSplitter, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from forensicdesk.language import _
from ui import window_state
from ui.actions import GROUP_VERBS, Actions
from ui.banner import Banners
from ui.commands import Commands
from ui.deciding import Deciding
from ui.encrypted import connect as connect_encrypted
from ui.further import Further
from ui.pages.batch import BatchPage
from ui.pages.case import CasePage
from ui.pages.gallery import GalleryPage
from ui.pages.inspector import Inspector
from ui.pages.links import LinksPage
from ui.pages.lists import ListsPage
from ui.pages.start import StartPage
from ui.resources.theme import dress
from ui.unlocking import unlock
from ui.viewing.place import ViewingPlace
from ui.widgets.entering import pressed_by_enter
from ui.widgets.scrolled import Peephole
from ui.widgets.work_strip import WorkStrip
from ui.words import printable
from ui.work import STOPPABLE, Act

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent

    from forensicdesk.events import Progress
    from forensicdesk.session import Session
    from ui.dialogs.chooser import Chooser
    from ui.overview import Overview
    from ui.recent import Memory
    from ui.tasks import TaskRunner
    from ui.work import CaseWork

TITLE = "ForensicDesk"
CASE_TAB, GALLERY_TAB, LISTS_TAB, LINKS_TAB = 0, 1, 2, 3
NEEDED = QSize(900, 430)
"""What everything below the menu needs: a screen of 1366 x 768 that the system enlarges by half has it."""
SMALLEST = (600, 300)
"""On a smaller screen what is in the window is moved behind it, up and down and sideways."""
NEEDS_CASE = (
    "close",
    "case_page",
    "gallery",
    "lists_page",
    "links_page",
    "inspector",
    *GROUP_VERBS,
    "filter",
    "stacks",
    "table",
    "related",
    "blur",
    "grey",
    "timeline_page",
    "map_page",
    "agreement_page",
    "audit_page",
    "lines",
    "hide",
    "larger",
    "smaller",
    "copy_sha256",
    "search",
    "view_item",
    "similar",
    "compare",
)
NEEDS_WRITING = ("add", "process", "match", "report", "dismiss")
NEEDS_A_LIST = ("compare_lists", "check_list", "export_list", "remove_list")


class MainWindow(QMainWindow):
    """Puts the parts together; what is chosen goes to `Commands`, what happens comes from `CaseWork`."""

    def __init__(self, runner: TaskRunner, work: CaseWork, memory: Memory, chooser: Chooser) -> None:
        super().__init__()
        self.work = work
        self.memory = memory
        self.leaving = False
        self.banners = Banners()
        self.start = StartPage()
        self.case_page = CasePage(work)
        self.gallery = GalleryPage(runner)
        self.gallery.use(memory)
        self.inspector = Inspector(runner)
        self.deciding = Deciding(runner, self)
        self.lists_page = ListsPage(work, self.case_page.list_model)
        self.links_page = LinksPage(runner)
        self.batch = BatchPage(runner, chooser, self)
        self.strip = WorkStrip()
        self.tabs = QTabWidget()
        self.pages = QStackedWidget()
        self.review = QSplitter(Qt.Orientation.Horizontal)
        self._build()
        self.further = Further(self, memory, chooser)
        self.viewing = ViewingPlace(self, chooser)
        self.commands = Commands(self, chooser)
        self.actions_ = Actions(self, self.commands.handlers())
        self.actions_.add_appearances(self, memory.appearance, self.change_appearance)
        self._connect_parts()
        self.commands.deciding.connect_parts()
        self.further.connect_parts()
        self.viewing.connect_parts()
        self._connect_lists()
        self._connect_work()
        self.encrypted = connect_encrypted(self, chooser)
        runner.trouble_met.connect(self.banners.show_trouble)
        window_state.restore(self, memory)
        self._show_start()

    # --- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.resize(1280, 800)
        self.setMinimumSize(*SMALLEST)
        self.setAcceptDrops(True)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.case_page, _("Case"))
        self.review.addWidget(self.gallery)
        self.review.addWidget(self.inspector)
        self.review.setStretchFactor(0, 1)
        self.review.setChildrenCollapsible(False)
        self.tabs.addTab(self.review, _("Gallery"))
        self.tabs.addTab(self.lists_page, _("Lists"))
        self.tabs.addTab(self.links_page, _("Links"))
        self.pages.addWidget(self.start)
        self.pages.addWidget(self.tabs)
        central = QWidget()
        layout = self.middle = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banners)
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.strip)
        self.setCentralWidget(Peephole(central, NEEDED))

    def _connect_parts(self) -> None:
        commands = self.commands
        self.start.new_pressed.connect(commands.new_case)
        self.start.open_pressed.connect(commands.open_case)
        self.start.recent_pressed.connect(self.work.open_case)
        self.start.forget_pressed.connect(self._forget)
        page = self.case_page
        page.step_pressed.connect(commands.do_step)
        page.add_pressed.connect(commands.add_folder)
        page.load_list_pressed.connect(commands.lists.load)
        page.match_pressed.connect(commands.match)
        page.report_pressed.connect(commands.export_report)
        page.verify_pressed.connect(self.work.verify)
        page.list_details_asked.connect(commands.lists.show_list)
        page.problem_pressed.connect(commands.show_problem)
        self.deciding.reader_changed.connect(lambda reader: page.set_blind(blind=reader.shown is not None))
        page.overview_read.connect(self._overview_read)
        page.list_model.ticked_changed.connect(self.enable)
        self.gallery.item_chosen.connect(self.inspector.show_item)
        self.gallery.look_changed.connect(self.inspector.set_look)
        self.gallery.bar.blur.toggled.connect(self.actions_["blur"].setChecked)
        self.gallery.bar.blur.toggled.connect(lambda blurred: self.deciding.note_blurring(blurred=blurred))
        self.gallery.bar.grey.toggled.connect(self.actions_["grey"].setChecked)
        for name, toggle in (("stacks", self.gallery.bar.stacks), ("table", self.gallery.bar.listing)):
            self.actions_[name].setChecked(toggle.isChecked())
            toggle.toggled.connect(self.actions_[name].setChecked)
        for name in GROUP_VERBS:
            self.actions_[name].setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.gallery.view.addAction(self.actions_[name])
        self.inspector.said.connect(self.work.judge)
        self.inspector.item_asked.connect(commands.go_to)
        self.strip.stop_asked.connect(self.work.stop)
        for asking in (self.inspector, self.lists_page, self.links_page):
            asking.items_asked.connect(commands.show_items)

    def _connect_lists(self) -> None:
        page, lists = self.lists_page, self.commands.lists
        page.load_pressed.connect(lists.load)
        page.match_pressed.connect(self.commands.match)
        page.compare_pressed.connect(lists.compare)
        page.export_pressed.connect(lists.export)
        page.check_pressed.connect(lists.check)
        page.remove_pressed.connect(lists.remove)
        page.table.selectionModel().currentRowChanged.connect(lambda *_: self.enable())
        self.work.list_imported.connect(lists.imported)
        self.work.list_refused.connect(lists.refused)
        self.work.list_exported.connect(lists.exported)
        self.work.list_removed.connect(lists.removed)

    def _connect_work(self) -> None:
        work = self.work
        work.case_opened.connect(self._case_opened)
        work.case_refused.connect(self.commands.offer_case_again)
        work.case_closed.connect(self._show_start)
        work.case_locked.connect(self.commands.offer_read_only)
        work.act_started.connect(self._act_started)
        work.act_ended.connect(self._act_ended)
        work.progressed.connect(self._progressed)
        work.items_stored.connect(self.gallery.items_stored)
        work.trouble_met.connect(self.banners.show_trouble)
        work.sources_added.connect(self.commands.sources_added)
        work.processed.connect(self.commands.processed)
        work.matched.connect(self.commands.matched)
        work.reported.connect(self.commands.reported)
        work.verified.connect(self.commands.verified)
        work.stopped.connect(self.commands.stopped)
        work.judged.connect(self.commands.judged)
        work.looked.connect(self.commands.looked)

    # --- what is shown ------------------------------------------------------------------------------------------

    def show_case_page(self) -> None:
        """Show the case page, ready for its next step."""
        self.tabs.setCurrentIndex(CASE_TAB)
        self.case_page.step.button.setFocus()

    def show_gallery(self) -> None:
        """Show the gallery, ready for keys."""
        self.tabs.setCurrentIndex(GALLERY_TAB)
        self.viewing.show_gallery()
        self.gallery.view.setFocus()

    def show_lists(self) -> None:
        """Show the lists page, ready for keys."""
        self.tabs.setCurrentIndex(LISTS_TAB)
        self.lists_page.table.setFocus()

    def show_links(self) -> None:
        """Show the links page, ready for keys."""
        self.tabs.setCurrentIndex(LINKS_TAB)
        self.links_page.matrix.setFocus()

    def show_batch(self) -> None:
        """Show the window of batches."""
        self.batch.show()
        self.batch.raise_()

    def enable(self) -> None:
        """Enable what can be done now."""
        work, overview = self.work, self.case_page.overview
        idle, opened = work.act is None, work.session is not None
        writing = idle and opened and work.writable
        actions = self.actions_
        actions.enable(NEEDS_CASE, enabled=opened)
        actions.enable(NEEDS_WRITING, enabled=writing)
        actions.enable(("new", "open"), enabled=idle)
        actions.enable(("load_list", "verify"), enabled=idle and opened)
        actions["close"].setEnabled(idle and opened)
        actions["stop"].setEnabled(work.act in STOPPABLE)
        waiting = overview is not None and (
            overview.ledger.pending > 0 or overview.unfinished > 0 or not overview.stacked
        )
        actions["process"].setEnabled(writing and waiting)
        media = overview is not None and overview.ledger.media > 0
        actions["match"].setEnabled(writing and media and bool(self.case_page.ticked_lists()))
        actions["report"].setEnabled(writing and overview is not None and bool(overview.exhibits))
        chosen = opened and self.lists_page.chosen() is not None
        actions.enable(NEEDS_A_LIST, enabled=idle and chosen)
        self.inspector.matches.allow(enabled=writing)
        self.commands.deciding.enable()
        self.lists_page.enable()
        self.case_page.show_busy()
        self.start.setEnabled(idle)

    def _show_start(self) -> None:
        self._set_session(None)
        self.start.set_recent(self.memory.cases())
        self.pages.setCurrentWidget(self.start)
        self.setWindowTitle(TITLE)
        self.enable()

    def _set_session(self, session: Session | None) -> None:
        for page in (self.gallery, self.case_page, self.inspector, self.lists_page, self.links_page):
            page.set_session(session)
        self.commands.deciding.set_session(session)
        self.further.set_session(session)
        self.viewing.set_session(session)

    def _case_opened(self, session: Session) -> None:
        self.banners.clear()
        self.memory.remember_case(session.folder)
        unlock(self, session)
        self._set_session(session)
        self.pages.setCurrentWidget(self.tabs)
        self.show_case_page()
        mode = "" if self.work.writable else _(" (reading only)")
        self.setWindowTitle(f"{printable(session.folder.stem)}{mode} - {TITLE}")
        self.enable()

    def _overview_read(self, overview: Overview) -> None:
        self.gallery.set_sources(tuple(exhibit.source for exhibit in overview.exhibits))
        self.gallery.set_lists(overview.library)
        if not self.isAncestorOf(self.focusWidget()):  # nothing has it after a case was opened from the first page
            self.case_page.step.button.setFocus()
        self.enable()

    def change_appearance(self, name: str) -> None:
        """Take this look from now on: "system", "light" or "dark"."""
        self.memory.appearance = name
        self.actions_.show_appearance(name)
        self.further.settings.show_appearance(name)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            dress(app, name)

    def _forget(self, folder: Path) -> None:
        self.memory.forget_case(folder)
        self.start.set_recent(self.memory.cases())

    # --- work ---------------------------------------------------------------------------------------------------

    def _act_started(self, act: Act) -> None:
        self.strip.begin(act)
        self.enable()

    def _progressed(self, progress: Progress) -> None:
        self.strip.show_progress(progress)
        self.case_page.refresh()

    def _act_ended(self, act: Act) -> None:
        self.strip.end()
        self.case_page.refresh_now()
        if act in (Act.PROCESS, Act.MATCH):
            self.gallery.refresh_now()
            self.lists_page.refresh_conflicts()
        if act in (Act.PROCESS, Act.MATCH, Act.JUDGE):
            self.inspector.reload()
        if act in (Act.PROCESS, Act.ADD):
            self.links_page.refresh()
        self.enable()
        if self.leaving:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """While something runs, ask first; otherwise let go of the case and end."""
        if self.work.act is not None:
            event.ignore()
            if not self.leaving:
                self.commands.ask_to_leave()
            return
        window_state.remember(self, self.memory)
        self.work.close_case()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard."""
        if not pressed_by_enter(self.focusWidget(), event):
            super().keyPressEvent(event)

    # --- folders dropped on the window --------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders while a case is open and nothing runs."""
        if self.actions_["add"].isEnabled() and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask whether to add what was dropped."""
        self.commands.add_dropped([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
