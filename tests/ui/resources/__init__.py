"""Tests of palette and style sheet."""
