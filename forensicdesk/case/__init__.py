"""The case folder: its database, thumbnails, audit log and lock. SQL stays in here."""
