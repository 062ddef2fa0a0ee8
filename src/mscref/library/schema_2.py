"""The second schema: what is read in files, what studies report, what a text claims, where fields were seen.

Annotations may belong to a document too and carry tags, terms and the identity they had in a PDF. Texts of pages,
places where reading stopped, waiting look-ups and the state of outputs can be made anew: the undo journal does not
follow them. The rules of the first schema hold: no trigger, no view, no BLOB column.
"""

SCHEMA_2 = """
CREATE TABLE annotation_2 (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference_id INTEGER REFERENCES reference (id) ON DELETE CASCADE,
    document_id INTEGER REFERENCES document (id) ON DELETE CASCADE,
    attachment_id INTEGER REFERENCES attachment (id) ON DELETE SET NULL,
    kind TEXT NOT NULL DEFAULT 'highlight' CHECK (kind IN ('highlight', 'underline', 'note', 'area')),
    page INTEGER NOT NULL DEFAULT 1,
    quads TEXT NOT NULL DEFAULT '[]',
    start INTEGER NOT NULL DEFAULT 0,
    stop INTEGER NOT NULL DEFAULT 0,
    text TEXT NOT NULL DEFAULT '',
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    colour INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '[]',
    terms TEXT NOT NULL DEFAULT '[]',
    author TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    CHECK ((reference_id IS NULL) <> (document_id IS NULL))
) STRICT;
INSERT INTO annotation_2 (
    id, reference_id, attachment_id, page, quads, text, prefix, suffix, note, colour, author, created, modified
) SELECT id, reference_id, attachment_id, page, quads, text, prefix, suffix, note, colour, author, created, modified
FROM annotation;
DROP TABLE annotation;
ALTER TABLE annotation_2 RENAME TO annotation;
CREATE INDEX annotation_of_reference ON annotation (reference_id) WHERE reference_id IS NOT NULL;
CREATE INDEX annotation_of_document ON annotation (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX annotation_of_attachment ON annotation (attachment_id) WHERE attachment_id IS NOT NULL;

ALTER TABLE reference ADD COLUMN appraisal TEXT NOT NULL DEFAULT '';

ALTER TABLE import_batch ADD COLUMN source TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN source_kind TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN query TEXT NOT NULL DEFAULT '';
ALTER TABLE import_batch ADD COLUMN records INTEGER NOT NULL DEFAULT 0;
ALTER TABLE import_batch ADD COLUMN merged INTEGER NOT NULL DEFAULT 0;

CREATE TABLE field_source (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    source TEXT NOT NULL,
    page INTEGER NOT NULL DEFAULT 0,
    line TEXT NOT NULL DEFAULT '',
    percent INTEGER NOT NULL DEFAULT 100,
    UNIQUE (reference_id, field)
) STRICT;

CREATE TABLE study_cell (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    quote TEXT NOT NULL DEFAULT '',
    page INTEGER NOT NULL DEFAULT 0,
    source TEXT NOT NULL DEFAULT '',
    annotation_id INTEGER REFERENCES annotation (id) ON DELETE SET NULL,
    UNIQUE (reference_id, field)
) STRICT;
CREATE INDEX study_cell_of_annotation ON study_cell (annotation_id) WHERE annotation_id IS NOT NULL;

CREATE TABLE trial_record (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT '',
    phase TEXT NOT NULL DEFAULT '',
    enrolment INTEGER,
    url TEXT NOT NULL DEFAULT '',
    fields TEXT NOT NULL DEFAULT '{}',
    fetched TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE claim (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER REFERENCES document (id) ON DELETE CASCADE,
    note_id INTEGER REFERENCES note (id) ON DELETE SET NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL DEFAULT 0,
    stop INTEGER NOT NULL DEFAULT 0,
    created TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX claim_of_document ON claim (document_id) WHERE document_id IS NOT NULL;
CREATE INDEX claim_of_note ON claim (note_id) WHERE note_id IS NOT NULL;

CREATE TABLE claim_evidence (
    id INTEGER PRIMARY KEY,
    claim_id INTEGER NOT NULL REFERENCES claim (id) ON DELETE CASCADE,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    stance TEXT NOT NULL CHECK (stance IN ('supports', 'contradicts', 'mixed')),
    quote TEXT NOT NULL DEFAULT '',
    page INTEGER NOT NULL DEFAULT 0,
    annotation_id INTEGER REFERENCES annotation (id) ON DELETE SET NULL
) STRICT;
CREATE INDEX evidence_of_claim ON claim_evidence (claim_id);
CREATE INDEX evidence_of_reference ON claim_evidence (reference_id);
CREATE INDEX evidence_of_annotation ON claim_evidence (annotation_id) WHERE annotation_id IS NOT NULL;

CREATE TABLE screening (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    stage TEXT NOT NULL CHECK (stage IN ('title', 'report')),
    decision TEXT NOT NULL CHECK (decision IN ('include', 'exclude', 'not-retrieved')),
    reason TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL DEFAULT '',
    UNIQUE (reference_id, stage)
) STRICT;

CREATE TABLE merged_duplicate (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    import_batch_id INTEGER REFERENCES import_batch (id) ON DELETE SET NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX merged_into_reference ON merged_duplicate (reference_id);
CREATE INDEX merged_from_batch ON merged_duplicate (import_batch_id) WHERE import_batch_id IS NOT NULL;

CREATE TABLE auto_export (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    path TEXT NOT NULL UNIQUE,
    format TEXT NOT NULL DEFAULT 'bibtex',
    query TEXT NOT NULL DEFAULT '',
    manuscripts TEXT NOT NULL DEFAULT '[]',
    options TEXT NOT NULL DEFAULT '{}'
) STRICT;

CREATE TABLE auto_export_state (
    auto_export_id INTEGER PRIMARY KEY REFERENCES auto_export (id) ON DELETE CASCADE,
    written TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '',
    problem TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE lookup_waiting (
    reference_id INTEGER PRIMARY KEY REFERENCES reference (id) ON DELETE CASCADE,
    since TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE reading_place (
    sha256 TEXT PRIMARY KEY,
    page INTEGER NOT NULL DEFAULT 1,
    offset REAL NOT NULL DEFAULT 0.0,
    view TEXT NOT NULL DEFAULT '{}',
    at TEXT NOT NULL
) STRICT;

CREATE TABLE read_file (
    sha256 TEXT PRIMARY KEY,
    pages INTEGER NOT NULL DEFAULT 0,
    problem TEXT NOT NULL DEFAULT '',
    at TEXT NOT NULL
) STRICT;

CREATE TABLE page_text (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES read_file (sha256) ON DELETE CASCADE,
    page INTEGER NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (sha256, page)
) STRICT;

CREATE VIRTUAL TABLE search_page USING fts5 (
    text,
    tokenize = 'unicode61 remove_diacritics 2'
);
"""
