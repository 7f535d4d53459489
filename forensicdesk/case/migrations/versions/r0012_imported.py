"""The twelfth revision: what documents of other programs say, word for word.

Documents that were read before have none kept; the exhibit added to a new case has them.
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE imported (
    id INTEGER NOT NULL,
    document_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    level TEXT NOT NULL,
    part INTEGER NOT NULL,
    item_id INTEGER,
    value BLOB NOT NULL,
    CONSTRAINT pk_imported PRIMARY KEY (id),
    CONSTRAINT uq_imported_document_id_number UNIQUE (document_id, number),
    CONSTRAINT fk_imported_document_id FOREIGN KEY(document_id) REFERENCES items (id),
    CONSTRAINT fk_imported_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
""",
    "CREATE INDEX ix_imported_item ON imported (item_id, id) WHERE item_id IS NOT NULL",
    "CREATE INDEX ix_imported_apart ON imported (level, id) WHERE item_id IS NULL",
)


def upgrade() -> None:
    """Make the table."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
