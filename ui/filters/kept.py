"""Filters as text, so that they can be kept by name from one start to the next."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forensicdesk.facets import CHOICES, NUMBERS, Among, Between, Column
from forensicdesk.language import _

if TYPE_CHECKING:
    from forensicdesk.facets import Condition
    from ui.recent import Memory

KEY = "gallery/filters"


@dataclass(frozen=True, slots=True)
class Filter:
    """What chips and text box say."""

    conditions: tuple[Condition, ...] = ()
    text: str = ""

    @property
    def empty(self) -> bool:
        """Whether everything passes."""
        return not self.conditions and not self.text.strip()


def as_json(filter_: Filter) -> str:
    """The filter as text."""
    said: list[dict[str, object]] = []
    for one in filter_.conditions:
        if isinstance(one, Among):
            said.append({"column": one.column.value, "values": list(one.values), "excluded": one.excluded})
        else:
            said.append({"column": one.column.value, "low": one.low, "high": one.high})
    return json.dumps({"conditions": said, "text": filter_.text})


def from_json(text: str) -> Filter:
    """The filter that `as_json` wrote.

    Raises:
        ValueError: it is no filter of this version.
    """
    try:
        read = json.loads(text)
        conditions = tuple(_condition(one) for one in read["conditions"])
        return Filter(conditions, str(read["text"]))
    except (KeyError, TypeError, AttributeError) as error:
        msg = _("a filter that cannot be read")
        raise ValueError(msg) from error


def _condition(said: dict[str, object]) -> Condition:
    column = Column(str(said["column"]))
    if "values" in said and column in CHOICES:
        values = said["values"]
        if isinstance(values, list):
            return Among(column, tuple(map(str, values)), bool(said["excluded"]))
    elif column in NUMBERS:
        return Between(column, _number(said["low"]), _number(said["high"]))
    msg = _("a condition that cannot be read")
    raise ValueError(msg)


def _number(said: object) -> float | None:
    if said is None or isinstance(said, int | float):
        return said
    msg = _("a limit that cannot be read")
    raise ValueError(msg)


class KeptFilters:
    """The filters kept by name; those that cannot be read are left alone and not offered."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    def names(self) -> tuple[str, ...]:
        """Their names, sorted."""
        return tuple(sorted(self._all()))

    def read(self, name: str) -> Filter | None:
        """One of them, None where it is not there or cannot be read."""
        try:
            return from_json(self._all()[name])
        except (KeyError, ValueError):
            return None

    def keep(self, name: str, filter_: Filter) -> None:
        """Keep a filter under a name, in place of one that has it."""
        self._write(self._all() | {name: as_json(filter_)})

    def forget(self, name: str) -> None:
        """Forget the filter of this name."""
        self._write({known: text for known, text in self._all().items() if known != name})

    def _all(self) -> dict[str, str]:
        try:
            read = json.loads(self._memory.text(KEY, "{}"))
        except ValueError:
            return {}
        return {str(name): str(text) for name, text in read.items()} if isinstance(read, dict) else {}

    def _write(self, kept: dict[str, str]) -> None:
        self._memory.keep(KEY, json.dumps(kept))
