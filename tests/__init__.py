"""Tests: the same tree as the packages, plus architecture, flow and support."""
