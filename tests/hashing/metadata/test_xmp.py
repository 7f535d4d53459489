"""XMP becomes flat fields, whatever the prefixes, and a packet made to harm its reader is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hashing.metadata.xmp import read_xmp
from hashing.values import IssueCode
from tests.hashing.making import encoded, run, scene
from tests.hashing.metadata.making import XMP_HEAD, inserted, packet, segment

_ARRAY = "<dc:creator><rdf:Seq><rdf:li>Person A</rdf:li><rdf:li>Person B</rdf:li></rdf:Seq></dc:creator>"
_HISTORY = (
    '<xmpMM:History><rdf:Seq><rdf:li stEvt:action="saved" stEvt:when="2024-01-02T03:04:05+01:00" '
    'stEvt:softwareAgent="Retouch 3"/></rdf:Seq></xmpMM:History>'
)


def test_attributes_elements_arrays_and_structures_become_paths() -> None:
    found, trouble = read_xmp(packet(f"<xmp:CreatorTool>Tool 1</xmp:CreatorTool>{_ARRAY}{_HISTORY}", 'xmp:Rating="3"'))

    assert trouble == ""
    assert found == (
        ("xmp:Rating", "3"),
        ("xmp:CreatorTool", "Tool 1"),
        ("dc:creator[1]", "Person A"),
        ("dc:creator[2]", "Person B"),
        ("xmpMM:History[1]/stEvt:action", "saved"),
        ("xmpMM:History[1]/stEvt:when", "2024-01-02T03:04:05+01:00"),
        ("xmpMM:History[1]/stEvt:softwareAgent", "Retouch 3"),
    )


def test_known_namespaces_have_one_name_whatever_their_prefix() -> None:
    odd = packet("", 'q:CreateDate="2024"').replace(b"xmlns:xmp=", b"xmlns:q=")

    assert read_xmp(odd)[0] == (("xmp:CreateDate", "2024"),)


def test_text_in_utf_16_is_read() -> None:
    assert ("xmp:Rating", "3") in read_xmp(packet("", 'xmp:Rating="3"').decode().encode("utf-16"))[0]


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;">]>',
        b'<!DOCTYPE a SYSTEM "file:///etc/hostname">',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>',
    ],
)
def test_document_types_and_entities_are_refused(head: bytes) -> None:
    found, trouble = read_xmp(head + b'<a xmlns:x="y" x:b="&d;"/>')

    assert found == ()
    assert "declares" in trouble


def test_a_damaged_packet_gives_what_stands_before_the_damage_and_an_issue() -> None:
    damaged = packet(_ARRAY).replace(b"</rdf:Seq>", b"</rdf:Bag>")
    found = run(inserted(encoded(scene(), "JPEG"), segment(0xE1, XMP_HEAD + damaged)))

    assert dict(found.metadata)["XMP"] == (("dc:creator[1]", "Person A"), ("dc:creator[2]", "Person B"))
    assert [issue.code for issue in found.issues] == [IssueCode.METADATA_UNREADABLE]


@pytest.mark.parametrize(
    "inner",
    [
        "<xmp:a>" * 200 + "</xmp:a>" * 200,
        "<rdf:li/>" * 60_000,
        "".join(f"<xmp:f{number}>1</xmp:f{number}>" for number in range(2000)),
        f"<xmp:{'n' * 100_000} xmp:{'m' * 100_000}='1'>{'t' * 200_000}</xmp:{'n' * 100_000}>",
    ],
)
def test_depth_number_and_length_are_bounded(inner: str) -> None:
    found, _ = read_xmp(packet(inner))

    assert len(found) <= 1000
    assert all(len(name) <= 500 and len(text) <= 16_384 for name, text in found)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_bytes_make_the_reader_raise(data: st.DataObject) -> None:
    raw = bytearray(packet(_ARRAY + _HISTORY, 'xmp:Rating="3"'))
    for place in data.draw(st.lists(st.integers(0, len(raw) - 1), max_size=12)):
        raw[place] = data.draw(st.integers(0, 255))

    read_xmp(bytes(raw) if data.draw(st.booleans()) else data.draw(st.binary(max_size=300)))


def test_extended_packets_are_put_together() -> None:
    whole = packet("<xmp:Nickname>extended</xmp:Nickname>")
    name = b"0123456789ABCDEF0123456789ABCDEF"
    pieces = [
        segment(
            0xE1,
            b"http://ns.adobe.com/xmp/extension/\x00"
            + name
            + len(whole).to_bytes(4)
            + start.to_bytes(4)
            + whole[start : start + 200],
        )
        for start in range(0, len(whole), 200)
    ]
    found = run(inserted(encoded(scene(), "JPEG"), segment(0xE1, XMP_HEAD + packet("")), *reversed(pieces)))

    assert ("xmp:Nickname", "extended") in dict(found.metadata)["XMP"]


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "GIF"])
def test_every_format_carries_its_xmp(format_name: str) -> None:
    raw = packet("", 'xmp:CreateDate="2024-05-06T07:08:09+02:00" xmp:ModifyDate="2024-05-07T07:08:09Z"')
    if format_name == "GIF":
        plain = encoded(scene(), "GIF")
        ramp = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"
        block = b"\x21\xff\x0bXMP DataXMP" + raw + ramp
        place = 13 + 3 * 2 ** ((plain[10] & 7) + 1) if plain[10] & 0x80 else 13
        data = plain[:place] + block + plain[place:]
    elif format_name == "TIFF":
        data = encoded(scene(), "TIFF", tiffinfo={700: raw})
    elif format_name == "PNG":
        from PIL import PngImagePlugin

        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", raw.decode())
        data = encoded(scene(), "PNG", pnginfo=info)
    else:
        data = encoded(scene(), format_name, xmp=raw)

    found = run(data)

    assert ("xmp:CreateDate", "2024-05-06T07:08:09+02:00") in dict(found.metadata)["XMP"]
    assert [(fact.kind, fact.zone) for fact in found.dates] == [
        ("xmp:CreateDate", "+02:00"),
        ("application:xmp:ModifyDate", "Z"),
    ]
