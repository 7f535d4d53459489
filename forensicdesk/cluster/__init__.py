"""The same processing on many machines: workers compute, and one coordinator alone writes the case."""
