"""Looking at one item, at two beside each other, and for others like it."""
