"""`python -m ui [--lang LANGUAGE] [--store URL] [CASE]`: the desktop.

Child processes import this module too, so it stays light.
"""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Run the desktop and leave with its exit code."""
    multiprocessing.freeze_support()
    from ui.speaking import begin  # after freeze_support: a child process must not load Qt

    arguments = begin(sys.argv)
    from ui.app import main as run  # after the language is chosen: the windows' modules hold sentences

    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
