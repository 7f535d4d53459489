"""Known-answer vectors: synthetic pictures given by formulas, and the hashes they must have."""
