"""In which order items are looked at: likely places first, at random inside a band.

The order changes no result, only what is seen first. It is the same on every machine: chance is a hash of the location.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

_SPREAD_BITS = 24


@dataclass(frozen=True, slots=True)
class Band:
    """Items whose path fits are looked at together; `reason` says why at this point."""

    name: str
    pattern: re.Pattern[bytes]
    reason: str


def _named(*names: str) -> re.Pattern[bytes]:
    """Paths in which a folder has one of these names, whatever the case of its letters."""
    return re.compile(rb"(?i)(?:^|/)(?:%b)(?:/|$)" % "|".join(names).encode())


def _ending(*endings: str) -> re.Pattern[bytes]:
    return re.compile(rb"(?i)\.(?:%b)$" % "|".join(endings).encode())


BANDS: tuple[Band, ...] = (
    Band(
        "containers",
        _ending(
            "zip", "tar", "tgz", "gz", "7z", "rar", "ufdr", "ufd", "ufdx", "ab", "aff4", "aff4-l", "aff", r"[els]x?01",
            "dd", "img", "raw", "bin", "001", "vmdk", "vhdx?", "qcow2?", "iso", "dmg", "xml", "json", "plist", "db",
            "mbdb",
        ),
        "What holds others, or speaks of others, is listed while the rest is analysed.",
    ),
    Band(
        "cameras",
        _named("DCIM", r"\d{3}[A-Z_]{5}", "Camera", "Camera Roll", "CameraRollDomain", "PhotoData", "PRIVATE"),
        "What a camera or telephone took itself.",
    ),
    Band(
        "messengers",
        re.compile(
            rb"(?i)(?:^|[/._-])(?:whatsapp|telegram|signal|securesms|threema|viber|wickr|discord|snapchat|kik|line|"
            rb"facebook|messenger|instagram|wire|session|skype|tiktok|imessage|sms|messages|attachments)(?:[/._-]|$)"
        ),
        "What was sent and received.",
    ),
    Band(
        "downloads and pictures",
        _named("Downloads?", "Pictures", "Photos?", "Screenshots?", "Movies", "Videos?", "Desktop", "Recent", "Bilder"),
        "Where people keep what they got or made.",
    ),
    Band(
        "users",
        _named("Users", "home", "Documents and Settings", "media", "sdcard", "emulated", "Documents", "My Documents"),
        "The rest of what belongs to a person.",
    ),
    Band("rest", re.compile(rb""), "Everything that no other band names."),
    Band(
        "system",
        _named(
            "Windows", "Program Files", r"Program Files \(x86\)", "ProgramData", "Applications", "usr", "lib", "System",
            "Library/Caches", "node_modules", "site-packages", "vendor", "apex", "framework", r"\$WinREAgent", "WinSxS",
        ),
        "What comes with an operating system or a program.",
    ),
)  # fmt: skip
"""The bands in their order. An item belongs to the first that fits; system folders are asked about before the rest."""

_REST, _SYSTEM = len(BANDS) - 2, len(BANDS) - 1

AFTER_CONTAINERS = 1 << _SPREAD_BITS
"""Turns below this one belong to items that may hold others."""


def band_of(path: bytes) -> int:
    """The place in `BANDS` of the band that a path belongs to."""
    first = next(at for at, band in enumerate(BANDS) if band.pattern.search(path))
    return _SYSTEM if first in {_REST, _REST - 1} and BANDS[_SYSTEM].pattern.search(path) else first


def turn_of(location: bytes, path: bytes) -> int:
    """When an item is looked at: smaller numbers first.

    Args:
        location: its encoded location, which spreads the items of a band.
        path: the path of the last step of that.
    """
    spread = int.from_bytes(hashlib.blake2b(location, digest_size=3).digest(), "big")
    return band_of(path) << _SPREAD_BITS | spread
