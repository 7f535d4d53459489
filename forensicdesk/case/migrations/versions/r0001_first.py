"""The first revision: every table of a case."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
CREATE TABLE case_info (
    id INTEGER NOT NULL CONSTRAINT ck_case_info_one_row CHECK (id = 1),
    number TEXT NOT NULL,
    examiner TEXT NOT NULL,
    created_at TEXT NOT NULL,
    fields TEXT NOT NULL,
    audit_records INTEGER NOT NULL,
    audit_sha256 TEXT NOT NULL,
    CONSTRAINT pk_case_info PRIMARY KEY (id)
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
    CONSTRAINT pk_lists_used PRIMARY KEY (id)
)
    """,
    """
CREATE TABLE recipes (
    id INTEGER NOT NULL,
    recipe TEXT NOT NULL,
    CONSTRAINT pk_recipes PRIMARY KEY (id),
    CONSTRAINT uq_recipes_recipe UNIQUE (recipe)
)
    """,
    """
CREATE TABLE sources (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    path BLOB NOT NULL,
    label TEXT NOT NULL,
    added_at TEXT NOT NULL,
    walked BOOLEAN NOT NULL,
    CONSTRAINT pk_sources PRIMARY KEY (id),
    CONSTRAINT uq_sources_path UNIQUE (path)
)
    """,
    """
CREATE TABLE contents (
    id INTEGER NOT NULL,
    sha256 BLOB NOT NULL,
    sha1 BLOB NOT NULL,
    md5 BLOB NOT NULL,
    size INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    outcome TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    film BOOLEAN NOT NULL,
    duration_s FLOAT,
    thumbnail BOOLEAN NOT NULL,
    recipe_id INTEGER NOT NULL,
    metadata TEXT NOT NULL,
    dates TEXT NOT NULL,
    indicators TEXT NOT NULL,
    issues TEXT NOT NULL,
    CONSTRAINT pk_contents PRIMARY KEY (id),
    CONSTRAINT uq_contents_sha256 UNIQUE (sha256),
    CONSTRAINT fk_contents_recipe_id FOREIGN KEY(recipe_id) REFERENCES recipes (id)
)
    """,
    """
CREATE TABLE frames (
    content_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    time_s FLOAT NOT NULL,
    quality INTEGER NOT NULL,
    pdq BLOB NOT NULL,
    CONSTRAINT pk_frames PRIMARY KEY (content_id, number),
    CONSTRAINT fk_frames_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    """,
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
    CONSTRAINT pk_items PRIMARY KEY (id),
    CONSTRAINT uq_items_source_id_location UNIQUE (source_id, location),
    CONSTRAINT fk_items_source_id FOREIGN KEY(source_id) REFERENCES sources (id),
    CONSTRAINT fk_items_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
    """,
    """
CREATE INDEX ix_items_content ON items (content_id) WHERE content_id IS NOT NULL
    """,
    """
CREATE INDEX ix_items_pending ON items (id, size) WHERE state = 'pending'
    """,
    """
CREATE INDEX ix_items_state_source_media ON items (state, source_id, media)
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
    CONSTRAINT pk_matches PRIMARY KEY (id),
    CONSTRAINT fk_matches_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_matches_list_id FOREIGN KEY(list_id) REFERENCES lists_used (id)
)
    """,
    """
CREATE INDEX ix_matches_content ON matches (content_id, kind, list_id)
    """,
    """
CREATE INDEX ix_matches_list ON matches (list_id, kind, content_id)
    """,
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
    CONSTRAINT pk_perceptual PRIMARY KEY (content_id, position),
    CONSTRAINT fk_perceptual_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    """,
)


def upgrade() -> None:
    """Make the tables and indexes."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Cases are never taken back: the copy made before an upgrade is opened instead."""
    msg = "a case database is not taken back to an older revision; open the copy made before the upgrade"
    raise RuntimeError(msg)
