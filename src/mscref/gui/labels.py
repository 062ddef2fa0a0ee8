"""What stored keys are called in the window: facets, statuses, document kinds, fields. Keys are never shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from mscref.gui.translation import QT_TRANSLATE_NOOP

_FACETS = {
    "condition": QT_TRANSLATE_NOOP("labels", "Condition"),
    "cell_source": QT_TRANSLATE_NOOP("labels", "Cell source"),
    "donor": QT_TRANSLATE_NOOP("labels", "Donor"),
    "product_form": QT_TRANSLATE_NOOP("labels", "Product form"),
    "route": QT_TRANSLATE_NOOP("labels", "Route"),
    "model": QT_TRANSLATE_NOOP("labels", "Model"),
    "study_type": QT_TRANSLATE_NOOP("labels", "Study type"),
    "phase": QT_TRANSLATE_NOOP("labels", "Phase"),
    "outcome": QT_TRANSLATE_NOOP("labels", "Outcome"),
}
_NONE = {
    "condition": QT_TRANSLATE_NOOP("labels", "No condition"),
    "cell_source": QT_TRANSLATE_NOOP("labels", "No cell source"),
    "donor": QT_TRANSLATE_NOOP("labels", "No donor"),
    "product_form": QT_TRANSLATE_NOOP("labels", "No product form"),
    "route": QT_TRANSLATE_NOOP("labels", "No route"),
    "model": QT_TRANSLATE_NOOP("labels", "No model"),
    "study_type": QT_TRANSLATE_NOOP("labels", "No study type"),
    "phase": QT_TRANSLATE_NOOP("labels", "No phase"),
    "outcome": QT_TRANSLATE_NOOP("labels", "No outcome"),
}
_STATUSES = {
    "unread": QT_TRANSLATE_NOOP("labels", "Unread"),
    "reading": QT_TRANSLATE_NOOP("labels", "Reading"),
    "read": QT_TRANSLATE_NOOP("labels", "Read"),
}
_KINDS = {
    "web": QT_TRANSLATE_NOOP("labels", "Web page"),
    "review": QT_TRANSLATE_NOOP("labels", "Review"),
    "registry": QT_TRANSLATE_NOOP("labels", "Registry"),
    "promotional": QT_TRANSLATE_NOOP("labels", "Promotional page"),
    "paper": QT_TRANSLATE_NOOP("labels", "Paper"),
}
_MENTION_KINDS = {
    "study": QT_TRANSLATE_NOOP("labels", "Study"),
    "product": QT_TRANSLATE_NOOP("labels", "Product"),
    "trial": QT_TRANSLATE_NOOP("labels", "Trial"),
}
_ORIGINS = {
    "user": QT_TRANSLATE_NOOP("labels", "set by you"),
    "rule": QT_TRANSLATE_NOOP("labels", "read in the title"),
    "import": QT_TRANSLATE_NOOP("labels", "came with the import"),
}
_NOTICES = {
    "retraction": QT_TRANSLATE_NOOP("labels", "Retracted"),
    "concern": QT_TRANSLATE_NOOP("labels", "Expression of concern"),
    "erratum": QT_TRANSLATE_NOOP("labels", "Corrected"),
}
_SERVICES = {
    "pubmed": QT_TRANSLATE_NOOP("labels", "PubMed"),
    "crossref": QT_TRANSLATE_NOOP("labels", "Crossref"),
    "europe-pmc": QT_TRANSLATE_NOOP("labels", "Europe PMC"),
    "trials": QT_TRANSLATE_NOOP("labels", "ClinicalTrials.gov"),
    "doi": QT_TRANSLATE_NOOP("labels", "the agency of the DOI"),
    "unpaywall": QT_TRANSLATE_NOOP("labels", "Unpaywall"),
    "arxiv": QT_TRANSLATE_NOOP("labels", "arXiv"),
    "open-library": QT_TRANSLATE_NOOP("labels", "Open Library"),
    "user": QT_TRANSLATE_NOOP("labels", "typed by you"),
    "page": QT_TRANSLATE_NOOP("labels", "the PDF's page"),
    "xmp": QT_TRANSLATE_NOOP("labels", "the PDF's metadata"),
    "info": QT_TRANSLATE_NOOP("labels", "the PDF's metadata"),
    "bibtex": QT_TRANSLATE_NOOP("labels", "BibTeX inside the PDF"),
    "file name": QT_TRANSLATE_NOOP("labels", "the file's name"),
}
_TYPES = {
    "article-journal": QT_TRANSLATE_NOOP("labels", "Journal article"),
    "article": QT_TRANSLATE_NOOP("labels", "Preprint or article"),
    "article-magazine": QT_TRANSLATE_NOOP("labels", "Magazine article"),
    "article-newspaper": QT_TRANSLATE_NOOP("labels", "Newspaper article"),
    "book": QT_TRANSLATE_NOOP("labels", "Book"),
    "chapter": QT_TRANSLATE_NOOP("labels", "Book chapter"),
    "paper-conference": QT_TRANSLATE_NOOP("labels", "Conference paper"),
    "report": QT_TRANSLATE_NOOP("labels", "Report"),
    "thesis": QT_TRANSLATE_NOOP("labels", "Thesis"),
    "webpage": QT_TRANSLATE_NOOP("labels", "Web page"),
    "dataset": QT_TRANSLATE_NOOP("labels", "Data set"),
    "patent": QT_TRANSLATE_NOOP("labels", "Patent"),
    "software": QT_TRANSLATE_NOOP("labels", "Software"),
    "standard": QT_TRANSLATE_NOOP("labels", "Standard"),
    "regulation": QT_TRANSLATE_NOOP("labels", "Regulation"),
    "review": QT_TRANSLATE_NOOP("labels", "Review"),
    "manuscript": QT_TRANSLATE_NOOP("labels", "Manuscript"),
    "document": QT_TRANSLATE_NOOP("labels", "Other document"),
}
_FIELDS = {
    "container-title": QT_TRANSLATE_NOOP("labels", "Journal"),
    "container-title-short": QT_TRANSLATE_NOOP("labels", "Journal, short"),
    "issued": QT_TRANSLATE_NOOP("labels", "Date"),
    "volume": QT_TRANSLATE_NOOP("labels", "Volume"),
    "issue": QT_TRANSLATE_NOOP("labels", "Issue"),
    "page": QT_TRANSLATE_NOOP("labels", "Pages"),
    "number": QT_TRANSLATE_NOOP("labels", "Number"),
    "DOI": QT_TRANSLATE_NOOP("labels", "DOI"),
    "PMID": QT_TRANSLATE_NOOP("labels", "PMID"),
    "PMCID": QT_TRANSLATE_NOOP("labels", "PMCID"),
    "ISSN": QT_TRANSLATE_NOOP("labels", "ISSN"),
    "ISBN": QT_TRANSLATE_NOOP("labels", "ISBN"),
    "URL": QT_TRANSLATE_NOOP("labels", "URL"),
    "publisher": QT_TRANSLATE_NOOP("labels", "Publisher"),
    "publisher-place": QT_TRANSLATE_NOOP("labels", "Place"),
    "edition": QT_TRANSLATE_NOOP("labels", "Edition"),
    "language": QT_TRANSLATE_NOOP("labels", "Language"),
    "accessed": QT_TRANSLATE_NOOP("labels", "Accessed"),
    "abstract": QT_TRANSLATE_NOOP("labels", "Abstract"),
    "genre": QT_TRANSLATE_NOOP("labels", "Genre"),
    "event-title": QT_TRANSLATE_NOOP("labels", "Event"),
    "collection-title": QT_TRANSLATE_NOOP("labels", "Series"),
}
_ROLES = {
    "preprint": QT_TRANSLATE_NOOP("labels", "Preprint"),
    "erratum": QT_TRANSLATE_NOOP("labels", "Erratum"),
    "republication": QT_TRANSLATE_NOOP("labels", "Republication"),
    "supplement": QT_TRANSLATE_NOOP("labels", "Supplement"),
    "same-study": QT_TRANSLATE_NOOP("labels", "Another report of the study"),
    "conference-abstract": QT_TRANSLATE_NOOP("labels", "Conference abstract"),
    "registry-record": QT_TRANSLATE_NOOP("labels", "Registry record"),
    "protocol": QT_TRANSLATE_NOOP("labels", "Protocol"),
    "secondary-analysis": QT_TRANSLATE_NOOP("labels", "Secondary analysis"),
}
FIELDS_BY_TYPE = {
    "book": ("issued", "publisher", "publisher-place", "edition", "ISBN", "DOI", "URL"),
    "chapter": ("container-title", "issued", "page", "publisher", "publisher-place", "ISBN", "DOI", "URL"),
    "webpage": ("container-title", "issued", "URL", "accessed"),
    "thesis": ("issued", "publisher", "genre", "DOI", "URL"),
    "report": ("issued", "publisher", "number", "URL"),
    "paper-conference": ("container-title", "event-title", "issued", "page", "DOI", "URL"),
}
USUAL_FIELDS = ("container-title", "issued", "volume", "issue", "page", "DOI", "PMID", "PMCID", "URL")


def facet(name: str) -> str:
    """What a facet is called."""
    return QCoreApplication.translate("labels", _FACETS[name])


def no_term(name: str) -> str:
    """What the value "none" of a facet is called."""
    return QCoreApplication.translate("labels", _NONE[name])


def status(name: str) -> str:
    """What a reading status is called."""
    return _label(_STATUSES, name)


def kind(name: str) -> str:
    """What a kind of document is called."""
    return _label(_KINDS, name)


def mention_kind(name: str) -> str:
    """What a kind of mention is called."""
    return _label(_MENTION_KINDS, name)


def origin(name: str) -> str:
    """Where an assigned term comes from, as words in a sentence."""
    return _label(_ORIGINS, name)


def type_name(name: str) -> str:
    """What a CSL type is called; a type without a label is written with spaces."""
    return _label(_TYPES, name)


def notice(kind: str) -> str:
    """What a notice says of a paper: that it is retracted, doubted or corrected."""
    return _label(_NOTICES, kind)


def source(name: str) -> str:
    """Where a field was seen: a service, a place in a PDF, or the user's hand."""
    return _label(_SERVICES, name)


def types() -> tuple[str, ...]:
    """The CSL types offered, the most usual first."""
    return tuple(_TYPES)


def family_role(kind: str) -> str:
    """What a reference is to the main report of its study."""
    return _label(_ROLES, kind)


def field(name: str) -> str:
    """What a CSL variable is called."""
    return _label(_FIELDS, name)


def fields() -> tuple[str, ...]:
    """The CSL variables that have a label."""
    return tuple(_FIELDS)


def number(count: int) -> str:
    """A count as the user's language writes it: "10,000"."""
    return QLocale().toString(count)


def references(count: int) -> str:
    """ "1 reference", "10,000 references"."""
    if count == 1:
        return QCoreApplication.translate("labels", "1 reference")
    return QCoreApplication.translate("labels", "{n} references").format(n=number(count))


def _label(known: dict[str, str], name: str) -> str:
    if name in known:
        return QCoreApplication.translate("labels", known[name])
    return name.replace("-", " ").replace("_", " ").capitalize()
