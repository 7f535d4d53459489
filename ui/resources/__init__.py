"""Style sheet and palette of the desktop."""
