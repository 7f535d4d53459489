"""The picture inside the picture: what stands within borders, bars, captions, screens and collages."""
