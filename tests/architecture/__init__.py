"""The walls, the promises about names and files, and the documents that must not rot."""
