"""A child does not start with the path for modules that OpenCV sets up while it is loaded."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

from forensicdesk.workers.crew import let_opencv_load

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
