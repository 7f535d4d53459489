"""What chance alone may bring: one sentence for a match, and the passage of the method on calibrations and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from reports.escaping import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reports.wording import Wording


class Calibration(Protocol):
    """What the report says of a calibration."""

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def id(self) -> str:
        """What tells it from others."""

    @property
    def note(self) -> str:
        """What kind of pictures it was made with."""

    @property
    def pictures(self) -> int:
        """How many pictures."""

    @property
    def pairs(self) -> int:
        """How many pairs of them."""


class Chance(Protocol):
    """What is to be expected within a distance in one comparison; see `forensicdesk.chance.expecting`."""

    @property
    def calibration(self) -> Calibration:
        """Whose counts these are."""

    @property
    def hashes(self) -> int:
        """Of the case."""

    @property
    def entries(self) -> int:
        """Of the list."""

    @property
    def distance(self) -> int:
        """In bits."""

    @property
    def seen(self) -> int:
        """Pairs of the calibration within it."""

    @property
    def upper_text(self) -> str:
        """The upper 95 % bound, as it is read."""

    @property
    def expected_text(self) -> str:
        """What follows from the share counted, as it is read; "" where no pair was seen."""


def card_sentence(kind: str, facts: Chance | None, words: Wording) -> str:
    """How many matches as close as this one chance may bring; None says that this was not calibrated.

    It is "" for equal digests.
    """
    if kind == "exact":
        return ""
    if facts is None:
        return words("chance.none")
    return words("chance.card", **_filled(facts, words))


def passage(lists: Iterable[tuple[str, int, Chance]], words: Wording) -> tuple[str, ...]:
    """The calibrations that were used, what follows for each list at the threshold, and what it does not say.

    Args:
        lists: name and version of each list that was compared, with what is to be expected.
        words: the wording.
    """
    compared = tuple(lists)
    if not compared:
        return ()
    used = {facts.calibration.id: facts for _, _, facts in compared}
    return (
        *(words("chance.calibration", **_filled(facts, words)) for facts in used.values()),
        *_of_lists(compared, words),
        words("chance.scope"),
    )


def _of_lists(compared: Iterable[tuple[str, int, Chance]], words: Wording) -> Iterator[str]:
    for name, version, facts in compared:
        yield words("chance.list", name=printable(name), version=version, **_filled(facts, words))


def _filled(facts: Chance, words: Wording) -> dict[str, str]:
    used, expected = facts.calibration, facts.expected_text
    return {
        "calibration": printable(words.kept(used.name)),
        "id": used.id,
        "note": printable(words.kept(used.note)) or "?",
        "pictures": words.count(used.pictures),
        "pairs": words.count(used.pairs),
        "hashes": words.count(facts.hashes),
        "entries": words.count(facts.entries),
        "distance": str(facts.distance),
        "seen": words.count(facts.seen),
        "upper": words.figure(facts.upper_text),
        "expected": words("chance.expected", expected=words.figure(expected)) if expected else "",
    }
