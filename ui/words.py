"""Values as words for people: plain English, numbers with separators, nothing that a file name could forge."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from forensicdesk import language
from forensicdesk.charting import DateSource
from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.language import _, later, plural
from forensicdesk.model import RANGE_STEPS, Location, MatchKind, Origin, Role, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.account import Ledger
    from forensicdesk.model import HashList, Step

number, decimal, counted, moment_text = language.number, language.decimal, language.counted, language.moment_text
"""Numbers and times in the language in use."""

KIND_BADGES = {MatchKind.EXACT: _("exact"), MatchKind.NEAR: _("near"), MatchKind.VIDEO: _("film")}
BADGE_LOOKS = {MatchKind.EXACT: "exact", MatchKind.NEAR: "near", MatchKind.VIDEO: "film"}
"""The names of badges in the style sheet, the same in every language."""

STATES = {
    State.PENDING: _("Waiting"),
    State.NOT_MEDIA: _("Not media"),
    State.ANALYSED: _("Analysed"),
    State.UNSUPPORTED: _("Unsupported"),
    State.FAILED: _("Failed"),
    State.EXCLUDED: _("Excluded"),
    State.ENCRYPTED: _("Encrypted"),
}

ROLES = {Role.NOTABLE: _("Notable"), Role.IGNORABLE: _("Ignorable"), Role.NEUTRAL: _("Neutral")}

ROLE_MEANINGS = {
    Role.NOTABLE: _("Files to find: a match is a lead that somebody has to look at."),
    Role.IGNORABLE: _("Known harmless files, such as parts of an operating system."),
    Role.NEUTRAL: _("Files to recognise, without saying whether they matter."),
}

ORIGINS = {
    Origin.LIVE: _("as a file"),
    Origin.DELETED: _("deleted; its name or record was still there"),
    Origin.CARVED: _("carved from bytes that no file has"),
}
DATE_SOURCES = {
    DateSource.EXIF: later("Taken (EXIF, XMP, IPTC)"),
    DateSource.FILE: later("File system"),
    DateSource.CONTAINER: later("Film container"),
    DateSource.APPLICATION: later("Programs that touched it"),
}
"""The four kinds of dates, which are never mixed."""
DIGEST_NAMES = {
    "md5": "MD5",
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "pdq": "PDQ",
    "vpdq": "vPDQ",
    "phash": "pHash",
    "dhash": "dHash",
    "ahash": "aHash",
    "whash": "wHash",
    "photodna": "PhotoDNA",
}
"""Kinds of hash values as people write them."""

ENTRY_KINDS = DIGEST_NAMES | {
    "vpdq": _("vPDQ (films)"),
    "vpdq_frames": _("frames of films"),
    "pdq_below_quality_50": _("PDQ of low quality"),
    "refused": _("refused"),
}

UNIT, REFERENCE = "Unit", "Reference"
CASE_FIELDS = {UNIT: _("Unit"), REFERENCE: _("Reference")}
"""Names of a case's own fields as they are stored and printed, the same in every language, and as they are shown."""

SCOPES = {
    Scope.ITEM: (_("Selected items"), _("the item")),
    Scope.COPIES: (_("With equal copies"), _("the item and its equal copies")),
    Scope.STACK: (_("Whole stacks"), _("the item's whole stack")),
}
"""What a decision applies to: as a choice, and as part of a sentence."""

READINGS = {Reading.FIRST: _("first reading"), Reading.SECOND: _("second reading"), Reading.SUPERVISOR: _("supervisor")}

ACT_KINDS = {
    ActKind.CATEGORY: _("Category"),
    ActKind.NOTE: _("Note"),
    ActKind.TAG: _("Tag"),
    ActKind.UNTAG: _("Tag taken away"),
    ActKind.SAME: _("The same"),
    ActKind.DIFFERENT: _("Different:"),
    ActKind.CONFIRMED: _("Confirmed by eye:"),
    ActKind.REFUTED: _("Looked at, not the same:"),
    ActKind.UNDO: _("Undone"),
    ActKind.REDO: _("Done again"),
}

HIDDEN_CATEGORIES = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
MARKLESS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters of other categories that leave no mark on the screen."""
LONG_RUN = re.compile(r"[^\s\u200b]{12}")
MINUTE_S = 60
HOUR_S = 3600
ALMOST_DONE_S = 2
BYTES_STEP = 1000


def printable(text: str) -> str:
    """The text with everything invisible or direction-changing written out, so that a name cannot pose as another."""
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    category = unicodedata.category(char)
    hidden = category in HIDDEN_CATEGORIES or (category == "Zs" and char != " ") or char in MARKLESS
    if not hidden:
        return char
    return f"\\u{ord(char):04x}" if char <= "\uffff" else f"\\U{ord(char):08x}"


def breakable(text: str) -> str:
    """The text with invisible places to break in long runs, for labels; never for the clipboard.

    A text with letters that run from right to left keeps its order from the left, so that a name's ending stays at its
    end, and not where a reader looks for the beginning.
    """
    broken = LONG_RUN.sub("\\g<0>\N{ZERO WIDTH SPACE}", text)
    return f"\N{LEFT-TO-RIGHT MARK}{broken}" if any(map(_runs_left, text)) else broken


def _runs_left(char: str) -> bool:
    return unicodedata.bidirectional(char) in {"R", "AL"}


def location_text(location: Location) -> str:
    """Where an item lies, outermost step first; bytes that are no UTF-8 are written out."""
    return " \N{RIGHTWARDS ARROW} ".join(map(step_text, location.steps))


def title_text(location: Location) -> str:
    """What an item is called: the name of its file, and for a range of bytes inside that file what it is."""
    own = next((at for at in reversed(range(len(location.steps))) if location.steps[at].kind not in RANGE_STEPS), 0)
    return location_text(Location(location.steps[own:])).rpartition("/")[2]


def step_text(step: Step) -> str:
    """One step of a location; bytes that are no UTF-8 are written out."""
    return printable(step.path.decode("utf-8", "backslashreplace"))


def tooltip(text: str) -> str:
    """The text as a tool tip that shows it literally, whatever markup it contains."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>"


def short_number(value: float) -> str:
    """A number with no more digits than it needs, without marks between thousands, so that it can be typed back."""
    return f"{value:.10g}".replace(".", decimal(0.5)[1])


def size_text(size: float) -> str:
    """A number of bytes, in decimal units."""
    if size < BYTES_STEP:
        return counted(round(size), "{count} byte", "{count} bytes")
    for unit in ("kB", "MB", "GB"):
        size /= BYTES_STEP
        if size < BYTES_STEP:
            return f"{decimal(size)} {unit}"
    return f"{decimal(size / BYTES_STEP)} TB"


def exact_size(size: int) -> str:
    """A number of bytes for the record: rounded for reading, exact for the file."""
    return (
        size_text(size)
        if size < BYTES_STEP
        else _("{size_text} ({size} bytes)").format(size_text=size_text(size), size=number(size))
    )


def clock_text(seconds: float) -> str:
    """A film's duration: "0:07", "1:02:03"."""
    whole = round(seconds)
    hours, rest = divmod(whole, HOUR_S)
    minutes, left = divmod(rest, MINUTE_S)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def time_left(seconds: float) -> str:
    """How long something will take still, without false precision."""
    if seconds < ALMOST_DONE_S:
        return _("almost done")
    if seconds < MINUTE_S:
        return _("about {seconds:.0f} s left").format(seconds=seconds)
    if seconds < HOUR_S:
        return _("about {seconds:.0f} min left").format(seconds=seconds / MINUTE_S)
    hours, rest = divmod(int(seconds), HOUR_S)
    return _("about {hours} h {rest:02} min left").format(hours=hours, rest=rest // MINUTE_S)


def ledger_sentence(ledger: Ledger) -> str:
    """The ledger's sum, spelled out."""
    return _("{seen} seen = {not_media} not media + {media} pictures and films + {pending} waiting.").format(
        seen=counted(ledger.seen, "{count} file", "{count} files"),
        not_media=number(ledger.not_media),
        media=number(ledger.media),
        pending=number(ledger.pending),
    ) + (
        _(" Of these, {embedded} lie inside other files.").format(embedded=number(ledger.embedded))
        if ledger.embedded
        else ""
    )


def entries_text(used: HashList) -> str:
    """What a list holds: "1,200 SHA-256, 30 PDQ"."""
    parts = [f"{number(count)} {ENTRY_KINDS.get(kind, kind)}" for kind, count in used.entries if count]
    return ", ".join(parts) or _("no entries")


def counts_text(counts: Sequence[tuple[str, int]], entries: int, *, whole: bool) -> str:
    """What was found in a list that is looked at: "47 entries: 3 MD5, 5 PDQ"; "" where none was looked at."""
    parts = ", ".join(f"{number(count)} {ENTRY_KINDS.get(kind, kind)}" for kind, count in counts if count)
    if not entries or not parts:
        return ""
    said = plural("{count} entry", "{count} entries", entries).format(count=number(entries))
    if whole:
        return _("{entries}: {kinds}.").format(entries=said, kinds=parts)
    return _("In the first {entries}: {kinds}.").format(entries=said, kinds=parts)


def list_text(used: HashList) -> str:
    """A list by name and version."""
    return _("{name}, version {version}").format(name=printable(used.name), version=used.version)
