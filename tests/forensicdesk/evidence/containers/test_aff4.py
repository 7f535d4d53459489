"""AFF4 logical images: members are listed with what the description says of them; what is in pieces is refused."""

from __future__ import annotations

import contextlib
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forensicdesk.evidence.containers.aff4_turtle import TurtleError, subjects
from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.model import State
from hashing.values import DateFact, IssueCode
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.shared import shared_data

if TYPE_CHECKING:
    from pathlib import Path

SHARED = shared_data()
VOLUME = "aff4://5aea2dd0-0000-4c61-a9db-000000000001"
TURTLE = f"""@prefix aff4: <http://aff4.org/Schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
# a comment
<{VOLUME}/DCIM/a%20b.jpg> a aff4:FileImage, aff4:zip_segment ;
    aff4:hash "{"ab" * 16}"^^aff4:MD5, "{"cd" * 64}"^^aff4:Blake2b ;
    aff4:lastWritten "2018-09-17T13:42:20+10:00"^^xsd:datetime ;
    aff4:originalFileName "C:\\\\DCIM\\\\a b.jpg"^^xsd:string ;
    aff4:other [ aff4:x ( 1 2 ) ], true, 3.5 ;
    aff4:size 3 .
<{VOLUME}/big.mov> a aff4:FileImage , aff4:ImageStream ; aff4:size 70000 ; aff4:originalFileName "big.mov" .
<{VOLUME}> a aff4:ZipVolume .
"""


def make_image(path: Path, turtle: str = TURTLE) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = VOLUME.encode()
        archive.writestr("DCIM/a b.jpg", b"one")
        archive.writestr("big.mov/00000000", b"two")
        archive.writestr("container.description", VOLUME)
        archive.writestr("information.turtle", turtle)
    return path


def test_members_carry_what_the_description_says(tmp_path: Path) -> None:
    path = make_image(tmp_path / "x.aff4")

    entries = {entry.path: entry for entry in listed(path) if isinstance(entry, Entry)}

    assert kind_of(path) == "aff4"
    assert contents(path)[b"DCIM/a b.jpg"] == b"one"
    picture = entries[b"DCIM/a b.jpg"]
    assert picture.names == (rb"C:\DCIM\a b.jpg",)
    assert picture.dates == (DateFact("file:modified", "2018-09-17T13:42:20+10:00", "+10:00"),)
    assert picture.modified_ns == 1_537_155_740 * 10**9
    assert [(value.algorithm, value.value.hex()) for value in picture.stated] == [("md5", "ab" * 16)]


def test_a_file_in_pieces_is_refused_with_the_reason(tmp_path: Path) -> None:
    entries = {entry.path: entry for entry in listed(make_image(tmp_path / "x.aff4")) if isinstance(entry, Entry)}

    assert b"big.mov/00000000" not in entries
    refused = entries[b"big.mov"]
    assert (refused.state, refused.size) == (State.UNSUPPORTED, 70_000)
    assert refused.issue is not None
    assert refused.issue.code is IssueCode.CONTAINER_UNSUPPORTED


def test_a_damaged_description_costs_no_file(tmp_path: Path) -> None:
    path = make_image(tmp_path / "x.aff4", TURTLE.replace("aff4:size 3 .", "aff4:size < 3 ."))

    with pytest.raises(ContainerError) as caught:
        listed(path)

    assert caught.value.code is IssueCode.CONTAINER_DAMAGED
    assert "description" in caught.value.detail


def test_other_archives_are_no_images(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("information.turtle", TURTLE)

    assert kind_of(path) == "zip"


@settings(deadline=None)
@given(st.text(max_size=40), st.integers(0, len(TURTLE)))
def test_any_text_gives_subjects_or_one_error(junk: str, at: int) -> None:
    with contextlib.suppress(TurtleError):
        for subject in subjects(TURTLE[:at] + junk + TURTLE[at:]):
            assert subject.iri


literals = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(deadline=None)
@given(st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), literals, min_size=1, max_size=5))
def test_any_literal_comes_back(values: dict[str, str]) -> None:
    def written(text: str) -> str:
        return "".join(f"\\U{ord(character):08x}" if not character.isalnum() else character for character in text)

    said = " ; ".join(f'x:{name} "{written(text)}"' for name, text in values.items())

    (subject,) = subjects(f"@prefix x: <urn:> . <urn:s> {said} .")

    assert subject.values == [(f"urn:{name}", text, "") for name, text in values.items()]


@pytest.mark.skipif(SHARED is None, reason="needs further test material")
def test_an_image_of_another_program() -> None:
    assert SHARED is not None
    path = SHARED / "samples/aff4l_apache2/dream.aff4"

    (text,) = [entry for entry in listed(path) if isinstance(entry, Entry) and entry.path.endswith(b"dream.txt")]

    assert (text.size, len(text.dates), text.names) == (8688, 4, (b"./test_images/AFF4-L/dream.txt",))
    assert [value.value.hex() for value in text.stated] == [
        "75d83773f8d431a3ca91bfb8859e486d",
        "9ae1b46bead70c322eef7ac8bc36a8ea2055595c",
    ]
