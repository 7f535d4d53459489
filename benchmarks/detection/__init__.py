"""Copies of photographs as people make them, and how many of them are found."""
