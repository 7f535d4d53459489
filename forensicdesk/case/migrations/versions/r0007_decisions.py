"""The seventh revision: what examiners decide. Nothing that was stored changes; an older case has no decisions."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE schemes (
    id INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    CONSTRAINT pk_schemes PRIMARY KEY (id)
)
    """,
    """
CREATE TABLE acts (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    reading TEXT NOT NULL,
    examiner TEXT NOT NULL,
    said_at TEXT NOT NULL,
    scope TEXT NOT NULL,
    items INTEGER NOT NULL,
    about INTEGER,
    scheme_id INTEGER,
    undone BOOLEAN NOT NULL,
    CONSTRAINT pk_acts PRIMARY KEY (id),
    CONSTRAINT fk_acts_about FOREIGN KEY(about) REFERENCES acts (id),
    CONSTRAINT fk_acts_scheme_id FOREIGN KEY(scheme_id) REFERENCES schemes (id)
)
    """,
    "CREATE INDEX ix_acts_examiner ON acts (examiner, id)",
    """
CREATE TABLE act_items (
    item_id INTEGER NOT NULL,
    act_id INTEGER NOT NULL,
    CONSTRAINT pk_act_items PRIMARY KEY (item_id, act_id),
    CONSTRAINT fk_act_items_item_id FOREIGN KEY(item_id) REFERENCES items (id),
    CONSTRAINT fk_act_items_act_id FOREIGN KEY(act_id) REFERENCES acts (id)
)
 WITHOUT ROWID
    """,
    "CREATE INDEX ix_act_items_act ON act_items (act_id)",
    """
CREATE TABLE standing (
    reading TEXT NOT NULL,
    item_id INTEGER NOT NULL,
    code TEXT NOT NULL,
    act_id INTEGER NOT NULL,
    CONSTRAINT pk_standing PRIMARY KEY (reading, item_id),
    CONSTRAINT fk_standing_item_id FOREIGN KEY(item_id) REFERENCES items (id),
    CONSTRAINT fk_standing_act_id FOREIGN KEY(act_id) REFERENCES acts (id)
)
 WITHOUT ROWID
    """,
    "CREATE INDEX ix_standing_code ON standing (reading, code, item_id)",
    "CREATE INDEX ix_standing_item ON standing (item_id)",
    """
CREATE TABLE seen (
    item_id INTEGER NOT NULL,
    examiner TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    CONSTRAINT pk_seen PRIMARY KEY (item_id, examiner),
    CONSTRAINT fk_seen_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
 WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Make the new tables."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
