"""What a validation came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from forensicdesk.validating.interval import Rate


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What a method finds at one threshold.

    Attributes:
        threshold: in words, with its unit.
        in_force: it is the one by which the program decides unless a policy says otherwise.
        detected: copies that are found to be copies of their original.
        false: pairs of a file and an original that is not in it, taken for copies.
    """

    threshold: str
    in_force: bool
    detected: Rate
    false: Rate


@dataclass(frozen=True, slots=True)
class Method:
    """One way to find copies; `by_edit` is (kind, transformation, copies found at the threshold in force)."""

    id: str
    name: str
    thresholds: tuple[AtThreshold, ...]
    by_edit: tuple[tuple[str, str, Rate], ...]

    @property
    def in_force(self) -> AtThreshold:
        """The row by which the program decides."""
        return next(row for row in self.thresholds if row.in_force)


@dataclass(frozen=True, slots=True)
class Sample:
    """Originals of one kind, and the copies that were made of them.

    Attributes:
        name: "made pictures", "own pictures" or "made films".
        originals, copies: how many.
        offered: how many files there were to choose from; the number of originals where they were made.
        left_out: reasons why files were not used, with their numbers.
        gated: originals whose PDQ has too little quality to be compared: none of their copies can be found by it.
        close: (one, other, distance) of originals that PDQ takes for copies of each other; somebody has to look.
        methods: what each found.
    """

    name: str
    originals: int
    copies: int
    offered: int
    left_out: tuple[tuple[str, int], ...]
    gated: int
    close: tuple[tuple[str, str, int], ...]
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Validation:
    """A whole validation.

    Attributes:
        made_at: when it was begun, in UTC.
        program, build: name and version with the system, and SHA-256 of the build.
        libraries: (name, version, licence).
        settings: names and values of what was computed and what decided.
        known: how many known answers there are; `wrong` says which of them came out otherwise.
        checks: (name, passed, detail) of the installation.
        samples: what was measured.
    """

    made_at: datetime
    program: str
    build: str
    libraries: tuple[tuple[str, str, str], ...]
    settings: tuple[tuple[str, str], ...]
    known: int
    wrong: tuple[str, ...]
    checks: tuple[tuple[str, bool, str], ...]
    samples: tuple[Sample, ...]

    @property
    def id(self) -> str:
        """Its name: the time it was begun, and the first digits of the build."""
        return f"FD-V-{self.made_at:%Y%m%d-%H%M%S}-{self.build[:8]}"
