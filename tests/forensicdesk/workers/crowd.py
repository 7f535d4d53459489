"""A program whose children must not outlive it.

Says that it starts, prints the process numbers of its children, and goes on until it is killed, or some time after an
interrupt.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from pathlib import Path

from forensicdesk.evidence.source import open_source
from forensicdesk.model import Job
from forensicdesk.workers.pool import results_and_ticks
from forensicdesk.workers.run import TICK_S
from hashing.values import Recipe
from tests.forensicdesk.workers.hostile import obey

SECONDS_AFTER_INTERRUPT = 2.0


def main() -> None:
    """Hand out jobs that never end."""
    folder = Path(sys.argv[1])
    jobs = [
        Job(number, os.fsencode(folder), found.location, found.size)
        for number, found in enumerate(open_source(folder).walk())
    ]
    stop = threading.Event()

    def end_soon(_number: int, _frame: object) -> None:
        time.sleep(2 * TICK_S)  # longer than results are waited for: waiting must not begin anew without an end
        threading.Timer(SECONDS_AFTER_INTERRUPT, stop.set).start()

    signal.signal(signal.SIGINT, end_soon)
    print("starting", flush=True)  # noqa: T201 - the test reads it
    told = False
    for _ in results_and_ticks(jobs, Recipe(), 2, stop, function=obey):
        children = multiprocessing.active_children()
        if len(children) == 2 and not told:
            told = True
            print(*(child.pid for child in children), flush=True)  # noqa: T201 - the test reads it


if __name__ == "__main__":
    main()
