"""Where a store may be, and how a program that has given up the network still reaches it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from forensicdesk.case.place import StorePlace, new_place, parameters_of, read_place, write_place
from forensicdesk.case.store import create_case
from forensicdesk.errors import CaseError, EnvironmentProblem, UsageError
from tests.forensicdesk.case.building import ACTOR, NOW, ROOT, new_case, opened, run_python

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.postgresql import Server


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("mysql://desk@10.0.0.5/desk", "is no address of a store"),
        ("postgresql://desk:secret@10.0.0.5/desk", "holds no password"),
        ("postgresql://desk@10.0.0.5/desk?password=secret", "holds no password"),
        ("postgresql://desk@10.0.0.5/desk?service=other", "cannot have the parameter service"),
        ("postgresql://desk@10.0.0.5/desk?options=x", "cannot have the parameter options"),
        ("postgresql://desk:secret@10.0.0.5/desk?nonsense=1", "cannot be read as an address"),
        ("postgresql://desk@10.0.0.5", "names no database"),
        ("postgresql://desk@server.example/desk", "would ask another machine"),
        ("postgresql://desk@10.0.0.5,10.0.0.6/desk", "would ask another machine"),
        ("postgresql://desk@/desk", "would ask another machine"),
        ("postgresql://desk@8.8.8.8/desk", "no address of the lab's own network"),
        ("postgresql://desk@server/desk?hostaddr=2001:4860:4860::8888", "no address of the lab's own network"),
        ("postgresql://desk@0.0.0.0/desk", "no address of the lab's own network"),
    ],
)
def test_an_address_that_leads_elsewhere_or_holds_a_secret_is_refused(url: str, why: str) -> None:
    with pytest.raises(UsageError, match=re.escape(why)) as refused:
        parameters_of(url)

    assert "secret" not in str(refused.value)


def test_nothing_in_the_environment_leads_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOSTADDR", "8.8.8.8")

    assert parameters_of("postgresql://desk@10.0.0.5/desk?sslmode=verify-full") == {
        "user": "desk", "host": "10.0.0.5", "hostaddr": "10.0.0.5", "port": "5432", "dbname": "desk",
        "sslmode": "verify-full", "gssencmode": "disable", "connect_timeout": "10",
    }  # fmt: skip
    assert parameters_of("postgresql:///desk?host=/run/postgresql")["hostaddr"] == ""
    named = parameters_of("postgresql://desk@server.lab:5433/desk?hostaddr=192.168.7.2")
    assert (named["host"], named["hostaddr"], named["port"]) == ("server.lab", "192.168.7.2", "5433")


def test_the_variable_that_names_an_address_is_not_followed(
    tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGHOSTADDR", "192.0.2.1")
    place = new_place(postgresql.url(), "Case 2026-001")
    write_place(tmp_path, place)

    assert read_place(tmp_path) == place
    assert re.fullmatch("case_case_2026_001_[0-9a-f]{8}", place.schema)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"store": "x", "schema": "public"}', '{"store": "x", "schema": 1}']
)
def test_a_damaged_place_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "store.json").write_text(content)

    with pytest.raises(CaseError, match="does not say where the tables"):
        read_place(tmp_path)


def test_a_schema_that_is_gone_or_a_server_that_is_not_there_is_said_in_one_sentence(
    tmp_path: Path, postgresql: Server
) -> None:
    path = new_case(tmp_path)  # in a file: its thumbnails are what is needed here
    (path / "case.db").unlink()
    write_place(path, StorePlace(postgresql.url(), "case_gone"))
    with pytest.raises(CaseError, match=r"case_gone at .* is no case database"):
        opened(path, writable=False)
    write_place(path, StorePlace(f"postgresql://desk@/desk?host={tmp_path}", "case_gone"))
    with pytest.raises(EnvironmentProblem, match=r"cannot be reached .*what was stored before is kept"):
        opened(path, writable=False)
    write_place(path, StorePlace(postgresql.url("nothing"), "case_gone"))
    with pytest.raises(EnvironmentProblem, match=r"cannot be opened or changed .*nothing"):
        opened(path)


def test_without_the_driver_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)

    with pytest.raises(EnvironmentProblem, match=r"pip install 'forensicdesk\[postgresql\]'"):
        new_place("postgresql://desk@10.0.0.5/desk", "1")


FORBIDDEN = """
import sys
from pathlib import Path
from forensicdesk.offline import forbid_network
forbid_network()
from tests.forensicdesk.case.building import opened
try:
    opened(Path(sys.argv[1]), writable=False)
except Exception as error:
    print(type(error).__name__, error)
"""


OFFERED = """
import sys
from forensicdesk.case import early
from forensicdesk.offline import forbid_network
url, socket = sys.argv[1:]
early.open_early(["--store", url])
forbid_network()
for one in (url, socket, url + "?sslmode=prefer"):
    print(early.wrong_with_store(one))
"""


AGAIN = """
import sys
from pathlib import Path
from forensicdesk.case import early
from forensicdesk.offline import forbid_network
early.open_early(["gui", sys.argv[1].removesuffix(".fdcase")])
forbid_network()
from tests.forensicdesk.case.building import opened, source_with
for number in range(6):
    with opened(Path(sys.argv[1])) as store, opened(Path(sys.argv[1]), writable=False) as reading:
        source_with(store, [b"%d" % number])
        with store.database.reading(), reading.database.reading():
            print(reading.reader.pending())
print([len(ready) for ready in early._ready.values()])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has the barrier")
def test_a_store_on_the_network_is_reached_by_connections_from_before_the_barrier(
    tmp_path: Path, postgresql: Server
) -> None:
    path = tmp_path / "far.fdcase"
    said = ["case", "new", str(path), "--number", "1", "--examiner", "Examiner A", "--store", postgresql.network_url()]
    made = desk(*said)
    again = desk("case", "info", str(path), "--json")

    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads((path / "store.json").read_text())["store"] == postgresql.network_url()
    assert json.loads(again.stdout)["number"] == "1"
    out, _ = run_python(FORBIDDEN, str(path)).communicate(timeout=60)
    assert "EnvironmentProblem" in out
    assert "Name the case when you start it" in out
    offered, _ = run_python(OFFERED, postgresql.network_url(), postgresql.url()).communicate(timeout=60)
    far = f"{postgresql.network_url()}?sslmode=prefer"
    assert [one.partition(", which")[0] for one in offered.splitlines()] == ["", "", f"{far} is on the network"]
    out, problems = run_python(AGAIN, str(path)).communicate(timeout=60)
    assert out.splitlines() == [str((number + 1, 10 * (number + 1))) for number in range(6)] + ["[8]"], problems


def test_an_account_without_rights_is_refused_in_one_sentence(tmp_path: Path, postgresql: Server) -> None:
    path = tmp_path / "closed.fdcase"
    arguments = {"number": "1", "examiner": "Examiner A", "fields": (), "now": NOW, "actor": ACTOR}
    create_case(path, store=postgresql.url(), **arguments)  # type: ignore[arg-type]
    postgresql.run("DROP ROLE IF EXISTS guest")
    postgresql.run("CREATE ROLE guest LOGIN")
    place = read_place(path)
    assert place is not None
    write_place(path, StorePlace(place.url.replace("desk@", "guest@"), place.schema))

    with pytest.raises(EnvironmentProblem, match=r"cannot be opened or changed .*permission denied.*Check account"):
        opened(path)
    with pytest.raises(EnvironmentProblem, match=r"permission denied"):
        create_case(tmp_path / "new.fdcase", store=postgresql.url().replace("desk@", "guest@"), **arguments)  # type: ignore[arg-type]
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


def desk(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The program itself, behind its barrier."""
    command = [sys.executable, "-m", "forensicdesk", *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False, timeout=120)
