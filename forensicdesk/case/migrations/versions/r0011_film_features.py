"""The eleventh revision: local features of film frames.

Films that were analysed before have none, until they are analysed again.
"""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATEMENT = """
CREATE TABLE film_features (
    content_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    time_s FLOAT NOT NULL,
    value BLOB NOT NULL,
    CONSTRAINT pk_film_features PRIMARY KEY (content_id, number),
    CONSTRAINT fk_film_features_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(STATEMENT)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
