"""The words of CSL 1.0.2: item types, text variables, and the names that `custom` gives a meaning of its own."""

from __future__ import annotations

_TYPES_WORDS = """
    article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection
    dataset document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case
    legislation manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song speech standard
    thesis treaty webpage
"""
TYPES = frozenset(_TYPES_WORDS.split())

TYPES_FROM_OTHERS = {
    "journal-article": "article-journal",
    "journalArticle": "article-journal",
    "book-chapter": "chapter",
    "bookSection": "chapter",
    "proceedings-article": "paper-conference",
    "conferencePaper": "paper-conference",
    "posted-content": "article",
    "preprint": "article",
    "dissertation": "thesis",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "reference-entry": "entry",
    "magazineArticle": "article-magazine",
    "newspaperArticle": "article-newspaper",
    "computerProgram": "software",
    "peer-review": "review",
    "report-component": "report",
    "video": "motion_picture",
    "blogPost": "post-weblog",
    "presentation": "speech",
    "": "document",
}

_TEXT_VARIABLES_WORDS = """
    abstract annote archive archive_collection archive_location archive-place authority call-number chapter-number
    citation-number citation-label collection-number collection-title container-title container-title-short
    dimensions division DOI edition event-title event-place first-reference-note-number genre ISBN ISSN issue
    jurisdiction language locator medium note number number-of-pages number-of-volumes original-publisher
    original-publisher-place original-title page page-first part part-title PMCID PMID printing publisher
    publisher-place references reviewed-genre reviewed-title scale section source status supplement title-short URL
    version volume volume-title volume-title-short year-suffix
"""
TEXT_VARIABLES = frozenset(_TEXT_VARIABLES_WORDS.split())

_CUSTOM_WORDS = """
    type names orcid roles dates fields keywords trials authors_incomplete incomplete_roles notes aliases facet_pairs
    attachments collections raw facets proposed assigned status rating colour tags added modified cited_in documents
    history id title keyword citation-key custom categories journalAbbreviation shortTitle event author editor
    translator chair collection-editor compiler composer container-author contributor curator director
    editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author
    performer producer recipient reviewed-author script-writer series-creator is_trashed trashed
"""
CUSTOM_WORDS = frozenset(_CUSTOM_WORDS.split())
