"""The synthetic exhibit and its lists."""
