"""The sixth revision: files in containers, what evidence says of its files, and checks of acquisition digests.

The table of items is written anew, as SQLite cannot add a column where the schema has it. Nothing that was stored is
altered. Containers in a case that was upgraded are not listed: their items were analysed before containers were known.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP INDEX ix_items_content",
    "DROP INDEX ix_items_embedded",
    "DROP INDEX ix_items_parent",
    "DROP INDEX ix_items_pending",
    "DROP INDEX ix_items_state_source_media",
    "ALTER TABLE items RENAME TO items_0005",
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
    origin TEXT NOT NULL,
    turn INTEGER NOT NULL,
    dates TEXT,
    container TEXT,
    listing TEXT,
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
    issue_detail, issues, embedded, parent_id, 'live', 0, NULL, NULL, NULL FROM items_0005
    """,
    "DROP TABLE items_0005",
    "CREATE INDEX ix_items_content ON items (content_id) WHERE content_id IS NOT NULL",
    "CREATE INDEX ix_items_embedded ON items (id) WHERE embedded IS NOT NULL",
    "CREATE INDEX ix_items_listing ON items (listing, id) WHERE container IS NOT NULL",
    "CREATE INDEX ix_items_origin ON items (origin, source_id) WHERE origin <> 'live'",
    "CREATE INDEX ix_items_parent ON items (parent_id) WHERE parent_id IS NOT NULL",
    "CREATE INDEX ix_items_pending ON items (turn, id, size) WHERE state = 'pending'",
    "CREATE INDEX ix_items_state_source_media ON items (state, source_id, media)",
    """
CREATE TABLE names (
    item_id INTEGER NOT NULL,
    name BLOB NOT NULL,
    CONSTRAINT pk_names PRIMARY KEY (item_id, name),
    CONSTRAINT fk_names_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
 WITHOUT ROWID
    """,
    """
CREATE TABLE stated (
    item_id INTEGER NOT NULL,
    algorithm TEXT NOT NULL,
    value BLOB NOT NULL,
    said_by TEXT NOT NULL,
    agrees BOOLEAN,
    CONSTRAINT pk_stated PRIMARY KEY (item_id, algorithm, value, said_by),
    CONSTRAINT fk_stated_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
 WITHOUT ROWID
    """,
    "CREATE INDEX ix_stated_agrees ON stated (agrees)",
    """
CREATE TABLE acquisition (
    id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    subject TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    stated BLOB NOT NULL,
    computed BLOB,
    said_by TEXT NOT NULL,
    result TEXT NOT NULL,
    reason TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    CONSTRAINT pk_acquisition PRIMARY KEY (id),
    CONSTRAINT fk_acquisition_source_id FOREIGN KEY(source_id) REFERENCES sources (id)
)
    """,
    "CREATE INDEX ix_acquisition_source ON acquisition (source_id)",
)


NOT_ASKED_FOR = {"blobs": False, "carve": False}
"""What the recipes of earlier revisions did not know, with the values that repeat what was done then."""


def upgrade() -> None:
    """Write the table of items anew, make the new ones, and say in the recipes what they did not ask for."""
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
