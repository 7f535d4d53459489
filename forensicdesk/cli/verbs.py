"""The commands by name. Each is imported when somebody asks for it, so that none waits for what all others need."""

from __future__ import annotations

import importlib
from collections.abc import MutableMapping
from typing import TYPE_CHECKING

import click

from forensicdesk.cli.speaking import translate_help
from forensicdesk.staying import staying

if TYPE_CHECKING:
    from collections.abc import Iterator

PLACES = {
    "demo": "demo.demo",
    "run": "run.run",
    "batch": "batch.batch",
    "case": "case.case",
    "add": "add.add",
    "process": "process.process",
    "cluster": "cluster.cluster",
    "list": "lists.list_",
    "collection": "collection.collection",
    "index": "index.index",
    "match": "match.match",
    "policy": "policy.policy",
    "items": "items.items",
    "dismiss": "judge.dismiss",
    "confirm": "judge.confirm",
    "conflicts": "judge.conflicts",
    "decide": "decide.decide",
    "agreement": "agreement.agreement",
    "stacks": "stacks.stacks",
    "shared": "shared.shared",
    "similar": "similar.similar",
    "report": "report.report",
    "key": "key.key",
    "verify": "verify.verify",
    "hash": "hash.hash_",
    "compare": "compare.compare",
    "calibrate": "calibrate.calibrate",
    "validate": "validate.validate",
    "doctor": "doctor.doctor",
    "gui": "gui.gui",
    "completion": "completion.completion",
    "man": "completion.man",
}
"""Module and name of each command, in the order in which they are documented."""


class Verbs(MutableMapping[str, click.Command]):
    """The commands, as `click.Group` keeps them."""

    def __init__(self) -> None:
        self._places = dict(PLACES)
        self._found: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        """The command, its help in the language in use."""
        if name not in self._found:
            module, _, attribute = self._places[name].partition(".")
            with staying():
                self[name] = getattr(importlib.import_module(f"forensicdesk.cli.{module}"), attribute)
            translate_help(self._found[name])
        return self._found[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._places.setdefault(name, "")
        self._found[name] = command

    def __delitem__(self, name: str) -> None:
        del self._places[name]
        self._found.pop(name, None)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)
