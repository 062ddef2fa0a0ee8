"""The first schema of a library, as released: never edited, only added to by later migrations.

No trigger and no view stands in it, and no BLOB column: what a library file says cannot run anything, and the
undo journal can keep every value as JSON. Dates are ISO 8601 in UTC; lists and mappings are JSON text.
"""

SCHEMA_1 = """
CREATE TABLE import_batch (
    id INTEGER PRIMARY KEY,
    act TEXT NOT NULL,
    at TEXT NOT NULL,
    inputs TEXT NOT NULL DEFAULT '[]'
) STRICT;

CREATE TABLE reference (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL,
    type TEXT NOT NULL,
    title TEXT NOT NULL,
    fields TEXT NOT NULL DEFAULT '{}',
    keywords TEXT NOT NULL DEFAULT '[]',
    incomplete_roles TEXT NOT NULL DEFAULT '[]',
    raw_format TEXT NOT NULL DEFAULT '',
    raw_text TEXT NOT NULL DEFAULT '',
    byline TEXT NOT NULL DEFAULT '',
    journal TEXT NOT NULL DEFAULT '',
    year INTEGER,
    sort_author TEXT NOT NULL DEFAULT '',
    sort_title TEXT NOT NULL DEFAULT '',
    sort_journal TEXT NOT NULL DEFAULT '',
    doi_key TEXT NOT NULL DEFAULT '',
    pmid TEXT NOT NULL DEFAULT '',
    pmcid TEXT NOT NULL DEFAULT '',
    is_retracted INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'unread',
    rating INTEGER NOT NULL DEFAULT 0,
    colour INTEGER NOT NULL DEFAULT 0,
    trashed_at TEXT,
    import_batch_id INTEGER REFERENCES import_batch (id) ON DELETE SET NULL,
    added TEXT NOT NULL,
    modified TEXT NOT NULL
) STRICT;
CREATE INDEX reference_by_author ON reference (sort_author, year, trashed_at);
CREATE INDEX reference_by_year ON reference (year, trashed_at);
CREATE INDEX reference_by_title ON reference (sort_title, trashed_at);
CREATE INDEX reference_by_journal ON reference (sort_journal, trashed_at);
CREATE INDEX reference_by_added ON reference (added, trashed_at);
CREATE INDEX reference_by_modified ON reference (modified, trashed_at);
CREATE INDEX reference_by_doi ON reference (doi_key) WHERE doi_key <> '';
CREATE INDEX reference_by_pmid ON reference (pmid) WHERE pmid <> '';
CREATE INDEX reference_by_batch ON reference (import_batch_id);

CREATE TABLE contributor (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    family TEXT NOT NULL DEFAULT '',
    given TEXT NOT NULL DEFAULT '',
    particle TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    literal TEXT NOT NULL DEFAULT '',
    orcid TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX contributor_of_reference ON contributor (reference_id);

CREATE TABLE citation_key (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE,
    is_alias INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX citation_key_of_reference ON citation_key (reference_id);

CREATE TABLE trial (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    number TEXT NOT NULL,
    UNIQUE (reference_id, number)
) STRICT;
CREATE INDEX trial_by_number ON trial (number);

CREATE TABLE tag (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    UNIQUE (reference_id, folded)
) STRICT;
CREATE INDEX tag_by_name ON tag (folded);

CREATE TABLE assignment (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    facet TEXT NOT NULL,
    term TEXT NOT NULL,
    origin TEXT NOT NULL DEFAULT 'user',
    rule TEXT NOT NULL DEFAULT '',
    field TEXT NOT NULL DEFAULT '',
    quote TEXT NOT NULL DEFAULT '',
    start INTEGER NOT NULL DEFAULT 0,
    stop INTEGER NOT NULL DEFAULT 0,
    UNIQUE (reference_id, facet, term)
) STRICT;
CREATE INDEX assignment_by_term ON assignment (facet, term);

CREATE TABLE proposal (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    facet TEXT NOT NULL,
    term TEXT NOT NULL,
    rule TEXT NOT NULL DEFAULT '',
    field TEXT NOT NULL DEFAULT '',
    quote TEXT NOT NULL DEFAULT '',
    start INTEGER NOT NULL DEFAULT 0,
    stop INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'rejected')),
    UNIQUE (reference_id, facet, term)
) STRICT;

CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference_id INTEGER REFERENCES reference (id) ON DELETE SET NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL DEFAULT '',
    url TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT '',
    sha256 TEXT UNIQUE,
    date TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL DEFAULT '',
    added TEXT NOT NULL
) STRICT;
CREATE INDEX document_of_reference ON document (reference_id);

CREATE TABLE citation (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    quote TEXT NOT NULL DEFAULT '',
    start INTEGER NOT NULL DEFAULT 0,
    stop INTEGER NOT NULL DEFAULT 0,
    warnings TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX citation_of_document ON citation (document_id);
CREATE INDEX citation_of_reference ON citation (reference_id);

CREATE TABLE mention (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id INTEGER NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    reference_id INTEGER REFERENCES reference (id) ON DELETE SET NULL,
    position INTEGER NOT NULL,
    text TEXT NOT NULL,
    kind TEXT NOT NULL,
    quote TEXT NOT NULL DEFAULT '',
    start INTEGER NOT NULL DEFAULT 0,
    stop INTEGER NOT NULL DEFAULT 0,
    authors TEXT NOT NULL DEFAULT '[]',
    year TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'resolved', 'dismissed'))
) STRICT;
CREATE INDEX mention_of_document ON mention (document_id);
CREATE INDEX mention_of_reference ON mention (reference_id) WHERE reference_id IS NOT NULL;

CREATE TABLE note (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference_id INTEGER REFERENCES reference (id) ON DELETE CASCADE,
    document_id INTEGER REFERENCES document (id) ON DELETE CASCADE,
    title TEXT NOT NULL DEFAULT '',
    text TEXT NOT NULL,
    author TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    CHECK ((reference_id IS NULL) <> (document_id IS NULL))
) STRICT;
CREATE INDEX note_of_reference ON note (reference_id) WHERE reference_id IS NOT NULL;
CREATE INDEX note_of_document ON note (document_id) WHERE document_id IS NOT NULL;

CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    path TEXT NOT NULL,
    title TEXT NOT NULL DEFAULT '',
    media_type TEXT NOT NULL DEFAULT '',
    sha256 TEXT NOT NULL DEFAULT '',
    is_stored INTEGER NOT NULL DEFAULT 0,
    added TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_of_reference ON attachment (reference_id);

CREATE TABLE annotation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    attachment_id INTEGER REFERENCES attachment (id) ON DELETE SET NULL,
    page INTEGER NOT NULL DEFAULT 1,
    quads TEXT NOT NULL DEFAULT '[]',
    text TEXT NOT NULL DEFAULT '',
    prefix TEXT NOT NULL DEFAULT '',
    suffix TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    colour INTEGER NOT NULL DEFAULT 0,
    author TEXT NOT NULL DEFAULT '',
    created TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX annotation_of_reference ON annotation (reference_id);
CREATE INDEX annotation_of_attachment ON annotation (attachment_id) WHERE attachment_id IS NOT NULL;

CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    other_id INTEGER REFERENCES reference (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    identifier TEXT NOT NULL DEFAULT '',
    source TEXT NOT NULL DEFAULT '',
    noticed TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX link_of_reference ON link (reference_id);
CREATE INDEX link_of_other ON link (other_id) WHERE other_id IS NOT NULL;

CREATE TABLE not_duplicate (
    id INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    second_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    UNIQUE (first_id, second_id),
    CHECK (first_id < second_id)
) STRICT;
CREATE INDEX not_duplicate_second ON not_duplicate (second_id);

CREATE TABLE collection (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER REFERENCES collection (id) ON DELETE CASCADE,
    name TEXT NOT NULL
) STRICT;
CREATE INDEX collection_of_parent ON collection (parent_id);

CREATE TABLE collection_member (
    id INTEGER PRIMARY KEY,
    collection_id INTEGER NOT NULL REFERENCES collection (id) ON DELETE CASCADE,
    reference_id INTEGER NOT NULL REFERENCES reference (id) ON DELETE CASCADE,
    UNIQUE (collection_id, reference_id)
) STRICT;
CREATE INDEX collection_of_member ON collection_member (reference_id);

CREATE TABLE saved_search (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL
) STRICT;

CREATE TABLE user_term (
    id INTEGER PRIMARY KEY,
    facet TEXT NOT NULL,
    term TEXT NOT NULL,
    label TEXT NOT NULL,
    synonyms TEXT NOT NULL DEFAULT '[]',
    abbreviations TEXT NOT NULL DEFAULT '[]',
    parent TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL DEFAULT 'term',
    codes TEXT NOT NULL DEFAULT '{}',
    UNIQUE (facet, term)
) STRICT;

CREATE TABLE step (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    act TEXT NOT NULL,
    at TEXT NOT NULL,
    is_undone INTEGER NOT NULL DEFAULT 0,
    is_complete INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    step_id INTEGER NOT NULL REFERENCES step (id) ON DELETE CASCADE,
    is_redo INTEGER NOT NULL,
    op TEXT NOT NULL,
    tbl TEXT NOT NULL,
    row INTEGER NOT NULL,
    reference_id INTEGER,
    document_id INTEGER,
    before TEXT,
    after TEXT,
    print INTEGER
) STRICT;
CREATE INDEX journal_of_step ON journal (step_id, is_redo);
CREATE INDEX journal_of_reference ON journal (reference_id, step_id) WHERE tbl = 'reference';

CREATE TABLE search_pending (
    reference_id INTEGER PRIMARY KEY REFERENCES reference (id) ON DELETE CASCADE
) STRICT;

CREATE VIRTUAL TABLE search USING fts5 (
    title, authors, journal, abstract, notes, keywords, pdf, other,
    tokenize = 'unicode61 remove_diacritics 2'
);

CREATE VIRTUAL TABLE search_document USING fts5 (
    title, text, notes,
    tokenize = 'unicode61 remove_diacritics 2'
);
"""
