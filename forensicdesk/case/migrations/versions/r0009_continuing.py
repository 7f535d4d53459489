"""The ninth revision: how far a list was put to the contents when matching was stopped.

In cases of older versions nothing is known of that, so a matching that was stopped there begins again.
"""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE lists_used ADD COLUMN reached INTEGER",
    "ALTER TABLE lists_used ADD COLUMN begun TEXT",
)


def upgrade() -> None:
    """Add the columns."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
