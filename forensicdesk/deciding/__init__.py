"""Deciding: which categories there are, what an act applies to, how far two examiners agree."""
