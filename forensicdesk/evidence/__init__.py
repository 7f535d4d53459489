"""Evidence as received: what it contains, and its bytes, read-only."""
