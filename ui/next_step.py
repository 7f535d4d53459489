"""What to do next with a case, in one heading, one sentence and one button."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from forensicdesk.language import _, plural
from ui.words import counted, number

if TYPE_CHECKING:
    from ui.overview import Overview


class Next(Enum):
    """The step itself."""

    ADD = auto()
    PROCESS = auto()
    LOAD_LIST = auto()
    MATCH = auto()
    REVIEW = auto()
    REPORT = auto()
    OPEN_WRITABLE = auto()
    WATCH = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """How the step is put."""

    what: Next
    heading: str
    sentence: str
    button: str


READ_ONLY = Step(
    Next.OPEN_WRITABLE,
    _("This case is open for reading only"),
    _("You can look at everything; adding, processing, matching and reports need the case open for writing."),
    _("Open for writing"),
)
ADD = Step(
    Next.ADD,
    _("Add a folder to begin"),
    _(
        "Choose the folder with the seized pictures and films. It is only read, never changed, and "
        "everything in it is accounted for."
    ),
    _("Add a folder…"),
)
LOAD_LIST = Step(
    Next.LOAD_LIST,
    _("Load a hash list to compare with"),
    _("With a list of known hashes the program finds the same files, pictures that look alike, and film clips."),
    _("Load a hash list…"),
)
REPORT = Step(
    Next.REPORT,
    _("Export a report"),
    _("Nothing matched the lists. The report says what was compared with what, and lists all that was not examined."),
    _("Export a report…"),
)
DECIDED = Step(
    Next.REPORT,
    _("Export a report"),
    _("Every item with a match is decided. The report says what was found and what examiners decided, apart."),
    _("Export a report…"),
)

WATCH = Step(
    Next.WATCH,
    _("Processing is going on"),
    _("What is finished appears in the gallery. You can stop at any time; nothing that is finished is lost."),
    _("Show the gallery"),
)


def next_step(overview: Overview, *, writable: bool = True, processing: bool = False) -> Step:
    """The step that brings this case forward.

    Args:
        overview: the case at this moment.
        writable: whether it was opened for writing.
        processing: whether items are being analysed right now.
    """
    if processing:
        return WATCH
    if not writable:
        return READ_ONLY
    if not overview.exhibits:
        return ADD
    if overview.ledger.pending or overview.unfinished:
        return _process(overview)
    return _compare(overview)


def _compare(overview: Overview) -> Step:
    if not overview.library:
        return LOAD_LIST
    if overview.unused or overview.incomplete:
        return _match(overview)
    if overview.open_matched == 0 and overview.match_total:
        return DECIDED
    if overview.match_total:
        text = counted(
            overview.match_total,
            "{count} match to look at. It is a lead, not an identification.",
            "{count} matches to look at. Each is a lead, not an identification.",
        )
        if overview.open_matched is not None:
            said = plural(
                " {count} item with a match is undecided.",
                " {count} items with a match are undecided.",
                overview.open_matched,
            )
            text += said.format(count=number(overview.open_matched))
        return Step(Next.REVIEW, _("Look at the matches"), text, _("Show the matches"))
    return REPORT


def _process(overview: Overview) -> Step:
    text = counted(
        overview.ledger.pending,
        "{count} file waits to be examined. You can stop at any time; what is finished is kept.",
        "{count} files wait to be examined. You can stop at any time; what is finished is kept.",
    )
    if overview.unfinished:
        text += _(" An exhibit was not listed completely yet; that continues first.")
    begun = overview.ledger.media > 0
    return Step(Next.PROCESS, _("Continue processing") if begun else _("Start processing"), text, _("Start processing"))


def _match(overview: Overview) -> Step:
    if not overview.unused:
        text = _("Items were examined since the lists were matched. Nothing is decoded again; this is quick.")
        return Step(Next.MATCH, _("Match again"), text, _("Match now"))
    text = counted(
        len(overview.unused),
        "{count} list was not matched with this case yet. Nothing is decoded again; this is quick.",
        "{count} lists were not matched with this case yet. Nothing is decoded again; this is quick.",
    )
    return Step(Next.MATCH, _("Match with the hash lists"), text, _("Match now"))
