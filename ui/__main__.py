"""`python -m ui [CASE]`: the desktop. Child processes import this module too, so it stays light."""

from __future__ import annotations

import multiprocessing
import sys


def main() -> None:
    """Run the desktop and leave with its exit code."""
    multiprocessing.freeze_support()
    from ui.app import main as run  # after freeze_support: a child process must not load Qt

    sys.exit(run(sys.argv))


if __name__ == "__main__":
    main()
