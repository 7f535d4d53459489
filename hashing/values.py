"""The values that leave this package: everything `hashing.analyse` can say about one item's bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from hashing.phrases import phrase

PDQ_BYTES = 32
UNKNOWN_TYPE = "application/octet-stream"
"""The media type of bytes of which nothing else is known."""
"""A PDQ hash is 256 bits; most significant bit first, as in the published hexadecimal form."""

ORIENTATIONS = (
    "original",
    "rotate90",
    "rotate180",
    "rotate270",
    "flipx",
    "flipy",
    "flip_plus1",
    "flip_minus1",
)
"""Names of the eight dihedral variants, in the order in which `orientations` fields carry their hashes.

The names are those of ThreatExchange's `pdq/data/reg-test-input/dih` (`flip_plus1` mirrors along the main diagonal).
"""


class Outcome(StrEnum):
    """What became of one item's bytes."""

    ANALYSED = "analysed"
    NOT_MEDIA = "not_media"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"
    ENCRYPTED = "encrypted"


class Stage(StrEnum):
    """Where in the work on an item an issue arose."""

    READ = "read"
    IDENTIFY = "identify"
    DECODE = "decode"
    HASH = "hash"
    METADATA = "metadata"
    THUMBNAIL = "thumbnail"
    WORKER = "worker"


class IssueCode(StrEnum):
    """Every kind of trouble an item can carry. Each is explained in `docs/issues.md`."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    CHANGED_WHILE_READ = "changed-while-read"
    NAME_SUGGESTS_MEDIA = "name-suggests-media"
    FORMAT_UNSUPPORTED = "format-unsupported"
    DECODER_REFUSED = "decoder-refused"
    TOO_MANY_PIXELS = "too-many-pixels"
    TRUNCATED = "truncated"
    NO_FRAMES = "no-frames"
    FRAME_LIMIT = "frame-limit"
    METADATA_UNREADABLE = "metadata-unreadable"
    RESULT_LIMIT = "result-limit"
    OUT_OF_MEMORY = "out-of-memory"
    TIMED_OUT = "timed-out"
    WORKER_DIED = "worker-died"
    NOT_A_FILE = "not-a-file"
    EMBEDDED_LIMIT = "embedded-limit"
    CONTAINER_DAMAGED = "container-damaged"
    CONTAINER_LIMIT = "container-limit"
    CONTAINER_UNSUPPORTED = "container-unsupported"
    CONTENT_MISSING = "content-missing"
    ENCRYPTED = "encrypted"
    DIGEST_DIFFERS = "digest-differs"
    SYMBOLIC_LINK = "symbolic-link"
    FOLDER_UNREADABLE = "folder-unreadable"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class Issue:
    """Trouble met in evidence, as a value.

    `detail` is one plain sentence or phrase for people; it never contains a path of the workstation.
    """

    stage: Stage
    code: IssueCode
    detail: str


@dataclass(frozen=True, slots=True)
class Digests:
    """Cryptographic digests of the whole file, as raw bytes (16, 20 and 32 bytes)."""

    md5: bytes
    sha1: bytes
    sha256: bytes


@dataclass(frozen=True, slots=True)
class PerceptualHash:
    """One perceptual hash of one picture.

    Values are compared only with values of the same `algorithm`, `version` and `parameters`.

    Attributes:
        algorithm: lower-case name: "pdq", "phash", "dhash", "ahash", "whash", "colorhash", "crop_resistant",
            "blockmean", "marr_hildreth"; how values are compared stands in `hashing.perceptual.distance`.
        version: our version of algorithm and decoding path together, such as "1".
        parameters: canonical text of the parameters that matter, such as "64x64-dct16" or "8x8".
        value: the bits in the published order; of "crop_resistant" the hashes of all regions one after the other.
        quality: 0 to 100 where the algorithm defines one (PDQ), else None.
        orientations: for PDQ the eight dihedral variants in the order of `ORIENTATIONS`; else empty.
        view: name of the view that was hashed (see `View`); "" for the picture as a whole.
        weak: True where the picture has too little structure for the value to say anything (one colour, tiny).
    """

    algorithm: str
    version: str
    parameters: str
    value: bytes
    quality: int | None = None
    orientations: tuple[bytes, ...] = ()
    view: str = ""
    weak: bool = False


class ViewKind(StrEnum):
    """What a view is."""

    FRAME = "frame"
    PAGE = "page"
    INNER = "inner"
    TILE = "tile"


INNER_VIEW = phrase("inner picture")
"""The name of the (first) picture inside the picture, and of a film without its bars."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of an item that is hashed beside the whole: a frame, a page, the picture inside the picture.

    Attributes:
        name: unique within the item, such as "frame 12", "page 3", "inner picture", "tile 2".
        kind: what it is.
        detail: for people: what was taken off, or where the frame stands; "" where the name says all.
        box: left, top, width, height in pixels of the upright picture at its stored size; None for whole frames.
        time_s: when the frame of an animation is shown, in seconds from its start; else None.
    """

    name: str
    kind: ViewKind
    detail: str = ""
    box: tuple[int, int, int, int] | None = None
    time_s: float | None = None


class EmbeddedKind(StrEnum):
    """What lies inside a file as an item of its own."""

    EXIF_THUMBNAIL = "exif-thumbnail"
    SECONDARY_PICTURE = "secondary-picture"
    RAW_PREVIEW = "raw-preview"
    APPENDED_FILM = "appended-film"


@dataclass(frozen=True, slots=True)
class Embedded:
    """A whole file that lies inside an item's bytes without a gap: it becomes an item of its own.

    Attributes:
        kind: what it is to the file around it.
        offset: where it begins, in bytes from the start of that file.
        length: how many bytes it has, at least 1.
    """

    kind: EmbeddedKind
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class FrameHash:
    """PDQ of one film frame.

    Attributes:
        time_s: presentation time in seconds from the start of the film.
        pdq, quality, orientations: as for pictures.
        count: how many sampled frames in a row it stands for: neighbours within 2 bits are not kept one by one.
    """

    time_s: float
    pdq: bytes
    quality: int
    orientations: tuple[bytes, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class FrameFeatures:
    """Local features of one film frame in their compact form (see `hashing.local`).

    Attributes:
        time_s: as for the frame's hash.
        value: the compact form.
    """

    time_s: float
    value: bytes


@dataclass(frozen=True, slots=True)
class Film:
    """What was seen of a film.

    Attributes:
        duration_s: the declared duration, None if the container gives none.
        frames: the frames as they are shown.
        inner: the same film without the bars or the border that surround it in every frame; empty where there are none.
            The view "inner picture" of the analysis says where it lies.
        features: local features of at most 64 frames over the whole length, if the recipe asks for them.
    """

    duration_s: float | None
    frames: tuple[FrameHash, ...]
    inner: tuple[FrameHash, ...] = ()
    features: tuple[FrameFeatures, ...] = ()


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date as the file gives it.

    Attributes:
        kind: which field, such as "exif:DateTimeOriginal" or "container:creation_time".
        text: the text as found, unchanged.
        zone: "+02:00", "Z", … as found, or None where the file states none ("zone unknown", never guessed).
    """

    kind: str
    text: str
    zone: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """Something an examiner may want to know, with the text it rests on; never a conclusion."""

    code: str
    text: str


MetadataGroup = tuple[str, tuple[tuple[str, str], ...]]
"""One group of metadata: its name ("EXIF", "GPS", "container", …) and its (field, value as text) pairs."""


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """Two small pictures made from the decoded item.

    Attributes:
        preview: JPEG, longest side at most 256 px; for a film a strip of frames, at most 1024 x 256 px. Restricted.
        mosaic: PNG, longest side at most 12 px: all that is ever shown where imagery is to be unrecognisable.
    """

    preview: bytes
    mosaic: bytes


EVERY_ALGORITHM = (
    "pdq",
    "phash",
    "dhash",
    "ahash",
    "whash",
    "colorhash",
    "crop_resistant",
    "blockmean",
    "marr_hildreth",
)
"""All perceptual hashes of pictures that there are, in the order in which they are reported."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to compute. Stored with every analysis, so that a run can be repeated.

    Attributes:
        name: profile name: "triage", "standard", "thorough".
        perceptual: algorithms for pictures, in the order they are reported.
        frame_interval_s: most seconds between two film frames that are looked at, less where the picture changes; None
            takes key frames only.
        max_frames: at most so many frames of one film are kept; reaching it is an issue, not silence.
        max_pixels: pictures and frames with more pixels are refused with an issue.
        digest_everything: compute digests of files that are no media, too (`forensicdesk hash`).
        inner: look for the picture inside the picture (borders, bars, captions, screens, tiles) and hash it, too.
        features: keep local features, by which crops and small rotations are found where both pictures are at hand; of
            films those of some frames.
        view_distance: frames and pages are views of their own if they differ from the views before by more bits.
        carve: look for pictures and films in bytes of file systems that no file has, too.
        blobs: look into the values of databases, too.
        decode: decode pictures and films; if not, they have digests and a type only, and no preview.
    """

    name: str = "standard"
    perceptual: tuple[str, ...] = ("pdq", "phash", "dhash")
    frame_interval_s: float | None = 0.25
    max_frames: int = 120_000
    max_pixels: int = 300_000_000
    digest_everything: bool = False
    inner: bool = True
    features: bool = False
    view_distance: int = 31
    carve: bool = False
    blobs: bool = False
    decode: bool = True


PROFILES: tuple[Recipe, ...] = (
    Recipe(name="triage", perceptual=(), frame_interval_s=None, inner=False, decode=False),
    Recipe(name="standard"),
    Recipe(name="thorough", perceptual=EVERY_ALGORITHM, frame_interval_s=0.125, features=True, carve=True, blobs=True),
)
"""The recipes a person can choose by name."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything computed from one item's bytes.

    Attributes:
        outcome: what became of it; anything but ANALYSED has at least one issue that says why.
        media_type: MIME type by content, "application/octet-stream" where unknown.
        size: length in bytes.
        digests: None only if the bytes could not be read, or for files that are no media (see Recipe).
        width, height: pixels as stored, before EXIF orientation or film rotation; None if not decoded.
        perceptual: hashes of a picture, in the order of the recipe; empty for films.
        film: set for films only.
        metadata, dates, indicators, issues: see their types.
        thumbnail: None if nothing could be decoded.
        views: what was hashed beside the whole; `perceptual` names them.
        embedded: files that lie inside this one, each to be analysed as an item of its own.
        features: local features of the picture in their compact form (see `hashing.local`), None if there are none.
        container: kind of container that the bytes are, such as "zip", as the one who opened them says; "" if none.
    """

    outcome: Outcome
    media_type: str
    size: int
    digests: Digests | None = None
    width: int | None = None
    height: int | None = None
    perceptual: tuple[PerceptualHash, ...] = ()
    film: Film | None = None
    metadata: tuple[MetadataGroup, ...] = ()
    dates: tuple[DateFact, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    issues: tuple[Issue, ...] = field(default=())
    thumbnail: Thumbnail | None = None
    views: tuple[View, ...] = ()
    embedded: tuple[Embedded, ...] = ()
    features: bytes | None = None
    container: str = ""
