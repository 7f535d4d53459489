"""The fourth revision: stacks, clusters and links among the contents of a case.

Nothing that was stored changes. A case that was upgraded has no stacks until they are made.
"""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE stacks (
    id INTEGER NOT NULL,
    media TEXT NOT NULL,
    representative_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    CONSTRAINT pk_stacks PRIMARY KEY (id),
    CONSTRAINT fk_stacks_representative_id FOREIGN KEY(representative_id) REFERENCES contents (id)
)
    """,
    """
CREATE TABLE stack_members (
    content_id INTEGER NOT NULL,
    stack_id INTEGER NOT NULL,
    reason TEXT,
    CONSTRAINT pk_stack_members PRIMARY KEY (content_id),
    CONSTRAINT fk_stack_members_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_stack_members_stack_id FOREIGN KEY(stack_id) REFERENCES stacks (id)
)
 WITHOUT ROWID
    """,
    """
CREATE INDEX ix_stack_members_stack ON stack_members (stack_id)
    """,
    """
CREATE TABLE clusters (
    id INTEGER NOT NULL,
    media TEXT NOT NULL,
    representative_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    CONSTRAINT pk_clusters PRIMARY KEY (id),
    CONSTRAINT fk_clusters_representative_id FOREIGN KEY(representative_id) REFERENCES contents (id)
)
    """,
    """
CREATE TABLE cluster_members (
    content_id INTEGER NOT NULL,
    cluster_id INTEGER NOT NULL,
    reason TEXT,
    CONSTRAINT pk_cluster_members PRIMARY KEY (content_id),
    CONSTRAINT fk_cluster_members_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_cluster_members_cluster_id FOREIGN KEY(cluster_id) REFERENCES clusters (id)
)
 WITHOUT ROWID
    """,
    """
CREATE INDEX ix_cluster_members_cluster ON cluster_members (cluster_id)
    """,
    """
CREATE TABLE content_links (
    first_id INTEGER NOT NULL,
    second_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT pk_content_links PRIMARY KEY (first_id, second_id, kind),
    CONSTRAINT fk_content_links_first_id FOREIGN KEY(first_id) REFERENCES contents (id),
    CONSTRAINT fk_content_links_second_id FOREIGN KEY(second_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    """,
    """
CREATE INDEX ix_content_links_second ON content_links (second_id)
    """,
    """
CREATE TABLE grouping (
    id INTEGER NOT NULL CONSTRAINT ck_grouping_one_row CHECK (id = 1),
    fingerprint TEXT NOT NULL,
    version TEXT NOT NULL,
    policy TEXT NOT NULL,
    made_at TEXT NOT NULL,
    CONSTRAINT pk_grouping PRIMARY KEY (id)
)
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
