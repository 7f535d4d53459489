"""Likely places come first, containers before them; chance decides inside a band, the same chance everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forensicdesk.case.codec import encode_location
from forensicdesk.case.turns import AFTER_CONTAINERS, BANDS, band_of, turn_of
from forensicdesk.model import Location, Step


@pytest.mark.parametrize(
    ("path", "band"),
    [
        (b"backup.tar", "containers"),
        (b"image.E01", "containers"),
        (b"extraction/report.xml", "containers"),
        (b"data/media/0/DCIM/Camera/IMG_1.jpg", "cameras"),
        (b"DCIM/100APPLE/IMG_0001.HEIC", "cameras"),
        (b"private/var/mobile/Media/PhotoData/x.jpg", "cameras"),
        (b"data/data/com.whatsapp/files/x.jpg", "messengers"),
        (b"Android/media/com.whatsapp/WhatsApp/Media/x.jpg", "messengers"),
        (b"org.telegram.messenger/cache/1.jpg", "messengers"),
        (b"Users/a/Downloads/x.png", "downloads and pictures"),
        (b"Users/a/AppData/x.png", "users"),
        (b"odd/x.png", "rest"),
        (b"online/x.png", "rest"),
        (b"Windows/Web/Wallpaper/x.jpg", "system"),
        (b"usr/share/icons/x.png", "system"),
    ],
)
def test_a_path_belongs_to_a_band(path: bytes, band: str) -> None:
    assert BANDS[band_of(path)].name == band


@given(st.binary(max_size=60))
def test_every_path_has_a_band_and_every_band_a_reason(path: bytes) -> None:
    assert BANDS[band_of(path)].reason


@given(st.binary(min_size=1, max_size=40), st.binary(min_size=1, max_size=40))
def test_bands_never_mix_and_the_turn_is_that_of_the_location(first: bytes, second: bytes) -> None:
    turns = [turn_of(encode_location(Location((Step("file", path),))), path) for path in (first, second)]

    if band_of(first) < band_of(second):
        assert turns[0] < turns[1]
    assert (turns[0] < AFTER_CONTAINERS) == (band_of(first) == 0)
    assert turns[0] == turn_of(encode_location(Location((Step("file", first),))), first)


def test_the_order_inside_a_band_is_not_that_of_names() -> None:
    paths = [b"DCIM/%03d.jpg" % number for number in range(100)]
    ordered = sorted(paths, key=lambda path: turn_of(encode_location(Location((Step("file", path),))), path))

    assert ordered != paths
    assert sorted(ordered) == paths
