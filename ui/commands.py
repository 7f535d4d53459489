"""What the window does when something is chosen, and what it says when something was done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from forensicdesk.language import _
from forensicdesk.session import examine_installation
from ui.decide_commands import DecideCommands
from ui.dialogs.about import KeysDialog, key_sections
from ui.dialogs.changes import ChangesDialog, read_changed
from ui.dialogs.exhibits import ExhibitsDialog
from ui.dialogs.manual import ManualDialog
from ui.dialogs.new_case import NewCaseDialog
from ui.dialogs.report import LANGUAGES, ReportDialog
from ui.dialogs.results import ResultDialog, findings_result, report_result, verify_result
from ui.list_commands import ListCommands
from ui.manual_pages import manual_folder
from ui.next_step import Next
from ui.pages.inspector import MATCHES_TAB, METADATA_TAB, RELATED_TAB
from ui.problems import Way, not_examined
from ui.report_previewing import ReportPreviewing
from ui.words import counted, printable
from ui.work import STOPPABLE, Act

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QDialog

    from forensicdesk.account import Ledger
    from forensicdesk.changed import Changes
    from forensicdesk.decisions import Act as Said
    from forensicdesk.model import Dismissal, Source
    from forensicdesk.session import Findings, WrittenReport
    from ui.banner import Banner
    from ui.dialogs.changes import Changed
    from ui.dialogs.chooser import Chooser
    from ui.tasks import Trouble
    from ui.window import MainWindow
    from ui.work import NewCase, Verification


class Commands(QObject):
    """The verbs of the desktop."""

    def __init__(self, window: MainWindow, chooser: Chooser) -> None:
        super().__init__(window)
        self._window = window
        self._work = window.work
        self._chooser = chooser
        self.store = ""
        """The address of the server that the desktop was started with; offered for new cases."""
        self.lists = ListCommands(window, chooser)
        self.deciding = DecideCommands(window, chooser)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """A verb for every menu entry."""
        window = self._window
        return {
            "new": self.new_case,
            "open": self.open_case,
            "close": self._work.close_case,
            "quit": window.close,
            "batch": window.show_batch,
            "add": self.add_folder,
            "process": self.process,
            "stop": self.stop,
            "load_list": self.lists.load,
            "match": self.match,
            "report": self.export_report,
            "verify": self._work.verify,
            "dismiss": self.dismiss,
            "compare_lists": self._on_lists(self.lists.compare),
            "check_list": self._on_lists(self.lists.check),
            "export_list": self._on_lists(self.lists.export),
            "remove_list": self._on_lists(self.lists.remove),
            "case_page": window.show_case_page,
            "gallery": window.show_gallery,
            "lists_page": window.show_lists,
            "links_page": window.show_links,
            "next_group": lambda: window.gallery.view.step_group(1),
            "group_before": lambda: window.gallery.view.step_group(-1),
            "select_group": window.gallery.view.select_group,
            "filter": window.gallery.filters.offer,
            "stacks": window.gallery.bar.stacks.toggle,
            "table": window.gallery.bar.listing.toggle,
            "related": self._show_related,
            "inspector": self._toggle_inspector,
            "blur": window.gallery.bar.blur.toggle,
            "grey": window.gallery.bar.grey.toggle,
            "larger": lambda: window.gallery.change_size(1),
            "smaller": lambda: window.gallery.change_size(-1),
            "copy_sha256": self.copy_sha256,
            "search": self._search,
            "view_item": window.viewing.open_chosen,
            "similar": window.viewing.find_similar,
            "compare": window.viewing.compare,
            **self.deciding.handlers(),
            **window.further.handlers(),
            "keys": lambda: self._open(KeysDialog(key_sections(window.actions_.menus.values()), window)),
            "manual": self._show_manual,
            "doctor": self._examine,
        }

    # --- asking -------------------------------------------------------------------------------------------------

    def show_problem(self, way: Way) -> None:
        """Go where a problem of the case is looked at."""
        window = self._window
        if way is Way.VERIFY:
            self._work.verify()
        elif way is Way.AGREEMENT:
            window.actions_["agreement_page"].trigger()
        else:
            window.gallery.show_filter(not_examined())
            window.show_gallery()

    def new_case(self) -> None:
        """Ask what the new case is made of."""
        self._ask_case().unit.setText(self._window.further.calm.preferences.unit)

    def offer_case_again(self, new: NewCase, trouble: Trouble) -> None:
        """Say why a case could not be made, and offer what was filled in, to be changed."""
        banner = self._window.banners.show_trouble(trouble)
        banner.add_action(_("Change what was filled in…"), lambda: self._ask_case().fill(new))

    def open_case(self) -> None:
        """Ask which case to open."""
        folder = self._chooser.folder(self._window, _("Open a case: choose the folder that ends in .fdcase"))
        if folder is not None:
            self._work.open_case(folder)

    def add_folder(self) -> None:
        """Ask for a folder at once, then show what will be added."""
        folder = self._chooser.folder(self._window, _("Choose a folder with evidence"))
        if folder is not None:
            self._ask_exhibits([folder])

    def add_dropped(self, names: Sequence[str]) -> None:
        """Show what was dropped, to be confirmed."""
        if names:
            self._ask_exhibits([Path(name) for name in names])

    def export_report(self) -> None:
        """Ask for a report."""
        session = self._work.session
        if session is None:
            return
        if self._window.deciding.reader.shown is not None:
            self._say(_("A report shows both readings; end the second reading first (Decide, End this reading)."))
            return
        folder = session.folder.with_name(f"{session.folder.stem}-report")
        dialog = ReportDialog(self._chooser, folder, tuple(LANGUAGES), self._window)
        dialog.report_asked.connect(self._work.report)
        preview = ReportPreviewing(dialog, self._work.runner, session)
        self._window.gallery.look_changed.connect(preview.set_look)
        self._open(dialog)

    def ask_to_leave(self) -> None:
        """Ask whether to stop what runs and leave; nothing blocks meanwhile."""
        act = self._work.act
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Work is going on"))
        box.setText(
            _("The program is still {value}. Close it all the same?").format(value=act.value if act else _("working"))
        )
        how = _("It stops after the items in hand") if act in STOPPABLE else _("It closes as soon as this has ended")
        box.setInformativeText(_("{how}. Everything finished is stored, and the work can go on later.").format(how=how))
        leave = box.addButton(_("Stop and close"), QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(_("Keep working"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        leave.clicked.connect(self.leave)
        box.open()

    def leave(self) -> None:
        """Stop what runs and close once it has ended."""
        self._window.leaving = True
        if self._work.act is None:
            self._window.close()
        else:
            self.stop()

    # --- doing --------------------------------------------------------------------------------------------------

    def do_step(self, what: Next) -> None:
        """Do what the card on the case page offers."""
        {
            Next.ADD: self.add_folder,
            Next.PROCESS: self.process,
            Next.LOAD_LIST: self.lists.load,
            Next.MATCH: self.match,
            Next.REVIEW: self._review,
            Next.REPORT: self.export_report,
            Next.OPEN_WRITABLE: self._open_for_writing,
            Next.WATCH: self._window.show_gallery,
        }[what]()

    def process(self) -> None:
        """Start or go on."""
        self._work.process(self._window.case_page.step.chosen_profile)

    def stop(self) -> None:
        """Stop what can be stopped."""
        self._window.strip.show_stopping()
        self._work.stop()

    def match(self) -> None:
        """Match with the ticked lists."""
        self._work.match(self._window.case_page.ticked_lists())

    def open_item(self, _item_id: int) -> None:
        """Go to the inspector."""
        self._window.actions_["inspector"].setChecked(True)
        self._window.inspector.show()
        self._window.inspector.tabs.focus_title()

    def dismiss(self) -> None:
        """Ask why the chosen item's first match is none."""
        self.open_item(0)
        self._window.inspector.tabs.setCurrentIndex(MATCHES_TAB)
        if not self._window.inspector.matches.begin_judging():
            self._say(
                _(
                    "No match of the chosen item can be spoken of: it has none that stands, or the case cannot "
                    "be changed."
                )
            )

    def show_items(self, items: Sequence[int], what: str) -> None:
        """Show these items in the gallery."""
        self._window.gallery.show_items(items, what)
        self._window.show_gallery()

    def go_to(self, item_id: int) -> None:
        """Put the gallery's cursor on an item."""
        self._window.gallery.go_to(item_id)
        self._window.show_gallery()

    def copy_sha256(self) -> None:
        """Copy the SHA-256 of the item in the inspector, and say so."""
        value = self._window.inspector.copy_sha256()
        text = (
            _("SHA-256 copied: {value}").format(value=value)
            if value
            else _("There is no SHA-256 to copy: no item with digests is chosen.")
        )
        self._window.banners.show_message(text, "done" if value else "notice")

    # --- what was done ------------------------------------------------------------------------------------------

    def sources_added(self, sources: Sequence[Source]) -> None:
        """Say that exhibits were added."""
        unfinished = [source for source in sources if not source.walked]
        if unfinished or not sources:
            self._say(_("Listing was stopped. Start processing to go on where it stopped."), "notice")
        else:
            names = ", ".join(printable(source.label) for source in sources)
            self._say(
                _("Added: {names}. Every file in it is in the account now; start processing next.").format(names=names),
                "done",
            )

    def processed(self, ledger: Ledger) -> None:
        """Say how processing ended."""
        if ledger.pending:
            self._say(
                counted(
                    ledger.pending,
                    "Stopped. {count} file waits; everything finished is stored.",
                    "Stopped. {count} files wait; everything finished is stored.",
                ),
                "notice",
            )
            return
        trouble = ledger.failed + ledger.unsupported + ledger.encrypted
        text = _("Processing is complete: {media}").format(
            media=counted(ledger.media, "{count} picture or film", "{count} pictures and films")
        )
        text += (
            counted(
                trouble,
                ", {count} of them not examined; the gallery lists it.",
                ", {count} of them not examined; the gallery lists them.",
            )
            if trouble
            else "."
        )
        self._say(text, "done")

    def matched(self, changes: Changes) -> None:
        """Say what matching found, and what no longer holds; offer both in full."""
        gone = (
            counted(
                len(changes.gone),
                " {count} match of before no longer holds.",
                " {count} matches of before no longer hold.",
            )
            if len(changes.gone)
            else ""
        )
        if len(changes.new):
            found = counted(len(changes.new), "{count} new match", "{count} new matches")
            text = _("{found}; equal files count once. Each is a lead, not an identification.{gone}").format(
                found=found, gone=gone
            )
        else:
            text = _("Matching is complete; nothing new was found.{gone}").format(gone=gone)
        banner = self._say(text, "done")
        if banner is not None and (len(changes.new) or len(changes.gone)):
            banner.add_action(_("Show what changed…"), lambda: self._show_changes(changes))

    def stopped(self, act: Act) -> None:
        """Say what stopping left."""
        left = {
            Act.IMPORT: _("Loading was stopped; nothing of the list was stored."),
            Act.MATCH: _("Matching was stopped. Lists that were done by then are stored; match again to finish."),
        }
        self._say(left.get(act, _("Stopped while {doing}.").format(doing=act.value)))

    def judged(self, said: Dismissal) -> None:
        """Say what was recorded, and show it."""
        taken = _("Taken back") if said.revoked else _("Recorded: not a match")
        self._say(
            _("{taken}, with the reason and the name {examiner}.").format(
                taken=taken, examiner=printable(said.examiner)
            ),
            "done",
        )

    def looked(self, act: Said) -> None:
        """Say that it was recorded."""
        text = _("Recorded with the name {examiner}: both sides were looked at. Ctrl+Z undoes it.")
        self._say(text.format(examiner=printable(act.examiner)), "done")

    def reported(self, written: Sequence[WrittenReport]) -> None:
        """Show the written files with their sums."""
        self._open(ResultDialog(report_result(written), self._window))

    def verified(self, verification: Verification) -> None:
        """Show what the check found."""
        self._open(ResultDialog(verify_result(verification), self._window))

    def offer_read_only(self, folder: Path, trouble: Trouble) -> None:
        """A case in use elsewhere can still be looked at."""
        banner = self._window.banners.show_trouble(trouble)
        banner.add_action(_("Open for reading only"), lambda: self._work.open_case(folder, writable=False))

    # --- within -------------------------------------------------------------------------------------------------

    def _open(self, dialog: QDialog) -> None:
        dialog.open()

    def _say(self, text: str, kind: str = "notice") -> Banner | None:
        return None if self._window.leaving else self._window.banners.show_message(text, kind)

    def _show_changes(self, changes: Changes) -> None:
        session = self._work.session
        if session is not None:
            self._work.runner.read(
                _("reading what matching changed"), lambda: read_changed(session, changes), self, self._open_changes
            )

    def _open_changes(self, changed: Changed) -> None:
        dialog = ChangesDialog(changed, self._window)
        dialog.items_asked.connect(self.show_items)
        self._open(dialog)

    def _show_related(self) -> None:
        self.open_item(0)
        self._window.inspector.tabs.setCurrentIndex(RELATED_TAB)

    def _on_lists(self, verb: Callable[[], None]) -> Callable[[], None]:
        """The verb with the lists page in front, so that it is seen which list is meant."""

        def do() -> None:
            self._window.show_lists()
            verb()

        return do

    def _ask_case(self) -> NewCaseDialog:
        dialog = NewCaseDialog(self._chooser, self._window.memory.examiner, self._window, store=self.store)
        dialog.case_asked.connect(self._create)
        self._open(dialog)
        return dialog

    def _create(self, new: NewCase) -> None:
        self._window.memory.examiner = new.examiner
        self._work.create_case(new)

    def _ask_exhibits(self, paths: Sequence[Path]) -> None:
        dialog = ExhibitsDialog(self._chooser, paths, self._window)
        dialog.exhibits_asked.connect(self._work.add_sources)
        self._open(dialog)

    def _review(self) -> None:
        self._window.gallery.show_choice(_("With a match"))
        self._window.show_gallery()

    def _open_for_writing(self) -> None:
        session = self._work.session
        if session is not None:
            self._work.open_case(session.folder)

    def _toggle_inspector(self) -> None:
        self._window.inspector.setVisible(self._window.actions_["inspector"].isChecked())

    def _search(self) -> None:
        self.open_item(0)
        self._window.inspector.tabs.setCurrentIndex(METADATA_TAB)
        self._window.inspector.search.setFocus()

    def _show_manual(self) -> None:
        folder = manual_folder()
        if folder is None:
            self._say(_("The manual is not built here; `make manual` builds it from docs/."))
            return
        ManualDialog(folder, self._window).show()

    def _examine(self) -> None:
        self._work.runner.read(_("checking the installation"), examine_installation, self, self._examined)

    def _examined(self, findings: Findings) -> None:
        self._open(ResultDialog(findings_result(findings), self._window))
