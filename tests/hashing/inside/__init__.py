"""Tests of the perceptual hashes."""
