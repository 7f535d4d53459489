"""Shows what came of something: files with their SHA-256, or differences found by a check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QHeaderView, QVBoxLayout

from forensicdesk.language import _, retold
from ui.widgets.basics import WIDE_GAP, button, copy_text, label, row
from ui.widgets.room import resize_within
from ui.widgets.tables import ROW_HEIGHT, text_table
from ui.words import counted, printable, size_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtWidgets import QTableWidget, QWidget

    from forensicdesk.session import Findings, WrittenReport
    from ui.work import Verification

NO_FILE_MANAGER = _("This system names no program that shows folders. The name of the folder stands above.")


@dataclass(frozen=True, slots=True)
class Result:
    """Heading, explanation and a table of texts."""

    title: str
    heading: str
    text: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    folder: Path | None = None
    """Where the files lie that it tells of."""


def report_result(written: Sequence[WrittenReport]) -> Result:
    """The files of a report."""
    folder = printable(str(written[0].path.parent)) if written else ""
    return Result(
        title=_("Report written"),
        heading=counted(len(written), "The report was written: {count} file", "The report was written: {count} files"),
        text=_(
            "Folder: {folder}\nThe file SHA256SUMS beside them holds the same sums, for checking on any machine."
        ).format(folder=folder),
        headers=(_("File"), "SHA-256"),
        rows=tuple((printable(file.path.name), file.sha256) for file in written),
        folder=written[0].path.parent if written else None,
    )


def verify_result(verification: Verification) -> Result:
    """What a check of the case found, and how much was checked."""
    problems = verification.problems
    records = counted(verification.records, "{count} record", "{count} records")
    files = _("{files} of the evidence ({size_text} read)").format(
        files=counted(verification.files, "{count} file", "{count} files"), size_text=size_text(verification.size)
    )
    checked = _("Checked: the log with its chain of {records}, the databases of the case, and {files}.").format(
        records=records, files=files
    )
    if not problems:
        text = _("{checked}\nAll of it agrees with what was recorded.").format(checked=checked)
        return Result(_("Case verified"), _("Intact: no difference was found"), text, (), ())
    advice = _("Something is not as it was recorded. Keep the case as it is and find out why before you go on.")
    return Result(
        title=_("Case verified"),
        heading=counted(len(problems), "{count} difference was found", "{count} differences were found"),
        text=f"{checked}\n{advice}",
        headers=(_("What differs"), _("Where")),
        rows=tuple((printable(retold(problem.what)), printable(retold(problem.where))) for problem in problems),
    )


def findings_result(findings: Findings) -> Result:
    """What the check of this installation found."""
    heading = _("This installation is sound") if findings.sound else _("This installation has a fault")
    said = {True: _("passed"), False: _("FAILED")}
    checks = tuple((retold(check.name), f"{said[check.passed]}: {retold(check.detail)}") for check in findings.checks)
    libraries = tuple((name, f"{version}, {licence}") for name, version, licence in findings.libraries)
    unnamed = _("licence: see NOTICE.md")
    installed = tuple((one.name, f"{one.version}, {one.licence or unnamed}") for one in findings.installed.libraries)
    found = tuple((retold(what), retold(text)) for what, text in findings.offline + findings.children)
    rows = checks + found + libraries + installed
    return Result(_("Installation"), heading, findings.program, (_("What"), _("Result")), rows)


class ResultDialog(QDialog):
    """A `Result`, with a button that copies it."""

    def __init__(self, result: Result, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(result.title)
        resize_within(self, 820, min(560, 180 + (120 if result.rows else 0) + 20 * len(result.rows)))
        self.result_shown = result
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(WIDE_GAP)
        layout.addWidget(label(result.heading, "heading", wrap=True))
        layout.addWidget(label(result.text, wrap=True, selectable=True))
        self.table = _table(result)
        if result.rows:
            layout.addWidget(self.table, 1)
        else:
            layout.addStretch(1)
        self.trouble = label(NO_FILE_MANAGER, wrap=True)
        self.trouble.hide()
        layout.addWidget(self.trouble)
        copy = button(_("&Copy"), lambda: copy_text(_as_text(result)))
        self.show_folder = button(_("Open the &folder"), self._open_folder)
        self.show_folder.setVisible(result.folder is not None)
        self.end = button(_("C&lose"), self.accept, "primary")
        layout.addLayout(row(self.show_folder, copy, 1, self.end))
        self.end.setFocus()

    def _open_folder(self) -> None:
        """Hand the folder to the system's own program for folders."""
        opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.result_shown.folder)))
        self.trouble.setVisible(not opened)


def _table(result: Result) -> QTableWidget:
    table = text_table(result.heading, result.headers, result.rows)
    table.setWordWrap(True)
    if result.headers:
        table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
    table.verticalHeader().setMinimumSectionSize(ROW_HEIGHT)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    return table


def _as_text(result: Result) -> str:
    return "\n".join((result.heading, result.text, *("\t".join(texts) for texts in result.rows)))
