"""How many near matches chance alone brings: counted pairs, bounds, and what follows for a list."""
