"""From the hashes of a lab's own pictures to a calibration: equal files once, confirmed pairs of one scene once."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from forensicdesk.chance.calibration import FEWEST_PICTURES, Calibration
from forensicdesk.chance.counting import count_pairs
from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from hashing.values import ORIENTATIONS, PDQ_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sampled:
    """One picture of the sample: its name in the folder, SHA-256 and PDQ in eight orientations."""

    name: str
    sha256: bytes
    orientations: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class ClosePair:
    """Two pictures of the sample that lie close together; somebody has to look whether they show one scene."""

    first: str
    second: str
    distance: int


@dataclass(frozen=True, slots=True)
class About:
    """What a calibration says of itself: name, kind of pictures, time, program, and how the hashes were made."""

    name: str
    note: str
    made_at: datetime
    program: str
    version: str
    quality: int


def calibrate_sample(
    sample: Iterable[Sampled], left_out: Counter[str], same: Sequence[tuple[str, str]], about: About
) -> tuple[Calibration, tuple[ClosePair, ...]]:
    """The calibration of a sample, and its closest pairs.

    Args:
        sample: the usable pictures.
        left_out: how many files were left out already, by reason.
        same: names or SHA-256 digests of two pictures that a person looked at and found to show one picture or scene.
        about: what the calibration says of itself.

    Raises:
        UsageError: too few pictures, a name that the sample does not have, or too many close pairs.
    """
    gone = Counter(left_out)
    known: dict[bytes, Sampled] = {}
    names: dict[str, bytes] = {}
    for picture in sorted(sample, key=lambda one: (one.sha256, one.name)):
        names[picture.name] = names[picture.sha256.hex()] = picture.sha256
        gone[sentence("equal bytes")] += picture.sha256 in known
        known.setdefault(picture.sha256, picture)
    confirmed = tuple(sorted({_digests(pair, names) for pair in same}))
    kept = _one_of_each(tuple(known), confirmed)
    gone[sentence("same picture or scene, confirmed")] += len(known) - len(kept)
    if len(kept) < FEWEST_PICTURES:
        msg = sentence(
            "A calibration needs at least {fewest_pictures} different pictures of PDQ quality {quality} "
            "or more, and {kept} were found; take a folder with more of them (several thousand say much "
            "more).",
            fewest_pictures=FEWEST_PICTURES,
            quality=about.quality,
            kept=len(kept),
        )
        raise UsageError(msg)
    values = np.frombuffer(b"".join(b"".join(known[one].orientations) for one in kept), dtype=np.uint8)
    counted = count_pairs(values.reshape(len(kept), len(ORIENTATIONS), PDQ_BYTES))
    close = tuple(ClosePair(known[kept[a]].name, known[kept[b]].name, distance) for a, b, distance in counted.close)
    made = Calibration(
        name=about.name,
        note=about.note,
        made_at=about.made_at.isoformat(timespec="seconds"),
        program=about.program,
        algorithm="pdq",
        version=about.version,
        quality=about.quality,
        pictures=len(kept),
        sample_sha256=hashlib.sha256(b"".join(kept)).hexdigest(),
        counts=tuple(counted.counts.tolist()),
        wedges=tuple(counted.wedges.tolist()),
        left_out=tuple(sorted((reason, count) for reason, count in gone.items() if count)),
        same=tuple((one.hex(), other.hex()) for one, other in confirmed),
    )
    return made, close


def _digests(pair: tuple[str, str], names: dict[str, bytes]) -> tuple[bytes, bytes]:
    for name in pair:
        if name not in names:
            msg = sentence(
                "The sample has no picture {name!r}; name it as the list of close pairs does, from the "
                "folder on, or by its SHA-256.",
                name=name,
            )
            raise UsageError(msg)
    one, other = sorted(names[name] for name in pair)
    return one, other


def _one_of_each(digests: Sequence[bytes], same: Sequence[tuple[bytes, bytes]]) -> list[bytes]:
    """The first of each group of pictures that hang together by confirmed pairs."""
    leads = {digest: digest for digest in digests}

    def lead(digest: bytes) -> bytes:
        while leads[digest] != digest:
            digest = leads[digest]
        return digest

    for one, other in same:
        first, second = sorted((lead(one), lead(other)))
        leads[second] = first
    return [digest for digest in digests if lead(digest) == digest]
