"""One machine against a cluster on the same machine: what the way through the scheduler costs, and how it scales.

    python -m benchmarks.bench_cluster [--chat N] [--small N] [--rounds N] [--write]

The same pictures are analysed by `process --workers 1` and `2`, and by `process --cluster` with one and two workers of
one child each, in turns. Three sets: pictures as messengers send them, a few thumbnails, and many thumbnails, of which
nearly all that is spent is spent around them; what many cost beyond few is what each further item costs. Time is that
of the whole command. Processor time is taken from the system for each process: of the coordinator, of its child with
the connection, of the scheduler, and of the workers with their children.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.photographs import make_chat, make_small
from benchmarks.tables import machine
from tests.support.labs import make_lab, site
from tests.support.program import command, environment
from tests.support.shared import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.support.labs import Site

BEGIN, END = "<!-- bench-cluster:begin -->", "<!-- bench-cluster:end -->"
DOCUMENT = REPOSITORY / "docs" / "scaling.md"
LABELS = {
    "1": "one machine, 1 child",
    "2": "one machine, 2 children",
    "c1": "cluster, 1 worker",
    "c2": "cluster, 2 workers",
}
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Costs:
    """What one run cost: seconds by the clock, and processor seconds by who used them."""

    wall: float = 0.0
    used: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def main(arguments: Sequence[str]) -> None:
    """Measure and print, or write into the document."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--chat", type=int, default=400)
    parser.add_argument("--few", type=int, default=100)
    parser.add_argument("--small", type=int, default=4000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(arguments)
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_chat(folder / "chat", asked.chat, 2)
        make_small(folder / "few", asked.few, 2)
        make_small(folder / "small", asked.small, 2)
        lines = [*_head()]
        for kind, count in (("chat", asked.chat), ("few", asked.few), ("small", asked.small)):
            lines += rows(kind, count, measure(folder, folder / kind, asked.rounds))
    load = f"Load of the machine: {before:.1f} at the beginning, {os.getloadavg()[0]:.1f} at the end."
    text = "\n".join([f"{time.strftime('%Y-%m-%d')}. {machine()}. {asked.rounds} rounds. {load}", "", *lines])
    print(text)
    if asked.write:
        page = DOCUMENT.read_text(encoding="utf-8")
        start, end = page.index(BEGIN) + len(BEGIN), page.index(END)
        DOCUMENT.write_text(f"{page[:start]}\n\n{text}\n\n{page[end:]}", encoding="utf-8")


def measure(folder: Path, evidence: Path, rounds: int) -> dict[str, list[Costs]]:
    """Every way, in turns. The pictures were just written, so that they are in the system's cache."""
    runs: dict[str, list[Costs]] = defaultdict(list)
    lab = make_lab(folder / f"lab of {evidence.name}")
    with site(lab, folder / f"{evidence.name} 1") as one, site(lab, folder / f"{evidence.name} 2") as two:
        one.start_worker("a", folder)
        two.start_worker("a", folder)
        two.start_worker("b", folder)
        for here, names in ((one, "a"), (two, "ab")):
            for name in names:
                here.wait_for(name, "listens at")
        for number in range(rounds):
            for way in LABELS:
                where = {"c1": one, "c2": two}.get(way)
                runs[way].append(run(folder / f"{evidence.name}-{number}-{way}", evidence, way, where))
    return runs


def run(home: Path, evidence: Path, way: str, where: Site | None) -> Costs:
    """One case, made anew; only its analysis is measured."""
    home.mkdir()
    here = environment(home)
    named = ("--number", "Case 2026-001", "--examiner", "Examiner A")
    for line in (command("case", "new", home / "c", *named), command("add", home / "c", evidence)):
        subprocess.run(line, env=here, check=True, capture_output=True)
    ways = ("--workers", way) if where is None else ("--cluster", where.url, *where.lab.options, "--workers", "1")
    before = {name: family(process.pid) for name, process in where.processes.items()} if where else {}
    costs, began = Costs(), time.monotonic()
    said = home / "said.txt"
    with (
        said.open("wb") as errors,
        subprocess.Popen(
            command("process", home / "c", *ways), env=here, stdout=subprocess.DEVNULL, stderr=errors
        ) as process,
    ):
        seen: dict[int, float] = {}
        ended = threading.Event()
        watcher = threading.Thread(target=watch, args=(process.pid, seen, ended))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        costs.wall = time.monotonic() - began
        ended.set()
        watcher.join()
    if process.returncode:
        message = f"the run {home.name} ended with {process.returncode}: {said.read_text(encoding='utf-8')}"
        raise SystemExit(message)
    total = used.ru_utime + used.ru_stime
    costs.used["coordinator"] = seen.get(process.pid, 0.0)
    costs.used["its children"] = total - seen.get(process.pid, 0.0)
    for name, at_first in before.items():
        if where is not None:
            costs.used["scheduler" if name == "scheduler" else "workers"] += (
                family(where.processes[name].pid) - at_first
            )
    return costs


def watch(pid: int, seen: dict[int, float], ended: threading.Event) -> None:
    """Keep the last processor time of a process alone, without its children."""
    while not ended.wait(0.1):
        seen[pid] = own(pid) or seen.get(pid, 0.0)


def own(pid: int) -> float:
    """Processor seconds of one process, 0 if it has ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(words[11]) + int(words[12])) / TICKS


def family(pid: int) -> float:
    """Processor seconds of a process, of its children that live, and of those that have ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return 0.0
    total = sum(map(int, words[11:15])) / TICKS
    for task in tasks:
        try:
            below = (task / "children").read_text(encoding="ascii").split()
        except OSError:
            continue
        total += sum(family(int(one)) for one in below)
    return total


def _head() -> list[str]:
    used = "processor ms an item: coordinator | its children | scheduler | workers | together"
    return [
        f"| pictures | way | seconds | items a second | ratio to one machine, same children | {used} |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]


def rows(kind: str, count: int, runs: dict[str, list[Costs]]) -> list[str]:
    """One row for each way: medians of the rounds."""
    lines = []
    for way, label in LABELS.items():
        wall = statistics.median(one.wall for one in runs[way])
        plain = statistics.median(one.wall for one in runs[way.removeprefix("c")])
        names = ("coordinator", "its children", "scheduler", "workers")
        used = [statistics.median(one.used[name] for one in runs[way]) * 1000 / count for name in names]
        together = statistics.median(sum(one.used.values()) for one in runs[way]) * 1000 / count
        cells = [f"{value:.2f}" if value else "" for value in used]
        ratio = f"{plain / wall:.2f}" if way.startswith("c") else ""
        lines.append(
            f"| {count:,} {'chat pictures' if kind == 'chat' else 'thumbnails'} | {label} | {wall:.1f} | "
            f"{count / wall:.1f} | {ratio} | {' | '.join(cells)} | {together:.2f} |"
        )
    return lines


if __name__ == "__main__":
    main(sys.argv[1:])
