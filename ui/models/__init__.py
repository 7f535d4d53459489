"""Item models: they hold numbers and values, and fetch on demand."""
