"""Tests of opening one item, and of its location as text."""

from __future__ import annotations

import base64
import json
import os
import shutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.errors import EnvironmentProblem, UsageError
from forensicdesk.evidence.files import display, printable, to_json
from forensicdesk.evidence.opening import open_evidence
from forensicdesk.model import Location, Step
from tests.forensicdesk.evidence.trees import NEWLINE, NOT_UTF8, make_deep, write

if TYPE_CHECKING:
    from pathlib import Path


def at(path: bytes, kind: str = "file") -> Location:
    return Location((Step(kind, path),))


def read(root: Path, path: bytes) -> bytes:
    with open_evidence(os.fsencode(root), at(path)) as stream:
        return stream.read()


@pytest.mark.parametrize("name", [b"plain.jpg", NOT_UTF8, NEWLINE, b"in/folders/x", b"-", b" ", b"..."])
def test_an_item_is_read_whatever_its_name(tmp_path: Path, name: bytes) -> None:
    write(tmp_path, name, b"bytes of it")

    assert read(tmp_path, name) == b"bytes of it"


def test_an_item_deeper_than_the_system_takes_is_read(tmp_path: Path) -> None:
    path = make_deep(tmp_path, b"down here")

    assert read(tmp_path, path) == b"down here"
    shutil.rmtree(tmp_path)


def test_no_link_below_the_source_is_followed(tmp_path: Path) -> None:
    write(tmp_path, b"outside/secret", b"secret")
    write(tmp_path, b"inside/real/file")
    (tmp_path / "inside/folder").symlink_to(tmp_path / "outside")
    (tmp_path / "inside/file").symlink_to(tmp_path / "outside/secret")

    for path in (b"folder/secret", b"file"):
        with pytest.raises(OSError, match=r"regular file|symbolic link|Not a directory"):
            read(tmp_path / "inside", path)


def test_a_source_reached_through_a_link_is_read(tmp_path: Path) -> None:
    write(tmp_path, b"real/file", b"through")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    assert read(tmp_path / "link", b"file") == b"through"


@pytest.mark.parametrize("path", [b"../secret", b"a/../../secret", b"", b"/etc/passwd", b"a//b", b"."])
def test_a_location_that_leads_out_is_refused(tmp_path: Path, path: bytes) -> None:
    write(tmp_path, b"secret")
    (tmp_path / "source/a").mkdir(parents=True)

    with pytest.raises(OSError, match="leads out"):
        read(tmp_path / "source", path)


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")

    with pytest.raises(OSError, match="regular file"):
        read(tmp_path, b"pipe.jpg")


def test_a_missing_item_and_a_missing_source_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path, b"gone.jpg")
    with pytest.raises(EnvironmentProblem, match="Connect it again"):
        read(tmp_path / "gone", b"x.jpg")


def test_a_step_of_unknown_kind_is_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="kind partition"):
        open_evidence(os.fsencode(tmp_path), at(b"x", "partition"))


def test_reading_leaves_no_trace(tmp_path: Path) -> None:
    path = write(tmp_path, b"a/b.jpg")
    for one in (path, os.path.dirname(path)):  # noqa: PTH120 - raw bytes
        os.utime(one, ns=(10**18, 10**18))

    read(tmp_path, b"a/b.jpg")

    assert {(tmp_path / one).stat().st_atime_ns for one in ("a", "a/b.jpg")} == {10**18}


def test_a_stream_shows_no_name(tmp_path: Path) -> None:
    write(tmp_path, b"list.m3u8")

    with open_evidence(os.fsencode(tmp_path), at(b"list.m3u8")) as stream:
        assert not isinstance(stream.name, (str, bytes))


def test_names_for_people_cannot_deceive() -> None:
    assert printable("ñandú 🦤.jpg".encode()) == "ñandú 🦤.jpg"
    assert printable(NEWLINE) == "two\\nlines\\t.png"
    assert printable(NOT_UTF8) == "caf\\xe9 \\xff.jpg"
    assert printable("evil\u202egpj.exe".encode()) == "evil\\u202egpj.exe"
    assert printable(rb"a\xff") == r"a\\xff"
    assert printable("\u2028\x1b[2K\ue000".encode()) == "\\u2028\\x1b[2K\\ue000"


def test_steps_are_shown_from_the_outside_in() -> None:
    assert display(Location((Step("file", b"a/b.zip"), Step("zip", b"c.jpg")))) == "a/b.zip > c.jpg"


def test_json_carries_raw_bytes_only_where_the_text_is_not_exact() -> None:
    assert to_json(at("ñ\n.jpg".encode())) == [{"kind": "file", "path": "ñ\n.jpg"}]
    assert to_json(at(NOT_UTF8)) == [
        {"kind": "file", "path": "caf\\xe9 \\xff.jpg", "raw": base64.b64encode(NOT_UTF8).decode()}
    ]


@given(st.binary(max_size=40))
def test_every_name_survives_json_and_can_be_printed(name: bytes) -> None:
    (document,) = json.loads(json.dumps(to_json(at(name))))
    back = base64.b64decode(document["raw"]) if "raw" in document else document["path"].encode()

    assert back == name
    assert not {"\n", "\x00", "\x1b", "\u202e"} & set(printable(name))


@given(st.binary(max_size=8), st.binary(max_size=8))
def test_different_names_are_shown_differently(one: bytes, other: bytes) -> None:
    assert (printable(one) == printable(other)) == (one == other)
