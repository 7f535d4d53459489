"""Tests of whole runs, as a person types them."""
