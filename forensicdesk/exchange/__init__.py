"""Forms in which programs of this field exchange values, read for hash lists and for evidence alike."""
