"""Chance matches: counting, bounds, the model of the tail, calibrations."""
