"""A calibration: the counted distances of the pairs of a sample, where it comes from, and the shares that follow."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from forensicdesk.chance.bounds import design_effect, upper_share, widest_share
from forensicdesk.chance.counting import BITS
from forensicdesk.chance.tail import fit_tail
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.chance.tail import Tail

FORMAT = "forensicdesk-calibration/1"
FEWEST_PICTURES = 200
"""Fewer pictures have fewer than 20,000 pairs, and say next to nothing of a list."""

LONGEST_FILE = 1 << 20
"""Bytes; a calibration has some ten thousand."""

_ENOUGH = 30
"""With fewer pairs counted, how much they vary is taken from larger distances as well."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the pairs of a sample of unrelated pictures say. Only counts are kept; all shares follow from them.

    Attributes:
        name: what people call it.
        note: what kind of pictures the sample has.
        made_at: when it was made, ISO 8601 with zone.
        program: what made it.
        algorithm: always "pdq".
        version: our version of the algorithm and of the way from file to pixels.
        quality: lowest quality of a picture of the sample.
        pictures: number of pictures.
        sample_sha256: SHA-256 over the SHA-256 digests of the files, as bytes, in ascending order.
        counts: pairs at each distance from 0 to 256.
        wedges: for each distance, ordered pairs of pairs within it that share a picture.
        left_out: (reason, number of files).
        same: pairs of SHA-256 digests that a person confirmed to show one picture or scene; of each group one was kept.
    """

    name: str
    note: str
    made_at: str
    program: str
    algorithm: str
    version: str
    quality: int
    pictures: int
    sample_sha256: str
    counts: tuple[int, ...]
    wedges: tuple[int, ...]
    left_out: tuple[tuple[str, int], ...] = ()
    same: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The first 16 hex digits of SHA-256 over all of it: equal calibrations have equal ids everywhere."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:16]

    @property
    def pairs(self) -> int:
        """How many pairs were compared."""
        return self.pictures * (self.pictures - 1) // 2

    def as_json(self) -> str:
        """All of it in one form only, as files and cases keep it."""
        return json.dumps({"format": FORMAT} | asdict(self), sort_keys=True, separators=(",", ":"))

    def seen(self, distance: int) -> int:
        """How many pairs lie within a distance."""
        return sum(self.counts[: distance + 1])

    def effect(self, distance: int) -> float:
        """How many pairs count as one at a distance: the largest from there to where enough pairs were counted."""
        largest, seen = 1.0, self.seen(distance - 1)
        for at in range(distance, BITS + 1):
            seen += self.counts[at]
            largest = max(largest, design_effect(seen, self.wedges[at], self.pairs, self.pictures))
            if seen >= _ENOUGH:
                break
        return largest

    def upper(self, distance: int) -> float:
        """The upper 95 % bound of the share of unrelated pairs within a distance; see `bounds.upper_share`."""
        return upper_share(self.seen(distance), self.pairs, self.effect(distance))

    def widest(self, distance: int) -> float:
        """The bound that takes nothing for granted of how pairs hang together; see `bounds.widest_share`."""
        return widest_share(self.seen(distance), self.pairs, self.pictures)

    def tail(self) -> Tail | None:
        """The model of the lower tail, None where the sample is too small to show it."""
        return fit_tail(self.counts)


def read_calibration(path: Path) -> Calibration:
    """The calibration in a file.

    Raises:
        UsageError: there is no such file, or it holds no calibration that this program can use.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST_FILE + 1)
    except OSError as error:
        msg = sentence(
            "The calibration {path} cannot be read ({strerror}); check the path.", path=path, strerror=error.strerror
        )
        raise UsageError(msg) from error
    if len(content) > LONGEST_FILE:
        msg = sentence(
            "{path} is too long for a calibration; give a file that `forensicdesk calibrate --out` wrote.", path=path
        )
        raise UsageError(msg)
    try:
        return calibration_from_json(content.decode())
    except ValueError as error:
        msg = sentence(
            "{path} is no calibration of this program ({error}); make one: forensicdesk calibrate FOLDER --out FILE",
            path=path,
            error=error,
        )
        raise UsageError(msg) from error


def calibration_from_json(text: str) -> Calibration:
    """The calibration that `Calibration.as_json` wrote.

    Raises:
        ValueError: the text states none, or numbers that cannot be; the message says which.
    """
    stated = json.loads(text)
    if not isinstance(stated, dict) or stated.pop("format", None) != FORMAT:
        msg = sentence("the format is not {format}", format=FORMAT)
        raise ValueError(msg)
    missing = Calibration.__dataclass_fields__.keys() ^ stated.keys()
    if missing:
        msg = sentence("missing or unknown: {choices}", choices=", ".join(sorted(missing)))
        raise ValueError(msg)
    _check_types(stated)
    found = Calibration(
        **stated
        | {"counts": tuple(stated["counts"]), "wedges": tuple(stated["wedges"])}
        | {"left_out": _tuples(stated["left_out"], int), "same": _tuples(stated["same"], str)}
    )
    _check_numbers(found)
    return found


def _check_types(stated: dict[str, object]) -> None:
    for name, kind in (("quality", int), ("pictures", int), *((name, str) for name in _TEXTS)):
        if type(stated[name]) is not kind:
            msg = f"{name} is no {'number' if kind is int else 'text'}"
            raise ValueError(msg)
    for name in ("counts", "wedges"):
        numbers = stated[name]
        if not isinstance(numbers, list) or not all(type(number) is int and number >= 0 for number in numbers):
            msg = sentence("{name} are no list of counts", name=name)
            raise ValueError(msg)


_TEXTS = ("name", "note", "made_at", "program", "algorithm", "version", "sample_sha256")


def _tuples(stated: object, kind: type) -> tuple[tuple[str, int], ...] | tuple[tuple[str, str], ...]:
    if not isinstance(stated, list) or not all(
        isinstance(pair, list) and [type(one) for one in pair] == [str, kind] for pair in stated
    ):
        msg = sentence("left_out or same is no list of pairs")
        raise ValueError(msg)
    return tuple(tuple(pair) for pair in stated)


def _check_numbers(found: Calibration) -> None:
    number = found.pictures
    if number < FEWEST_PICTURES:
        msg = sentence(
            "{number} pictures are fewer than {fewest_pictures}", number=number, fewest_pictures=FEWEST_PICTURES
        )
        raise ValueError(msg)
    complete = len(found.counts) == len(found.wedges) == BITS + 1 and sum(found.counts) == found.pairs
    if not complete or found.wedges[-1] != number * (number - 1) * (number - 2) or found.algorithm != "pdq":
        msg = sentence("its counts do not add up to the pairs of its pictures")
        raise ValueError(msg)
    if any(after < before for before, after in zip(found.wedges, found.wedges[1:], strict=False)):
        msg = sentence("its wedges fall with the distance")
        raise ValueError(msg)


SHIPPED = (
    sentence("shipped with ForensicDesk"),
    sentence(
        "64 photographs of public test sets and 800 scenes drawn by the program, so a weak basis for photographs; "
        "a laboratory's own pictures say more"
    ),
)
"""Name and note of the calibration that the program brings along, so that they can be said in other languages."""


@cache
def shipped_calibration() -> Calibration:
    """The calibration that comes with the program; a laboratory's own takes its place."""
    return calibration_from_json(files("forensicdesk.chance").joinpath("shipped.json").read_text(encoding="utf-8"))
