"""Tests of forensicdesk.validating."""
