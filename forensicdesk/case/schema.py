"""The tables of `case.db`, as SQLAlchemy Core. The migrations build them; `docs/case-folder.md` explains them."""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    event,
)

from forensicdesk.case.columns import AnyInteger, AnyText, Integer, rows_where

REVISION = "0013"
"""The revision these tables have: the newest of `migrations/versions`, which a test compares."""

APPLICATION_ID = 0x46444341
"""`PRAGMA application_id` of a case database: "FDCA"."""

METADATA = MetaData(
    naming_convention={
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


CASE_INFO = Table(
    "case_info",
    METADATA,
    Column("id", Integer, CheckConstraint("id = 1", name="one_row"), primary_key=True),
    Column("number", AnyText, nullable=False),
    Column("examiner", AnyText, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("fields", Text, nullable=False),
    Column("audit_records", Integer, nullable=False),
    Column("audit_sha256", Text, nullable=False),
)

SOURCES = Table(
    "sources",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("path", LargeBinary, nullable=False),
    Column("label", AnyText, nullable=False),
    Column("added_at", Text, nullable=False),
    Column("walked", Boolean, nullable=False),
    Column("checked_at", Text),
    UniqueConstraint("path"),
)

RECIPES = Table(
    "recipes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("recipe", Text, nullable=False),
    UniqueConstraint("recipe"),
)

CONTENTS = Table(
    "contents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("sha256", LargeBinary, nullable=False),
    Column("sha1", LargeBinary, nullable=False),
    Column("md5", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("media_type", AnyText, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("film", Boolean, nullable=False),
    Column("duration_s", Float),
    Column("thumbnail", Boolean, nullable=False),
    Column("recipe_id", ForeignKey("recipes.id"), nullable=False),
    Column("metadata", Text, nullable=False),
    Column("dates", Text, nullable=False),
    Column("indicators", Text, nullable=False),
    Column("issues", Text, nullable=False),
    UniqueConstraint("sha256"),
)
Index("ix_contents_sha1", CONTENTS.c.sha1)
Index("ix_contents_md5", CONTENTS.c.md5)

CONTENT_FACTS = Table(
    "content_facts",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("media_type", AnyText, nullable=False),
    Column("width", Integer),
    Column("height", Integer),
    Column("duration_s", Float),
    Column("taken_s", Integer),
    Column("camera", AnyText, nullable=False),
    Column("gps", Boolean, nullable=False),
    *(Column(f"{origin}_s", Integer) for origin in ("exif", "container", "application")),
)

CONTENT_WORDS = "content_words"
"""The words of each content's metadata, by the content's number: an index, the text itself is not kept in it."""
MAKE_CONTENT_WORDS = (
    f"CREATE VIRTUAL TABLE {CONTENT_WORDS} USING fts5(words, content='', columnsize=0, detail='none',"
    " tokenize='unicode61 remove_diacritics 2')"
)
event.listen(METADATA, "after_create", DDL(MAKE_CONTENT_WORDS).execute_if(dialect="sqlite"))  # type: ignore[no-untyped-call]

ITEMS = Table(
    "items",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("location", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("modified_ns", AnyInteger),
    Column("state", Text, nullable=False),
    Column("media", Text),
    Column("media_type", AnyText),
    Column("content_id", ForeignKey("contents.id")),
    Column("issue_stage", Text),
    Column("issue_code", Text),
    Column("issue_detail", AnyText),
    Column("issues", Text),
    Column("embedded", Text),
    Column("parent_id", ForeignKey("items.id")),
    Column("origin", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("dates", Text),
    Column("container", Text),
    Column("listing", Text),
    Column("modified_s", Integer),
    Column("created_s", Integer),
    Column("accessed_s", Integer),
    Column("changed_s", Integer),
    *(Column(f"{origin}_s", Integer) for origin in ("exif", "container", "application")),
    UniqueConstraint("source_id", "location"),
)
Index("ix_items_state_source_media", ITEMS.c.state, ITEMS.c.source_id, ITEMS.c.media)
Index("ix_items_content", ITEMS.c.content_id, ITEMS.c.source_id, **rows_where("content_id IS NOT NULL"))
Index("ix_items_embedded", ITEMS.c.id, **rows_where("embedded IS NOT NULL"))
Index("ix_items_parent", ITEMS.c.parent_id, ITEMS.c.source_id, **rows_where("parent_id IS NOT NULL"))
Index("ix_items_pending", ITEMS.c.turn, ITEMS.c.id, ITEMS.c.size, **rows_where("state = 'pending'"))
Index("ix_items_listing", ITEMS.c.listing, ITEMS.c.id, **rows_where("container IS NOT NULL"))
Index("ix_items_origin", ITEMS.c.origin, ITEMS.c.source_id, **rows_where("origin <> 'live'"))

NAMES = Table(
    "names",
    METADATA,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("name", LargeBinary, primary_key=True),
    sqlite_with_rowid=False,
)

STATED = Table(
    "stated",
    METADATA,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("algorithm", Text, primary_key=True),
    Column("value", LargeBinary, primary_key=True),
    Column("said_by", AnyText, primary_key=True),
    Column("agrees", Boolean),
    sqlite_with_rowid=False,
)
Index("ix_stated_agrees", STATED.c.agrees)

IMPORTED = Table(
    "imported",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("items.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("level", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("item_id", ForeignKey("items.id")),
    Column("value", LargeBinary, nullable=False),
    UniqueConstraint("document_id", "number"),
)
Index("ix_imported_item", IMPORTED.c.item_id, IMPORTED.c.id, **rows_where("item_id IS NOT NULL"))
Index("ix_imported_apart", IMPORTED.c.level, IMPORTED.c.id, **rows_where("item_id IS NULL"))

ACQUISITION = Table(
    "acquisition",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("location", LargeBinary, nullable=False),
    Column("algorithm", Text, nullable=False),
    Column("stated", LargeBinary, nullable=False),
    Column("computed", LargeBinary),
    Column("said_by", AnyText, nullable=False),
    Column("result", Text, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("checked_at", Text, nullable=False),
)
Index("ix_acquisition_source", ACQUISITION.c.source_id)

PARTS = Table(
    "parts",
    METADATA,
    Column("source_id", ForeignKey("sources.id"), primary_key=True),
    Column("name", LargeBinary, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("modified_ns", AnyInteger, nullable=False),
    sqlite_with_rowid=False,
)

PERCEPTUAL = Table(
    "perceptual",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("algorithm", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("parameters", Text, nullable=False),
    Column("value", LargeBinary, nullable=False),
    Column("quality", Integer),
    Column("orientations", LargeBinary),
    Column("view_name", AnyText, nullable=False),
    Column("weak", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

VIEWS = Table(
    "views",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("kind", Text, nullable=False),
    Column("detail", AnyText, nullable=False),
    Column("box", Text),
    Column("time_s", Float),
    sqlite_with_rowid=False,
)

FEATURES = Table(
    "features",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("value", LargeBinary, nullable=False),
)

FRAMES = Table(
    "frames",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("time_s", Float, nullable=False),
    Column("quality", Integer, nullable=False),
    Column("pdq", LargeBinary, nullable=False),
    Column("stands_for", Integer, nullable=False),
    Column("is_inner", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

FILM_FEATURES = Table(
    "film_features",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("time_s", Float, nullable=False),
    Column("value", LargeBinary, nullable=False),
)

POLICIES = Table(
    "policies",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("policy", Text, nullable=False),
    Column("first_used_at", Text, nullable=False),
)

LISTS_USED = Table(
    "lists_used",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", AnyText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("role_stated", Boolean, nullable=False),
    Column("format", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("imported_at", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("duplicates", Integer, nullable=False),
    Column("refusals", Text, nullable=False),
    Column("used_at", Text, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("policy_id", ForeignKey("policies.id")),
    Column("issuer", AnyText, nullable=False),
    Column("issued_version", AnyText, nullable=False),
    Column("issued_at", AnyText, nullable=False),
    Column("importer_version", Text, nullable=False),
    Column("checked", Text, nullable=False),
    Column("file_size", Integer, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("reached", Integer),
    Column("begun", Text),
)

CALIBRATIONS = Table(
    "calibrations",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("calibration", AnyText, nullable=False),
    Column("first_used_at", Text, nullable=False),
)

COMPARISONS = Table(
    "comparisons",
    METADATA,
    Column("list_id", Text, primary_key=True),
    Column("calibration_id", ForeignKey("calibrations.id"), nullable=False),
    Column("hashes", Integer, nullable=False),
    sqlite_with_rowid=False,
)

MATCHES = Table(
    "matches",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("content_id", ForeignKey("contents.id"), nullable=False),
    Column("list_id", ForeignKey("lists_used.id"), nullable=False),
    Column("entry", AnyText, nullable=False),
    Column("label", AnyText, nullable=False),
    Column("kind", Text, nullable=False),
    Column("weak", Boolean, nullable=False),
    Column("algorithm", AnyText, nullable=False),
    Column("distance", Integer, nullable=False),
    Column("card", Text, nullable=False),
    Column("policy_id", ForeignKey("policies.id")),
)
Index("ix_matches_content", MATCHES.c.content_id, MATCHES.c.kind, MATCHES.c.list_id)
Index("ix_matches_list", MATCHES.c.list_id, MATCHES.c.kind, MATCHES.c.content_id)

NEAREST = Table(
    "nearest",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("list_id", ForeignKey("lists_used.id"), primary_key=True),
    Column("algorithm", Text, primary_key=True),
    Column("distance", Integer),
    Column("threshold", Integer, nullable=False),
    Column("entry", AnyText, nullable=False),
    Column("note", AnyText, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_nearest_list", NEAREST.c.list_id)

DISMISSALS = Table(
    "dismissals",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("content_id", ForeignKey("contents.id"), nullable=False),
    Column("list_id", ForeignKey("lists_used.id"), nullable=False),
    Column("entry", AnyText, nullable=False),
    Column("examiner", AnyText, nullable=False),
    Column("said_at", Text, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("revoked", Boolean, nullable=False),
)
Index("ix_dismissals_content", DISMISSALS.c.content_id)

CARRIED = Table(
    "carried",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("algorithm", Text, primary_key=True),
    Column("value", LargeBinary, primary_key=True),
    Column("origin", AnyText, primary_key=True),
    sqlite_with_rowid=False,
)

STACKS = Table(
    "stacks",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("media", Text, nullable=False),
    Column("representative_id", ForeignKey("contents.id"), nullable=False),
    Column("size", Integer, nullable=False),
)

STACK_MEMBERS = Table(
    "stack_members",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("stack_id", ForeignKey("stacks.id"), nullable=False),
    Column("reason", Text),
    sqlite_with_rowid=False,
)
Index("ix_stack_members_stack", STACK_MEMBERS.c.stack_id)

CLUSTERS = Table(
    "clusters",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("media", Text, nullable=False),
    Column("representative_id", ForeignKey("contents.id"), nullable=False),
    Column("size", Integer, nullable=False),
)

CLUSTER_MEMBERS = Table(
    "cluster_members",
    METADATA,
    Column("content_id", ForeignKey("contents.id"), primary_key=True),
    Column("cluster_id", ForeignKey("clusters.id"), nullable=False),
    Column("reason", Text),
    sqlite_with_rowid=False,
)
Index("ix_cluster_members_cluster", CLUSTER_MEMBERS.c.cluster_id)

CONTENT_LINKS = Table(
    "content_links",
    METADATA,
    Column("first_id", ForeignKey("contents.id"), primary_key=True),
    Column("second_id", ForeignKey("contents.id"), primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_content_links_second", CONTENT_LINKS.c.second_id)

GROUPING = Table(
    "grouping",
    METADATA,
    Column("id", Integer, CheckConstraint("id = 1", name="one_row"), primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

SCHEMES = Table(
    "schemes",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("scheme", AnyText, nullable=False),
    Column("chosen_at", Text, nullable=False),
)

ACTS = Table(
    "acts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("value", AnyText, nullable=False),
    Column("reading", Text, nullable=False),
    Column("examiner", AnyText, nullable=False),
    Column("said_at", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("items", Integer, nullable=False),
    Column("about", ForeignKey("acts.id")),
    Column("scheme_id", ForeignKey("schemes.id")),
    Column("undone", Boolean, nullable=False),
)
Index("ix_acts_examiner", ACTS.c.examiner, ACTS.c.id)

ACT_ITEMS = Table(
    "act_items",
    METADATA,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("act_id", ForeignKey("acts.id"), primary_key=True),
    sqlite_with_rowid=False,
)
Index("ix_act_items_act", ACT_ITEMS.c.act_id)

STANDING = Table(
    "standing",
    METADATA,
    Column("reading", Text, primary_key=True),
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("code", AnyText, nullable=False),
    Column("act_id", ForeignKey("acts.id"), nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_standing_code", STANDING.c.reading, STANDING.c.code, STANDING.c.item_id)
Index("ix_standing_item", STANDING.c.item_id)

SEEN = Table(
    "seen",
    METADATA,
    Column("item_id", ForeignKey("items.id"), primary_key=True),
    Column("examiner", AnyText, primary_key=True),
    Column("seen_at", Text, nullable=False),
    sqlite_with_rowid=False,
)
