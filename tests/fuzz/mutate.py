"""Damage to files, decided by a number: the same seed and number give the same bytes for the same files."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST = 1_000_000
_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_WORDS = (
    b"IHDR", b"IDAT", b"acTL", b"fcTL", b"fdAT", b"iCCP", b"zTXt", b"iTXt", b"eXIf", b"IEND", b"Exif\0\0",
    b"JFIF\0", b"MPF\0", b"II*\0", b"MM\0*", b"GIF89a", b"NETSCAPE2.0", b"RIFF", b"WEBP", b"VP8X", b"ANIM", b"ANMF",
    b"ALPH", b"ftyp", b"moov", b"trak", b"mdia", b"stbl", b"stsz", b"stsc", b"stts", b"ctts", b"stco", b"elst",
    b"meta", b"iloc", b"iinf", b"ipco", b"grid", b"iovl", b"8BPS", b"8BIM", b"jP  ", b"ihdr", b"\xff\x4f\xff\x51",
    b"\xff\xd8\xff\xe1", b"\xff\xc0", b"\xff\xc2", b"\xff\xc4", b"\xff\xda", b"\xff\xdd\0\4\0\1", b"\xff\xd0",
    b"\x1a\x45\xdf\xa3", b"\xec", b"\xa3", b"idx1", b"indx", b"00dc", b"<x:xmpmeta", b"<!DOCTYPE", b"<!ENTITY",
    b"http://127.0.0.1/", b"#EXTM3U", b"\0\0\1\xba", b"\0\0\1\xb3", b"\x47", b"\x69\x87\4\0\1\0\0\0",
    b"\x25\x88\4\0\1\0\0\0", b"\0" * 64, b"\xff" * 64,
)  # fmt: skip
"""Marks that formats live on, so that damage reaches behind a signature."""


def damaged(files: Sequence[bytes], seed: int, number: int) -> bytes:
    """The damaged file of that number, of one of the files."""
    # Repeatable chance is what is wanted here, not secrecy.
    chance = random.Random(f"{seed}:{number}")  # noqa: S311
    data = bytearray(chance.choice(files))
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5, 8))):
        chance.choice(_WAYS)(data, chance, files)
        if not data:
            break
    return bytes(data[:LONGEST])


def _place(data: bytearray, chance: random.Random) -> int:
    """Somewhere in the file; often near its start, where structure is."""
    most = len(data) if chance.random() < 0.5 else min(len(data), 512)
    return chance.randrange(max(most, 1))


def _flip_bits(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    for _number in range(chance.choice((1, 1, 2, 4, 16))):
        data[_place(data, chance) % len(data)] ^= 1 << chance.randrange(8)


def _set_number(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """A length, a count or an offset: some whole number in either byte order."""
    width, place = chance.choice((1, 2, 4, 8)), _place(data, chance)
    value = chance.choice((*_INTERESTING, len(data), place, chance.getrandbits(32))) % (1 << 8 * width)
    data[place : place + width] = value.to_bytes(width, chance.choice(("little", "big")))


def _nudge_number(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    place = _place(data, chance) % len(data)
    data[place] = (data[place] + chance.randint(-3, 3)) % 256


def _put_word(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    word, place = chance.choice(_WORDS), _place(data, chance)
    data[place : place + chance.choice((0, len(word)))] = word


def _cut_off(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    del data[max(1, chance.randrange(len(data))) :]


def _take_out(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    place = _place(data, chance)
    del data[place : place + chance.choice((1, 2, 4, 16, 256, 4096))]


def _repeat(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    place = _place(data, chance)
    piece = data[place : place + chance.choice((1, 4, 16, 64, 1024, 8192))]
    data[place:place] = piece * chance.choice((1, 2, 10, 100))
    del data[LONGEST:]


def _move(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    start, length, target = _place(data, chance), chance.choice((4, 16, 64, 1024)), _place(data, chance)
    piece = data[start : start + length]
    data[target : target + length] = piece


def _splice(data: bytearray, chance: random.Random, files: Sequence[bytes]) -> None:
    other = chance.choice(files)
    start = chance.randrange(len(other))
    length = chance.choice((16, 256, 4096, len(other)))
    place = _place(data, chance)
    data[place : place + chance.choice((0, length))] = other[start : start + length]


def _append(data: bytearray, chance: random.Random, files: Sequence[bytes]) -> None:
    data += chance.choice(files)


_WAYS: tuple[Callable[[bytearray, random.Random, Sequence[bytes]], None], ...] = (
    _flip_bits, _flip_bits, _set_number, _set_number, _set_number, _nudge_number, _put_word, _put_word, _cut_off,
    _take_out, _repeat, _move, _splice, _append,
)  # fmt: skip
