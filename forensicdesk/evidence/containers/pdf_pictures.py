"""One picture of a PDF as a file: its own bytes where they are a file already, else rebuilt from its pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

import pikepdf

from forensicdesk.evidence.containers.base import ContainerError
from forensicdesk.evidence.containers.pdf_raster import Raster, fax_tiff, png, rgb_palette
from forensicdesk.evidence.containers.picture_ends import picture_end
from forensicdesk.language import sentence
from forensicdesk.model import State
from hashing.values import IssueCode

if TYPE_CHECKING:
    from typing import Any

MOST_BYTES = 1 << 29
"""Pictures whose pixels, and attachments whose bytes, take more memory are not unpacked."""

TROUBLE = (
    pikepdf.PikepdfError, ValueError, TypeError, AttributeError, KeyError, IndexError, RuntimeError,
    ArithmeticError, RecursionError,
)  # fmt: skip
"""What reading a damaged PDF can raise."""

_AS_IT_IS = {"/DCTDecode": b".jpg", "/JPXDecode": b".jp2"}
_PACKINGS = {"/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/Crypt"}
_CHANNELS = {
    "/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3, "/DeviceCMYK": 4, "/CMYK": 4,
}  # fmt: skip
_DEPTHS = {1: {1, 2, 4, 8, 16}, 3: {8, 16}, 4: {8}}
_INVERTED = 1.0
_REBUILT = b" (rebuilt)"

pikepdf.settings.set_qpdf_limits(
    flate_max_memory=MOST_BYTES, run_length_max_memory=MOST_BYTES, png_max_memory=MOST_BYTES,
    tiff_max_memory=MOST_BYTES, doc_max_warnings=10_000,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a file: how its name ends, which says whether it was rebuilt, and its bytes."""

    ending: bytes
    data: bytes


def picture(pdf: pikepdf.Pdf, stream: Any) -> Picture:  # noqa: ANN401 - pikepdf's objects are of any type
    """The file that a picture of a PDF is, or is rebuilt as.

    Args:
        pdf: the document, in whose memory a stream may be made.
        stream: the picture's stream and dictionary.

    Raises:
        ContainerError: its coding or its colours are not supported, or it is too large.
        TROUBLE: it is damaged.
    """
    filters = _filters(stream)
    last = filters[-1][0] if filters else ""
    if last in _AS_IT_IS:
        return Picture(_AS_IT_IS[last], _unpacked(pdf, stream, filters[:-1]))
    if last == "/CCITTFaxDecode":
        return Picture(_REBUILT + b".tif", _fax(stream, filters[-1][1], _unpacked(pdf, stream, filters[:-1])))
    if last and last not in _PACKINGS:
        cannot(sentence("Pictures coded as {last} in a PDF cannot be rebuilt.", last=last[1:].removesuffix("Decode")))
    raster = _raster(stream)
    if raster.total_bytes > MOST_BYTES:
        text = sentence(
            "The picture takes more than {most_bytes} MiB of memory; it was not unpacked.", most_bytes=MOST_BYTES >> 20
        )
        raise ContainerError(State.FAILED, IssueCode.CONTAINER_LIMIT, text)
    data = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    missing = b"" if len(data) >= raster.total_bytes else b", incomplete"
    return Picture(_REBUILT[:-1] + missing + b").png", png(raster, data))


def inline_picture(pdf: pikepdf.Pdf, inline: pikepdf.PdfInlineImage) -> Picture:
    """The file that a picture within the drawing commands of a page is, or is rebuilt as.

    Raises:
        as `picture`.
    """
    raw = inline.read_raw_bytes()
    stream = pikepdf.Stream(pdf, raw)
    for key, value in inline.obj.items():
        stream[key] = value
    made = picture(pdf, stream)
    # Behind the picture stands the space before the command that ends it.
    end = picture_end(made.data) if made.ending == b".jpg" else None
    return Picture(made.ending, made.data[:end])


def cannot(text: str) -> NoReturn:
    """Say of a picture that it is not rebuilt, and why."""
    raise ContainerError(State.UNSUPPORTED, IssueCode.CONTAINER_UNSUPPORTED, text)


def _filters(stream: Any) -> list[tuple[str, Any]]:  # noqa: ANN401 - as above
    """Names and parameters of a stream's filters, the first to be undone first."""
    names, parameters = stream.get("/Filter"), stream.get("/DecodeParms")
    if names is None:
        return []
    if not isinstance(names, pikepdf.Array):
        one = parameters[0] if isinstance(parameters, pikepdf.Array) and len(parameters) else parameters
        return [(str(names), one)]
    several: list[Any] = list(parameters) if isinstance(parameters, pikepdf.Array) else []
    several += [None] * (len(names) - len(several))
    return [(str(name), one) for name, one in zip(list(names), several, strict=False)]


def _unpacked(pdf: pikepdf.Pdf, stream: Any, filters: list[tuple[str, Any]]) -> bytes:  # noqa: ANN401 - as above
    """A stream's bytes with some filters undone, the rest not."""
    raw: bytes = stream.read_raw_bytes()
    if not filters:
        return raw
    if any(name not in _PACKINGS for name, _ in filters):
        cannot(sentence("Pictures that are coded twice in a PDF cannot be taken out."))
    packed = pikepdf.Stream(pdf, raw)
    packed.Filter = pikepdf.Array([pikepdf.Name(name) for name, _ in filters])
    if any(one is not None for _, one in filters):
        packed.DecodeParms = pikepdf.Array([pikepdf.Dictionary() if one is None else one for _, one in filters])
    return bytes(packed.read_bytes(pikepdf.StreamDecodeLevel.specialized))


def _raster(stream: Any) -> Raster:  # noqa: ANN401 - as above
    width, height = _size(stream)
    if bool(stream.get("/ImageMask", False)):
        return Raster(width, height, 1, 1, inverted=_is_inverted(stream))
    bits = int(stream.get("/BitsPerComponent", 8))
    channels, palette = _colours(stream.get("/ColorSpace"))
    if bits not in _DEPTHS[channels] or (palette and bits > 8):  # noqa: PLR2004 - a byte
        cannot(
            sentence(
                "Pictures with {channels} times {bits} bits a pixel in a PDF cannot be rebuilt.",
                channels=channels,
                bits=bits,
            )
        )
    return Raster(width, height, channels, bits, palette, _is_inverted(stream))


def _size(stream: Any) -> tuple[int, int]:  # noqa: ANN401 - as above
    width, height = int(stream.Width), int(stream.Height)
    if not (0 < width < 1 << 24 and 0 < height < 1 << 24):
        raise ContainerError(
            State.FAILED, IssueCode.CONTAINER_DAMAGED, sentence("The picture states no possible size.")
        )
    return width, height


def _is_inverted(stream: Any) -> bool:  # noqa: ANN401 - as above
    decode = stream.get("/Decode")
    return decode is not None and float(decode[0]) == _INVERTED and float(decode[1]) == 0


def _colours(space: Any) -> tuple[int, bytes]:  # noqa: ANN401 - as above
    """How many channels a colour space has, and the palette of one of indexes."""
    parts = list(space) if isinstance(space, pikepdf.Array) else [space]
    name = str(parts[0]) if parts else ""
    if name in _CHANNELS:
        return _CHANNELS[name], b""
    if name == "/ICCBased" and int(parts[1].N) in _DEPTHS:
        return int(parts[1].N), b""
    if name in {"/Indexed", "/I"}:
        channels, inner = _colours(parts[1])
        table = parts[3]
        colours = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
        if not inner and colours:
            return 1, rgb_palette(colours, channels)
    cannot(sentence("Pictures with colours of kind {name} in a PDF cannot be rebuilt.", name=name[1:] or "none"))


def _fax(stream: Any, parameters: Any, data: bytes) -> bytes:  # noqa: ANN401 - as above
    given = parameters if parameters is not None else pikepdf.Dictionary()
    kind = int(given.get("/K", 0))
    width, height = int(given.get("/Columns", 1728)), _size(stream)[1]
    if bool(given.get("/EncodedByteAlign", False)):
        cannot(sentence("Fax pictures with rows that begin at bytes cannot be rebuilt."))
    if not 0 < width < 1 << 24:
        raise ContainerError(
            State.FAILED, IssueCode.CONTAINER_DAMAGED, sentence("The picture states no possible size.")
        )
    black_is_one = bool(given.get("/BlackIs1", False))
    scheme, options = (4, 0) if kind < 0 else (3, 1 if kind > 0 else 0)
    # Fax codes mean white and black; the tag says only what the decoded zero is, which a PDF may turn round.
    turned = _is_inverted(stream) != black_is_one
    return fax_tiff(width, height, data, scheme=scheme, options=options, white_is_zero=not turned)
