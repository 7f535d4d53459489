"""What a child may do is measured once, beside other work, and whoever asks meanwhile waits for that measurement."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from forensicdesk.workers import measure

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_measured_once_however_many_ask_at_once() -> None:
    measure._measured.cache_clear()
    found: list[measure.Confinement] = []

    measure.begin_measuring()
    asking = [threading.Thread(target=lambda: found.append(measure.measured_confinement())) for _ in range(3)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()

    assert len(found) == 3
    assert all(one is found[0] for one in found)
    assert measure._measured.cache_info().misses == 1


def test_a_program_that_ends_before_the_measurement_ends_at_once_and_says_nothing(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from forensicdesk.workers.measure import begin_measuring\nif __name__ == '__main__':\n    begin_measuring()\n",
        encoding="utf-8",
    )

    ended = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, timeout=30, check=False)

    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
