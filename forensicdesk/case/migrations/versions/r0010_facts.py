"""The tenth revision: facts by which a million items are chosen quickly, derived from what was stored.

Dates in seconds beside those as found, a narrow table with camera, place and size of each content, an index of the
words of its metadata, and indexes over MD5 and SHA-1. Nothing that was stored changes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from forensicdesk.case import codec
from forensicdesk.case.columns import AnyText
from forensicdesk.case.deriving import content_facts, file_moments, words_of

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE items ADD COLUMN modified_s INTEGER",
    "ALTER TABLE items ADD COLUMN created_s INTEGER",
    "ALTER TABLE items ADD COLUMN accessed_s INTEGER",
    "ALTER TABLE items ADD COLUMN changed_s INTEGER",
    """
CREATE TABLE content_facts (
    content_id INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    duration_s FLOAT,
    taken_s INTEGER,
    camera TEXT NOT NULL,
    gps BOOLEAN NOT NULL,
    CONSTRAINT pk_content_facts PRIMARY KEY (content_id),
    CONSTRAINT fk_content_facts_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
    """,
    (
        "CREATE VIRTUAL TABLE content_words USING fts5(words, content='', columnsize=0, detail='none',"
        " tokenize='unicode61 remove_diacritics 2')"
    ),
    "CREATE INDEX ix_contents_sha1 ON contents (sha1)",
    "CREATE INDEX ix_contents_md5 ON contents (md5)",
)
AT_ONCE = 2000


def upgrade() -> None:
    """Make what is new, and derive it for what is there."""
    for statement in STATEMENTS:
        op.execute(statement)
    connection = op.get_bind()
    _date_items(connection)
    _derive_contents(connection)


def _date_items(connection: sa.Connection) -> None:
    query = sa.text(
        "SELECT id, modified_ns, dates FROM items WHERE id > :last AND (modified_ns NOT NULL OR dates NOT NULL)"
        " ORDER BY id LIMIT :count"
    )
    update = sa.text(
        "UPDATE items SET modified_s = :modified_s, created_s = :created_s, accessed_s = :accessed_s,"
        " changed_s = :changed_s WHERE id = :item"
    )
    last = 0
    while rows := connection.execute(query, {"last": last, "count": AT_ONCE}).all():
        last = rows[-1].id
        connection.execute(
            update,
            [
                {"item": row.id}
                | file_moments(
                    None if row.modified_ns is None else int(row.modified_ns),
                    codec.decode_dates(row.dates) if row.dates else (),
                )
                for row in rows
            ],
        )


def _derive_contents(connection: sa.Connection) -> None:
    columns = "id, media_type, width, height, duration_s, metadata, dates"
    text = sa.text(f"SELECT {columns} FROM contents WHERE id > :last ORDER BY id LIMIT :count")  # noqa: S608 - constants
    query = text.columns(media_type=AnyText)
    facts = sa.text(
        "INSERT INTO content_facts"
        " VALUES (:content_id, :media_type, :width, :height, :duration_s, :taken_s, :camera, :gps)"
    ).bindparams(sa.bindparam("media_type", type_=AnyText), sa.bindparam("camera", type_=AnyText))
    words = sa.text("INSERT INTO content_words (rowid, words) VALUES (:id, :words)")
    last = 0
    while rows := connection.execute(query, {"last": last, "count": AT_ONCE}).mappings().all():
        last = rows[-1]["id"]
        read = [(row, codec.decode_metadata(row["metadata"]), codec.decode_dates(row["dates"])) for row in rows]
        connection.execute(facts, [content_facts(dict(row), metadata, dates) for row, metadata, dates in read])
        connection.execute(words, [{"id": row["id"], "words": words_of(metadata)} for row, metadata, _ in read])


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
