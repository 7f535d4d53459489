"""Tests of ui.mapping."""
