"""Child processes in which hostile bytes are opened, with limits."""
