"""The kinds of file that can be told apart, and which decoder each one gets."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Decoder(StrEnum):
    """What is done with a kind of file."""

    PILLOW = "pillow"
    HEIF = "heif"
    ICON = "icon"
    RAW = "raw"
    FILM = "film"
    UNSUPPORTED = "unsupported"
    NOT_MEDIA = "not media"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    Attributes:
        media_type: MIME type.
        name: what people call it.
        decoder: what is done with it.
        formats: for pictures the Pillow formats that may be tried, for films FFmpeg's demuxer alone.
    """

    media_type: str
    name: str
    decoder: Decoder
    formats: tuple[str, ...] = ()


def _picture(media_type: str, name: str, *formats: str) -> Kind:
    return Kind(media_type, name, Decoder.PILLOW, formats)


def _film(media_type: str, name: str, demuxer: str) -> Kind:
    return Kind(media_type, name, Decoder.FILM, (demuxer,))


def raw(media_type: str, name: str) -> Kind:
    """A camera's raw file."""
    return Kind(media_type, name, Decoder.RAW)


def unsupported(media_type: str, name: str) -> Kind:
    """A picture or film that this version recognises and does not decode."""
    return Kind(media_type, name, Decoder.UNSUPPORTED)


def not_media(media_type: str, name: str) -> Kind:
    """A file that is no picture and no film."""
    return Kind(media_type, name, Decoder.NOT_MEDIA)


JPEG = _picture("image/jpeg", "JPEG", "JPEG")
PNG = _picture("image/png", "PNG", "PNG")
GIF = _picture("image/gif", "GIF", "GIF")
WEBP = _picture("image/webp", "WebP", "WEBP")
BMP = _picture("image/bmp", "Windows bitmap", "BMP")
TIFF = _picture("image/tiff", "TIFF", "TIFF")
AVIF = _picture("image/avif", "AVIF", "AVIF")
JP2 = _picture("image/jp2", "JPEG 2000", "JPEG2000")
J2C = _picture("image/j2c", "JPEG 2000 codestream", "JPEG2000")
PSD = _picture("image/vnd.adobe.photoshop", "Photoshop document", "PSD")
HEIC = Kind("image/heic", "HEIC", Decoder.HEIF, ("HEIF",))
HEIF = Kind("image/heif", "HEIF", Decoder.HEIF, ("HEIF",))
ICON = Kind("image/vnd.microsoft.icon", "Windows icon or cursor", Decoder.ICON)

MP4 = _film("video/mp4", "MP4", "mov")
MOV = _film("video/quicktime", "QuickTime", "mov")
THREE_GP = _film("video/3gpp", "3GP", "mov")
THREE_G2 = _film("video/3gpp2", "3G2", "mov")
MATROSKA = _film("video/x-matroska", "Matroska", "matroska")
WEBM = _film("video/webm", "WebM", "matroska")
AVI = _film("video/x-msvideo", "AVI", "avi")
FLV = _film("video/x-flv", "Flash video", "flv")
ASF = _film("video/x-ms-asf", "Windows Media (ASF)", "asf")
MPEG_TS = _film("video/mp2t", "MPEG transport stream", "mpegts")
MPEG_PS = _film("video/mpeg", "MPEG program stream", "mpeg")
OGG = _film("video/ogg", "Ogg film", "ogg")
REALMEDIA = _film("application/vnd.rn-realmedia", "RealMedia", "rm")
MXF = _film("application/mxf", "MXF", "mxf")
WTV = _film("video/x-wtv", "Windows recorded television", "wtv")
IVF = _film("video/x-ivf", "IVF", "ivf")
Y4M = _film("video/x-yuv4mpeg", "YUV4MPEG2", "yuv4mpegpipe")
DV = _film("video/x-dv", "DV", "dv")
SMACKER = _film("video/vnd.radgamettools.smacker", "Smacker", "smk")
NSV = _film("video/x-nsv", "Nullsoft video", "nsv")
MPEG_VIDEO = _film("video/mpeg", "MPEG video elementary stream", "mpegvideo")
H264 = _film("video/h264", "H.264 elementary stream", "h264")
H265 = _film("video/h265", "H.265 elementary stream", "hevc")

RAW_TIFF = raw("image/x-raw", "camera raw file in a TIFF container")
DNG = raw("image/x-adobe-dng", "Adobe DNG camera raw file")
CR2 = raw("image/x-canon-cr2", "Canon CR2 raw file")
CR3 = raw("image/x-canon-cr3", "Canon CR3 raw file")
CRW = raw("image/x-canon-crw", "Canon CRW raw file")
NEF = raw("image/x-nikon-nef", "Nikon NEF raw file")
ARW = raw("image/x-sony-arw", "Sony ARW raw file")
PEF = raw("image/x-pentax-pef", "Pentax PEF raw file")
SRW = raw("image/x-samsung-srw", "Samsung SRW raw file")
ORF = raw("image/x-olympus-orf", "Olympus raw file")
RW2 = raw("image/x-panasonic-rw2", "Panasonic raw file")
RAF = raw("image/x-fuji-raf", "Fujifilm raw file")
X3F = raw("image/x-sigma-x3f", "Sigma raw file")
MRW = raw("image/x-minolta-mrw", "Minolta raw file")
TIFF_BASED_RAW = (RAW_TIFF, DNG, NEF, ARW, PEF, SRW, CR2)
"""Raw files whose TIFF structure every reader of TIFF understands."""

OTHER_EBML = unsupported("video/x-ebml", "EBML container of unknown type")

TEXT = not_media("text/plain", "text")
UNKNOWN = not_media("application/octet-stream", "unknown")
EMPTY = not_media("application/x-empty", "empty file")

_FILMS = (MP4, MATROSKA, AVI, FLV, ASF, MPEG_TS, MPEG_PS, OGG, REALMEDIA, MXF, WTV, IVF, Y4M, DV, SMACKER, NSV)
_BARE_STREAMS = (MPEG_VIDEO, H264, H265)
DEMUXERS = tuple(sorted({kind.formats[0] for kind in (*_FILMS, *_BARE_STREAMS)}))
"""Every FFmpeg demuxer this program may use."""
