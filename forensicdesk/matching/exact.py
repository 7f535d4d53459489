"""Exact matches: equal digests, the strongest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from forensicdesk.language import all_of, sentence
from forensicdesk.matching import cards
from forensicdesk.model import Match, MatchKind

if TYPE_CHECKING:
    from hashing.values import Digests

STRONGEST_FIRST = ("sha256", "sha1", "md5")
"""The order in which digests decide."""

TITLES = {"sha256": "SHA-256", "sha1": "SHA-1", "md5": "MD5"}


class ListedEntry(Protocol):
    """What matching needs of a list entry."""

    @property
    def entry(self) -> str:
        """How people find the entry in its list."""

    @property
    def name(self) -> str:
        """The file name that the list gives, "" if none."""

    @property
    def label(self) -> str:
        """The list's own label."""

    @property
    def md5(self) -> bytes | None:
        """MD5, if the entry has one."""

    @property
    def sha1(self) -> bytes | None:
        """SHA-1, if the entry has one."""

    @property
    def sha256(self) -> bytes | None:
        """SHA-256, if the entry has one."""


def exact_match(content_id: int, digests: Digests, list_id: str, listed: ListedEntry) -> Match | None:
    """The match of one content with one entry, None if no digest is equal."""
    ours = {"sha256": digests.sha256, "sha1": digests.sha1, "md5": digests.md5}
    theirs = {"sha256": listed.sha256, "sha1": listed.sha1, "md5": listed.md5}
    stated = [kind for kind in STRONGEST_FIRST if theirs[kind] is not None]
    equal = [kind for kind in stated if theirs[kind] == ours[kind]]
    if not equal:
        return None
    different = [kind for kind in stated if kind not in equal]
    return Match(
        content_id=content_id,
        list_id=list_id,
        entry=listed.entry,
        label=listed.label,
        kind=MatchKind.EXACT,
        card=cards.exact_card(equal[0], ours[equal[0]], _note(stated, equal, different), listed.name),
        weak=bool(different) or stated == ["md5"],
    )


def _note(stated: list[str], equal: list[str], different: list[str]) -> str:
    if different:
        return sentence(
            "{equal} equal, but {different} of the entry differs: the entry is damaged, or it describes other bytes. "
            "Compare with the list's origin before relying on it.",
            equal=_names(equal),
            different=_names(different),
        )
    if stated == ["md5"]:
        return sentence("The entry carries an MD5 only. Different files with equal MD5 can be made on purpose.")
    return ""


def _names(kinds: list[str]) -> str:
    return all_of([TITLES[kind] for kind in kinds])
