"""From bytes to facts: digests, decoding, perceptual hashes, film frames, metadata. No files, no database, no Qt."""

from __future__ import annotations

import os

# The matrices here are small. Sharing one out among threads costs up to a hundred times its own time on a busy machine.
# NumPy reads this once, when it is loaded; no value depends on it.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
