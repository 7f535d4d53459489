"""What files say about themselves: EXIF, text fields, container tags; all of it bounded and printable."""
