"""Tests of the exact Hamming search."""
