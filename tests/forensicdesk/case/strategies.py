"""Any value that can be stored, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from forensicdesk.model import EvidenceCard, Location, Step
from hashing.values import (
    Analysis,
    DateFact,
    Digests,
    Embedded,
    EmbeddedKind,
    Film,
    FrameFeatures,
    FrameHash,
    Indicator,
    Issue,
    IssueCode,
    Outcome,
    PerceptualHash,
    Stage,
    View,
    ViewKind,
)

TEXT = st.one_of(st.text(max_size=20), st.text(st.sampled_from('a\udc80\udcff\x00\n"\\é日'), max_size=8))
"""Text with everything in it, lone surrogates of names that are no UTF-8 included."""

SECONDS = st.floats(min_value=0, max_value=1e7, allow_nan=False)
QUALITY = st.integers(0, 100)
PDQ = st.binary(min_size=32, max_size=32)
NATURAL = st.integers(0, 2**53)

LOCATIONS = st.lists(st.builds(Step, kind=TEXT.filter(lambda text: text.isprintable()), path=st.binary())).map(
    lambda steps: Location(tuple(steps))
)

ISSUES = st.lists(
    st.builds(Issue, stage=st.sampled_from(Stage), code=st.sampled_from(IssueCode), detail=TEXT), max_size=3
).map(tuple)

FRAMES = st.builds(
    FrameHash,
    time_s=SECONDS,
    pdq=PDQ,
    quality=QUALITY,
    orientations=st.one_of(st.just(()), st.lists(PDQ, min_size=8, max_size=8).map(tuple)),
    count=st.integers(1, 10_000),
)
FRAME_LISTS = st.lists(FRAMES, max_size=4).map(tuple)
FRAME_FEATURES = st.lists(st.builds(FrameFeatures, time_s=SECONDS, value=st.binary(max_size=50)), max_size=4)
FILMS = st.builds(Film, duration_s=st.none() | SECONDS, frames=FRAME_LISTS, inner=FRAME_LISTS)
VIEWS = st.lists(
    st.builds(
        View,
        name=TEXT,
        kind=st.sampled_from(ViewKind),
        detail=TEXT,
        box=st.none() | st.tuples(NATURAL, NATURAL, NATURAL, NATURAL),
        time_s=st.none() | SECONDS,
    ),
    max_size=3,
).map(tuple)
EMBEDDED = st.lists(
    st.builds(Embedded, kind=st.sampled_from(EmbeddedKind), offset=NATURAL, length=st.integers(1, 2**53)), max_size=3
).map(tuple)


@st.composite
def perceptual_hashes(draw: st.DrawFn) -> PerceptualHash:
    """A perceptual hash, with the hashes of its orientations or without."""
    value = draw(st.binary(min_size=1, max_size=40))
    same_length = st.binary(min_size=len(value), max_size=len(value))
    return PerceptualHash(
        algorithm=draw(st.sampled_from(("pdq", "phash", "dhash"))),
        version=draw(st.sampled_from(("1", "2"))),
        parameters=draw(st.sampled_from(("8x8", "64x64-dct16", ""))),
        value=value,
        quality=draw(st.none() | QUALITY),
        orientations=draw(st.one_of(st.just(()), st.lists(same_length, min_size=8, max_size=8).map(tuple))),
        view=draw(TEXT),
        weak=draw(st.booleans()),
    )


METADATA = st.lists(st.tuples(TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=4).map(tuple)), max_size=3).map(tuple)
DATES = st.lists(st.builds(DateFact, kind=TEXT, text=TEXT, zone=st.none() | TEXT), max_size=3).map(tuple)
INDICATORS = st.lists(st.builds(Indicator, code=TEXT, text=TEXT), max_size=3).map(tuple)

ANALYSES = st.builds(
    Analysis,
    outcome=st.sampled_from([outcome for outcome in Outcome if outcome is not Outcome.NOT_MEDIA]),
    media_type=TEXT,
    size=NATURAL,
    digests=st.builds(
        Digests,
        md5=st.binary(min_size=16, max_size=16),
        sha1=st.binary(min_size=20, max_size=20),
        sha256=PDQ,
    ),
    width=st.none() | NATURAL,
    height=st.none() | NATURAL,
    perceptual=st.lists(perceptual_hashes(), max_size=4).map(tuple),
    film=st.none() | FILMS,
    metadata=METADATA,
    dates=DATES,
    indicators=INDICATORS,
    issues=ISSUES,
    views=VIEWS,
    embedded=EMBEDDED,
)
"""Analyses of pictures and films whose bytes could be read, without a thumbnail and local features."""

CARDS = st.builds(
    EvidenceCard,
    algorithm=TEXT,
    version=TEXT,
    query=TEXT,
    reference=TEXT,
    distance=NATURAL,
    threshold=NATURAL,
    quality=st.none() | QUALITY,
    reference_quality=st.none() | QUALITY,
    orientation=st.none() | TEXT.filter(bool),
    query_percent=st.none() | SECONDS,
    frames_matched=st.none() | NATURAL,
    first_time_s=st.none() | SECONDS,
    last_time_s=st.none() | SECONDS,
    note=TEXT,
    view=TEXT,
)
