"""What readers of containers change in a process, and are allowed to since they run in children of their own."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True, scope="module")
def _zone_as_before() -> Iterator[None]:
    """Readers of file systems set the time zone of their process; tests of other files are not to depend on that."""
    before = os.environ.get("TZ")
    yield
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    if hasattr(time, "tzset"):
        time.tzset()
