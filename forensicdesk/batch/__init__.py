"""Many jobs, unattended: each is a child process, and what became of it stands on disk."""
