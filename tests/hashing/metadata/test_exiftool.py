"""What ExifTool finds we find, with equal values, for the fields that docs/metadata.md lists.

ExifTool runs as a program of its own over files made here and over the shared ones. Both sides are brought to one form
first: ends of text stripped, numbers compared as numbers to six decimals.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from hashing.decode.kinds import Decoder
from hashing.decode.sniff import HEAD_BYTES, TAIL_BYTES, identify
from hashing.metadata.picture import picture_facts
from tests.hashing.making import encoded, scene
from tests.hashing.metadata.making import XMP_HEAD, chunk, inserted, packet, segment, with_chunks
from tests.support.shared import shared_data

FIELDS = {
    "Make": ("summary", "IFD0:Make"),
    "Model": ("summary", "IFD0:Model"),
    "DateTimeOriginal": ("summary", "ExifIFD:DateTimeOriginal"),
    "DateTimeDigitized": ("summary", "ExifIFD:CreateDate"),
    "DateTime": ("summary", "IFD0:ModifyDate"),
    "Orientation": ("summary", "IFD0:Orientation"),
    "GPSLatitude": ("summary", "Composite:GPSLatitude"),
    "GPSLongitude": ("summary", "Composite:GPSLongitude"),
    "GPSAltitude": ("summary", "Composite:GPSAltitude"),
    "Software": ("summary", "IFD0:Software"),
    "Artist": ("summary", "IFD0:Artist"),
    "Copyright": ("summary", "IFD0:Copyright"),
    "LensModel": ("summary", "ExifIFD:LensModel"),
    "SerialNumber": ("summary", "ExifIFD:SerialNumber"),
    "LensSerialNumber": ("summary", "ExifIFD:LensSerialNumber"),
    "ImageDescription": ("Image", "IFD0:ImageDescription"),
    "SubSecTimeOriginal": ("EXIF", "ExifIFD:SubSecTimeOriginal"),
    "OffsetTimeOriginal": ("EXIF", "ExifIFD:OffsetTimeOriginal"),
}
DIFFERENCES = {
    ("hopper_jpg.tif", "ImageDescription"): "not UTF-8: ExifTool writes a question mark, here one character a byte",
    ("hopper_webp.tif", "ImageDescription"): "the same",
    ("hopper_lzma.tif", "ImageDescription"): "the same",
    ("ss-motion-photo-shortened.jpg", "GPSLongitude"): "a longitude without a latitude is no position",
}

pytestmark = pytest.mark.skipif(shutil.which("exiftool") is None, reason="ExifTool is not installed")


def _exiftool(folder: Path) -> list[dict[str, Any]]:
    command = ["exiftool", "-json", "-G1", "-n", "-r", "-q", "-q", str(folder)]
    output = subprocess.run(command, capture_output=True, check=False).stdout
    found: list[dict[str, Any]] = json.loads(output or b"[]")
    return found


def _ours(path: Path) -> dict[str, dict[str, str]]:
    data = path.read_bytes()
    kind = identify(data[:HEAD_BYTES], data[-TAIL_BYTES:], len(data))
    if kind.decoder not in {Decoder.PILLOW, Decoder.HEIF}:
        return {}
    return {name: dict(pairs) for name, pairs in picture_facts(io.BytesIO(data), kind).said.groups}


def _same(theirs: object, ours: str) -> bool:
    one, other = str(theirs).strip(), ours.removesuffix(" m").strip()
    try:
        return one == other or abs(float(one) - float(other)) < 2e-6 * max(1.0, abs(float(one)))
    except ValueError:
        return False


def _compared(folder: Path) -> tuple[int, list[str]]:
    """How many values were compared, and those that differ."""
    compared, differing = 0, []
    for entry in _exiftool(folder):
        path = Path(str(entry["SourceFile"]))
        groups = _ours(path)
        for field, (group, key) in FIELDS.items():
            theirs = entry.get(key)
            if not groups or theirs is None or not str(theirs).strip() or (path.name, field) in DIFFERENCES:
                continue
            compared += 1
            ours = groups.get(group, {}).get(field, "")
            if not _same(theirs, ours):
                differing.append(f"{path.name}: {field}: {theirs!r} {ours!r}")
    return compared, differing


def _exif() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0131] = "Example", "Camera 7", "Retouch 3.1"
    exif[0x0112], exif[0x0132], exif[0x013B] = 6, "2023:07:02 09:00:00", "Person A"
    exif[0x010E], exif[0x8298] = "a harbour", "Studio B"
    exif[ExifTags.IFD.Exif] = {
        0x9003: "2023:07:01 12:34:56",
        0x9004: "2023:07:01 12:34:57",
        0x9011: "+02:00",
        0x9291: "123",
        0xA431: "SN-4711",
        0xA434: "Lens 50mm",
        0xA435: "LN-0815",
    }
    exif[ExifTags.IFD.GPSInfo] = {
        1: "S",
        2: (33.0, 51.0, 30.25),
        3: "E",
        4: (151.0, 12.0, 36.5),
        5: b"\x01",
        6: 12.5,
        7: (10.0, 34.0, 56.0),
        29: "2023:07:01",
    }
    return exif


def _files() -> dict[str, bytes]:
    """Files with one and the same EXIF block in every place where it may stand, and in damaged ones."""
    block = _exif().tobytes()
    exif = Image.Exif()
    exif.load(block)
    inner = block.removeprefix(b"Exif\x00\x00")
    plain = encoded(scene(), "JPEG")
    exif_segment = segment(0xE1, b"Exif\x00\x00" + inner)
    xmp_segment = segment(0xE1, XMP_HEAD + packet("", 'xmp:Rating="3"'))
    files = {f"plain.{name.lower()}": encoded(scene(), name, exif=block) for name in ("JPEG", "WEBP", "AVIF")}
    files["directory.tif"] = encoded(scene(), "TIFF", exif=exif)
    files["chunk.png"] = with_chunks(encoded(scene(), "PNG"), chunk(b"eXIf", inner))
    files["behind.jpg"] = inserted(plain, segment(0xE2, bytes(3000)), segment(0xED, bytes(9000)), exif_segment)
    files["second.jpg"] = inserted(plain, xmp_segment, segment(0xFE, b"remark"), exif_segment)
    files["twice.jpg"] = inserted(plain, exif_segment, exif_segment)
    files["cut.jpg"] = inserted(plain, exif_segment)[: len(exif_segment) + 2000]
    files["only.jpg"] = inserted(plain, exif_segment)[: len(exif_segment) + 2 + 300]
    return files


def test_files_with_exif_in_every_place_agree_with_exiftool(tmp_path: Path) -> None:
    files = _files()
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    compared, differing = _compared(tmp_path)

    assert differing == []
    assert compared >= len(FIELDS) * len(files) - 6


@pytest.mark.parametrize(
    ("folder", "least"),
    [("exif", 300), ("formats/jpeg", 20), ("formats/tiff", 150), ("formats/heif", 20), ("motion-photo", 8)],
)
def test_the_shared_files_agree_with_exiftool(folder: str, least: int) -> None:
    data = shared_data()
    if data is None or not (data / folder).is_dir():
        pytest.skip("the shared test material is not here")

    compared, differing = _compared(data / folder)

    assert differing == []
    assert compared >= least


def _reference(name: str) -> list[tuple[Path, dict[str, Any]]]:
    data = shared_data()
    table = data / f"expected_exiftool_{name}.json" if data else None
    if data is None or table is None or not table.is_file():
        pytest.skip("the shared reference data are not here")
    entries: list[dict[str, Any]] = json.loads(table.read_text(encoding="utf-8"))
    return [(data / str(entry["SourceFile"])[str(entry["SourceFile"]).index(f"{name}/") :], entry) for entry in entries]


def test_the_stored_values_of_exiftool_are_met_too() -> None:
    compared = 0
    for path, entry in _reference("exif"):
        groups = _ours(path) if path.is_file() else {}
        for field, (group, key) in FIELDS.items():
            if groups and str(entry.get(key, "")).strip():
                compared += 1
                assert _same(entry[key], groups.get(group, {}).get(field, "")), f"{path.name}: {field}"

    assert compared > 250


def test_every_field_that_is_compared_is_documented() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "metadata.md").read_text(encoding="utf-8")

    assert [field for field in FIELDS if f"`{field}`" not in text] == []
    assert all(name in text for name, _ in DIFFERENCES)
