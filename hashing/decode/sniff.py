"""What kind of file is this? By content only, never by name.

Order is meaning: first what its first bytes settle, then what needs a second look, then the long list of
`puremagic`, whose short signatures are not trusted to call an ordinary file a picture.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hashing.decode import kinds
from hashing.decode.iso_media import iso_kind
from hashing.decode.kinds import not_media, unsupported
from hashing.decode.plausible import (
    looks_like_bmp,
    looks_like_cut_transport_stream,
    looks_like_fli,
    looks_like_icon,
    looks_like_jp2,
    looks_like_jpeg,
    looks_like_jxl,
    looks_like_pcx,
    looks_like_pnm,
    looks_like_sgi,
    looks_like_text,
    looks_like_transport_stream,
)
from hashing.decode.signatures import NOT_MEDIA, RIFF_FORMS, SUPPORTED, UNSUPPORTED
from hashing.decode.tiff_kind import looks_like_tiff, tiff_kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from hashing.decode.kinds import Kind

HEAD_BYTES = 64 * 1024
TAIL_BYTES = 26
_TGA_FOOTER = b"TRUEVISION-XFILE.\x00"
_SHORTEST_MEDIA_SIGNATURE = 6
_SHORTEST_NAMING_SIGNATURE = 4
_SVG = re.compile(
    rb"\A(\xef\xbb\xbf)?\s*"
    rb"(<\?xml[^>]*\?>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE svg[^>\[]*(\[[^\]]*\])?\s*>\s*)*"
    rb"<svg[\s>]",
    re.DOTALL,
)
_SVG_HEAD = 4096
_MPEG_PACK = re.compile(rb"\x00\x00\x01\xba[\x20-\x2f\x40-\x7f]")

_CHECKED: tuple[tuple[Callable[[bytes, int], bool], Kind], ...] = (
    (looks_like_jpeg, kinds.JPEG),
    (looks_like_jp2, kinds.JP2),
    (looks_like_bmp, kinds.BMP),
    (looks_like_transport_stream, kinds.MPEG_TS),
    (looks_like_icon, kinds.ICON),
    (looks_like_jxl, unsupported("image/jxl", "JPEG XL codestream")),
    (looks_like_fli, unsupported("video/x-flc", "FLI/FLC animation")),
    (looks_like_sgi, unsupported("image/x-rgb", "SGI picture")),
    (looks_like_pcx, unsupported("image/x-pcx", "PCX")),
    (looks_like_pnm, unsupported("image/x-portable-anymap", "portable anymap")),
)
"""Short signatures, each with a check of the fields behind it."""


def _fixed(head: bytes, table: tuple[tuple[int, bytes, Kind], ...]) -> Kind | None:
    for offset, signature, kind in table:
        if head.startswith(signature, offset):
            return kind
    return None


def _riff(head: bytes) -> Kind | None:
    return RIFF_FORMS.get(head[8:12]) if head[:4] == b"RIFF" else None


def _ebml(head: bytes) -> Kind | None:
    if head[:4] != b"\x1a\x45\xdf\xa3":
        return None
    found = re.search(rb"\x42\x82[\x81-\xff]([a-z]+)", head[:256], re.DOTALL)
    return {b"webm": kinds.WEBM, b"matroska": kinds.MATROSKA}.get(found[1] if found else b"", kinds.OTHER_EBML)


def _flash_and_mpeg(head: bytes) -> Kind | None:
    if head[:4] == b"FLV\x01" and head[5:9] == b"\x00\x00\x00\x09":
        return kinds.FLV
    return kinds.MPEG_PS if _MPEG_PACK.match(head) else None


def _containers(head: bytes) -> Kind | None:
    """Kinds whose name stands inside a general container."""
    if head[:4] == b"OggS":
        film = any(mark in head[:512] for mark in (b"\x80theora", b"BBCD\x00", b"\x01video\x00", b"OVP80"))
        return kinds.OGG if film else not_media("audio/ogg", "Ogg sound")
    if head[:4] == b"FORM" and head[8:12] in {b"ILBM", b"PBM ", b"ANIM", b"RGB8"}:
        return unsupported("image/x-ilbm", "IFF picture")
    if head[:3] in {b"FWS", b"CWS", b"ZWS"} and len(head) > 8 and 1 <= head[3] <= 50:  # noqa: PLR2004 - Flash versions
        return unsupported("application/x-shockwave-flash", "Flash film")
    if head[:11] == b"%!PS-Adobe-" and b"EPSF-" in head[:40]:
        return unsupported("image/x-eps", "encapsulated PostScript")
    if _SVG.match(head[:_SVG_HEAD]):
        return unsupported("image/svg+xml", "SVG drawing")
    return None


def _listed(head: bytes, tail: bytes) -> Kind | None:
    """What `puremagic` calls it, as far as its evidence reaches."""
    # Late import: reading its table takes time and most files are settled before.
    import puremagic

    try:
        found = puremagic.magic_string(head)
    except puremagic.PureError:
        return None
    # The library leaves ties in the order of a set, which differs between processes.
    for hit in sorted(found, key=lambda one: (-len(one.byte_match), one.mime_type, one.name, one.offset)):
        signature: bytes = hit.byte_match
        if not hit.mime_type or not head.startswith(signature, max(hit.offset, 0)):
            continue
        media = hit.mime_type.startswith(("image/", "video/"))
        if media and len(signature) >= _SHORTEST_MEDIA_SIGNATURE and not looks_like_text(head, len(tail)):
            return unsupported(hit.mime_type, hit.name)
        if not media and len(signature) >= _SHORTEST_NAMING_SIGNATURE:
            return not_media(hit.mime_type, hit.name)
    return None


def identify(head: bytes, tail: bytes, size: int) -> Kind:
    """The kind of a file.

    Args:
        head: its first `HEAD_BYTES` bytes, or all of it.
        tail: its last `TAIL_BYTES` bytes, or all of it.
        size: its length.
    """
    if not head:
        return kinds.EMPTY
    return (
        _fixed(head, SUPPORTED)
        or _riff(head)
        or _ebml(head)
        or iso_kind(head, size)
        or (tiff_kind(head) if looks_like_tiff(head) else None)
        or next((kind for check, kind in _CHECKED if check(head, size)), None)
        or _flash_and_mpeg(head)
        or _fixed(head, UNSUPPORTED)
        or _containers(head)
        or _fixed(head, NOT_MEDIA)
        or (kinds.MPEG_TS if looks_like_cut_transport_stream(head) else None)
        or (unsupported("image/x-tga", "Targa") if tail.endswith(_TGA_FOOTER) else None)
        or (kinds.TEXT if looks_like_text(head, size) else None)
        or _listed(head, tail)
        or kinds.UNKNOWN
    )
