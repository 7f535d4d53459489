"""Hash lists: reading what others exchange, and keeping every imported version unchanged."""
