"""Tests of forensicdesk.evidence."""
