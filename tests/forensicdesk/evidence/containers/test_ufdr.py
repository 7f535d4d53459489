"""A report inside an extraction is read in one go, however dirty, and says what it says of the files beside it."""

from __future__ import annotations

import io
import os
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.evidence.containers.ufdr_xml import XmlDamagedError, file_nodes
from forensicdesk.finding import Told
from forensicdesk.model import Origin, State
from hashing.values import DateFact, IssueCode
from tests.forensicdesk.evidence.containers.opening import kind_of, listed
from tests.forensicdesk.evidence.containers.reports import HEAD, node, report, with_files
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

SHARED = shared_data()


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "report.xml"
    path.write_text(text, encoding=encoding)
    return path


def test_paths_dates_digests_and_state_of_a_stored_file(tmp_path: Path) -> None:
    with_files(tmp_path, {"files/Image/Größe ✓.jpg": b"x"})
    md5 = "8e31e5e749cd7c67e9be348621ca27bf"
    path = written(tmp_path, report([node("/DCIM/a & b.jpg", "files\\Image\\Größe ✓.jpg", "Deleted", md5=md5)]))

    (said,) = listed(path)

    assert kind_of(path) == "ufdr-report"
    assert isinstance(said, Told)
    assert said.path.decode() == "files/Image/Größe ✓.jpg"
    assert (said.origin, said.names) == (Origin.DELETED, (b"/DCIM/a & b.jpg",))
    assert said.dates == (DateFact("file:created", "2024-05-06T05:08:09.000+00:00", "+00:00"),)
    assert [(value.algorithm, value.value.hex()) for value in said.stated] == [("md5", md5)]


@pytest.mark.parametrize("order", [("Intact", "Deleted"), ("Deleted", "Intact")])
def test_a_file_that_is_live_in_one_place_is_live(tmp_path: Path, order: tuple[str, str]) -> None:
    with_files(tmp_path, {"files/a.jpg": b"x"})
    nodes = [node(f"/{deleted}.jpg", "files/a.jpg", deleted) for deleted in order]

    said = [entry for entry in listed(written(tmp_path, report(nodes))) if isinstance(entry, Told)]

    assert [entry.names for entry in said] == [(f"/{deleted}.jpg".encode(),) for deleted in order]
    assert [entry.origin for entry in said if entry.origin is not None][-1] is Origin.LIVE


@pytest.mark.parametrize("local", [None, "files\\Image\\gone.jpg", "..\\..\\outside.jpg", "C:\\a.jpg", "/etc/passwd"])
def test_a_file_without_content_is_an_entry_that_says_so(tmp_path: Path, local: str | None) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside.jpg").write_bytes(b"x")
    path = written(tmp_path / "in", report([node("/DCIM/a.jpg", local, "Deleted", sha256="ab" * 32)]))

    (entry,) = listed(path)

    assert isinstance(entry, Entry)
    assert (entry.path, entry.size, entry.place, entry.origin) == (b"/DCIM/a.jpg", 12, b"id-1", Origin.DELETED)
    assert entry.state is State.EXCLUDED
    assert entry.issue is not None
    assert entry.issue.code is IssueCode.CONTENT_MISSING
    assert [value.value for value in entry.stated] == [b"\xab" * 32]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = report([node("/ü.jpg", None)]).replace('"utf-8"', f'"{encoding}"')

    (entry,) = listed(written(tmp_path, text, encoding))

    assert isinstance(entry, Entry)
    assert entry.path == "/ü.jpg".encode()


def test_what_xml_forbids_is_replaced_and_nothing_else(tmp_path: Path) -> None:
    dirty = node("/a.jpg", None).replace("/a.jpg", "/a&#x1;b\x02c&#65;&amp;&nosuch;&.jpg")
    path = tmp_path / "report.xml"
    path.write_bytes(report([dirty]).encode().replace(b'"/a', b'"/\xff'))

    (entry,) = listed(path)

    assert isinstance(entry, Entry)
    assert entry.path.decode() == "/\ufffd\ufffdb\ufffdcA&&nosuch;&.jpg"


def test_text_that_is_marked_as_raw_keeps_its_ampersands(tmp_path: Path) -> None:
    with_files(tmp_path, {"files/Tom & Jerry&#65;.jpg": b"x"})

    (said,) = listed(written(tmp_path, report([node("/a", "files\\Tom & Jerry&#65;.jpg")])))

    assert said.path == b"files/Tom & Jerry&#65;.jpg"


@pytest.mark.parametrize(
    "stored", ["Größe.jpg".encode("cp437"), "Gro\u0308\u00dfe.jpg".encode(), b" Gr\xc3\xb6\xc3\x9fe.jpg "]
)
def test_a_stored_name_may_be_coded_otherwise(tmp_path: Path, stored: bytes) -> None:
    named = "Größe.jpg" if b" " not in stored else stored.decode()
    on_disk = os.fsencode(tmp_path) + b"/" + stored.strip()
    with open(on_disk, "wb"):  # noqa: PTH123 - a name that is no text
        pass

    (said,) = listed(written(tmp_path, report([node("/a", named)])))

    assert isinstance(said, Told)
    assert said.path == stored.strip()


def test_what_stands_behind_the_list_of_files_does_no_harm(tmp_path: Path) -> None:
    text = report([node("/a", None)], after="<decodedData><item>pass<word & more</item></nothing>")

    assert len(listed(written(tmp_path, text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        HEAD.replace("<project", '<!DOCTYPE project [<!ENTITY a SYSTEM "file:///etc/passwd">]><project')
        + "&a;</project>",
        HEAD + "<a>" * 1000,
        HEAD + "<taggedFiles><file path='1'></file><file path='2'>",
        HEAD + "<taggedFiles></wrong>",
    ],
)
def test_damage_is_said(tmp_path: Path, text: str) -> None:
    with pytest.raises(ContainerError) as caught:
        listed(written(tmp_path, text))

    assert caught.value.code is IssueCode.CONTAINER_DAMAGED


def test_an_encrypted_report_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_bytes(b"\x2d\x06\x52\x6d" + b"\x99" * 500)

    with pytest.raises(ContainerError) as caught:
        listed(path)

    assert caught.value.state is State.ENCRYPTED
    assert "without encryption" in caught.value.detail


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, 600))
def test_any_bytes_give_nodes_or_one_error(junk: bytes, at: int) -> None:
    whole = report([node(f"/{number}", f"files\\{number}", number=number) for number in range(3)]).encode()
    try:
        for found in file_nodes(io.BytesIO(whole[:at] + junk + whole[at:])):
            assert found is None or isinstance(found.attributes, dict)
    except XmlDamagedError:
        pass


def test_memory_does_not_grow_with_the_report(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD + "<taggedFiles>")
        out.writelines(node(f"/DCIM/{number}.jpg", f"files\\{number}.jpg", number=number) for number in range(30_000))
        out.write("</taggedFiles></project>")

    tracemalloc.start()
    with path.open("rb") as stream:
        count = sum(found is not None for found in file_nodes(stream))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 30_000
    assert path.stat().st_size > 10_000_000
    assert peak < 6_000_000


@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_a_report_with_a_forbidden_character_reference(tmp_path: Path) -> None:
    assert SHARED is not None
    with zipfile.ZipFile(SHARED / "samples/ufdr/synthetic.ufdr") as archive:
        archive.extractall(tmp_path)
    (tmp_path / "report.xml").write_bytes((SHARED / "samples/ufdr/report_with_invalid_charref.xml").read_bytes())

    said = [entry for entry in listed(tmp_path / "report.xml") if isinstance(entry, Told)]

    assert [(entry.path, entry.origin) for entry in said] == [
        (b"files/Image/IMG_0001.jpg", Origin.LIVE),
        (b"files/Image/IMG_0001.jpg", Origin.LIVE),
        (b"files/Image/b.jpg", Origin.DELETED),
    ]
    assert said[1].names == ("/data/media/0/WhatsApp/IMG\ufffdcopy.jpg".encode(),)
