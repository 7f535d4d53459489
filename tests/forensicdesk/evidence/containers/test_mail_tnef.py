"""Attachments of winmail.dat come out as they were put in."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.evidence.containers.base import ContainerError
from tests.forensicdesk.evidence.containers.damage import no_surprises
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path


def attribute(level: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def wrapped(*attachments: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, bytes(4)) + b"".join(attachments)


def text_property(name: str) -> bytes:
    raw = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(raw)) + raw


def attached(data: bytes, title: bytes = b"SHORT~1.JPG", name: str = "") -> bytes:
    whole = (
        attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x0006800F, data) + attribute(2, 0x00018010, title + b"\0")
    )
    return whole + (attribute(2, 0x00069005, text_property(name)) if name else b"")


def test_attachments_with_short_and_long_names_and_messages_within(tmp_path: Path) -> None:
    inner = wrapped(attached(jpeg(3), b"deep.jpg"))
    content = bytes(16) + inner
    within = attribute(2, 0x00069005, struct.pack("<IHHII", 1, 0x0D, 0x3701, 1, len(content)) + content)
    path = tmp_path / "winmail.dat"
    path.write_bytes(
        wrapped(
            attached(jpeg(1), b"one.jpg"),
            attached(jpeg(2), name="zw\u00f6lf long.jpg"),
            attribute(2, 0x00069002, bytes(14)) + within,
        )
    )

    assert kind_of(path) == "tnef"
    assert contents(path) == {
        b"one.jpg": jpeg(1),
        "zw\u00f6lf long.jpg".encode(): jpeg(2),
        b"attachment 3.tnef": inner,
    }


@given(st.lists(st.binary(min_size=1, max_size=900), min_size=1, max_size=5))
def test_any_attachments_come_back(tmp_path_factory: pytest.TempPathFactory, files: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("tnef") / "x"
    path.write_bytes(wrapped(*(attached(data, b"f%d.bin" % number) for number, data in enumerate(files))))

    assert list(contents(path).values()) == files


def test_what_is_cut_off_is_said(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(wrapped(attached(jpeg(1), b"one.jpg"), attached(jpeg(2)))[:-40])

    with pytest.raises(ContainerError, match="cut off"):
        listed(path)


def test_damaged_files_give_no_surprise(tmp_path: Path) -> None:
    no_surprises(tmp_path / "x", wrapped(attached(jpeg(1)[:200], name="a.jpg"), attached(b"12345")), rounds=200)
