"""What a case keeps of its comparisons with lists: the calibration, and how many hashes took part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.case.comparisons import read_comparisons, record_comparisons
from forensicdesk.chance.calibration import calibration_from_json
from forensicdesk.chance.expecting import Compared, at_threshold, chance_of
from forensicdesk.errors import CaseError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from forensicdesk.case.store import CaseStore
    from forensicdesk.chance.calibration import Calibration
    from forensicdesk.chance.expecting import Chance
    from forensicdesk.model import HashList, Match


def keep_comparisons(
    store: CaseStore, lists: Sequence[HashList], calibration: Calibration, quality: int, now: datetime
) -> int:
    """Note, before matching, with which calibration and how many PDQ hashes the case meets lists; gives the number.

    Hashes under `quality`, the gate of the policy, take no part.
    """
    known = (calibration.id, calibration.as_json())
    return record_comparisons(store.database, [used.id for used in lists], known, quality, now)


class KeptChances:
    """What chance may bring in the comparisons that a case keeps; lists compared earlier than that are missing."""

    def __init__(self, store: CaseStore) -> None:
        """Read what the case keeps.

        Raises:
            CaseError: a stored calibration is damaged.
        """
        self._lists = {used.id: used for used in store.reader.lists_used()}
        try:
            self._kept = {
                list_id: Compared(calibration_from_json(text), hashes)
                for list_id, (text, hashes) in read_comparisons(store.database).items()
            }
        except ValueError as error:
            msg = sentence(
                "A calibration kept in {folder} is damaged ({error}); run: forensicdesk verify {folder}",
                folder=store.folder,
                error=error,
            )
            raise CaseError(msg) from error

    def of_match(self, match: Match) -> Chance | None:
        """How many matches as close as this chance may bring; None where that was not calibrated."""
        return chance_of(match, self._kept.get(match.list_id), self._lists[match.list_id])

    def of_lists(self, threshold: int) -> Iterator[tuple[str, int, Chance]]:
        """Name and version of each list with PDQ entries, and how many matches within a threshold chance may bring."""
        for used in self._lists.values():
            found = at_threshold(threshold, self._kept.get(used.id), used)
            if found is not None:
                yield used.name, used.version, found
