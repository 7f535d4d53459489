"""The tests of the case store run over both databases: a file of the case folder, a schema on a PostgreSQL server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.forensicdesk.case import building

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.postgresql import Server

BOTH = {
    "test_bundles", "test_embedded", "test_killed", "test_origins", "test_reader", "test_related", "test_round_trip",
    "test_store",
}  # fmt: skip
"""Modules that run over both; so do those of the facts, and what they do not name here runs over a file."""
LONG = {
    "test_the_order_in_which_results_arrive_changes_nothing",
    "test_whatever_comes_of_the_items_the_ledger_adds_up",
    "test_whatever_the_moment_of_a_kill_nothing_stored_is_lost_and_work_goes_on",
}
"""Tests that take many seconds on a server: there they are for `make soak`."""
OF_SERVERS = {"test_several"}
"""Modules about what a file cannot do."""
OF_FILES = {
    "test_a_database_that_is_not_a_cases_is_refused",
    "test_only_the_owner_can_read_a_case",
    "test_a_disk_that_fills_up_is_named_and_nothing_stored_is_lost",
    "test_a_full_database_is_refused_in_one_sentence_and_works_again_with_space",
}
"""Tests about the file itself."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Both databases, module by module, so that each is made once."""
    if "behind" in metafunc.fixturenames:
        name = metafunc.module.__name__.rpartition(".")[2]
        both = name in BOTH or metafunc.module.__name__.endswith("case.facts.test_store")
        stores = ["sqlite", "postgresql"] if both and metafunc.function.__name__ not in OF_FILES else ["sqlite"]
        stores = ["postgresql"] if name in OF_SERVERS else stores
        marks = (pytest.mark.soak,) if metafunc.function.__name__ in LONG else ()
        marked = [pytest.param(store, marks=marks) if store == "postgresql" else store for store in stores]
        metafunc.parametrize("behind", marked, indirect=True, scope="module")


@pytest.fixture(autouse=True, scope="module")
def behind(request: pytest.FixtureRequest) -> Iterator[str]:
    """What stands behind the cases that `building.new_case` makes."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        building.STORE = server.url()
    yield request.param
    building.STORE = None
