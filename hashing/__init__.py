"""From bytes to facts: digests, decoding, perceptual hashes, film frames, metadata. No files, no database, no Qt."""
