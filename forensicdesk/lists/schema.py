"""The tables of one stored list version."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

LAYOUT_VERSION = 4
"""Written to `PRAGMA user_version`; a file with a higher number was made by a newer program.

Layout 1 never has the table `value`, layout 2 where it is needed, layout 3 side files of MD5 and
SHA-1, layout 4 those of SHA-256 and PDQ and near tables; all are read as they are.
"""

metadata = MetaData()

about = Table(
    "about",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("reference", Text),
    Column("name", Text),
    Column("label", Text),
    Column("md5", LargeBinary),
    Column("sha1", LargeBinary),
    Column("sha256", LargeBinary),
    Column("pdq", LargeBinary),
    Column("quality", Integer),
    Column("extra", Text),
)

value = Table(
    "value",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("entry", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
)
"""What entries carry beyond the columns of `entry`: PhotoDNA, pHash, SHA-512 and whatever else a list brings."""

film = Table(
    "film",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("label", Text),
)

frame = Table(
    "frame",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("film", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("time_s", Float),
    Column("pdq", LargeBinary, nullable=False),
    Column("quality", Integer),
)

refusal = Table(
    "refusal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("reason", Text, nullable=False),
)

# Made after the rows are in: sorted once instead of kept sorted.
INDEXES = {
    kind: Index(f"entry_{kind}", entry.c[kind], sqlite_where=entry.c[kind].is_not(None))
    for kind in ("md5", "sha1", "sha256")
}
FRAME_INDEX = Index("frame_film", frame.c.film)
VALUE_INDEXES = (
    Index("value_entry", value.c.entry),
    Index("value_kind", value.c.kind, value.c.value),
)
