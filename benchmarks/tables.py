"""Tables of the benchmarks as Markdown, and the document that keeps them."""

from __future__ import annotations

import os
import platform
import statistics
from importlib import metadata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from benchmarks.timing import Times

BEGIN, END = "<!-- bench:begin -->", "<!-- bench:end -->"
_LIBRARIES = ("pillow", "opencv-python", "numpy", "imagehash")


def machine(libraries: Sequence[str] = _LIBRARIES) -> str:
    """What the figures were taken on, without names of people or machines."""
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in libraries)
    cores = os.cpu_count()
    return f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}; {versions}"


def comparison(measured: Sequence[Times], targets: Mapping[str, float]) -> str:
    """One row a program: files and rate, how many times its rate the first program's is, and the same of its work."""
    ours = measured[0]
    lines = [
        "| program | files | seconds | files a second | ratio | target | processor ms a file | ratio |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in measured:
        name = f"{one.program.name}, {one.version}" if one.version else one.program.name
        if one.trouble or ours.trouble:
            lines.append(
                f"| {name} | {len(one.program.paths)} | not measured: {one.trouble or ours.trouble} | | | | | |"
            )
            continue
        ratio = "" if one is ours else f"{ours.per_second / one.per_second:.2f}"
        target = f"≥ {targets[one.program.name]:g}" if one.program.name in targets else ""
        seconds = statistics.median(one.seconds)
        rate = f"{one.per_second:.1f}"
        work = "" if one is ours else f"{one.processor_ms / ours.processor_ms:.2f}"
        cells = (name, len(one.program.paths), f"{seconds:.2f}", rate, ratio, target, f"{one.processor_ms:.1f}", work)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines)


def write(document: Path, text: str, marks: tuple[str, str] = (BEGIN, END)) -> None:
    """Put the tables between the document's two marks.

    Raises:
        ValueError: if it has no such marks.
    """
    before, begin, rest = document.read_text(encoding="utf-8").partition(marks[0])
    _, end, after = rest.partition(marks[1])
    if not begin or not end:
        msg = f"{document.name} has no place for the tables ({marks[0]} … {marks[1]})"
        raise ValueError(msg)
    document.write_text(f"{before}{begin}\n\n{text}\n\n{end}{after}", encoding="utf-8")
