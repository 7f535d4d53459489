"""What is exported can be imported again, opened in a spreadsheet, and never replaces a file."""

from __future__ import annotations

import base64
import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forensicdesk.errors import UsageError
from forensicdesk.lists.exporting import export_list, harmless
from forensicdesk.lists.library import Library
from forensicdesk.lists.values import Entry
from forensicdesk.lists.vics_writing import record_of
from forensicdesk.model import Role
from tests.forensicdesk.lists.conftest import NOW
from tests.support.program import document, forensicdesk
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

    from forensicdesk.model import HashList
    from tests.forensicdesk.lists.conftest import Take

CONTEXT = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"
FLAGS = st.sampled_from([None, True, False, "true", "false", "", 0, "0"])
DIGESTS = st.binary(min_size=4, max_size=4).filter(any)
RECORDS = st.fixed_dictionaries(
    {"MD5": DIGESTS.map(lambda raw: (raw * 4).hex().upper())},
    optional={
        "MediaID": st.integers(0, 2**53),
        "Category": st.sampled_from([None, 0, 1, 2, "2", 9]),
        "SHA1": DIGESTS.map(lambda raw: (raw * 5).hex().upper()),
        "VictimIdentified": FLAGS,
        "MediaSize": st.integers(0, 2**60) | st.just("12"),
        "Tags": st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2),
        "Odd": st.recursive(FLAGS, lambda inner: st.dictionaries(st.text(max_size=3), inner, max_size=2), max_leaves=4),
        "AlternativeHashes": DIGESTS.map(lambda raw: [{"HashName": "SHA256", "HashValue": (raw * 8).hex().upper()}])
        | DIGESTS.map(lambda raw: [{"HashName": "PDQ", "HashValue": (raw * 8).hex()}, None])
        | st.none(),
    },
)


def again(library: Library, used: HashList, out: Path, form: str = "vics") -> list[Entry]:
    """Entries of the list that comes of exporting a list and importing the file."""
    export_list(library, used.id, out, form)
    return list(library.walk(library.import_file(out, role=Role.NOTABLE, name=f"{used.name} again", now=NOW).id))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(records=st.lists(RECORDS, min_size=1, max_size=6))
def test_vics_records_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, Any]]
) -> None:
    folder = tmp_path_factory.mktemp("vics")
    library = Library(folder / "lists")
    path = folder / "first.json"
    path.write_text(json.dumps({"@odata.context": CONTEXT, "value": records}), encoding="utf-8")
    used = library.import_file(path, role=Role.NOTABLE, now=NOW)
    before = list(library.walk(used.id))
    after = again(library, used, folder / "second.json")
    said = [(one.md5, one.sha1, one.sha256, one.pdq, one.label, one.name, one.extra) for one in before]
    assert [(one.md5, one.sha1, one.sha256, one.pdq, one.label, one.name, one.extra) for one in after] == said
    written = json.loads((folder / "second.json").read_text(encoding="utf-8"))["value"]
    assert len(written) == len(before)
    for one, record in zip(before, written, strict=True):
        assert json.dumps(record, sort_keys=True) == json.dumps(records[one.number - 1], sort_keys=True)


def test_vics_made_of_another_format_keeps_what_that_said(take: Take, library: Library, tmp_path: Path) -> None:
    rows = [
        "md5,sha256,pdq,quality,name,category,source",
        f"{'a1' * 16},{'b2' * 32},{'c3' * 32},90,a.jpg,3,unit",
        f"{'a2' * 16},,,,b.jpg,own word,",
    ]
    used = take("\n".join(rows), file_name="unit.csv")
    first, second = again(library, used, tmp_path / "out.json")
    assert (first.md5, first.sha256, first.pdq) == (b"\xa1" * 16, b"\xb2" * 32, b"\xc3" * 32)
    assert (first.name, first.label, second.name) == ("a.jpg", "category 3", "b.jpg")
    record, other = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["value"]
    assert (record["Category"], record["MD5"]) == (3, "A1" * 16)
    assert record["ForensicDesk"]["Fields"] == {"category": "3", "source": "unit"}
    assert record["ForensicDesk"]["PDQQuality"] == 90
    assert "Category" not in other
    assert other["ForensicDesk"]["Label"] == "own word"


def test_carried_values_are_written_once_each() -> None:
    value = bytes(range(144))
    text = base64.b64encode(value).decode("ascii")
    others = [{"hashname": "photo-dna", "HashValue": text}]
    entry = Entry(7, "MediaID 12", md5=b"\xa1" * 16, more=(("photodna", value),))
    top = {"MediaID": 12, "MD5": "A1" * 16, "PhotoDNA": text}
    assert record_of(entry, "vics-json") == top
    below = entry._replace(extra=json.dumps({"AlternativeHashes": others}))
    assert record_of(below, "vics-json") == {"MediaID": 12, "MD5": "A1" * 16, "AlternativeHashes": others}
    made = record_of(entry, "csv")["AlternativeHashes"]
    assert made == [{"MD5": "A1" * 16, "HashName": "PhotoDNA", "HashValue": text}]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_cells_that_could_be_formulas_are_text(take: Take, library: Library, tmp_path: Path, cell: str) -> None:
    assert harmless(cell) == f"'{cell}"
    used = take(json.dumps({"@odata.context": CONTEXT, "value": [{"MD5": "a1" * 16, "Name": cell, "Category": cell}]}))
    export_list(library, used.id, tmp_path / "out.csv", "csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["md5"] == "a1" * 16
    assert row["name"][0] in "'\\"
    assert not [cell for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_a_table_can_be_imported_again(take: Take, library: Library, tmp_path: Path) -> None:
    used = take(
        f"md5,pdq,quality,label,name\n{'a1' * 16},{'c3' * 32},90,own,a.jpg\n{'a2' * 16},,,,\n", file_name="a.csv"
    )
    after = again(library, used, tmp_path / "out.csv", "csv")
    before = list(library.walk(used.id))
    assert [(one.md5, one.pdq, one.quality, one.label, one.name) for one in after] == [
        (one.md5, one.pdq, one.quality, one.label, one.name) for one in before
    ]


def test_films_are_a_table_of_frames(take: Take, library: Library, tmp_path: Path) -> None:
    frames = ["film,frame,pdq,quality,timestamp,label"]
    frames += [f"x.mp4,{at},{at + 1:064x},100,{at / 2},own" for at in range(5)]
    used = take("\n".join(frames), file_name="films.csv")
    export_list(library, used.id, tmp_path / "out.csv", "csv")
    back = library.import_file(tmp_path / "out.csv", role=Role.NOTABLE, now=NOW)
    (one,), (two,) = list(library.films(used.id)), list(library.films(back.id))
    assert (one.name, one.label, one.values.tolist(), one.times.tolist()) == (
        (two.name, two.label, two.values.tolist(), two.times.tolist())
    )
    with pytest.raises(UsageError, match="films only"):
        export_list(library, used.id, tmp_path / "out.json", "vics")
    assert not (tmp_path / "out.json").exists()


@pytest.mark.skipif(shared_data() is None, reason="no further test material")
@pytest.mark.parametrize("name", ["vics12_case.json", "vics20_hashset_Default_bom.json", "vics20_hashset_US.json"])
def test_samples_of_vics_come_back(library: Library, tmp_path: Path, name: str) -> None:
    folder = shared_data()
    assert folder is not None
    used = library.import_file(folder / "samples" / "vics" / name, role=Role.NOTABLE, now=NOW)
    before = list(library.walk(used.id))
    assert before
    after = again(library, used, tmp_path / "out.json")
    assert [(one.md5, one.sha1, one.sha256, one.more, one.label, one.extra) for one in after] == [
        (one.md5, one.sha1, one.sha256, one.more, one.label, one.extra) for one in before
    ]


def test_the_command_writes_new_files_only(tmp_path: Path) -> None:
    path, out = tmp_path / "unit.csv", tmp_path / "out.txt"
    path.write_text(f"md5,sha1\n{'a1' * 16},{'b1' * 20}\n{'a2' * 16},{'b2' * 20}\n", encoding="utf-8")
    assert forensicdesk(tmp_path, "list", "import", path, "--role", "notable").returncode == 0
    unsaid = forensicdesk(tmp_path, "list", "export", "unit", "--out", out, "--format", "text")
    assert unsaid.returncode == 2
    assert "--kind" in unsaid.stderr
    assert not out.exists()
    done = forensicdesk(tmp_path, "list", "export", "unit", "--out", out, "--format", "text", "--kind", "md5", "--json")
    assert done.returncode == 1
    assert document(done)["left_out"] == {"sha1": 2}
    assert out.read_text(encoding="utf-8") == f"{'a1' * 16}\n{'a2' * 16}\n"
    again = forensicdesk(tmp_path, "list", "export", "unit", "--out", out)
    assert again.returncode == 2
    assert "not overwritten" in again.stderr
    assert out.read_text(encoding="utf-8").startswith("a1")
    lost = forensicdesk(tmp_path, "list", "export", "unit", "--out", tmp_path / "none" / "out.csv")
    assert lost.returncode == 3
    assert forensicdesk(tmp_path, "list", "export", "unit", "--out", tmp_path / "out.csv").returncode == 0
    assert not list(tmp_path.glob(".exporting-*"))
