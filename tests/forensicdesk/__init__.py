"""Tests of the package forensicdesk."""
