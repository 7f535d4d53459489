"""Pictures in PDF documents come out as they were put in, or say that they were rebuilt."""

from __future__ import annotations

import hashlib
import io
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pytest
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from forensicdesk.evidence.containers.base import ContainerError, Entry
from forensicdesk.model import State
from hashing.values import IssueCode
from tests.forensicdesk.evidence.containers.damage import no_surprise, no_surprises
from tests.forensicdesk.evidence.containers.opening import contents, kind_of, listed
from tests.support.pictures import jpeg

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


def image(pdf: pikepdf.Pdf, data: bytes, **more: Any) -> Any:  # noqa: ANN401 - pikepdf's objects
    fields = {"Type": Name.XObject, "Subtype": Name.Image, "Width": 96, "Height": 80, "BitsPerComponent": 8, **more}
    fields.setdefault("ColorSpace", Name.DeviceRGB)
    return pdf.make_indirect(Stream(pdf, data, **fields))


def page_with(pdf: pikepdf.Pdf, *things: Any, commands: bytes = b"") -> Any:  # noqa: ANN401 - as above
    page = pdf.add_blank_page()
    page.Resources = Dictionary(XObject=Dictionary({f"/Im{number}": thing for number, thing in enumerate(things)}))
    page.Contents = Stream(pdf, commands)
    return page


def attachment(pdf: pikepdf.Pdf, data: bytes, name: str, modified: str = "") -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        pdf, data, filename=name, description="", mime_type="", creation_date="", mod_date=modified
    )


def saved(pdf: pikepdf.Pdf, path: Path, **how: Any) -> Path:  # noqa: ANN401 - as pikepdf
    pdf.save(path, **how)
    return path


def pixels(data: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(data)) as picture:
        return np.asarray(picture.convert("RGB") if picture.mode == "P" else picture)


def noise(*shape: int, seed: int = 1) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, shape, dtype=np.uint8)


def test_jpegs_are_given_byte_for_byte_wherever_they_are_used(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    shown, twice, hidden = (image(pdf, jpeg(number), Filter=Name.DCTDecode) for number in (1, 2, 3))
    packed = image(pdf, zlib.compress(jpeg(4)), Filter=Array([Name.FlateDecode, Name.DCTDecode]))
    form = pdf.make_indirect(
        Stream(pdf, b"", Type=Name.XObject, Subtype=Name.Form, Resources=Dictionary(XObject=Dictionary(A=packed)))
    )
    pattern = pdf.make_indirect(
        Stream(
            pdf,
            b"",
            PatternType=1,
            Resources=Dictionary(XObject=Dictionary(A=image(pdf, b"\0\0\0\x0cjP  ", Filter=Name.JPXDecode))),
        )
    )
    page_with(pdf, shown, twice)
    second = page_with(pdf, twice, form)
    second.Resources.Pattern = Dictionary(P=pattern)
    pdf.Root.Unused = hidden
    path = saved(pdf, tmp_path / "a.pdf")

    found = contents(path)

    assert kind_of(path) == "pdf"
    by_name = {name: data for name, data in found.items() if not name.startswith(b"object")}
    assert by_name == {
        b"page 1, image 1.jpg": jpeg(1),
        b"page 1, image 2.jpg": jpeg(2),
        b"page 2, image 1.jpg": jpeg(4),
        b"page 2, image 2.jp2": b"\0\0\0\x0cjP  ",
    }
    assert [data for name, data in found.items() if name.startswith(b"object")] == [jpeg(3)]


@pytest.mark.parametrize("packing", ["none", "flate", "predictor"])
def test_pixels_are_rebuilt_as_png(tmp_path: Path, packing: str) -> None:
    wanted = noise(80, 96, 3)
    data = wanted.tobytes()
    fields: dict[str, Any] = {}
    if packing == "flate":
        data, fields = zlib.compress(data), {"Filter": Name.FlateDecode}
    if packing == "predictor":
        rows = np.concatenate(
            [np.full((80, 1), 2), np.diff(wanted.reshape(80, -1).astype(int), axis=0, prepend=0) % 256], 1
        )
        parms = Dictionary(Predictor=15, Colors=3, Columns=96, BitsPerComponent=8)
        data, fields = (
            zlib.compress(rows.astype(np.uint8).tobytes()),
            {"Filter": Name.FlateDecode, "DecodeParms": parms},
        )
    pdf = pikepdf.new()
    page_with(pdf, image(pdf, data, **fields))

    (rebuilt,) = contents(saved(pdf, tmp_path / "a.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)).items()

    assert rebuilt[0] == b"page 1, image 1 (rebuilt).png"
    assert (pixels(rebuilt[1]) == wanted).all()


@given(st.sampled_from([1, 2, 4, 8, 16]), st.integers(1, 40), st.integers(1, 30), st.booleans())
def test_grey_of_any_depth_is_rebuilt(
    tmp_path_factory: pytest.TempPathFactory, bits: int, width: int, height: int, inverted: bool
) -> None:
    row = (width * bits + 7) // 8
    data = noise(height, row, seed=bits).tobytes()
    fields = {"Decode": Array([1, 0])} if inverted else {}
    pdf = pikepdf.new()
    page_with(
        pdf, image(pdf, data, Width=width, Height=height, BitsPerComponent=bits, ColorSpace=Name.DeviceGray, **fields)
    )

    (made,) = contents(saved(pdf, tmp_path_factory.mktemp("p") / "a.pdf")).values()

    values = np.unpackbits(np.frombuffer(data, np.uint8).reshape(height, row), axis=1)[:, : width * bits]
    values = values.reshape(height, width, bits).astype(np.int64) @ (1 << np.arange(bits)[::-1])
    values = (1 << bits) - 1 - values if inverted else values
    with Image.open(io.BytesIO(made)) as picture:
        seen = np.asarray(picture).astype(np.int64)
    scale = {1: 1, 2: 85, 4: 17, 8: 1, 16: 1}[bits]
    assert (seen == values * scale).all()


def test_palettes_cmyk_profiles_and_stencils_are_rebuilt(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    palette = noise(4, 3).tobytes()
    indexes = noise(80, 24, seed=5).tobytes()
    ink = noise(80, 96, 4, seed=6)
    profile = Stream(pdf, b"profile", N=3)
    page_with(
        pdf,
        image(
            pdf,
            indexes,
            BitsPerComponent=2,
            ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 3, pikepdf.String(palette)]),
        ),
        image(pdf, ink.tobytes(), ColorSpace=Name.DeviceCMYK),
        image(pdf, noise(80, 96, 3, seed=7).tobytes(), ColorSpace=Array([Name.ICCBased, profile])),
        image(pdf, noise(80, 12, seed=8).tobytes(), BitsPerComponent=1, ImageMask=True),
    )

    found = list(contents(saved(pdf, tmp_path / "a.pdf")).values())

    numbers = np.unpackbits(np.frombuffer(indexes, np.uint8).reshape(80, 24), axis=1).reshape(80, 96, 2) @ (2, 1)
    assert (pixels(found[0]) == np.frombuffer(palette, np.uint8).reshape(4, 3)[numbers]).all()
    rest = 255 - ink.astype(float)
    assert np.abs(pixels(found[1]) - rest[:, :, :3] * rest[:, :, 3:] / 255).max() <= 0.51
    assert (pixels(found[2]) == noise(80, 96, 3, seed=7)).all()
    assert (pixels(found[3]) == np.unpackbits(noise(80, 12, seed=8), axis=1).astype(bool)).all()


def test_fax_pictures_become_tiff_around_the_same_bytes(tmp_path: Path) -> None:
    wanted = np.kron(noise(10, 12) > 127, np.ones((8, 8), bool))
    out = io.BytesIO()
    Image.fromarray(wanted).save(out, "TIFF", compression="group4")
    with Image.open(out) as tiff:
        assert isinstance(tiff, TiffImageFile)
        start, length = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
        turned = tiff.tag_v2[262] == 1
    data = out.getvalue()[start : start + length]
    pdf = pikepdf.new()
    parms = Dictionary(K=-1, Columns=96, Rows=80, BlackIs1=turned)
    page_with(
        pdf,
        image(pdf, data, Filter=Name.CCITTFaxDecode, DecodeParms=parms, BitsPerComponent=1, ColorSpace=Name.DeviceGray),
    )

    ((name, made),) = contents(saved(pdf, tmp_path / "a.pdf")).items()

    assert name == b"page 1, image 1 (rebuilt).tif"
    assert data in made
    assert (pixels(made) == wanted).all()


def test_pictures_within_drawing_commands(tmp_path: Path) -> None:
    raw = noise(3, 4, 3).tobytes()
    commands = b"q 9 0 0 9 0 0 cm BI /W 4 /H 3 /CS /RGB /BPC 8 ID " + raw + b" EI Q\n"
    commands += b"BI /W 96 /H 80 /CS /RGB /BPC 8 /F /DCT ID " + jpeg(1) + b"\nEI\n"
    pdf = pikepdf.new()
    page_with(pdf, commands=commands)

    found = contents(saved(pdf, tmp_path / "a.pdf"))

    assert list(found) == [b"page 1, drawn image 1 (rebuilt).png", b"page 1, drawn image 2.jpg"]
    assert (
        pixels(found[b"page 1, drawn image 1 (rebuilt).png"]) == np.frombuffer(raw, np.uint8).reshape(3, 4, 3)
    ).all()
    assert found[b"page 1, drawn image 2.jpg"] == jpeg(1)


def test_far_too_many_pictures_within_drawing_commands_are_said(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page_with(pdf, commands=b"BI /W 1 /H 1 /CS /G /BPC 8 ID 1 EI\n" * 10_001)

    with pytest.raises(ContainerError) as caught:
        listed(saved(pdf, tmp_path / "a.pdf"))
    assert caught.value.code is IssueCode.CONTAINER_LIMIT


def test_commands_that_pages_share_are_looked_at_once(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    first, second = page_with(pdf, commands=b"BI /W 1 /H 1 /CS /G /BPC 8 ID 1 EI"), page_with(pdf)
    first.Contents = pdf.make_indirect(first.Contents)
    second.Contents = first.Contents

    assert list(contents(saved(pdf, tmp_path / "a.pdf"))) == [b"page 1, drawn image 1 (rebuilt).png"]


def test_drawing_commands_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page = page_with(pdf, image(pdf, jpeg(1), Filter=Name.DCTDecode))
    page.Contents = Stream(pdf, b"no packed data", Filter=Name.FlateDecode)
    path = saved(pdf, tmp_path / "a.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)

    with pytest.raises(ContainerError) as caught:
        listed(path)
    assert caught.value.code is IssueCode.CONTAINER_DAMAGED


def test_masks_are_listed_as_masks(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    mask = image(pdf, bytes(96 * 80), ColorSpace=Name.DeviceGray)
    page_with(pdf, image(pdf, jpeg(1), Filter=Name.DCTDecode, SMask=mask))

    assert set(contents(saved(pdf, tmp_path / "a.pdf"))) == {
        b"page 1, image 1.jpg",
        b"page 1, image 1, mask (rebuilt).png",
    }


def test_attachments_come_with_name_dates_and_digest(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["\u00fcber.jpg"] = attachment(pdf, jpeg(1), "\u00fcber.jpg", "D:20260102030405+02'00'")
    path = saved(pdf, tmp_path / "a.pdf")

    (entry,) = listed(path)

    assert contents(path) == {"\u00fcber.jpg".encode(): jpeg(1)}
    assert isinstance(entry, Entry)
    assert [(fact.kind, fact.text, fact.zone) for fact in entry.dates if fact.kind == "file:modified"] == [
        ("file:modified", "D:20260102030405+02'00'", "+02:00")
    ]
    assert [(one.algorithm, one.value) for one in entry.stated] == [("md5", hashlib.md5(jpeg(1)).digest())]  # noqa: S324


def test_documents_of_another_writer(tmp_path: Path) -> None:
    wanted = noise(60, 50, 3)
    seen_through = Image.fromarray(np.dstack([wanted, noise(60, 50, seed=9)]))
    document = FPDF()
    document.add_page()
    document.image(io.BytesIO(jpeg(1)), w=50)
    document.image(seen_through, w=50)
    document.output(str(tmp_path / "a.pdf"))

    found = contents(tmp_path / "a.pdf")

    assert found[b"page 1, image 1.jpg"] == jpeg(1)
    assert (pixels(found[b"page 1, image 2 (rebuilt).png"]) == wanted).all()
    assert (pixels(found[b"page 1, image 2, mask (rebuilt).png"]) == noise(60, 50, seed=9)).all()


def test_what_is_not_rebuilt_is_said(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page_with(
        pdf,
        image(pdf, b"\x97JB2", Filter=Name.JBIG2Decode),
        image(pdf, bytes(96 * 80), ColorSpace=Array([Name.Separation, Name.Gold, Name.DeviceRGB, Dictionary()])),
        image(pdf, b"", Width=1 << 22, Height=1 << 22),
        image(pdf, b"short", Filter=Name.FlateDecode),
    )

    entries = [entry for entry in listed(saved(pdf, tmp_path / "a.pdf")) if isinstance(entry, Entry)]

    assert [(entry.state, entry.issue and entry.issue.code) for entry in entries] == [
        (State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED),
        (State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED),
        (State.FAILED, IssueCode.CONTAINER_LIMIT),
        (State.FAILED, IssueCode.CONTAINER_DAMAGED),
    ]


def test_rows_that_are_missing_are_said_in_the_name(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page_with(pdf, image(pdf, noise(40, 96, 3).tobytes()))

    ((name, data),) = contents(saved(pdf, tmp_path / "a.pdf")).items()

    assert name == b"page 1, image 1 (rebuilt, incomplete).png"
    assert (pixels(data)[:40] == noise(40, 96, 3)).all()


@pytest.mark.slow
def test_a_bomb_is_refused(tmp_path: Path) -> None:
    machine = zlib.compressobj(9)
    packed = b"".join(machine.compress(bytes(1 << 24)) for _ in range(33)) + machine.flush()
    pdf = pikepdf.new()
    page_with(pdf, image(pdf, packed, Filter=Name.FlateDecode))

    (entry,) = listed(saved(pdf, tmp_path / "a.pdf", compress_streams=False))

    assert isinstance(entry, Entry)
    assert entry.state is State.FAILED


def test_encrypted_documents_need_a_password(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page_with(pdf, image(pdf, jpeg(1), Filter=Name.DCTDecode))
    locked = saved(pdf, tmp_path / "a.pdf", encryption=pikepdf.Encryption(user="open", owner="o"))
    owner_only = saved(pdf, tmp_path / "b.pdf", encryption=pikepdf.Encryption(user="", owner="o"))

    no_surprise(locked, state=State.ENCRYPTED)
    assert contents(locked, passwords=("wrong", "open")) == {b"page 1, image 1.jpg": jpeg(1)}
    assert contents(owner_only) == {b"page 1, image 1.jpg": jpeg(1)}


def test_a_damaged_table_of_objects_is_mended(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page_with(pdf, image(pdf, jpeg(1), Filter=Name.DCTDecode))
    path = saved(pdf, tmp_path / "a.pdf")
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx"))

    assert contents(path) == {b"page 1, image 1.jpg": jpeg(1)}


def test_damaged_documents_give_no_surprise(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    page_with(
        pdf,
        image(pdf, jpeg(1), Filter=Name.DCTDecode),
        image(pdf, zlib.compress(noise(80, 96, 3).tobytes()), Filter=Name.FlateDecode),
        image(
            pdf,
            noise(80, 24).tobytes(),
            BitsPerComponent=2,
            ColorSpace=Array([Name.Indexed, Name.DeviceRGB, 3, pikepdf.String(bytes(12))]),
        ),
        commands=b"BI /W 4 /H 3 /CS /G /BPC 8 ID 123456789012 EI",
    )
    pdf.attachments["a"] = attachment(pdf, b"attached", "a")
    whole = saved(pdf, tmp_path / "a.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable).read_bytes()
    small = whole.replace(jpeg(1), jpeg(1)[:200])

    no_surprises(tmp_path / "b.pdf", small, rounds=150)
