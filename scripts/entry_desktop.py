#!/usr/bin/env python3
"""Where the frozen desktop starts; see build.spec."""

from __future__ import annotations

import multiprocessing

if __name__ == "__main__":
    # First of all: in a child process this call does the child's work and does not return.
    multiprocessing.freeze_support()
    from ui.__main__ import main

    main()
