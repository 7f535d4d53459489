"""Values survive their way into a column and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.case import codec
from forensicdesk.model import Location, Step
from hashing.values import PROFILES, Recipe
from tests.forensicdesk.case import strategies
from tests.forensicdesk.case.building import at

if TYPE_CHECKING:
    from forensicdesk.model import EvidenceCard


@given(strategies.LOCATIONS)
def test_a_location_comes_back_as_it_was(location: Location) -> None:
    assert codec.decode_location(codec.encode_location(location)) == location


@given(strategies.LOCATIONS, strategies.LOCATIONS)
def test_two_locations_never_share_their_bytes(one: Location, other: Location) -> None:
    assert (codec.encode_location(one) == codec.encode_location(other)) == (one == other)


@given(st.binary(max_size=40))
def test_bytes_that_are_no_location_are_refused_or_have_one_form_only(raw: bytes) -> None:
    try:
        location = codec.decode_location(raw)
    except ValueError:
        return

    assert codec.encode_location(location) == raw


@pytest.mark.parametrize("raw", [b"4:file,", b"04:file,1:a,", b"4:file,9:a,", b"x", b"4:file,1:a;", b"-1:,0:,"])
def test_a_damaged_location_is_refused(raw: bytes) -> None:
    with pytest.raises(ValueError, match="location"):
        codec.decode_location(raw)


def test_a_location_can_be_read_by_people_in_the_database() -> None:
    location = Location((Step("file", b"backup.zip"), Step("zip", b"DCIM/1.jpg")))

    assert codec.encode_location(location) == b"4:file,10:backup.zip,3:zip,10:DCIM/1.jpg,"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (b"a/b/photo.jpg", "photo.jpg"),
        ("a/été.jpg".encode(), "été.jpg"),
        (b"a/\xff\n.jpg", "\\xff\\n.jpg"),
        ("evil\u202egpj.exe".encode(), "evil\\u202egpj.exe"),
        (b"", ""),
    ],
)
def test_a_name_is_shown_whole_and_cannot_deceive(path: bytes, name: str) -> None:
    assert codec.display_name(at(path)) == name


@pytest.mark.parametrize("recipe", [*PROFILES, Recipe(frame_interval_s=0.25, max_frames=1, digest_everything=True)])
def test_a_recipe_comes_back_as_it_was(recipe: Recipe) -> None:
    assert codec.decode_recipe(codec.encode_recipe(recipe)) == recipe


@given(strategies.CARDS)
def test_an_evidence_card_comes_back_as_it_was(card: EvidenceCard) -> None:
    assert codec.decode_card(codec.encode_card(card)) == card


def test_orientations_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        codec.join_hashes(b"12", (b"34", b"5"))


def test_a_hash_without_a_byte_has_no_orientations() -> None:
    with pytest.raises(ValueError, match="no whole number"):
        codec.split_hashes(b"\x00" * 8, 0)
