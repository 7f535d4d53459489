"""Asks who reads a second time, and how much of what the first examiner has decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QSpinBox

from forensicdesk.decisions import Reading
from forensicdesk.language import _
from ui.dialogs.form import FormDialog
from ui.saying import Reader

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from forensicdesk.decisions import SecondReading
    from forensicdesk.session import Session

HINT = _(
    "The gallery then shows only the sample, and nothing of the first reading. The sample is "
    "chosen by the seed: the same share and seed give the same items. A reading that was begun "
    "goes on where it stopped."
)
LARGEST_SEED = 999_999


class SecondReadingDialog(FormDialog):
    """Name, share and seed."""

    reader_asked = Signal(object)
    """A `Reader` whose items are still to be read."""

    def __init__(self, first: str, begun: SecondReading | None = None, parent: QWidget | None = None) -> None:
        """Take the name of the case's examiner, who cannot be the second one, and a reading to go on with."""
        super().__init__(_("Second reading"), _("Begin a second reading"), HINT, _("Begin"), parent)
        self._first = first
        self.name = QLineEdit()
        self.share = QSpinBox()
        self.share.setRange(1, 100)
        self.share.setValue(10)
        self.share.setSuffix(" %")
        self.seed = QSpinBox()
        self.seed.setRange(0, LARGEST_SEED)
        self.form.addRow(_("&Examiner"), self.name)
        self.form.addRow(_("&Share of the decided items"), self.share)
        self.form.addRow(_("S&eed"), self.seed)
        if begun is not None:
            self.name.setText(begun.examiner)
            self.share.setValue(max(1, round(begun.share * 100)))
            self.seed.setValue(begun.seed)
        self.name.textChanged.connect(self.check)
        self.accepted.connect(lambda: self.reader_asked.emit(self.reader()))
        self.check()

    def reader(self) -> Reader:
        """Who reads."""
        share = self.share.value() / 100
        return Reader(Reading.SECOND, self.name.text().strip(), share=share, seed=self.seed.value())

    def what_is_missing(self) -> str:
        """The first thing that is missing."""
        name = self.name.text().strip()
        if not name:
            return _("Give the second examiner's name; it stands in the log and in the report.")
        if name.casefold() == self._first.strip().casefold():
            return _("{first} is the first examiner of this case; a second reading needs somebody else.").format(
                first=self._first
            )
        return ""


def with_sample(session: Session, reader: Reader) -> Reader:
    """The reader with the items of the sample; called off the event loop.

    A reading that was not begun yet is put on record; one that is gone on with was.

    Raises:
        UsageError: as `Session.begin_second_reading`.
    """
    begun = session.second_reading()
    known = begun and (begun.examiner, begun.share, begun.seed)
    if known == (reader.examiner, reader.share, reader.seed):
        sample = session.second_sample(reader.share, reader.seed)
    else:
        sample = session.begin_second_reading(reader.examiner, reader.share, reader.seed)
    return Reader(reader.reading, reader.examiner, frozenset(sample), reader.share, reader.seed)
