"""Whole files that lie inside a file: thumbnails, appended films and pictures."""
