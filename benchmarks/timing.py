"""Running programs over the same files in turn (A B C A B C …) and taking their times."""

from __future__ import annotations

import compileall
import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parents[1]
PEER_PYTHON = ROOT / ".venv-bench" / "bin" / "python"
LIST_ENTRIES = 10_000
SEED = 2026
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Program:
    """One program and its files.

    Attributes:
        name: how it is called in the table.
        command: what is started; the paths go to its standard input.
        paths: its files.
        case: for the whole job: where its case is made, and removed after each round.
    """

    name: str
    command: tuple[str, ...]
    paths: tuple[Path, ...]
    case: Path | None = None


@dataclass(slots=True)
class Times:
    """What was measured of one program: seconds of each round, by the clock and of all its processes together."""

    program: Program
    seconds: list[float] = field(default_factory=list)
    processor_s: list[float] = field(default_factory=list)
    version: str = ""
    trouble: str = ""

    @property
    def processor_ms(self) -> float:
        """Milliseconds of processor time for a file, from the median round."""
        return statistics.median(self.processor_s) * 1000 / len(self.program.paths)

    @property
    def per_second(self) -> float:
        """Files a second, from the median round."""
        return len(self.program.paths) / statistics.median(self.seconds)


def peer(name: str, paths: Sequence[Path], processes: int, title: str) -> Program:
    """One of `benchmarks/peers.py`, in the environment that has it."""
    python = PEER_PYTHON if PEER_PYTHON.exists() else Path(sys.executable)
    return Program(title, (str(python), str(ROOT / "benchmarks" / "peers.py"), name, str(processes)), tuple(paths))


def engine(paths: Sequence[Path], processes: int) -> Program:
    """The engine alone."""
    command = (sys.executable, "-m", "benchmarks.engine_alone", str(processes))
    return Program("the engine alone (`hashing.analyse`)", command, tuple(paths))


def whole_job(folder: Path, paths: Sequence[Path], work: Path, processes: int) -> Program:
    """`forensicdesk run` on a new case, with a list to match against."""
    hash_list = write_list(work / "list.csv")
    case = work / f"case-{folder.name}-{processes}"
    command = (sys.executable, "-m", "forensicdesk", "run", str(folder), "--case", str(case))
    options = ("--list", f"{hash_list}:notable", "--workers", str(processes), "--json")
    return Program("`forensicdesk run`", (*command, *options), tuple(paths), case)


def write_list(path: Path) -> Path:
    """A list of random SHA-256 and PDQ values, so that matching has work to do."""
    values = np.random.default_rng(SEED).bytes(LIST_ENTRIES * 64).hex()
    rows = (f"{values[at : at + 64]},{values[at + 64 : at + 128]}" for at in range(0, LIST_ENTRIES * 128, 128))
    path.write_text("sha256,pdq\n" + "\n".join(rows) + "\n", encoding="ascii")
    return path


def compiled() -> None:
    """Compile this program's modules, as installing it does; else each process would, if it may not write them."""
    for name in ("forensicdesk", "hashing", "reports", "benchmarks"):
        compileall.compile_dir(ROOT / name, quiet=2)


def interleaved(programs: Iterable[Program], rounds: int) -> list[Times]:
    """Run every program once a round; one that fails is named with its trouble and not run again."""
    compiled()
    measured = [Times(program) for program in programs]
    for one in measured:
        for path in one.program.paths:
            path.read_bytes()  # from now on the files are in the system's cache
    for _ in range(rounds):
        for one in measured:
            if not one.trouble:
                _once(one)
    return measured


def _once(one: Times) -> None:
    program = one.program
    # What the run is to read comes by its command line; its home is its own, so that nothing of this machine is used.
    environment = {**os.environ}
    if program.case is not None:
        environment["FORENSICDESK_HOME"] = str(program.case.with_name("home"))
    given = "" if program.case is not None else "\n".join(map(str, program.paths))
    started, used = time.perf_counter(), _processor_time()
    done = subprocess.run(
        program.command, input=given, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - started
    if program.case is not None:
        shutil.rmtree(program.case.with_name(f"{program.case.name}.fdcase"), ignore_errors=True)
    if done.returncode != 0 or not done.stdout:
        one.trouble = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return
    answer = json.loads(done.stdout)
    # Files inside files, such as the film of a motion photo, are done too; they are none of those that were given.
    ledger = answer.get("ledger", {})
    files = ledger["analysed"] - ledger["embedded"] if program.case is not None else answer["files"]
    if files != len(program.paths):
        one.trouble = f"{files} of {len(program.paths)} files were done"
        return
    one.version = answer.get("version", "")
    one.seconds.append(taken)
    one.processor_s.append(_processor_time() - used)


def _processor_time() -> float:
    """Seconds that all ended child processes, and theirs, have used."""
    used = os.times()
    return used.children_user + used.children_system


class Watched:
    """The largest resident memory of a process and of its children, in MiB, looked at while it runs (Linux).

    `anonymous` is what of the process's is no file that the system can read again.
    """

    def __init__(self, program: Program) -> None:
        self.parent, self.child, self.anonymous = 0, 0, 0
        self._program = program

    def run(self) -> None:
        """Run the program to its end."""
        environment = {**os.environ}
        if self._program.case is not None:
            environment["FORENSICDESK_HOME"] = str(self._program.case.with_name("home"))
        with subprocess.Popen(self._program.command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as started:
            ended = threading.Event()
            watcher = threading.Thread(target=self._watch, args=(started.pid, ended))
            watcher.start()
            started.wait()
            ended.set()
            watcher.join()
        if self._program.case is not None:
            shutil.rmtree(self._program.case.with_name(f"{self._program.case.name}.fdcase"), ignore_errors=True)

    def _watch(self, pid: int, ended: threading.Event) -> None:
        while not ended.wait(_LOOK_EVERY_S):
            self.parent = max(self.parent, peak_mib(pid))
            self.anonymous = max(self.anonymous, memory_mib(pid, "RssAnon"))
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                try:
                    pids = children.read_text(encoding="ascii").split()
                except OSError:  # it has ended since
                    continue
                self.child = max([self.child, *(peak_mib(int(child)) for child in pids)])


def peak_mib(pid: int) -> int:
    """The most memory a process has taken since its start, in MiB; 0 where the system does not say."""
    return memory_mib(pid, "VmHWM")


def memory_mib(pid: int, name: str) -> int:
    """What the system says of a process's memory under this name, in MiB; 0 where it says nothing."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:  # it has ended since
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith(f"{name}:")), 0)
