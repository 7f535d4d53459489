"""Comparing a case with lists: exact, near and video. Pure functions over values; no database, no files."""
