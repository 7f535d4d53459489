"""Tests of recognising and decoding."""
