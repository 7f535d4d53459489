"""How fast lists are imported and asked: `python -m benchmarks.bench_lists [LINES]`; `sort` runs beside it."""

from __future__ import annotations

import hashlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from forensicdesk.lists.library import Library
from forensicdesk.model import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2025, 1, 1, tzinfo=UTC)


@contextmanager
def timed(what: str, count: int) -> Iterator[None]:
    """Print how long something took."""
    started = time.perf_counter()
    yield
    taken = time.perf_counter() - started
    print(f"{what}: {taken:.2f} s, {count / taken:,.0f} a second")


def main(lines: int = 1_000_000) -> None:
    """Import MD5 lines and a VICS hash set, and look digests up, half of them present."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        digests = [hashlib.md5(b"%d" % at, usedforsecurity=False).hexdigest() for at in range(lines)]
        text, vics = home / "md5.txt", home / "vics.json"
        text.write_text("\n".join(digests), encoding="ascii")
        records = [{"MediaID": at, "Category": 1, "MD5": digest} for at, digest in enumerate(digests[: lines // 10])]
        context = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"
        vics.write_text(json.dumps({"@odata.context": context, "value": records}), encoding="ascii")
        with timed("sort of the same file", lines):
            subprocess.run(["sort", "-o", str(home / "sorted"), str(text)], check=True)  # noqa: S607 - wherever it is
        library = Library(home / "lists")
        with timed("import of MD5 lines", lines):
            used = library.import_file(text, role=Role.NOTABLE, now=NOW)
        with timed("import of VICS records", len(records)):
            library.import_file(vics, role=Role.NOTABLE, now=NOW)
        asked = [bytes.fromhex(digest) for digest in digests[: lines // 20]]
        asked += [hashlib.md5(digest, usedforsecurity=False).digest() for digest in asked]
        with timed("look-ups", len(asked)):
            found = sum(1 for _ in library.exact(used.id, "md5", asked))
        with timed("check", lines):
            problems = library.check(used.id)
        size = (library.folder / f"{used.id}.fdlist").stat().st_size
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"{found:,} of {len(asked):,} found; {len(problems)} problems; {size / lines:.0f} bytes an entry on disk")
        print(f"peak memory {peak:,} MiB, the digests of this benchmark included")


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
