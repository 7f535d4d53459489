"""Tests of forensicdesk.case, with real databases and real processes."""
