"""Local features of pictures, small enough to keep for every item, and a check of where two pictures agree."""
