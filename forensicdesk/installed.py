"""The libraries this program stands on: which are there, which version, under which licence, and which are missing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from forensicdesk.language import sentence

if TYPE_CHECKING:
    from packaging.requirements import Requirement

PROGRAM = "forensicdesk"
LONGEST_LICENCE = 80
"""Characters; what is longer is a text of a licence, not its name."""
LEFT_OUT = frozenset({"aiohttp"})
"""What a library asks for and this program neither needs nor has: see requirements/overrides.in."""


@dataclass(frozen=True, slots=True)
class Installed:
    """One library as its own metadata name it; `licence` is "" where they name none."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class Inventory:
    """What was found of the libraries this program asks for, directly or through another. `faults` are sentences."""

    libraries: tuple[Installed, ...]
    faults: tuple[str, ...]


def plain_name(name: str) -> str:
    """A name of a library in the one spelling that all its spellings share, as in "pi-heif" for "pi_heif"."""
    return re.sub(r"[-_.]+", "-", name).lower()


def inventory(program: str = PROGRAM) -> Inventory:
    """Follow what `program` asks for through all its libraries."""
    found: dict[str, Installed] = {}
    faults: dict[str, str] = {}
    waiting = list(_asked_for(program))
    while waiting:
        wanted = waiting.pop()
        name = plain_name(wanted.name)
        if name in faults or name in LEFT_OUT:
            continue
        if name not in found:
            try:
                found[name] = _installed(name)
            except metadata.PackageNotFoundError:
                faults[name] = sentence(
                    "{name} is missing; install the program again from its folder or its wheels.", name=wanted.name
                )
                continue
            waiting += _asked_for(name, wanted.extras)
        if not wanted.specifier.contains(found[name].version, prereleases=True):
            faults[name] = sentence(
                "{name} is {version}, {specifier} is needed.",
                name=wanted.name,
                version=found[name].version,
                specifier=wanted.specifier,
            )
    return Inventory(tuple(found[name] for name in sorted(found)), tuple(faults[name] for name in sorted(faults)))


def _asked_for(name: str, extras: set[str] | None = None) -> list[Requirement]:
    """What a library needs on this system, with the extras that were asked for."""
    # Late import: every command imports this module, few look at what is installed.
    from packaging.requirements import Requirement

    every = [Requirement(text) for text in metadata.requires(name) or ()]
    return [
        one
        for one in every
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *(extras or ())))
    ]


def _installed(name: str) -> Installed:
    stated = metadata.metadata(name)
    return Installed(stated["Name"], stated["Version"], _licence(stated))


def _licence(stated: metadata.PackageMetadata) -> str:
    """The shortest of what a library says of its licence: an expression, one line, or a classifier."""
    (expression,), (line,) = ((stated.get_all(key) or [""]) for key in ("License-Expression", "License"))
    classifiers = [text.rpartition(" :: ")[2] for text in stated.get_all("Classifier") or () if "License ::" in text]
    is_short = len(line) < LONGEST_LICENCE and "\n" not in line.strip()
    return expression or (line.strip() if is_short else "") or ", ".join(classifiers)
