"""Pictures in rich text and in contacts come out as they were put in."""

from __future__ import annotations

import base64
import io
import struct
import textwrap
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.forensicdesk.evidence.containers.damage import no_surprises
from tests.forensicdesk.evidence.containers.opening import contents, kind_of
from tests.forensicdesk.evidence.containers.test_ole import native
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def digits(data: bytes) -> bytes:
    return "\r\n".join(textwrap.wrap(data.hex(), 128)).encode()


def text_with(*groups: bytes) -> bytes:
    return b"{\\rtf1\\ansi Some text: " + b" and ".join(groups) + b"\\par}"


def picture(data: bytes, kind: bytes = b"jpegblip") -> bytes:
    return (
        b"{\\pict{\\*\\blipuid 0123456789abcdef0123456789abcdef}\\picw96\\pich80\\%s\r\n" % kind + digits(data) + b"}"
    )


def test_pictures_of_rich_text(tmp_path: Path) -> None:
    out = io.BytesIO()
    with Image.open(io.BytesIO(jpeg(3))) as seen:
        seen.save(out, "BMP")
    path = tmp_path / "x.rtf"
    path.write_bytes(
        text_with(
            b"{\\*\\shppict" + picture(jpeg(1)) + b"}",
            b"{\\pict\\jpegblip\\bin%d " % len(jpeg(2)) + jpeg(2) + b"}",
            picture(out.getvalue()[14:], b"dibitmap0"),
            b"{\\pict\\wmetafile8 }",
        )
    )

    assert kind_of(path) == "rtf"
    assert contents(path) == {b"picture 1.jpg": jpeg(1), b"picture 2.jpg": jpeg(2), b"picture 3.bmp": out.getvalue()}


@given(st.lists(st.binary(min_size=16, max_size=600), min_size=1, max_size=5), st.booleans())
def test_any_bytes_come_back_from_rich_text(
    tmp_path_factory: pytest.TempPathFactory, files: list[bytes], as_it_is: bool
) -> None:
    path = tmp_path_factory.mktemp("rtf") / "x"
    groups = [
        b"{\\pict\\emfblip\\bin%d " % len(one) + one + b"}" if as_it_is else picture(one, b"emfblip") for one in files
    ]
    path.write_bytes(text_with(*groups))

    assert list(contents(path).values()) == files


def embedded(name: bytes, data: bytes) -> bytes:
    words = b"".join(struct.pack("<I", len(word)) + word for word in (name + b"\0", b"", b""))
    return struct.pack("<II", 0x501, 2) + words + struct.pack("<I", len(data)) + data


def test_objects_of_rich_text(tmp_path: Path) -> None:
    path = tmp_path / "x"
    dropped = embedded(b"Package", native(b"holiday.jpg", jpeg(1))[4:])
    document = embedded(b"Word.Document.8", b"\xd0\xcf\x11\xe0" + bytes(90))
    path.write_bytes(
        text_with(*(b"{\\object\\objemb{\\*\\objdata " + digits(one) + b"}}" for one in (dropped, document)))
    )

    assert contents(path) == {b"object 1/holiday.jpg": jpeg(1), b"object 2.ole": b"\xd0\xcf\x11\xe0" + bytes(90)}


def folded(data: bytes, between: str = "\r\n ") -> str:
    return between.join(textwrap.wrap(base64.b64encode(data).decode(), 74))


def card(name: str, *fields: str) -> str:
    return "\r\n".join(("BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *fields, "TEL:1", "END:VCARD", ""))


def test_pictures_of_contacts(tmp_path: Path) -> None:
    path = tmp_path / "x.vcf"
    path.write_bytes(
        (
            card("Person A", "PHOTO;ENCODING=b;TYPE=JPEG:" + folded(jpeg(1)), "LOGO;ENCODING=B:" + folded(jpeg(2)))
            + card("Person B", "PHOTO;VALUE=URI:https://example.org/a.jpg")
            + card("Person C", "item1.PHOTO;BASE64;JPEG:" + folded(jpeg(3), "\r\n") + "\r\n")
            + card("Person/D", "PHOTO:data:image/jpeg;base64," + folded(jpeg(4)[:-1]))
        ).encode()
    )

    assert kind_of(path) == "vcard"
    assert contents(path) == {
        b"contact 1, Person A/photo.jpg": jpeg(1),
        b"contact 1, Person A/logo.jpg": jpeg(2),
        b"contact 3, Person C/photo.jpg": jpeg(3),
        b"contact 4, Person_D/photo.jpg": jpeg(4)[:-1],
    }


@given(st.lists(st.binary(min_size=1, max_size=400), min_size=1, max_size=5))
def test_any_bytes_come_back_from_contacts(tmp_path_factory: pytest.TempPathFactory, files: list[bytes]) -> None:
    path = tmp_path_factory.mktemp("vcf") / "x"
    cards = (card("A", "PHOTO;TYPE=PNG;ENCODING=BASE64:" + folded(one)) for one in files)
    path.write_bytes("".join(cards).encode())

    assert list(contents(path).values()) == files


def test_damaged_texts_give_no_surprise(tmp_path: Path) -> None:
    dropped = b"{\\object{\\*\\objdata " + digits(embedded(b"Package", native(b"a.jpg", jpeg(1)[:200])[4:])) + b"}}"
    no_surprises(tmp_path / "x", text_with(picture(jpeg(1)[:300]), dropped), rounds=300)
    no_surprises(tmp_path / "y", card("A", "PHOTO;ENCODING=b:" + folded(jpeg(1)[:300])).encode(), rounds=200)
