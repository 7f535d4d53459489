"""Items over time and over the globe: what the timeline and the map page are made of."""
