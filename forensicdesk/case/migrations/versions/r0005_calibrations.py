"""The fifth revision: calibrations of chance matches, and how many hashes took part in each comparison with a list.

Nothing that was stored changes. Of comparisons that were made before nothing is known, and nothing is said.
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE calibrations (
    id TEXT NOT NULL,
    calibration TEXT NOT NULL,
    first_used_at TEXT NOT NULL,
    CONSTRAINT pk_calibrations PRIMARY KEY (id)
)
    """,
    """
CREATE TABLE comparisons (
    list_id TEXT NOT NULL,
    calibration_id TEXT NOT NULL,
    hashes INTEGER NOT NULL,
    CONSTRAINT pk_comparisons PRIMARY KEY (list_id),
    CONSTRAINT fk_comparisons_calibration_id FOREIGN KEY(calibration_id) REFERENCES calibrations (id)
)
 WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Make the new tables, empty."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
