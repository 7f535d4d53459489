"""Everything the case page says, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.account import Ledger, total_of
from forensicdesk.model import ItemFilter, MatchKind
from forensicdesk.session import newest_lists

if TYPE_CHECKING:
    from forensicdesk.model import CaseInfo, HashList, Source
    from forensicdesk.session import Library, Session


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A source and its account."""

    source: Source
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Overview:
    """The case at one moment.

    Attributes:
        exhibits: in the order they were added.
        ledger: the account of all exhibits.
        contents: distinct contents of pictures and films.
        matches: items times entries, by kind.
        library: the lists of the workstation, every version.
        newest: identifiers of the newest version of each list.
        used: identifiers of the lists this case was matched against.
        incomplete: identifiers of those among them that were not compared with everything.
        open_matched: items that have a match and no category yet; None where that was not counted.
        mismatches: exhibits' digests stated at acquisition that the evidence does not have.
        disputes: items on which two readings differ and no supervisor has settled it.
        stacked: whether what belongs together was looked for; a run that is stopped at its very end leaves that open.
    """

    info: CaseInfo
    exhibits: tuple[Exhibit, ...]
    ledger: Ledger
    contents: int
    matches: dict[MatchKind, int]
    library: tuple[HashList, ...]
    newest: frozenset[str]
    used: frozenset[str]
    incomplete: frozenset[str] = frozenset()
    open_matched: int | None = None
    stacked: bool = True
    mismatches: int = 0
    disputes: int = 0

    @property
    def match_total(self) -> int:
        """All matches."""
        return sum(self.matches.values())

    @property
    def unused(self) -> tuple[HashList, ...]:
        """The newest lists that this case was never matched against."""
        return tuple(known for known in self.library if known.id in self.newest - self.used)

    @property
    def unfinished(self) -> int:
        """Exhibits whose walk was interrupted."""
        return sum(not exhibit.source.walked for exhibit in self.exhibits)


def read_overview(session: Session, library: Library) -> Overview:
    """Ask the session for everything the case page shows; called off the event loop."""
    counts, ledgers = session.match_counts(), session.ledgers()
    ledger = total_of(ledgers.values())
    return Overview(
        info=session.info(),
        exhibits=tuple(Exhibit(source, ledgers.get(source.id, Ledger())) for source in session.sources()),
        ledger=ledger,
        contents=session.contents(),
        matches={kind: counts.get(kind.value, 0) for kind in MatchKind},
        library=library.lists(),
        newest=frozenset(known.id for known in session.but_its_own(newest_lists(library))),
        used=frozenset(used.id for used in session.lists_used()),
        incomplete=frozenset(used.id for used in session.lists_incomplete()),
        open_matched=len(session.undecided(ItemFilter(matched=True))) if counts else 0,
        stacked=session.stacks_made() or not ledger.media,
        mismatches=len(session.mismatches()),
        disputes=session.disputes(),
    )
