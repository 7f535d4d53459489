"""Which endings of a name are usual for which content, for holding a signature against a name."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from hashing.phrases import phrase
from hashing.values import Indicator

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_ENDING = 12

_JPEG = "jpg jpeg jpe jfif jif mpo thm"
_TIFF = "tif tiff"
_RAW = "cr2 nef nrw arw sr2 srf pef dng orf rw2 raw rwl srw 3fr fff iiq erf kdc dcr mef mos"
_ISO = "mp4 m4v mov qt 3gp 3gpp 3g2 3gp2 f4v lrv insv"

USUAL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        media_type: frozenset(endings.split())
        for media_type, endings in {
            "image/jpeg": _JPEG,
            "image/png": "png apng",
            "image/gif": "gif",
            "image/webp": "webp",
            "image/bmp": "bmp dib rle",
            "image/tiff": f"{_TIFF} {_RAW}",
            "image/avif": "avif avifs",
            "image/heic": "heic heif heics hif",
            "image/heif": "heif heic heifs hif",
            "image/jp2": "jp2 j2k jpx jpf jpm",
            "image/jpx": "jpx jpf jp2",
            "image/j2c": "j2c j2k jpc jhc",
            "image/jxl": "jxl",
            "image/vnd.adobe.photoshop": "psd psb pdd",
            "image/vnd.microsoft.icon": "ico cur",
            "image/svg+xml": "svg",
            "image/x-raw": f"{_RAW} {_TIFF}",
            "image/x-adobe-dng": "dng",
            "image/x-canon-cr2": "cr2",
            "image/x-nikon-nef": "nef nrw",
            "image/x-sony-arw": "arw sr2 srf",
            "image/x-pentax-pef": "pef",
            "image/x-samsung-srw": "srw",
            "image/x-canon-cr3": "cr3",
            "image/x-canon-crw": "crw",
            "image/x-fuji-raf": "raf",
            "image/x-olympus-orf": "orf",
            "image/x-panasonic-rw2": "rw2 raw rwl",
            "image/x-minolta-mrw": "mrw",
            "image/x-sigma-x3f": "x3f",
            "video/mp4": _ISO,
            "video/quicktime": _ISO,
            "video/3gpp": _ISO,
            "video/3gpp2": _ISO,
            "video/x-matroska": "mkv mk3d webm",
            "video/webm": "webm mkv",
            "video/x-msvideo": "avi divx",
            "video/x-flv": "flv f4v",
            "video/x-ms-asf": "wmv asf wm",
            "video/mp2t": "ts mts m2ts m2t tod",
            "video/mpeg": "mpg mpeg mpe m2p vob mod dat m1v m2v",
            "video/ogg": "ogv ogg ogx ogm",
            "video/x-wtv": "wtv",
            "video/x-ivf": "ivf",
            "video/x-yuv4mpeg": "y4m",
            "video/x-dv": "dv dif",
            "video/x-nsv": "nsv",
            "video/h264": "h264 264 avc jsv",
            "video/h265": "h265 265 hevc",
            "video/vnd.radgamettools.smacker": "smk",
            "application/vnd.rn-realmedia": "rm rmvb",
            "application/mxf": "mxf",
        }.items()
    }
)
"""Media type to endings, lower case, without the dot."""


def usual_extensions(media_type: str) -> frozenset[str]:
    """The usual endings of names for this content, lower case without the dot; empty where nothing can be said."""
    return USUAL.get(media_type, frozenset())


def unusual_ending(name: bytes, media_type: str) -> tuple[Indicator, ...]:
    """An indicator where a file's name ends as that of another kind of file would; () where it fits or says nothing.

    Args:
        name: raw bytes of the file's name, without folders.
        media_type: what its content is.
    """
    _, dot, ending = name.rpartition(b".")
    usual = usual_extensions(media_type)
    shown = ending.decode("ascii", "backslashreplace")
    if not dot or not usual or not 0 < len(ending) <= _LONGEST_ENDING or shown.lower() in usual:
        return ()
    text = phrase(
        "the name ends in .{shown}, the content is {media_type} (usual: {names})",
        shown=shown,
        media_type=media_type,
        names=", ".join(sorted(usual)),
    )
    return (Indicator("signature-extension", text),)
