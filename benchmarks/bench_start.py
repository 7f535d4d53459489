"""How long the desktop takes to its first window: `python -m benchmarks.bench_start [--rounds N] [--write]`.

Starts the bundle, if it was built (`make bundle`), and the program as it is installed here, each several times on a
screen in memory (Xvfb), and waits until the X server calls a window of it viewable (xwininfo of x11-utils). The first
start of each is not counted: it warms the disk, and the program checks its installation then.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from benchmarks.tables import machine, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "performance.md"
MARKS = "<!-- start:begin -->", "<!-- start:end -->"
BUNDLE = ROOT / "dist" / "forensicdesk" / "forensicdesk-desktop"
LEAST_PX = 300
"""A window at least so wide is one that a person sees; Qt has tiny ones of its own."""
_WINDOW = re.compile(r"^\s+(0x[0-9a-f]+) .*?\s(\d+)x(\d+)\+", re.MULTILINE)
_XWININFO = shutil.which("xwininfo") or ""
_WAIT_S = 60
_LOOK_EVERY_S = 0.01


@contextmanager
def screen() -> Iterator[str]:
    """The name of an empty screen in memory.

    Raises:
        RuntimeError: Xvfb could not be started.
    """
    read, wrote = os.pipe()
    command = ("Xvfb", "-displayfd", str(wrote), "-screen", "0", "1920x1080x24", "-nolisten", "tcp")
    with subprocess.Popen(command, pass_fds=(wrote,), stderr=subprocess.DEVNULL) as server:
        os.close(wrote)
        with os.fdopen(read) as said:
            number = said.readline().strip()
        if not number:
            msg = "Xvfb could not be started"
            raise RuntimeError(msg)
        try:
            yield f":{number}"
        finally:
            server.terminate()


def seconds_to_window(command: Sequence[str], display: str, home: Path) -> float:
    """Start a desktop, wait for its first window, and end it.

    Raises:
        RuntimeError: it ended, or showed no window in time.
    """
    environment = {"HOME": str(home), "DISPLAY": display, "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"}
    environment |= {"QT_QPA_PLATFORM": "xcb", "FORENSICDESK_HOME": str(home / "data")}
    began = time.perf_counter()
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as desktop:
        try:
            while not _is_seen(display):
                if desktop.poll() is not None or time.perf_counter() - began > _WAIT_S:
                    msg = f"{command[0]} showed no window (exit code {desktop.poll()})"
                    raise RuntimeError(msg)
                time.sleep(_LOOK_EVERY_S)
            return time.perf_counter() - began
        finally:
            desktop.terminate()


def _is_seen(display: str) -> bool:
    tree = _asked("-display", display, "-root", "-tree")
    return any(
        int(width) >= LEAST_PX and "IsViewable" in _asked("-display", display, "-id", name)
        for name, width, _ in _WINDOW.findall(tree)
    )


def _asked(*options: str) -> str:
    return subprocess.run((_XWININFO, *options), capture_output=True, text=True, check=False).stdout


def table(rounds: int) -> str:
    """One row a program."""
    lines = ["| program | seconds to the first window, median | least | most | target |", "|---|---|---|---|---|"]
    programs: dict[str, tuple[str, ...]] = {
        "as installed from its sources": (sys.executable, "-m", "forensicdesk", "gui")
    }
    if BUNDLE.exists():
        programs = {"the bundle": (str(BUNDLE),)} | programs
    with screen() as display:
        for name, command in programs.items():
            with TemporaryDirectory() as home:
                took = [seconds_to_window(command, display, Path(home)) for _ in range(rounds + 1)][1:]
            lines.append(f"| {name} | {statistics.median(took):.2f} | {min(took):.2f} | {max(took):.2f} | < 2 |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help=f"put the table into {DOCUMENT.name}")
    parser.add_argument("--date", default="", help="the day, for the table")
    arguments = parser.parse_args()
    if not (_XWININFO and shutil.which("Xvfb")):
        parser.error("Xvfb and xwininfo are needed (Debian: xvfb, x11-utils)")
    began = os.getloadavg()[0]
    measured = table(arguments.rounds)
    loads = f"Load of the machine: {began:.1f} at the beginning, {os.getloadavg()[0]:.1f} at the end."
    text = f"{arguments.date}. {machine(('PySide6-Essentials',))}. {loads}\n\n{measured}".removeprefix(". ")
    print(text)
    if arguments.write:
        write(DOCUMENT, text, MARKS)


if __name__ == "__main__":
    main()
