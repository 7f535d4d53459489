"""Programs that are made ready once and then asked in turn: each is a process that answers with lines of JSON."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from benchmarks.timing import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from contextlib import ExitStack


@dataclass(slots=True)
class Measured:
    """One program: what it said when it was ready, and seconds and answers of each round.

    Attributes:
        seconds: of each round, by the clock.
        processor: likewise, of all threads of the program together, where it tells.
    """

    title: str
    process: subprocess.Popen[str]
    queries: int
    facts: dict[str, Any] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    last: dict[str, Any] = field(default_factory=dict)

    def ask(self, queries: int) -> dict[str, Any]:
        """Let it ask the first queries.

        Raises:
            ValueError: if it ended instead.
        """
        if self.process.stdin is None or self.process.stdout is None:
            msg = "the program has no pipes"
            raise ValueError(msg)
        self.process.stdin.write(f"{queries}\n")
        self.process.stdin.flush()
        return self.answer()

    def answer(self) -> dict[str, Any]:
        """Its next line."""
        line = self.process.stdout.readline() if self.process.stdout else ""
        if not line:
            msg = f"{self.title} ended early"
            raise ValueError(msg)
        answer: dict[str, Any] = json.loads(line)
        return answer

    @property
    def rate(self) -> float:
        """Queries a second, from the median round."""
        return self.queries / statistics.median(self.seconds)

    @property
    def processor_us(self) -> float:
        """Microseconds of a processor for a query, from the median round."""
        return statistics.median(self.processor) / self.queries * 1e6


def started(stack: ExitStack, title: str, command: Sequence[str], queries: int, *, ours: bool = True) -> Measured:
    """Start a program that ends with the stack, and wait until it is ready.

    Args:
        stack: closes its standard input, upon which it ends.
        title: its name in tables.
        command: what is started.
        queries: so many are asked in a round.
        ours: whether it may use this project; programs to compare with run in an environment of their own.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT) if ours else ""}
    process = stack.enter_context(
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    )
    one = Measured(title, process, queries)
    one.facts = one.answer()
    return one


def rounds(programs: Sequence[Measured], count: int) -> None:
    """Ask all programs in turn, so many times."""
    for _ in range(count):
        for one in programs:
            one.last = one.ask(one.queries)
            one.seconds.append(one.last["seconds"])
            if "processor" in one.last:
                one.processor.append(one.last["processor"])
