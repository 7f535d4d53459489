"""What holds for every test: programs speak English, and nothing is judged by the seconds it took."""

from __future__ import annotations

import gc
import os
import signal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from tests.support import postgresql as servers

if TYPE_CHECKING:
    from collections.abc import Iterator

settings.register_profile("whatever-the-load", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("whatever-the-load")
os.environ["FORENSICDESK_LANG"] = "en"  # also of every process that a test starts
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # a shell starts what runs behind it so, and children inherit it
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True, scope="module")
def _what_stays_is_not_searched_again() -> Iterator[None]:
    """Python searches for garbage through all that lives; modules and what a session keeps grow to a gigabyte."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.Server]:
    """A PostgreSQL server for this process of the tests."""
    server = servers.start()
    if server is None:
        pytest.skip("PostgreSQL is not installed")
    yield server
    server.stop()
