"""Files in OLE compound files: Thumbs.db, Outlook messages, documents of old Office programs."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from forensicdesk.evidence.containers.base import Entry
from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.damage import no_surprise, no_surprises
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.compound import compound_file
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    Streams = dict[tuple[str, ...], bytes]

MOMENT = 133_500_000_000_000_000


def written(path: Path, streams: Streams) -> Path:
    path.write_bytes(compound_file(streams))
    return path


def png(number: int) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(number))) as picture:
        picture.save(out, "PNG")
    return out.getvalue()


# --- Thumbs.db ----------------------------------------------------------------------------------------------------


def catalog(names: dict[int, str]) -> bytes:
    entries = b""
    for number, name in names.items():
        text = name.encode("utf-16-le") + bytes(4)
        entries += struct.pack("<IIQ", 16 + len(text), number, MOMENT) + text
    return struct.pack("<HHIII", 16, 7, len(names), 96, 96) + entries


def thumbs(names: dict[int, str], pictures: dict[int, bytes]) -> Streams:
    streams: Streams = {(str(number)[::-1],): data for number, data in pictures.items()}
    return {("Catalog",): catalog(names), **streams}


def with_head(data: bytes, length: int = 12) -> bytes:
    return struct.pack("<III", length, 1, len(data)) + bytes(length - 12) + data


def test_thumbs_db_gives_names_dates_and_pictures(tmp_path: Path) -> None:
    names = {1: "IMG_1.JPG", 12: "\u00fcber.bmp", 21: "long.jpg"}
    large = jpeg(3, 400, 300)
    pictures = {1: with_head(jpeg(1)), 12: with_head(jpeg(2), 16), 21: with_head(large)}
    path = written(tmp_path / "Thumbs.db", thumbs(names, pictures))

    entries = [entry for entry in listed(path) if isinstance(entry, Entry)]

    assert kind_of(path) == "ole"
    assert contents(path) == {b"IMG_1.JPG": jpeg(1), "\u00fcber.bmp".encode(): jpeg(2), b"long.jpg": large}
    assert len(large) > 4096
    assert {(fact.kind, fact.text, fact.zone) for entry in entries for fact in entry.dates} == {
        ("original:modified", "2024-01-17 21:20:00", "Z")
    }


def test_names_without_picture_and_pictures_without_tables_are_said(tmp_path: Path) -> None:
    bare = b"\xff\xd8\xff\xc0\0\x11\x08\0\x10\0\x10\x03\1\x22\0\2\x11\1\3\x11\1\xff\xda\0\x0c" + bytes(90) + b"\xff\xd9"
    path = written(tmp_path / "x", thumbs({1: "gone.jpg", 2: "old.jpg"}, {2: with_head(bare)}))

    entries = [entry for entry in listed(path) if isinstance(entry, Entry)]

    assert {(entry.path, entry.state, entry.issue and entry.issue.code) for entry in entries} == {
        (b"gone.jpg", State.FAILED, IssueCode.CONTENT_MISSING),
        (b"old.jpg", State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED),
    }


def test_thumbs_of_later_windows_have_no_catalogue(tmp_path: Path) -> None:
    path = written(tmp_path / "x", {("256_0123456789abcdef",): with_head(jpeg(1), 24)})

    assert contents(path) == {b"256_0123456789abcdef.jpg": jpeg(1)}


# --- Outlook ------------------------------------------------------------------------------------------------------


def attachment(number: int, name: str, data: bytes) -> Streams:
    storage = f"__attach_version1.0_#{number:08X}"
    return {
        (storage, "__substg1.0_3707001F"): name.encode("utf-16-le"),
        (storage, "__substg1.0_37010102"): data,
        (storage, "__properties_version1.0"): bytes(8),
    }


def outlook(*parts: Streams) -> Streams:
    whole: Streams = {("__properties_version1.0",): bytes(32), ("__substg1.0_0037001F",): b"s\0"}
    for part in parts:
        whole |= part
    return whole


def test_attachments_of_outlook_messages(tmp_path: Path) -> None:
    inner = outlook(attachment(0, "deep.jpg", jpeg(3)))
    within = ("__attach_version1.0_#00000002", "__substg1.0_3701000D")
    forwarded = {(*within, *path): data for path, data in inner.items()}
    page = b'<html><img src="data:image/jpeg;base64,' + base64.b64encode(jpeg(4)) + b'">'
    path = written(
        tmp_path / "x.msg",
        outlook(
            attachment(0, "one.jpg", jpeg(1)),
            attachment(1, "zw\u00f6lf.jpg", jpeg(2, 300, 300)),
            forwarded,
            {("__attach_version1.0_#00000002", "__substg1.0_3001001E"): b"forwarded"},
            {("__substg1.0_10130102",): page},
            {("__attach_version1.0_#00000003", "__substg1.0_37010102"): png(5)},
        ),
    )

    assert contents(path) == {
        b"one.jpg": jpeg(1),
        "zw\u00f6lf.jpg".encode(): jpeg(2, 300, 300),
        b"forwarded/deep.jpg": jpeg(3),
        b"data URI 1.jpg": jpeg(4),
        b"attachment 00000003.png": png(5),
    }


def test_html_bodies_in_two_bytes_a_character(tmp_path: Path) -> None:
    page = '<html><img src="data:image/jpeg;base64,' + base64.b64encode(jpeg(4)).decode() + '">'
    path = written(tmp_path / "x", outlook({("__substg1.0_1013001F",): page.encode("utf-16-le")}))

    assert contents(path) == {b"data URI 1.jpg": jpeg(4)}


# --- Office -------------------------------------------------------------------------------------------------------


def record(kind: int, instance: int, body: bytes) -> bytes:
    return struct.pack("<HHI", instance << 4, kind, len(body)) + body


def blip(kind: int, instance: int, data: bytes) -> bytes:
    return record(kind, instance, bytes(16 * (1 + instance % 2)) + b"\xff" + data)


def metafile(kind: int, instance: int, data: bytes) -> bytes:
    head = struct.pack("<I", len(data)) + bytes(28) + b"\0\xfe"
    return record(kind, instance, bytes(16 * (1 + instance % 2)) + head + zlib.compress(data))


def test_pictures_of_presentations(tmp_path: Path) -> None:
    cut = jpeg(7)[:-2]
    stream = blip(0xF01D, 0x46A, jpeg(1)) + blip(0xF01D, 0x6E3, cut) + blip(0xF01E, 0x6E1, png(2))
    stream += metafile(0xF01A, 0x3D4, b"enhanced metafile" * 20)
    path = written(tmp_path / "x.ppt", {("Pictures",): stream, ("PowerPoint Document",): bytes(5000)})

    assert sorted(contents(path).values()) == sorted((jpeg(1), cut, png(2), b"enhanced metafile" * 20))


def test_bitmaps_without_a_head_get_one(tmp_path: Path) -> None:
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(1))) as picture:
        picture.quantize(16).save(out, "BMP")
    whole = out.getvalue()
    path = written(tmp_path / "x.ppt", {("Pictures",): blip(0xF01F, 0x7A8, whole[14:])})

    assert list(contents(path).values()) == [whole]


def test_pictures_of_workbooks_go_through_their_records(tmp_path: Path) -> None:
    drawing = blip(0xF01D, 0x46A, jpeg(1, 400, 300)) + blip(0xF01E, 0x6E0, png(2))
    pieces = [drawing[at : at + 8224] for at in range(0, len(drawing), 8224)]
    book = struct.pack("<HHHH", 0x0809, 4, 0x0600, 5)
    book += b"".join(struct.pack("<HH", 0x3C if at else 0xEB, len(piece)) + piece for at, piece in enumerate(pieces))
    book += struct.pack("<HH", 0x0A, 0) + struct.pack("<HH", 0x3C, 4) + b"rest"
    path = written(tmp_path / "x.xls", {("Workbook",): book})

    assert len(pieces) > 1
    assert sorted(contents(path).values()) == sorted((jpeg(1, 400, 300), png(2)))


def test_pictures_of_texts_in_records_and_without(tmp_path: Path) -> None:
    data = bytes(68) + blip(0xF01D, 0x46A, jpeg(1)) + bytes(100) + png(2) + bytes(50) + jpeg(3) + bytes(9)
    path = written(tmp_path / "x.doc", {("WordDocument",): bytes(4096), ("Data",): data})

    assert sorted(contents(path).values()) == sorted((jpeg(1), png(2), jpeg(3)))


def native(name: bytes, data: bytes) -> bytes:
    body = b"\2\0" + name + b"\0C:\\" + name + b"\0\0\0\3\0" + struct.pack("<I", 6) + b"C:\\t\\\0"
    body += struct.pack("<I", len(data)) + data + bytes(20)
    return struct.pack("<I", len(body)) + body


def test_files_dropped_into_documents(tmp_path: Path) -> None:
    inner = compound_file({("Pictures",): blip(0xF01D, 0x46A, jpeg(5))})
    packed = record(0x1011, 1, struct.pack("<I", len(inner)) + zlib.compress(inner))
    path = written(
        tmp_path / "x.doc",
        {
            ("ObjectPool", "_1", "\x01Ole10Native"): native(b"holiday.jpg", jpeg(1)),
            ("ObjectPool", "_2", "\x01Ole10Native"): struct.pack("<I", len(png(2))) + png(2),
            ("ObjectPool", "_3", "CONTENTS"): b"%PDF-1.4 " + bytes(100),
            ("ObjectPool", "_4", "Package"): b"PK\x03\x04" + bytes(100),
            ("PowerPoint Document",): bytes(70) + packed,
        },
    )

    found = contents(path)

    assert found[b"ObjectPool/_1/holiday.jpg"] == jpeg(1)
    assert {png(2), b"%PDF-1.4 " + bytes(100), b"PK\x03\x04" + bytes(100), inner} < set(found.values())


def word(flags: int) -> bytes:
    return bytes(10) + struct.pack("<H", flags) + bytes(5000)


@pytest.mark.parametrize(
    "streams",
    [
        {("EncryptedPackage",): bytes(5000)},
        {("WordDocument",): word(0x0100)},
        {("Workbook",): struct.pack("<HHHH", 0x0809, 4, 0x0600, 5) + struct.pack("<HH", 0x2F, 2) + bytes(99)},
        {("Current User",): bytes(12) + b"\xdf\xc4\xd1\xf3" + bytes(9), ("PowerPoint Document",): bytes(5000)},
    ],
)
def test_encrypted_documents_are_said_to_be(tmp_path: Path, streams: Streams) -> None:
    no_surprise(written(tmp_path / "x", streams), state=State.ENCRYPTED)


def test_a_document_without_pictures_holds_nothing(tmp_path: Path) -> None:
    assert contents(written(tmp_path / "x", {("WordDocument",): word(0)})) == {}


@given(st.lists(st.binary(min_size=1, max_size=9000), min_size=1, max_size=6))
def test_any_attachments_come_back(tmp_path_factory: pytest.TempPathFactory, files: list[bytes]) -> None:
    parts = [attachment(number, f"f{number}.bin", data) for number, data in enumerate(files)]
    path = written(tmp_path_factory.mktemp("msg") / "x", outlook(*parts))

    assert contents(path) == {b"f%d.bin" % number: data for number, data in enumerate(files)}


def test_damaged_files_give_no_surprise(tmp_path: Path) -> None:
    kinds: tuple[Streams, ...] = (
        thumbs({1: "a.jpg", 2: "b.jpg"}, {1: with_head(jpeg(1)[:700]), 2: with_head(bytes(5000))}),
        outlook(attachment(0, "one.jpg", jpeg(1)), attachment(1, "two", bytes(5000))),
        {("Pictures",): blip(0xF01D, 0x46A, jpeg(1)), ("x", "\x01Ole10Native"): native(b"a", bytes(90))},
        {("Workbook",): struct.pack("<HH", 0xEB, 3000) + blip(0xF01E, 0x6E0, png(2))[:3000]},
    )
    for number, streams in enumerate(kinds):
        no_surprises(tmp_path / str(number), compound_file(streams), rounds=150)


def test_sectors_of_an_impossible_size_are_refused(tmp_path: Path) -> None:
    whole = bytearray(compound_file({("Pictures",): jpeg(1)}))
    whole[30] = 62
    path = tmp_path / "x"
    path.write_bytes(whole)

    no_surprise(path, State.FAILED)


def test_chains_that_lead_in_circles_come_to_an_end(tmp_path: Path) -> None:
    whole = bytearray(compound_file({("Pictures",): jpeg(1, 900, 900)}))
    table = int.from_bytes(whole[76:80], "little")
    place = (table + 1) * 512
    whole[place + 8 : place + 12] = bytes(4)
    path = tmp_path / "x"
    path.write_bytes(whole)

    no_surprise(path)
