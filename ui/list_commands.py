"""The verbs for hash lists: load, compare, export, check, remove; and what is said when it was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from forensicdesk.language import _
from forensicdesk.session import check_list, difference, list_notes
from ui.dialogs.hash_list import HashListDialog
from ui.dialogs.list_difference import ListDifferenceDialog
from ui.dialogs.list_export import ListExportDialog
from ui.dialogs.list_result import ListResultDialog
from ui.dialogs.results import Result, ResultDialog
from ui.list_words import changes_text, is_question, question_text
from ui.words import DIGEST_NAMES, counted, entries_text, list_text, number, printable

if TYPE_CHECKING:
    from forensicdesk.model import HashList, Problem
    from forensicdesk.session import Exported, KindDifference, ListNotes
    from ui.dialogs.chooser import Chooser
    from ui.tasks import Trouble
    from ui.window import MainWindow
    from ui.work import ListRequest, Loaded

Told = tuple["HashList", "ListNotes", "HashList | None", "HashList | None", tuple["KindDifference", ...]]


class ListCommands(QObject):
    """What can be done with lists."""

    def __init__(self, window: MainWindow, chooser: Chooser) -> None:
        super().__init__(window)
        self._window = window
        self._work = window.work
        self._chooser = chooser

    # --- asking -------------------------------------------------------------------------------------------------

    def load(self, before: ListRequest | None = None) -> None:
        """Ask which hash list to load; `before` is what was asked for and refused."""
        lists = self._window.case_page.list_model.lists
        dialog = HashListDialog(self._chooser, self._work.runner, lists, self._window, before)
        dialog.list_asked.connect(self._work.import_list)
        dialog.open()

    def show_list(self, known: HashList) -> None:
        """Show a list on the lists page."""
        self._window.show_lists()
        self._window.lists_page.choose(known.id)

    def compare(self) -> None:
        """Compare the chosen list with another version."""
        known, lists = self._chosen(), self._window.case_page.list_model.lists
        if known is not None:
            ListDifferenceDialog(self._work.library, lists, known, self._work.runner, self._window).open()

    def export(self) -> None:
        """Ask where to write the chosen list."""
        known = self._chosen()
        if known is not None:
            dialog = ListExportDialog(self._chooser, known, self._window)
            dialog.export_asked.connect(self._work.export_list)
            dialog.open()

    def check(self) -> None:
        """Check the chosen list, beside whatever else is going on."""
        known, library = self._chosen(), self._work.library
        if known is None:
            return
        model = self._window.case_page.list_model
        model.set_checked(known.id, _("checking…"))

        def failed(trouble: Trouble) -> None:
            model.set_checked(known.id, "")
            self._window.banners.show_trouble(trouble)

        self._work.runner.read(
            _("checking a list"),
            lambda: check_list(library, known.id),
            self,
            lambda problems: self._checked(known, problems),
            failed,
        )

    def remove(self) -> None:
        """Ask whether to remove the chosen list; nothing blocks meanwhile."""
        known = self._chosen()
        if known is None:
            return
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Remove a list"))
        box.setText(_("Remove {list_text} from this workstation?").format(list_text=list_text(known)))
        box.setInformativeText(
            _(
                "Cases keep their matches with it and all that they recorded of it, but cannot be matched "
                "with it again unless the file is loaded once more."
            )
        )
        remove = box.addButton(_("Remove the list"), QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(_("Keep it"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        remove.clicked.connect(lambda: self._work.remove_list(known))
        box.open()

    # --- what was done ------------------------------------------------------------------------------------------

    def imported(self, loaded: Loaded) -> None:
        """Read what was said of the list and how it differs from the version before, then tell."""
        known = loaded.known
        library, lists = self._work.library, self._window.case_page.list_model.lists
        if not loaded.fresh:
            text = _("The library has this file already as {list_text}; nothing was added.").format(
                list_text=list_text(known)
            )
            self._window.banners.show_message(text).add_action(_("Show the list"), lambda: self.show_list(known))
            return

        def work() -> Told:
            notes = list_notes(library, known)
            base = next((one for one in lists if one.id == notes.base), None)
            versions = [one for one in library.lists() if one.name == known.name and one.version < known.version]
            before = versions[-1] if versions else None
            found = difference(library, before.id, known.id, labels=False) if before is not None else ()
            return known, notes, base, before, found

        self._work.runner.read(_("reading about a list"), work, self, self._tell)

    def refused(self, request: ListRequest, trouble: Trouble) -> None:
        """Say why, and offer to ask again with other settings."""
        sentence = question_text(trouble.sentence) if is_question(trouble.english) else trouble.sentence
        banner = self._window.banners.show_trouble(replace(trouble, sentence=sentence))
        again = replace(request, question=trouble.english)
        banner.add_action(_("Change the settings…"), lambda: self.load(again))

    def exported(self, done: Exported) -> None:
        """Say what was written, and what the form could not hold."""
        left_out = ", ".join(f"{number(count)} {DIGEST_NAMES.get(kind, kind)}" for kind, count in done.left_out)
        text = _("Wrote {list_text} to {path}: {rows}.").format(
            list_text=list_text(done.used),
            path=printable(str(done.path)),
            rows=counted(done.rows, "{count} row", "{count} rows"),
        )
        kind = "notice" if left_out else "done"
        self._window.banners.show_message(
            _("{text} Not in this file: {left_out}.").format(text=text, left_out=left_out) if left_out else text, kind
        )

    def removed(self, known: HashList) -> None:
        """Say that a list is gone."""
        self._window.banners.show_message(
            _("Removed {list_text} from this workstation.").format(list_text=list_text(known)), "done"
        )

    # --- within -------------------------------------------------------------------------------------------------

    def _chosen(self) -> HashList | None:
        return self._window.lists_page.chosen()

    def _tell(self, told: Told) -> None:
        known, notes, base, before, found = told
        text = _("Loaded {list_text}: {entries_text}; {refused} refused.").format(
            list_text=list_text(known),
            entries_text=entries_text(known),
            refused=counted(known.refused, "{count} line", "{count} lines"),
        )
        if before is not None:
            text += _(" Since version {version}: {changes_text}.").format(
                version=before.version, changes_text=changes_text(found)
            )
        banner = self._window.banners.show_message(text, "done")
        banner.add_action(_("Show the list"), lambda: self.show_list(known))
        if known.refused:
            ListResultDialog(known, notes, base, self._window).open()

    def _checked(self, known: HashList, problems: tuple[Problem, ...]) -> None:
        model = self._window.case_page.list_model
        model.set_checked(
            known.id, counted(len(problems), "{count} problem", "{count} problems") if problems else _("intact")
        )
        if not problems:
            text = _(
                "{list_text} is intact: stored as it was imported, and its near search finds what it must."
            ).format(list_text=list_text(known))
            self._window.banners.show_message(text, "done")
            return
        rows = tuple((printable(problem.what), printable(problem.where)) for problem in problems)
        advice = _("Remove this version and load the file again; matches made with it cannot be relied on.")
        heading = f"{list_text(known)}: " + counted(
            len(problems), "{count} problem was found", "{count} problems were found"
        )
        ResultDialog(Result(_("List checked"), heading, advice, (_("What"), _("Where")), rows), self._window).open()
