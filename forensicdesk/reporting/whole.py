"""How files that people read appear on disk: whole or not at all, also for pages that are no reports."""

from __future__ import annotations

from reports.files import write_whole

__all__ = ["write_whole"]
