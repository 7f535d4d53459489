"""Perceptual hashes of luminance pictures, and the distance between them."""
