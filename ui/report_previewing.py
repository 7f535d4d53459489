"""Looking at a report before it is written: the window beside the report's dialog, which follows what is chosen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from forensicdesk.language import _
from ui.dialogs.report_preview import ReportPreviewDialog
from ui.report_pages import ReportPages
from ui.report_request import Signing, preview_report

if TYPE_CHECKING:
    from forensicdesk.session import Session
    from ui.dialogs.report import ReportDialog
    from ui.dialogs.report_preview import Part
    from ui.models.looks import Look
    from ui.report_request import ReportRequest
    from ui.tasks import TaskRunner, Trouble

REST_MS = 400
"""What is typed is looked at once nothing was changed for so long."""


class ReportPreviewing(QObject):
    """One window of pages and words for one report's dialog; it lives as long as the dialog."""

    def __init__(self, dialog: ReportDialog, runner: TaskRunner, session: Session) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._runner = runner
        self._session = session
        self._shown: ReportPreviewDialog | None = None
        self._pages: ReportPages | None = None
        self._of: ReportRequest | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(REST_MS)
        self._soon.timeout.connect(self._begin)
        dialog.preview_asked.connect(self.show)
        dialog.changed.connect(self._changed)
        dialog.finished.connect(lambda *_: self._closed())

    def show(self) -> None:
        """Open the window, or bring it to the front."""
        if self._shown is None:
            shown = self._shown = ReportPreviewDialog(self._dialog)
            pages = self._pages = ReportPages(self._runner, self._session, self)
            pages.laid_out.connect(shown.sheets.show_facts)
            pages.drawn.connect(shown.sheets.show_page)
            pages.refused.connect(shown.sheets.show_sentence)
            shown.sheets.wished.connect(pages.draw)
            shown.finished.connect(lambda *_: self._closed())
            self._of = None
            shown.show()
            self._begin()
        self._shown.activateWindow()

    def set_look(self, look: Look) -> None:
        """Where pictures are hidden, none stays clear in a page."""
        if self._shown is not None and look.hidden:
            self._shown.sheets.hide_pictures()

    def _changed(self) -> None:
        if self._shown is not None and _looked_at(self._dialog.request()) != self._of:
            self._soon.start()

    def _begin(self) -> None:
        if self._shown is None or self._pages is None:
            return
        asked = _looked_at(self._dialog.request())
        if asked == self._of:
            return
        self._of = asked
        self._shown.wait()
        self._pages.lay_out(asked)
        session = self._session
        self._runner.read(
            _("reading what a report will say"),
            lambda: preview_report(session, asked),
            self._shown,
            lambda parts: self._read(asked, parts),
            lambda trouble: self._refused(asked, trouble),
        )

    def _read(self, asked: ReportRequest, parts: tuple[Part, ...]) -> None:
        if self._shown is not None and asked == self._of:
            self._shown.words.show_parts(parts)

    def _refused(self, asked: ReportRequest, trouble: Trouble) -> None:
        if self._shown is not None and asked == self._of:
            self._shown.words.show_sentence(trouble.sentence)

    def _closed(self) -> None:
        self._soon.stop()
        self._shown = None
        pages, self._pages = self._pages, None
        if pages is not None:
            pages.close()
            pages.deleteLater()


def _looked_at(asked: ReportRequest) -> ReportRequest:
    """What of a request changes the pages: not where to, not the formats, not the keys."""
    return replace(asked, folder=Path(), formats=(), with_media=False, signing=Signing())
