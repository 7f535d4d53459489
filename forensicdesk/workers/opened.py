"""The containers that one child process keeps open, and the passwords that it may try on them."""

from __future__ import annotations

from forensicdesk.evidence.opening import Opener

_OPENER = Opener()


def remember_passwords(passwords: tuple[str, ...]) -> None:
    """What containers may be opened with in this process: kept in memory only, for as long as it lives."""
    global _OPENER  # noqa: PLW0603 - set once, before the first item
    _OPENER = Opener(passwords)


def opener() -> Opener:
    """This process's opener."""
    return _OPENER
