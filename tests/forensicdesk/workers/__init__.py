"""Tests of forensicdesk.workers."""
