"""The one place in children that catches everything: what hostile bytes provoke becomes an error that is expected."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from forensicdesk.errors import ForensicDeskError
from forensicdesk.evidence.containers.base import ContainerError

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnexpectedError(Exception):
    """A reader or decoder ended in an error that nobody foresaw; its text is the kind of that error."""


@contextmanager
def barrier() -> Iterator[None]:
    """Around work on evidence: errors that callers tell apart pass, every other one becomes an `UnexpectedError`."""
    try:
        yield
    except (OSError, MemoryError, ContainerError, ForensicDeskError):
        raise
    except Exception as error:  # barrier: hostile bytes cost their own item or container only
        raise UnexpectedError(type(error).__name__) from error
