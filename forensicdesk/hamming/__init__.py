"""Exact search for hashes of a fixed length within a Hamming distance, in memory or mapped from disk."""

from __future__ import annotations

from forensicdesk.hamming.checking import SelfCheck, self_check
from forensicdesk.hamming.index import HammingIndex
from forensicdesk.hamming.threads import processors
from forensicdesk.hamming.words import Hits

__all__ = ["HammingIndex", "Hits", "SelfCheck", "processors", "self_check"]
