"""Tests of hash lists."""
