"""The second revision: views, weak hashes, pruned film frames, local features, files inside files.

SQLite cannot add a column where the schema has it; the three tables that change are written anew, so that a case
that was upgraded and a new one have the same tables. Nothing that was stored is altered: older analyses have no views
and no features, and their recipes say so.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP INDEX ix_items_content",
    "DROP INDEX ix_items_pending",
    "DROP INDEX ix_items_state_source_media",
    "ALTER TABLE items RENAME TO items_0001",
    """
CREATE TABLE items (
    id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    location BLOB NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER,
    state TEXT NOT NULL,
    media TEXT,
    media_type TEXT,
    content_id INTEGER,
    issue_stage TEXT,
    issue_code TEXT,
    issue_detail TEXT,
    issues TEXT,
    embedded TEXT,
    parent_id INTEGER,
    CONSTRAINT pk_items PRIMARY KEY (id),
    CONSTRAINT uq_items_source_id_location UNIQUE (source_id, location),
    CONSTRAINT fk_items_source_id FOREIGN KEY(source_id) REFERENCES sources (id),
    CONSTRAINT fk_items_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_items_parent_id FOREIGN KEY(parent_id) REFERENCES items (id)
)
    """,
    """
INSERT INTO items
SELECT id, source_id, location, size, modified_ns, state, media, media_type, content_id, issue_stage, issue_code,
    issue_detail, issues, NULL, NULL FROM items_0001
    """,
    "DROP TABLE items_0001",
    """
CREATE INDEX ix_items_content ON items (content_id) WHERE content_id IS NOT NULL
    """,
    """
CREATE INDEX ix_items_embedded ON items (id) WHERE embedded IS NOT NULL
    """,
    """
CREATE INDEX ix_items_parent ON items (parent_id) WHERE parent_id IS NOT NULL
    """,
    """
CREATE INDEX ix_items_pending ON items (id, size) WHERE state = 'pending'
    """,
    """
CREATE INDEX ix_items_state_source_media ON items (state, source_id, media)
    """,
    "ALTER TABLE perceptual RENAME TO perceptual_0001",
    """
CREATE TABLE perceptual (
    content_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    algorithm TEXT NOT NULL,
    version TEXT NOT NULL,
    parameters TEXT NOT NULL,
    value BLOB NOT NULL,
    quality INTEGER,
    orientations BLOB,
    view_name TEXT NOT NULL,
    weak BOOLEAN NOT NULL,
    CONSTRAINT pk_perceptual PRIMARY KEY (content_id, position),
    CONSTRAINT fk_perceptual_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    """,
    """
INSERT INTO perceptual
SELECT content_id, position, algorithm, version, parameters, value, quality, orientations, '', 0 FROM perceptual_0001
    """,
    "DROP TABLE perceptual_0001",
    "ALTER TABLE frames RENAME TO frames_0001",
    """
CREATE TABLE frames (
    content_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    time_s FLOAT NOT NULL,
    quality INTEGER NOT NULL,
    pdq BLOB NOT NULL,
    stands_for INTEGER NOT NULL,
    is_inner BOOLEAN NOT NULL,
    CONSTRAINT pk_frames PRIMARY KEY (content_id, number),
    CONSTRAINT fk_frames_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    """,
    "INSERT INTO frames SELECT content_id, number, time_s, quality, pdq, 1, 0 FROM frames_0001",
    "DROP TABLE frames_0001",
    """
CREATE TABLE views (
    content_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    box TEXT,
    time_s FLOAT,
    CONSTRAINT pk_views PRIMARY KEY (content_id, position),
    CONSTRAINT fk_views_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    """,
    """
CREATE TABLE features (
    content_id INTEGER NOT NULL,
    value BLOB NOT NULL,
    CONSTRAINT pk_features PRIMARY KEY (content_id),
    CONSTRAINT fk_features_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
    """,
)


NOT_ASKED_FOR = {"features": False, "inner": False, "view_distance": 31}
"""What the recipes of the first revision did not know, with the values that repeat what was done then."""


def upgrade() -> None:
    """Write the changed tables anew, make the new ones, and say in the recipes what they did not ask for."""
    for statement in STATEMENTS:
        op.execute(statement)
    connection = op.get_bind()
    for key, text in connection.execute(sa.text("SELECT id, recipe FROM recipes")).all():
        recipe = json.dumps(json.loads(text) | NOT_ASKED_FOR, sort_keys=True, separators=(",", ":"))
        connection.execute(sa.text("UPDATE recipes SET recipe = :recipe WHERE id = :id"), {"recipe": recipe, "id": key})


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
