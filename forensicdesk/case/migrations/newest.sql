CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE case_info (
    id INTEGER NOT NULL CONSTRAINT ck_case_info_one_row CHECK (id = 1),
    number TEXT NOT NULL,
    examiner TEXT NOT NULL,
    created_at TEXT NOT NULL,
    fields TEXT NOT NULL,
    audit_records INTEGER NOT NULL,
    audit_sha256 TEXT NOT NULL,
    CONSTRAINT pk_case_info PRIMARY KEY (id)
);

CREATE TABLE recipes (
    id INTEGER NOT NULL,
    recipe TEXT NOT NULL,
    CONSTRAINT pk_recipes PRIMARY KEY (id),
    CONSTRAINT uq_recipes_recipe UNIQUE (recipe)
);

CREATE TABLE sources (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    path BLOB NOT NULL,
    label TEXT NOT NULL,
    added_at TEXT NOT NULL,
    walked BOOLEAN NOT NULL, checked_at TEXT,
    CONSTRAINT pk_sources PRIMARY KEY (id),
    CONSTRAINT uq_sources_path UNIQUE (path)
);

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
);

CREATE TABLE perceptual (
    content_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    algorithm TEXT NOT NULL,
    version TEXT NOT NULL,
    parameters TEXT NOT NULL,
    value BLOB NOT NULL,
    quality INTEGER,
    orientations BLOB,
    view_name TEXT NOT NULL,
    weak BOOLEAN NOT NULL,
    CONSTRAINT pk_perceptual PRIMARY KEY (content_id, position),
    CONSTRAINT fk_perceptual_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    ;

CREATE TABLE frames (
    content_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    time_s FLOAT NOT NULL,
    quality INTEGER NOT NULL,
    pdq BLOB NOT NULL,
    stands_for INTEGER NOT NULL,
    is_inner BOOLEAN NOT NULL,
    CONSTRAINT pk_frames PRIMARY KEY (content_id, number),
    CONSTRAINT fk_frames_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    ;

CREATE TABLE views (
    content_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    box TEXT,
    time_s FLOAT,
    CONSTRAINT pk_views PRIMARY KEY (content_id, position),
    CONSTRAINT fk_views_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    ;

CREATE TABLE features (
    content_id INTEGER NOT NULL,
    value BLOB NOT NULL,
    CONSTRAINT pk_features PRIMARY KEY (content_id),
    CONSTRAINT fk_features_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
);

CREATE TABLE policies (
    id TEXT NOT NULL,
    policy TEXT NOT NULL,
    first_used_at TEXT NOT NULL,
    CONSTRAINT pk_policies PRIMARY KEY (id)
);

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
    withdrawn INTEGER NOT NULL, reached INTEGER, begun TEXT,
    CONSTRAINT pk_lists_used PRIMARY KEY (id),
    CONSTRAINT fk_lists_used_policy_id FOREIGN KEY(policy_id) REFERENCES policies (id)
);

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
);

CREATE INDEX ix_matches_content ON matches (content_id, kind, list_id);

CREATE INDEX ix_matches_list ON matches (list_id, kind, content_id);

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
    ;

CREATE INDEX ix_nearest_list ON nearest (list_id);

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
);

CREATE INDEX ix_dismissals_content ON dismissals (content_id);

CREATE TABLE carried (
    content_id INTEGER NOT NULL,
    algorithm TEXT NOT NULL,
    value BLOB NOT NULL,
    origin TEXT NOT NULL,
    CONSTRAINT pk_carried PRIMARY KEY (content_id, algorithm, value, origin),
    CONSTRAINT fk_carried_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
)
 WITHOUT ROWID
    ;

CREATE TABLE stacks (
    id INTEGER NOT NULL,
    media TEXT NOT NULL,
    representative_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    CONSTRAINT pk_stacks PRIMARY KEY (id),
    CONSTRAINT fk_stacks_representative_id FOREIGN KEY(representative_id) REFERENCES contents (id)
);

CREATE TABLE stack_members (
    content_id INTEGER NOT NULL,
    stack_id INTEGER NOT NULL,
    reason TEXT,
    CONSTRAINT pk_stack_members PRIMARY KEY (content_id),
    CONSTRAINT fk_stack_members_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_stack_members_stack_id FOREIGN KEY(stack_id) REFERENCES stacks (id)
)
 WITHOUT ROWID
    ;

CREATE INDEX ix_stack_members_stack ON stack_members (stack_id)
    ;

CREATE TABLE clusters (
    id INTEGER NOT NULL,
    media TEXT NOT NULL,
    representative_id INTEGER NOT NULL,
    size INTEGER NOT NULL,
    CONSTRAINT pk_clusters PRIMARY KEY (id),
    CONSTRAINT fk_clusters_representative_id FOREIGN KEY(representative_id) REFERENCES contents (id)
);

CREATE TABLE cluster_members (
    content_id INTEGER NOT NULL,
    cluster_id INTEGER NOT NULL,
    reason TEXT,
    CONSTRAINT pk_cluster_members PRIMARY KEY (content_id),
    CONSTRAINT fk_cluster_members_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_cluster_members_cluster_id FOREIGN KEY(cluster_id) REFERENCES clusters (id)
)
 WITHOUT ROWID
    ;

CREATE INDEX ix_cluster_members_cluster ON cluster_members (cluster_id)
    ;

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
    ;

CREATE INDEX ix_content_links_second ON content_links (second_id)
    ;

CREATE TABLE grouping (
    id INTEGER NOT NULL CONSTRAINT ck_grouping_one_row CHECK (id = 1),
    fingerprint TEXT NOT NULL,
    version TEXT NOT NULL,
    policy TEXT NOT NULL,
    made_at TEXT NOT NULL,
    CONSTRAINT pk_grouping PRIMARY KEY (id)
);

CREATE TABLE calibrations (
    id TEXT NOT NULL,
    calibration TEXT NOT NULL,
    first_used_at TEXT NOT NULL,
    CONSTRAINT pk_calibrations PRIMARY KEY (id)
);

CREATE TABLE comparisons (
    list_id TEXT NOT NULL,
    calibration_id TEXT NOT NULL,
    hashes INTEGER NOT NULL,
    CONSTRAINT pk_comparisons PRIMARY KEY (list_id),
    CONSTRAINT fk_comparisons_calibration_id FOREIGN KEY(calibration_id) REFERENCES calibrations (id)
)
 WITHOUT ROWID
    ;

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
    embedded TEXT,
    parent_id INTEGER,
    origin TEXT NOT NULL,
    turn INTEGER NOT NULL,
    dates TEXT,
    container TEXT,
    listing TEXT, modified_s INTEGER, created_s INTEGER, accessed_s INTEGER, changed_s INTEGER, exif_s INTEGER, container_s INTEGER, application_s INTEGER,
    CONSTRAINT pk_items PRIMARY KEY (id),
    CONSTRAINT uq_items_source_id_location UNIQUE (source_id, location),
    CONSTRAINT fk_items_source_id FOREIGN KEY(source_id) REFERENCES sources (id),
    CONSTRAINT fk_items_content_id FOREIGN KEY(content_id) REFERENCES contents (id),
    CONSTRAINT fk_items_parent_id FOREIGN KEY(parent_id) REFERENCES items (id)
);

CREATE INDEX ix_items_embedded ON items (id) WHERE embedded IS NOT NULL;

CREATE INDEX ix_items_listing ON items (listing, id) WHERE container IS NOT NULL;

CREATE INDEX ix_items_origin ON items (origin, source_id) WHERE origin <> 'live';

CREATE INDEX ix_items_pending ON items (turn, id, size) WHERE state = 'pending';

CREATE INDEX ix_items_state_source_media ON items (state, source_id, media);

CREATE TABLE names (
    item_id INTEGER NOT NULL,
    name BLOB NOT NULL,
    CONSTRAINT pk_names PRIMARY KEY (item_id, name),
    CONSTRAINT fk_names_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
 WITHOUT ROWID
    ;

CREATE TABLE stated (
    item_id INTEGER NOT NULL,
    algorithm TEXT NOT NULL,
    value BLOB NOT NULL,
    said_by TEXT NOT NULL,
    agrees BOOLEAN,
    CONSTRAINT pk_stated PRIMARY KEY (item_id, algorithm, value, said_by),
    CONSTRAINT fk_stated_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
 WITHOUT ROWID
    ;

CREATE INDEX ix_stated_agrees ON stated (agrees);

CREATE TABLE schemes (
    id INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    chosen_at TEXT NOT NULL,
    CONSTRAINT pk_schemes PRIMARY KEY (id)
);

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
);

CREATE INDEX ix_acts_examiner ON acts (examiner, id);

CREATE TABLE act_items (
    item_id INTEGER NOT NULL,
    act_id INTEGER NOT NULL,
    CONSTRAINT pk_act_items PRIMARY KEY (item_id, act_id),
    CONSTRAINT fk_act_items_item_id FOREIGN KEY(item_id) REFERENCES items (id),
    CONSTRAINT fk_act_items_act_id FOREIGN KEY(act_id) REFERENCES acts (id)
)
 WITHOUT ROWID
    ;

CREATE INDEX ix_act_items_act ON act_items (act_id);

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
    ;

CREATE INDEX ix_standing_code ON standing (reading, code, item_id);

CREATE INDEX ix_standing_item ON standing (item_id);

CREATE TABLE seen (
    item_id INTEGER NOT NULL,
    examiner TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    CONSTRAINT pk_seen PRIMARY KEY (item_id, examiner),
    CONSTRAINT fk_seen_item_id FOREIGN KEY(item_id) REFERENCES items (id)
)
 WITHOUT ROWID
    ;

CREATE TABLE parts (
    source_id INTEGER NOT NULL,
    name BLOB NOT NULL,
    size INTEGER NOT NULL,
    modified_ns INTEGER NOT NULL,
    CONSTRAINT pk_parts PRIMARY KEY (source_id, name),
    CONSTRAINT fk_parts_source_id FOREIGN KEY(source_id) REFERENCES sources (id)
)
 WITHOUT ROWID
    ;

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
);

CREATE INDEX ix_acquisition_source ON acquisition (source_id);

CREATE INDEX ix_items_content ON items (content_id, source_id) WHERE content_id IS NOT NULL;

CREATE INDEX ix_items_parent ON items (parent_id, source_id) WHERE parent_id IS NOT NULL;

CREATE TABLE content_facts (
    content_id INTEGER NOT NULL,
    media_type TEXT NOT NULL,
    width INTEGER,
    height INTEGER,
    duration_s FLOAT,
    taken_s INTEGER,
    camera TEXT NOT NULL,
    gps BOOLEAN NOT NULL, exif_s INTEGER, container_s INTEGER, application_s INTEGER,
    CONSTRAINT pk_content_facts PRIMARY KEY (content_id),
    CONSTRAINT fk_content_facts_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
);

CREATE VIRTUAL TABLE content_words USING fts5(words, content='', columnsize=0, detail='none', tokenize='unicode61 remove_diacritics 2');

CREATE INDEX ix_contents_sha1 ON contents (sha1);

CREATE INDEX ix_contents_md5 ON contents (md5);

CREATE TABLE film_features (
    content_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    time_s FLOAT NOT NULL,
    value BLOB NOT NULL,
    CONSTRAINT pk_film_features PRIMARY KEY (content_id, number),
    CONSTRAINT fk_film_features_content_id FOREIGN KEY(content_id) REFERENCES contents (id)
);

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
);

CREATE INDEX ix_imported_item ON imported (item_id, id) WHERE item_id IS NOT NULL;

CREATE INDEX ix_imported_apart ON imported (level, id) WHERE item_id IS NULL;

