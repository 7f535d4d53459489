"""What is made of the frames of a film: which are looked at and kept, the picture inside bars, the strip."""
