"""The case: evidence, case store, hash lists, matching, the pipeline and the command line. No Qt."""

from __future__ import annotations

__version__ = "0.1.0"
