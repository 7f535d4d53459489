"""The eighth revision: which exhibits had their acquisition digests checked, of what, and what an exhibit consists of.

The table of checks, into which no version before this one wrote, is made anew with the location of what was hashed. Two
indexes have the exhibit, too, so that its ledger is read from them alone. Recipes say that pictures were decoded, as
they always were. Exhibits that an older version added count as not checked: their digests are checked when they are
next worked on.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE sources ADD COLUMN checked_at TEXT",
    """
CREATE TABLE parts (
    source_id INTEGER NOT NULL,
    name BLOB NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    CONSTRAINT pk_parts PRIMARY KEY (source_id, name),
    CONSTRAINT fk_parts_source_id FOREIGN KEY(source_id) REFERENCES sources (id)
)
 WITHOUT ROWID
    """,
    "DROP INDEX ix_acquisition_source",
    "DROP TABLE acquisition",
    """
CREATE TABLE acquisition (
    id INTEGER NOT NULL,
    source_id INTEGER NOT NULL,
    location BLOB NOT NULL,
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
    "DROP INDEX ix_items_content",
    "CREATE INDEX ix_items_content ON items (content_id, source_id) WHERE content_id IS NOT NULL",
    "DROP INDEX ix_items_parent",
    "CREATE INDEX ix_items_parent ON items (parent_id, source_id) WHERE parent_id IS NOT NULL",
)


def upgrade() -> None:
    """Add the column, make the tables, and say in the recipes what was done then."""
    for statement in STATEMENTS:
        op.execute(statement)
    connection = op.get_bind()
    for key, text in connection.execute(sa.text("SELECT id, recipe FROM recipes")).all():
        recipe = json.dumps({"decode": True} | json.loads(text), sort_keys=True, separators=(",", ":"))
        connection.execute(sa.text("UPDATE recipes SET recipe = :recipe WHERE id = :id"), {"recipe": recipe, "id": key})


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
