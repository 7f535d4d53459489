"""Hash lists in words: formats, kinds of columns, questions, checks, and everything that is told of one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.language import _
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
    "closed-case": _("closed case"),
    "collection": _("reference collection"),
    "nsrl-rds3-minimal": _("NSRL RDS 3, minimal database"),
    "nsrl-rds3-full": _("NSRL RDS 3, full database"),
    "nsrl-rds3-delta": _("NSRL RDS 3, delta"),
    "nsrl-rds2": _("NSRL RDS 2 text"),
    "tsk-kdb": _("Sleuth Kit and Autopsy database"),
    "iped-sqlite": _("IPED database"),
    "encase-hash": _("EnCase hash set"),
    "tmk": _("TMK signature"),
    "ncmec-xml": _("NCMEC hash sharing XML"),
    "hashkeeper": "HashKeeper",
    "ilook-v1": _("iLook, version 1"),
    "ilook-v3": _("iLook, version 3"),
    "ilook-v4": _("iLook, version 4"),
    "led-csv": _("LED table"),
    "icse-csv": _("ICSE table"),
    "vics-json": "VICS JSON",
    "vpdq-json": "vPDQ JSON",
    "stix-bundle": _("STIX 2.1 bundle"),
    "stopncii-json": _("StopNCII JSON"),
    "threatexchange-json": _("ThreatExchange JSON"),
    "imagehash-json": _("imagehash JSON"),
    "hashdeep": "hashdeep",
    "bsd-digest": _("BSD digest lines"),
    "gnu-sum": _("md5sum, sha1sum or sha256sum"),
    "vpdq-text": _("vPDQ text"),
    "pdq-text": _("PDQ text"),
    "threatexchange": _("ThreatExchange lines"),
    "plain-text": _("plain text, one value a line"),
    "csv": _("table"),
}
COLUMN_WORDS = DIGEST_NAMES | {
    "hash": _("hash values, by their length"),
    "type": _("the kind of each value"),
    "quality": _("PDQ quality"),
    "name": _("file name"),
    "category": _("category number"),
    "label": _("label"),
    "comment": _("comment"),
    "reference": _("the list's own number of the entry"),
    "ignore": _("nothing; leave it out"),
    "frame": _("frame number of a film"),
    "time": _("time in a film"),
    "film": _("name of a film"),
}
KEPT_BESIDE = _("kept beside the entry")
QUESTION_64 = (("sha256", "SHA-256"), ("pdq", "PDQ"), ("both", _("not known: search them in both senses")))
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
    return (
        _("{question}. Say which they are.").format(question=printable("; ".join(said)))
        if said
        else printable(question)
    )


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
            parts.append(
                _("{name} within {distance} bits: {asked} entries asked, all {pairs} pairs found").format(
                    name=name, distance=distance, asked=asked, pairs=pairs
                )
            )
    return "; ".join(parts) or _("no near values to check")


def role_text(known: HashList) -> str:
    """The role, and whether anybody stated it."""
    return ROLES[known.role] + ("" if known.role_stated else _(" (not stated)"))


def issued_text(known: HashList) -> str:
    """Issuer, the issuer's version and date of issue, "" if nothing is known."""
    return printable(", ".join(part for part in (known.issuer, known.issued_version, known.issued_at) if part))


def list_facts(known: HashList, notes: ListNotes | None, base: HashList | None) -> list[tuple[str, str]]:
    """Everything that is told of a list version, as (name, value) pairs."""
    facts = [
        (_("Role"), role_text(known)),
        (_("Format"), format_text(known.format)),
        (_("Entries taken"), entries_text(known)),
        (
            _("Refused"),
            counted(known.refused, "{count} line or record", "{count} lines or records")
            if known.refused
            else _("none"),
        ),
    ]
    facts += [(_("Left out"), text) for text in _left_out(known)]
    facts += [
        (_("Issuer"), printable(known.issuer)),
        (_("Issuer's version"), printable(known.issued_version)),
        (_("Date of issue"), printable(known.issued_at)),
    ]
    if notes is not None:
        facts += _said(notes, base)
    facts += [
        (_("Checked at import"), check_text(known.check)),
        (_("Loaded"), f"{moment_text(known.imported_at)}{_by(known)}"),
        (_("Size of the file"), exact_size(known.file_size) if known.file_size else ""),
        (_("SHA-256 of the file"), known.sha256),
        (_("Identifier"), known.id),
    ]
    return [(name, value) for name, value in facts if value]


def _left_out(known: HashList) -> list[str]:
    texts = []
    if known.duplicates:
        texts.append(
            _("{duplicates} that say the same as an earlier entry").format(duplicates=number(known.duplicates))
        )
    if known.withdrawn:
        texts.append(
            _("{withdrawn} that the issuer took back in the same file").format(withdrawn=number(known.withdrawn))
        )
    return texts


def _said(notes: ListNotes, base: HashList | None) -> list[tuple[str, str]]:
    columns = ", ".join(
        _("column {column}: {column_text}").format(column=column, column_text=column_text(kind))
        for column, kind in notes.columns
    )
    made_of = list_text(base) if base is not None else notes.base
    return [
        (_("Scheme named in the file"), printable(notes.scheme)),
        (_("Values said to be"), DIGEST_NAMES.get(notes.hash_type, notes.hash_type)),
        (_("Columns confirmed"), printable(columns)),
        (_("Made from"), made_of),
    ]


def _by(known: HashList) -> str:
    return (
        _(" by version {importer_version}").format(importer_version=known.importer_version)
        if known.importer_version
        else ""
    )


def changes_text(found: Sequence[KindDifference]) -> str:
    """What a list has and has not in comparison with the version before, in one line."""
    changes = {one.kind: _changes(one) for one in found}
    if len(set(changes.values())) == 1:
        return next(iter(changes.values()))
    return "; ".join(f"{DIGEST_NAMES.get(kind, kind)}: {said}" for kind, said in changes.items())


def _changes(one: KindDifference) -> str:
    return (
        _("not compared")
        if one.not_compared
        else _("{added} added, {removed} removed").format(added=number(one.added), removed=number(one.removed))
    )
