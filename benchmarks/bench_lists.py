"""How fast large lists are imported, opened, asked and matched, beside other programs: `make bench-lists`.

    python -m benchmarks.bench_lists [--entries N] [--near N...] [--peers-count N] [--pictures N] [--write --date DAY]

Exact lists are MD5, one a line, beside SQLite, `hfind` of The Sleuth Kit and plain `sort`; near lists are PDQ, one a
line, beside faiss and a scan with NumPy. Every program gets the same values and the same queries and is asked in turn;
each is a process of its own, so that its memory can be told.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import asking, tables
from benchmarks.asking import started
from benchmarks.bench_near import DISTURBED, disturbed
from benchmarks.list_programs import HFIND
from benchmarks.near_programs import HASH_BYTES, RADIUS
from benchmarks.timing import PEER_PYTHON, ROOT, SEED
from forensicdesk.lists.library import Library

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from benchmarks.asking import Measured

    Rows = npt.NDArray[np.uint8]

DOCUMENT = ROOT / "docs" / "performance.md"
MARKS = "<!-- bench-lists:begin -->", "<!-- bench-lists:end -->"
LOOKUPS = 100_000
QUERIES = 8_192
SAME = 64
MD5_BYTES = 16
SHARES = {0.5: "half present", 0.01: "1 % present"}
"""Of the digests that are looked up, so many are in the list."""

_AT_ONCE = 500_000
_LARGEST_HASH = 2_000_000
"""Above this many entries faiss's own hash index is left out: it takes several times the memory, and minutes."""

_OURS, _SORT = "ForensicDesk", "`sort` of the lines"
_SQLITE = f"SQLite {sqlite3.sqlite_version}, primary key blob, lines sorted before"
_HFIND = "hfind, The Sleuth Kit"
_HEAD = (
    "| list | program | import or build, s | peak MiB | on disk, bytes an entry | opened, ms | answers a second "
    "| ratio | MiB while asked |\n|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What is measured.

    Attributes:
        entries: MD5 in the exact list.
        near: PDQ in each near list; matching takes the first.
        peers_count: MD5 that SQLite and hfind get; where it is less than `entries`, a list of so many is compared, too.
        pictures: of the case that is matched.
        rounds: each program is asked so many times, in turn with the others.
    """

    entries: int
    near: tuple[int, ...]
    peers_count: int
    pictures: int
    rounds: int


def table(settings: Settings, folder: Path | None = None) -> str:
    """Measure everything; the result is the table as Markdown.

    Args:
        settings: what is measured.
        folder: where the files lie for the time of the run; some 150 bytes for each MD5, 300 for each PDQ.

    Raises:
        ValueError: if programs give different answers to the same questions.
    """
    lines = [_HEAD]
    with tempfile.TemporaryDirectory(dir=folder) as name:
        work = Path(name)
        lines += _exact(work, settings.entries, settings, peers=settings.peers_count >= settings.entries)
        if settings.peers_count < settings.entries:
            with tempfile.TemporaryDirectory(dir=folder) as other:
                lines += _exact(Path(other), settings.peers_count, settings, peers=True)
        for entries in settings.near:
            lines += _near(work, entries, settings)
        lines.append(_matched(work, settings))
    return "\n".join(lines)


# --- exact ------------------------------------------------------------------------------------------------------------


def _exact(work: Path, entries: int, settings: Settings, *, peers: bool) -> Iterator[str]:
    """The rows of one MD5 list."""
    text, ordered = work / "md5.txt", work / "sorted.txt"
    _write(work / "md5", text, entries, MD5_BYTES, "")
    homes = {_OURS: ("library", work / "library" / "md5")}
    made = {_OURS: _once("import", text, homes[_OURS][1]), _SORT: _once("sort", text, ordered)}
    if peers:
        homes[_SQLITE] = "sqlite", work / "md5.sqlite"
        made[_SQLITE] = _once("sqlite-in", ordered, homes[_SQLITE][1])
    if peers and HFIND:
        homes[_HFIND] = "hfind", work / "hfind.md5"
        made[_HFIND] = _once("hfind-in", text, homes[_HFIND][1])
    for gone in (text, ordered):
        gone.unlink()
    for share, title in SHARES.items():
        asked = _look_up(work, homes, settings.rounds, share)
        known = {one.title: one for one in asked}
        for name, said in made.items():
            yield _row(f"{entries:,} MD5, {title}", name, said, known.get(name), asked[0], entries)
        made = {name: {} for name in homes}
    for peer in (work / "md5.sqlite", *work.glob("hfind*")):
        peer.unlink(missing_ok=True)


def _look_up(work: Path, homes: dict[str, tuple[str, Path]], rounds: int, share: float) -> list[Measured]:
    """All programs, asked for the same digests, of which a share is present."""
    count = int(LOOKUPS * share)
    present = np.fromfile(work / "md5", np.uint8, count * MD5_BYTES).reshape(-1, MD5_BYTES)
    absent = np.random.default_rng(SEED + 1).integers(0, 256, (LOOKUPS - len(present), MD5_BYTES), np.uint8)
    mixed = np.random.default_rng(SEED).permutation(np.vstack([present, absent]))
    (work / "asked").write_text(mixed.tobytes().hex("\n", MD5_BYTES), encoding="ascii")
    with ExitStack() as stack:
        commands = {name: _module(part, home, work / "asked") for name, (part, home) in homes.items()}
        asked = [started(stack, name, command, LOOKUPS) for name, command in commands.items()]
        asking.rounds(asked, rounds)
        _agreed(asked)
    return asked


# --- near -------------------------------------------------------------------------------------------------------------


def _near(work: Path, entries: int, settings: Settings) -> Iterator[str]:
    """The rows of one PDQ list."""
    values, text, home = work / f"pdq-{entries}", work / "pdq.txt", work / "library" / f"pdq-{entries}"
    _write(values, text, entries, HASH_BYTES, "PDQ\n")
    random = np.random.default_rng(SEED + 2)
    queries = random.integers(0, 256, (QUERIES, HASH_BYTES), dtype=np.uint8)
    mapped = np.memmap(values, np.uint8, "r").reshape(-1, HASH_BYTES)
    queries[::DISTURBED] = disturbed(random, mapped[random.integers(0, entries, len(queries[::DISTURBED]))])
    queries.tofile(work / "queries")
    made = _once("import", text, home)
    text.unlink()
    names = {"library": "ForensicDesk, all cores", "scan": "NumPy, every entry, one thread"}
    if PEER_PYTHON.exists():
        names["faiss_flat"] = "faiss IndexBinaryFlat, all cores"
        if entries <= _LARGEST_HASH:
            names["faiss_hash"] = "faiss IndexBinaryMultiHash 16 x 16, one flip, all cores"
    with ExitStack() as stack:
        asked = []
        for name, title in names.items():
            python = str(PEER_PYTHON) if name.startswith("faiss") else sys.executable
            program = [python, str(ROOT / "benchmarks" / "near_programs.py"), name]
            command = [*program, str(values), str(work / "queries"), str(home)]
            asked.append(started(stack, title, command, _queries(name, entries), ours=python == sys.executable))
        for one in asked:
            one.last = one.ask(SAME)
        _agreed(asked)
        asking.rounds(asked, settings.rounds)
        for one in asked:
            said = made if one is asked[0] else {"seconds": one.facts.get("build_s")}
            version = f" {one.facts['version']}" if "version" in one.facts else ""
            yield _row(f"{entries:,} PDQ, distance ≤ {RADIUS}", one.title + version, said, one, asked[0], entries)


def _queries(name: str, entries: int) -> int:
    """So many that a round takes about as long for each program."""
    return {"library": QUERIES, "faiss_hash": 1_024}.get(name, max(SAME, min(1_024, 256_000_000 // entries)))


def _matched(work: Path, settings: Settings) -> str:
    """The row of a case that is matched with the exact list and the first near list."""
    for entries in settings.near[1:]:
        Library(work / "library").remove(f"pdq-{entries}")
    near = work / f"pdq-{settings.near[0]}"
    said = _once("match", work / "library", work / "md5", near, settings.pictures)
    return _line(
        f"both the {settings.entries:,} MD5 and the {settings.near[0]:,} PDQ",
        f"ForensicDesk, `match` of {settings.pictures:,} pictures in eight orientations, {said['found']:,} matches",
        f"{said['seconds']:.1f}",
        *("", "", ""),
        f"{settings.pictures / said['seconds']:,.0f}",
        "",
        f"{said['peak_mib']:,}",
    )


# --- what all have in common ------------------------------------------------------------------------------------------


def _write(values: Path, text: Path, entries: int, width: int, title: str) -> None:
    """Random values, as bytes and as lines."""
    random = np.random.default_rng(SEED)
    with values.open("wb") as raw, text.open("wb") as lines:
        lines.write(title.encode())
        for start in range(0, entries, _AT_ONCE):
            rows = random.integers(0, 256, (min(_AT_ONCE, entries - start), width), dtype=np.uint8)
            raw.write(rows.data)
            lines.write(rows.tobytes().hex("\n", width).encode() + b"\n")


def _module(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "benchmarks.list_programs", *map(str, arguments)]


def _once(*arguments: object) -> dict[str, Any]:
    """What a part says that is done once.

    Raises:
        CalledProcessError: if it failed.
    """
    output = subprocess.run(_module(*arguments), check=True, stdout=subprocess.PIPE, cwd=ROOT).stdout
    said: dict[str, Any] = json.loads(output)
    return said


def _agreed(asked: Sequence[Measured]) -> None:
    found = {one.title: one.last["pairs"] for one in asked}
    if len(set(found.values())) != 1:
        msg = f"the programs find different numbers: {found}"
        raise ValueError(msg)


def _row(what: str, name: str, made: dict[str, Any], asked: Measured | None, ours: Measured, entries: int) -> str:
    cells = [what, name, f"{made['seconds']:.1f}" if made.get("seconds") is not None else ""]
    cells.append(f"{made['peak_mib']:,}" if "peak_mib" in made else "")
    cells.append(f"{made['bytes'] / entries:.1f}" if "bytes" in made else "")
    if asked is None:
        return _line(*cells, "", "", "", "")
    cells.append(f"{asked.facts['open_ms']:.1f}" if "open_ms" in asked.facts else "")
    cells.append(f"{asked.rate:,.0f}")
    cells.append("" if asked is ours else f"{ours.rate / asked.rate:.1f}")
    return _line(*cells, f"{asked.last['peak_mib']:,}")


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the table, and write it into the page with `--write`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=30_000_000, help="MD5 in the exact list")
    parser.add_argument("--near", type=int, nargs="+", default=[10_000_000, 1_000_000], help="PDQ in each near list")
    parser.add_argument("--peers-count", type=int, default=0, help="MD5 that SQLite and hfind get [all]")
    parser.add_argument("--pictures", type=int, default=20_000, help="pictures of the case that is matched")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the files of the benchmark lie for the time of the run")
    parser.add_argument("--write", action="store_true", help=f"write the table into {DOCUMENT.name}")
    parser.add_argument("--date", default="", help="date of the run, for the page")
    said = parser.parse_args()
    settings = Settings(said.entries, tuple(said.near), said.peers_count or said.entries, said.pictures, said.rounds)
    before, measured, after = os.getloadavg()[0], table(settings, said.folder), os.getloadavg()[0]
    busy = f"Load of the machine: {before:.1f} at the beginning, {after:.1f} at the end"
    text = f"{said.date}. {tables.machine(['numpy'])}. {said.rounds} rounds. {busy}.\n\n{measured}"
    print(text)
    if said.write:
        tables.write(DOCUMENT, text, MARKS)


if __name__ == "__main__":
    main()
