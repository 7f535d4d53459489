"""Values as words for people: plain English, numbers with separators, nothing that a file name could forge."""

from __future__ import annotations

import html
import re
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from forensicdesk.decisions import ActKind, Reading, Scope
from forensicdesk.model import MatchKind, Origin, Role, State

if TYPE_CHECKING:
    from forensicdesk.account import Ledger
    from forensicdesk.model import HashList, Location

KIND_BADGES = {MatchKind.EXACT: "exact", MatchKind.NEAR: "near", MatchKind.VIDEO: "film"}

STATES = {
    State.PENDING: "Waiting",
    State.NOT_MEDIA: "Not media",
    State.ANALYSED: "Analysed",
    State.UNSUPPORTED: "Unsupported",
    State.FAILED: "Failed",
    State.EXCLUDED: "Excluded",
    State.ENCRYPTED: "Encrypted",
}

ROLES = {Role.NOTABLE: "Notable", Role.IGNORABLE: "Ignorable", Role.NEUTRAL: "Neutral"}

ROLE_MEANINGS = {
    Role.NOTABLE: "Files to find: a match is a lead that somebody has to look at.",
    Role.IGNORABLE: "Known harmless files, such as parts of an operating system.",
    Role.NEUTRAL: "Files to recognise, without saying whether they matter.",
}

ORIGINS = {
    Origin.LIVE: "as a file",
    Origin.DELETED: "deleted; its name or record was still there",
    Origin.CARVED: "carved from bytes that no file has",
}
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
    "vpdq": "vPDQ (films)",
    "vpdq_frames": "frames of films",
    "pdq_below_quality_50": "PDQ of low quality",
}

ORIENTATIONS = {
    "original": "as it is",
    "rotate90": "rotated by 90°",
    "rotate180": "rotated by 180°",
    "rotate270": "rotated by 270°",
    "flipx": "mirrored top to bottom",
    "flipy": "mirrored left to right",
    "flip_plus1": "mirrored along the main diagonal",
    "flip_minus1": "mirrored along the other diagonal",
}
"""How a picture has to be turned to meet another."""

SCOPES = {
    Scope.ITEM: ("Selected items", "the item"),
    Scope.COPIES: ("With equal copies", "the item and its equal copies"),
    Scope.STACK: ("Whole stacks", "the item's whole stack"),
}
"""What a decision applies to: as a choice, and as part of a sentence."""

READINGS = {Reading.FIRST: "first reading", Reading.SECOND: "second reading", Reading.SUPERVISOR: "supervisor"}

ACT_KINDS = {
    ActKind.CATEGORY: "Category",
    ActKind.NOTE: "Note",
    ActKind.TAG: "Tag",
    ActKind.UNTAG: "Tag taken away",
    ActKind.UNDO: "Undone",
    ActKind.REDO: "Done again",
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
    return " \N{RIGHTWARDS ARROW} ".join(
        printable(step.path.decode("utf-8", "backslashreplace")) for step in location.steps
    )


def tooltip(text: str) -> str:
    """The text as a tool tip that shows it literally, whatever markup it contains."""
    return f"<p style='white-space: pre-wrap'>{html.escape(text)}</p>"


def number(value: int) -> str:
    """An integer with thousands separators."""
    return f"{value:,}"


def counted(value: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 file", "2 files"."""
    return f"{value:,} {one if value == 1 else many or one + 's'}"


def size_text(size: float) -> str:
    """A number of bytes, in decimal units."""
    if size < BYTES_STEP:
        return f"{size:.0f} bytes" if size != 1 else "1 byte"
    for unit in ("kB", "MB", "GB"):
        size /= BYTES_STEP
        if size < BYTES_STEP:
            return f"{size:.1f} {unit}"
    return f"{size / BYTES_STEP:.1f} TB"


def exact_size(size: int) -> str:
    """A number of bytes for the record: rounded for reading, exact for the file."""
    return size_text(size) if size < BYTES_STEP else f"{size_text(size)} ({size:,} bytes)"


def clock_text(seconds: float) -> str:
    """A film's duration: "0:07", "1:02:03"."""
    whole = round(seconds)
    hours, rest = divmod(whole, HOUR_S)
    minutes, left = divmod(rest, MINUTE_S)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def time_left(seconds: float) -> str:
    """How long something will take still, without false precision."""
    if seconds < ALMOST_DONE_S:
        return "almost done"
    if seconds < MINUTE_S:
        return f"about {seconds:.0f} s left"
    if seconds < HOUR_S:
        return f"about {seconds / MINUTE_S:.0f} min left"
    hours, rest = divmod(int(seconds), HOUR_S)
    return f"about {hours} h {rest // MINUTE_S:02} min left"


def ledger_sentence(ledger: Ledger) -> str:
    """The ledger's sum, spelled out."""
    return (
        f"{counted(ledger.seen, 'file')} seen = {number(ledger.not_media)} not media"
        f" + {number(ledger.media)} pictures and films + {number(ledger.pending)} waiting."
        + (f" Of these, {number(ledger.embedded)} lie inside other files." if ledger.embedded else "")
    )


def entries_text(used: HashList) -> str:
    """What a list holds: "1,200 SHA-256, 30 PDQ"."""
    parts = [f"{number(count)} {ENTRY_KINDS.get(kind, kind)}" for kind, count in used.entries if count]
    return ", ".join(parts) or "no entries"


def list_text(used: HashList) -> str:
    """A list by name and version."""
    return f"{printable(used.name)}, version {used.version}"


def moment_text(moment: str) -> str:
    """An ISO 8601 time in UTC as people write it, to the minute; any other text unchanged."""
    try:
        parsed = datetime.fromisoformat(moment)
    except ValueError:
        return moment
    return f"{parsed:%Y-%m-%d %H:%M} UTC" if parsed.utcoffset() == timedelta() else moment
