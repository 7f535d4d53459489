"""What a unit signs with: its Ed25519 key, signed statements and PDF files, time stamps of its own authority."""
