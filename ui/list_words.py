"""Hash lists in words: formats, kinds of columns, questions, checks, and everything that is told of one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.words import (
    DIGEST_NAMES,
    ROLES,
    counted,
    entries_text,
    exact_size,
    list_text,
    moment_text,
    number,
    printable,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from forensicdesk.model import HashList
    from forensicdesk.session import KindDifference, ListNotes

FORMAT_NAMES = {
    "closed-case": "closed case",
    "collection": "reference collection",
    "nsrl-rds3-minimal": "NSRL RDS 3, minimal database",
    "nsrl-rds3-full": "NSRL RDS 3, full database",
    "nsrl-rds3-delta": "NSRL RDS 3, delta",
    "nsrl-rds2": "NSRL RDS 2 text",
    "tsk-kdb": "Sleuth Kit and Autopsy database",
    "iped-sqlite": "IPED database",
    "encase-hash": "EnCase hash set",
    "tmk": "TMK signature",
    "ncmec-xml": "NCMEC hash sharing XML",
    "hashkeeper": "HashKeeper",
    "ilook-v1": "iLook, version 1",
    "ilook-v3": "iLook, version 3",
    "ilook-v4": "iLook, version 4",
    "led-csv": "LED table",
    "icse-csv": "ICSE table",
    "vics-json": "VICS JSON",
    "vpdq-json": "vPDQ JSON",
    "stix-bundle": "STIX 2.1 bundle",
    "stopncii-json": "StopNCII JSON",
    "threatexchange-json": "ThreatExchange JSON",
    "imagehash-json": "imagehash JSON",
    "hashdeep": "hashdeep",
    "bsd-digest": "BSD digest lines",
    "gnu-sum": "md5sum, sha1sum or sha256sum",
    "vpdq-text": "vPDQ text",
    "pdq-text": "PDQ text",
    "threatexchange": "ThreatExchange lines",
    "plain-text": "plain text, one value a line",
    "csv": "table",
}
COLUMN_WORDS = DIGEST_NAMES | {
    "hash": "hash values, by their length",
    "type": "the kind of each value",
    "quality": "PDQ quality",
    "name": "file name",
    "category": "category number",
    "label": "label",
    "comment": "comment",
    "reference": "the list's own number of the entry",
    "ignore": "nothing; leave it out",
    "frame": "frame number of a film",
    "time": "time in a film",
    "film": "name of a film",
}
KEPT_BESIDE = "kept beside the entry"
QUESTION_64 = (("sha256", "SHA-256"), ("pdq", "PDQ"), ("both", "not known: search them in both senses"))
QUESTION_16 = (("phash", "pHash"), ("dhash", "dHash"), ("ahash", "aHash"), ("whash", "wHash"))
OPTION_WORDS = ("--type", "--as", "--map", "--base", "--name", "--categories")


def format_text(name: str) -> str:
    """A format for people, with the name that reports use."""
    known = FORMAT_NAMES.get(name)
    return f"{known} ({name})" if known and known != name else name


def column_text(kind: str) -> str:
    """What a column of this kind holds."""
    return COLUMN_WORDS.get(kind, kind) if kind else KEPT_BESIDE


def is_question(sentence: str) -> bool:
    """Whether the library refused a file because nobody said what its values are."""
    return "hexadecimal digits and does not say" in sentence


def is_delta(sentence: str) -> bool:
    """Whether the library refused a file because nobody said which list this delta changes."""
    return "is an NSRL delta" in sentence


def question_text(question: str) -> str:
    """A question of the library without the names of the command line's options."""
    said = [part.strip(" .") for part in question.split(";") if not any(option in part for option in OPTION_WORDS)]
    return printable("; ".join(said)) + ". Say which they are." if said else printable(question)


def question_choices(question: str) -> tuple[tuple[str, str], ...]:
    """(setting, words) pairs that may answer a question."""
    return QUESTION_16 if "16 hexadecimal" in question else QUESTION_64


def check_text(check: str) -> str:
    """What the check of the near search at import found: "PDQ within 31 bits: 64 entries asked, all 83 pairs found"."""
    parts = []
    for part in check.split(";"):
        fields = part.split()
        if len(fields) == 4:  # noqa: PLR2004 - kind, distance, asked, pairs
            kind, distance, asked, pairs = fields
            name = DIGEST_NAMES.get(kind, kind)
            parts.append(f"{name} within {distance} bits: {asked} entries asked, all {pairs} pairs found")
    return "; ".join(parts) or "no near values to check"


def role_text(known: HashList) -> str:
    """The role, and whether anybody stated it."""
    return ROLES[known.role] + ("" if known.role_stated else " (not stated)")


def issued_text(known: HashList) -> str:
    """Issuer, the issuer's version and date of issue, "" if nothing is known."""
    return printable(", ".join(part for part in (known.issuer, known.issued_version, known.issued_at) if part))


def list_facts(known: HashList, notes: ListNotes | None, base: HashList | None) -> list[tuple[str, str]]:
    """Everything that is told of a list version, as (name, value) pairs."""
    facts = [
        ("Role", role_text(known)),
        ("Format", format_text(known.format)),
        ("Entries taken", entries_text(known)),
        ("Refused", counted(known.refused, "line or record", "lines or records") if known.refused else "none"),
    ]
    facts += [("Left out", text) for text in _left_out(known)]
    facts += [
        ("Issuer", printable(known.issuer)),
        ("Issuer's version", printable(known.issued_version)),
        ("Date of issue", printable(known.issued_at)),
    ]
    if notes is not None:
        facts += _said(notes, base)
    facts += [
        ("Checked at import", check_text(known.check)),
        ("Loaded", f"{moment_text(known.imported_at)}{_by(known)}"),
        ("Size of the file", exact_size(known.file_size) if known.file_size else ""),
        ("SHA-256 of the file", known.sha256),
        ("Identifier", known.id),
    ]
    return [(name, value) for name, value in facts if value]


def _left_out(known: HashList) -> list[str]:
    texts = []
    if known.duplicates:
        texts.append(f"{number(known.duplicates)} that say the same as an earlier entry")
    if known.withdrawn:
        texts.append(f"{number(known.withdrawn)} that the issuer took back in the same file")
    return texts


def _said(notes: ListNotes, base: HashList | None) -> list[tuple[str, str]]:
    columns = ", ".join(f"column {column}: {column_text(kind)}" for column, kind in notes.columns)
    made_of = list_text(base) if base is not None else notes.base
    return [
        ("Scheme named in the file", printable(notes.scheme)),
        ("Values said to be", DIGEST_NAMES.get(notes.hash_type, notes.hash_type)),
        ("Columns confirmed", printable(columns)),
        ("Made from", made_of),
    ]


def _by(known: HashList) -> str:
    return f" by version {known.importer_version}" if known.importer_version else ""


def changes_text(found: Sequence[KindDifference]) -> str:
    """What a list has and has not in comparison with the version before, in one line."""
    changes = {one.kind: _changes(one) for one in found}
    if len(set(changes.values())) == 1:
        return next(iter(changes.values()))
    return "; ".join(f"{DIGEST_NAMES.get(kind, kind)}: {said}" for kind, said in changes.items())


def _changes(one: KindDifference) -> str:
    return "not compared" if one.not_compared else f"{one.added:,} added, {one.removed:,} removed"
