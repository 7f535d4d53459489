"""How often this installation finds copies, and how often it takes unrelated pictures for copies, measured here."""
