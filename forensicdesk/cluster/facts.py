"""What two machines must have in common before one computes for the other: program, libraries, recipe, answers."""

from __future__ import annotations

import hashlib
import platform
from importlib import metadata
from typing import TYPE_CHECKING

from forensicdesk import __version__
from forensicdesk.build import program_build
from forensicdesk.cluster.library import require
from forensicdesk.installed import inventory
from forensicdesk.workers.crew import Crew
from forensicdesk.workers.limits import Limits
from hashing.values import PROFILES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hashing.values import Recipe

Facts = tuple[tuple[str, str], ...]
"""(what, as found), in one order."""

MOST_NAMED = 3


def program_facts() -> Facts:
    """Of this installation; the known answers are computed anew, in a child."""
    require()
    known = inventory("forensicdesk")
    faults = (("libraries", " ".join(known.faults)),) if known.faults else ()
    return (
        ("program", f"{__version__}, build {program_build()}"),
        ("Python", platform.python_version()),
        ("library distributed", metadata.version("distributed")),
        *faults,
        *((f"library {one.name}", one.version) for one in known.libraries),
        *(_asked_of_a_child() or (("known answers", "no child process could be started"),)),
    )


def recipe_facts(recipe: Recipe) -> Facts:
    """What the recipe of this name is in this program, and the recipe that is asked for."""
    own = next((one for one in PROFILES if one.name == recipe.name), None)
    return (("recipe", f"{recipe.name}, {_digest(own)}"), ("recipe of the case", f"{recipe.name}, {_digest(recipe)}"))


def difference(here: Facts, there: Facts) -> str:
    """Where a node differs from the coordinator, in words; "" if nowhere."""
    ours, theirs = dict(here), dict(there)
    names = [name for name in dict.fromkeys((*ours, *theirs)) if ours.get(name) != theirs.get(name)]
    said = [f"{name}: {_shown(theirs, name)} there, {_shown(ours, name)} here" for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        said.append(f"and {len(names) - MOST_NAMED} further differences")
    return "; ".join(said)


def known_answers() -> Facts:
    """Run in a child: whether the known answers come out, and the versions of what decodes."""
    from hashing.engine import check_known_answers, known_answer_count, libraries

    failures = check_known_answers()
    said = " ".join(failures) if failures else f"{known_answer_count()} come out as they must"
    return (("known answers", said), *((f"decoder {name}", version) for name, version, _ in libraries()))


def _asked_of_a_child() -> Facts | None:
    crew = Crew(1, Limits())
    try:
        return crew.ask(known_answers)
    finally:
        crew.stop()


def _shown(facts: Mapping[str, str], name: str) -> str:
    return facts.get(name, "nothing")


def _digest(recipe: Recipe | None) -> str:
    return "unknown" if recipe is None else hashlib.sha256(repr(recipe).encode()).hexdigest()[:16]
