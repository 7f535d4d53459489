"""The third revision: policies, the nearest entries that are no match, what an examiner dismissed, carried values.

The two tables that change are written anew, as SQLite cannot add a column where the schema has it. Matches that are
there were made before policies were kept: they name none.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATEMENTS = (
    "DROP INDEX ix_matches_content",
    "DROP INDEX ix_matches_list",
    "ALTER TABLE matches RENAME TO matches_0002",
    "ALTER TABLE lists_used RENAME TO lists_used_0002",
    """
CREATE TABLE policies (
    id TEXT NOT NULL,
    policy TEXT NOT NULL,
    first_used_at TEXT NOT NULL,
    CONSTRAINT pk_policies PRIMARY KEY (id)
)
    """,
    """
CREATE TABLE lists_used (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    role TEXT NOT NULL,
    role_stated BOOLEAN NOT NULL,
    format TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    imported_at TEXT NOT NULL,
    entries TEXT NOT NULL,
    refused INTEGER NOT NULL,
    duplicates INTEGER NOT NULL,
    refusals TEXT NOT NULL,
    used_at TEXT NOT NULL,
    complete BOOLEAN NOT NULL,
    policy_id TEXT,
    issuer TEXT NOT NULL,
    issued_version TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    importer_version TEXT NOT NULL,
    checked TEXT NOT NULL,
    file_size INTEGER NOT NULL,
    withdrawn INTEGER NOT NULL,
    CONSTRAINT pk_lists_used PRIMARY KEY (id),
    CONSTRAINT fk_lists_used_policy_id FOREIGN KEY(policy_id) REFERENCES policies (id)
)
    """,
    """
INSERT INTO lists_used
SELECT id, name, version, role, role_stated, format, sha256, imported_at, entries, refused, duplicates, refusals,
    used_at, complete, NULL, '', '', '', '', '', 0, 0 FROM lists_used_0002
    """,
    """
CREATE TABLE matches (
    id INTEGER NOT NULL,
    content_id INTEGER NOT NULL,
    list_id TEXT NOT NULL,
    entry TEXT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    weak BOOLEAN NOT NULL,
    algorithm TEXT NOT NULL,
    distance INTEGER NOT NULL,
    card TEXT NOT NULL,
    policy_id TEXT,
    CONSTRAINT pk_matches PRIMARY KEY (id),
    CONSTRAINT fk_matches_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_matches_list_id FOREIGN KEY(list_id) REFERENCES lists_used (id),
    CONSTRAINT fk_matches_policy_id FOREIGN KEY(policy_id) REFERENCES policies (id)
)
    """,
    """
INSERT INTO matches
SELECT id, content_id, list_id, entry, label, kind, weak, algorithm, distance, card, NULL FROM matches_0002
    """,
    "DROP TABLE matches_0002",
    "DROP TABLE lists_used_0002",
    "CREATE INDEX ix_matches_content ON matches (content_id, kind, list_id)",
    "CREATE INDEX ix_matches_list ON matches (list_id, kind, content_id)",
    """
CREATE TABLE nearest (
    content_id INTEGER NOT NULL,
    list_id TEXT NOT NULL,
    algorithm TEXT NOT NULL,
    distance INTEGER,
    threshold INTEGER NOT NULL,
    entry TEXT NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_nearest PRIMARY KEY (content_id, list_id, algorithm),
    CONSTRAINT fk_nearest_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_nearest_list_id FOREIGN KEY(list_id) REFERENCES lists_used (id)
)
 WITHOUT ROWID
    """,
    "CREATE INDEX ix_nearest_list ON nearest (list_id)",
    """
CREATE TABLE dismissals (
    id INTEGER NOT NULL,
    content_id INTEGER NOT NULL,
    list_id TEXT NOT NULL,
    entry TEXT NOT NULL,
    examiner TEXT NOT NULL,
    said_at TEXT NOT NULL,
    reason TEXT NOT NULL,
    revoked BOOLEAN NOT NULL,
    CONSTRAINT pk_dismissals PRIMARY KEY (id),
    CONSTRAINT fk_dismissals_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_dismissals_list_id FOREIGN KEY(list_id) REFERENCES lists_used (id)
)
    """,
    "CREATE INDEX ix_dismissals_content ON dismissals (content_id)",
    """
CREATE TABLE carried (
    content_id INTEGER NOT NULL,
    algorithm TEXT NOT NULL,
    value BLOB NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT pk_carried PRIMARY KEY (content_id, algorithm, value, origin),
    CONSTRAINT fk_carried_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Write the changed tables anew and make the new ones."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
