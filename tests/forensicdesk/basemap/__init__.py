"""Tests of forensicdesk.basemap, with real files and real processes."""
