"""Tests of forensicdesk.pipeline."""
