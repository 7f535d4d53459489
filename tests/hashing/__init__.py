"""Tests of the package `hashing`."""
