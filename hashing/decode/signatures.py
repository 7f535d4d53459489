"""Fixed signatures at fixed offsets. What needs more than that to be sure stands in `sniff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hashing.decode.kinds import (
    ASF,
    AVI,
    CRW,
    DV,
    GIF,
    H264,
    H265,
    IVF,
    J2C,
    MPEG_VIDEO,
    MRW,
    MXF,
    NSV,
    ORF,
    PNG,
    PSD,
    RAF,
    REALMEDIA,
    RW2,
    SMACKER,
    WEBP,
    WTV,
    X3F,
    Y4M,
    not_media,
    unsupported,
)

if TYPE_CHECKING:
    from hashing.decode.kinds import Kind

SUPPORTED: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", PNG),
    (0, b"\x89PNG", PNG),  # signature damaged by a text transfer: still a picture, and its decoder says what is wrong
    (0, b"GIF87a", GIF),
    (0, b"GIF89a", GIF),
    (0, b"\xff\x4f\xff\x51\x00", J2C),
    (0, b"8BPS\x00\x01", PSD),
    (0, bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), ASF),
    (0, b"II\x1a\x00\x00\x00HEAPCCDR", CRW),
    (0, b"IIRO\x08\x00", ORF),
    (0, b"IIRS\x08\x00", ORF),
    (0, b"MMOR\x00\x00", ORF),
    (0, b"IIU\x00", RW2),
    (0, b"FUJIFILMCCD-RAW", RAF),
    (0, b"FOVb", X3F),
    (0, b"\x00MRM\x00", MRW),
    (0, b".RMF\x00", REALMEDIA),
    (0, b"\x06\x0e\x2b\x34\x02\x05\x01\x01\x0d\x01\x02\x01\x01\x02", MXF),
    (0, b"\xb7\xd8\x00\x20\x37\x49\xda\x11", WTV),
    (0, b"DKIF\x00\x00", IVF),
    (0, b"YUV4MPEG2 ", Y4M),
    (0, b"\x1f\x07\x00\x3f", DV),
    (0, b"\x1f\x07\x00\xbf", DV),
    (0, b"SMK2", SMACKER),
    (0, b"SMK4", SMACKER),
    (0, b"NSVf", NSV),
    (0, b"\x00\x00\x01\xb3", MPEG_VIDEO),
    (0, b"\x00\x00\x00\x01\x67", H264),
    (0, b"\x00\x00\x00\x01\x09", H264),
    (0, b"\x00\x00\x00\x01\x40\x01", H265),
    (0, b"\x00\x00\x00\x01\x46\x01", H265),
)
"""Kinds that are decoded and that their first bytes settle."""

RIFF_FORMS: dict[bytes, Kind] = {
    b"WEBP": WEBP,
    b"AVI ": AVI,
    b"AVIX": AVI,
    b"ACON": unsupported("image/x-ani", "animated cursor"),
    b"RMMP": unsupported("video/x-rmmp", "RIFF multimedia film"),
    b"WAVE": not_media("audio/x-wav", "WAVE sound"),
}

UNSUPPORTED: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"\x00\x00\x00\x0cjP  \r\n\x87\n", unsupported("image/jpx", "JPEG 2000 film, document or unknown variant")),
    (0, b"\x00\x00\x00\x0cJXL \r\n\x87\n", unsupported("image/jxl", "JPEG XL")),
    (0, b"\x00\x00\x00\x0cJXS \r\n\x87\n", unsupported("image/jxs", "JPEG XS")),
    (0, b"II\xbc\x01", unsupported("image/jxr", "JPEG XR")),
    (0, b"8BPS\x00\x02", unsupported("image/vnd.adobe.photoshop", "large Photoshop document")),
    (0, b"gimp xcf ", unsupported("image/x-xcf", "GIMP document")),
    (0, b"DDS \x7c\x00\x00\x00", unsupported("image/x-dds", "DirectDraw surface")),
    (0, b"v/1\x01", unsupported("image/x-exr", "OpenEXR")),
    (0, b"#?RADIANCE\n", unsupported("image/vnd.radiance", "Radiance HDR")),
    (0, b"#?RGBE\n", unsupported("image/vnd.radiance", "Radiance HDR")),
    (0, b"SDPX", unsupported("image/dpx", "DPX")),
    (0, b"XPDS", unsupported("image/dpx", "DPX")),
    (0, b"qoif", unsupported("image/qoi", "QOI")),
    (0, b"BPG\xfb", unsupported("image/bpg", "BPG")),
    (0, b"FLIF", unsupported("image/flif", "FLIF")),
    (0, b"icns\x00", unsupported("image/x-icns", "Apple icon")),
    (0, b"SIMPLE  =                    T", unsupported("image/fits", "FITS")),
    (0, b"AT&TFORM", unsupported("image/vnd.djvu", "DjVu")),
    (0, b"\x59\xa6\x6a\x95\x00", unsupported("image/x-sun-raster", "Sun raster")),
    (0, b"\xd7\xcd\xc6\x9a\x00\x00", unsupported("image/wmf", "Windows metafile")),
    (40, b" EMF\x00\x00\x01\x00", unsupported("image/emf", "enhanced metafile")),
    (0, b"\xc5\xd0\xd3\xc6", unsupported("image/x-eps", "EPS with preview")),
    (128, b"DICM", unsupported("application/dicom", "DICOM")),
    (0, b"BLP1", unsupported("image/x-blp", "Blizzard texture")),
    (0, b"BLP2", unsupported("image/x-blp", "Blizzard texture")),
    (0, b"FTEX\x00", unsupported("image/x-ftex", "FTEX texture")),
    (0, b"\xabKTX ", unsupported("image/ktx", "KTX texture")),
    (0, b"DanM", unsupported("image/x-msp", "Microsoft Paint picture")),
    (0, b"LinS", unsupported("image/x-msp", "Microsoft Paint picture")),
    (0, b"P7 332\n", unsupported("image/x-xv-thumbnail", "XV thumbnail")),
    (0, b"\x8aMNG\r\n\x1a\n", unsupported("video/x-mng", "MNG")),
    (0, b"\x8bJNG\r\n\x1a\n", unsupported("image/x-jng", "JNG")),
)
"""Pictures and films that are recognised, named and left to a later version."""

NOT_MEDIA: tuple[tuple[int, bytes, Kind], ...] = (
    (0, b"PK\x03\x04", not_media("application/zip", "zip archive")),
    (0, b"%PDF-", not_media("application/pdf", "PDF")),
    (0, b"\x7fELF", not_media("application/x-elf", "program")),
    (0, b"\x1f\x8b\x08", not_media("application/gzip", "gzip")),
    (0, b"7z\xbc\xaf\x27\x1c", not_media("application/x-7z-compressed", "7-Zip archive")),
    (0, b"SQLite format 3\x00", not_media("application/vnd.sqlite3", "SQLite database")),
    (0, b"ID3", not_media("audio/mpeg", "MP3 sound")),
    (0, b"fLaC", not_media("audio/flac", "FLAC sound")),
)
"""Frequent files that need no second look."""
