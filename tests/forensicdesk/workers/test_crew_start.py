"""A child starts without the path for modules that OpenCV sets up while it is loaded, and may be ended meanwhile."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

from forensicdesk.workers.crew import let_opencv_load

if TYPE_CHECKING:
    from pathlib import Path

LOADING = """
import sys, threading
loading = threading.Thread(target=__import__, args=("cv2",))
before = list(sys.path)
loading.start()
while loading.is_alive() and sys.path == before:
    pass
print(sys.path != before, hasattr(sys, "OpenCV_LOADER"))
loading.join()
print(sys.path == before, hasattr(sys, "OpenCV_LOADER"))
"""


def test_while_opencv_changes_the_path_it_says_so() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, check=True, timeout=60
    ).stdout

    assert said.split() == ["True", "True", "True", "False"]


def test_a_start_waits_until_opencv_is_loaded() -> None:
    sys.OpenCV_LOADER = True  # type: ignore[attr-defined]
    begun = time.monotonic()
    threading.Timer(0.2, lambda: delattr(sys, "OpenCV_LOADER")).start()

    let_opencv_load()

    assert not hasattr(sys, "OpenCV_LOADER")
    assert time.monotonic() - begun >= 0.1


ENDING = """
import time

from pebble.pool.process import WorkerManager

from forensicdesk.workers.child import answer
from forensicdesk.workers.crew import Crew
from forensicdesk.workers.limits import Limits

end = WorkerManager.force_stop_workers

def end_late(manager):
    time.sleep(2)
    end(manager)

if __name__ == "__main__":
    WorkerManager.force_stop_workers = end_late
    crew = Crew(1, Limits())
    crew.schedule(answer)
    crew.stop()
"""


def test_a_child_that_still_starts_when_all_are_ended_says_nothing(tmp_path: Path) -> None:
    """pebble closes what it shares with children before it ends them, on a busy machine long before."""
    program = tmp_path / "ending.py"
    program.write_text(ENDING, encoding="utf-8")

    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
