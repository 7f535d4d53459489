"""The profiles a person can choose by name, and which of them a case goes on with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forensicdesk.errors import UsageError
from forensicdesk.language import sentence
from hashing.values import PROFILES

if TYPE_CHECKING:
    from hashing.values import Recipe

STANDARD = "standard"


def find_recipe(profile: str) -> Recipe:
    """The recipe with this profile name.

    Raises:
        UsageError: no profile has this name.
    """
    for recipe in PROFILES:
        if recipe.name == profile:
            return recipe
    msg = sentence(
        "There is no profile '{profile}'; choose one of {choices}.",
        profile=profile,
        choices=", ".join(recipe.name for recipe in PROFILES),
    )
    raise UsageError(msg)


def recipe_for(begun: Recipe | None, profile: str | None) -> Recipe:
    """What a case is to be analysed with.

    Args:
        begun: the recipe it was begun with, None before the first analysis.
        profile: what was asked for; None goes on with that, or takes the standard.

    Raises:
        UsageError: unknown profile, or one that differs from that of the analyses already made.
    """
    if profile is None:
        return begun or find_recipe(STANDARD)
    recipe = find_recipe(profile)
    if begun is not None and begun.name == recipe.name:
        return begun  # what an older version meant by this name
    if begun is not None:
        msg = sentence(
            "This case was begun with the profile '{name}', so '{profile}' would mix results; continue "
            "with '{name}' or make a new case.",
            name=begun.name,
            profile=profile,
        )
        raise UsageError(msg)
    return recipe
