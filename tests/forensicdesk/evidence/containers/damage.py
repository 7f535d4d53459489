"""Damaged containers: whatever is done to the bytes, a reader says what it found or why it ended, and nothing else."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

from forensicdesk.evidence.containers.base import ContainerError, Entry, Wanted
from forensicdesk.evidence.opening import Opener
from forensicdesk.model import Location, State, Step
from tests.forensicdesk.evidence.containers.opening import kind_of, location

if TYPE_CHECKING:
    from pathlib import Path

MOST_ENTRIES = 20_000
_LEAST = 100


def mutated(whole: bytes, chance: random.Random) -> bytes:
    """The bytes with a few of them changed, a part left out, doubled or cut off."""
    data = bytearray(whole)
    for _ in range(chance.randint(1, 8)):
        if len(data) < _LEAST:
            break
        at = chance.randrange(len(data))
        way = chance.randrange(6)
        if way == 0:
            data[at] = chance.randrange(256)
        elif way == 1:
            data[at : at + 4] = chance.choice((b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff", b"\x01\0\0\0"))
        elif way == 2:
            del data[at : at + chance.randint(1, 64)]
        elif way == 3:
            data[at:at] = data[max(0, at - chance.randint(1, 512)) : at]
        elif way == 4:
            data[at] ^= 1 << chance.randrange(8)
        elif chance.random() < 0.2:
            del data[max(1, at) :]
    return bytes(data)


def read_through(path: Path, wanted: Wanted | None = None) -> State | None:
    """List a container and read every file in it; the state with which it ended, None if all was well.

    Raises:
        whatever is not allowed.
    """
    kind = kind_of(path)
    if not kind:
        return None
    opener = Opener()
    count = 0
    try:
        for entry in opener.container(os.fsencode(path), location(path), kind).entries(wanted or Wanted(blobs=True)):
            count += 1
            assert count < MOST_ENTRIES
            if isinstance(entry, Entry) and entry.state is State.PENDING:
                step = Step(entry.kind or kind, entry.path, entry.place)
                try:
                    with opener.open(os.fsencode(path), Location((*location(path).steps, step))) as stream:
                        assert len(stream.read()) == entry.size
                except (ContainerError, OSError):
                    continue
    except ContainerError as error:
        return error.state
    except OSError:
        return State.FAILED
    return None


def no_surprise(path: Path, state: State | None = None) -> None:
    """Read the container at `path`; it must end with this state, None if all is well."""
    assert read_through(path) is state


def no_surprises(path: Path, whole: bytes, rounds: int) -> None:
    """Read so many damaged versions of a container, each written to `path`."""
    chance = random.Random(len(whole))  # noqa: S311 - damage to order
    for _ in range(rounds):
        path.write_bytes(mutated(whole, chance))
        read_through(path)
