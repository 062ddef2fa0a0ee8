"""What MEDLINE's tagged form and PubMed's XML have in common: words, links between papers, trial registries."""

from __future__ import annotations

import re
from collections.abc import Iterable

from mscref.formats.text_encoding import one_line
from mscref.model import identifiers

# CommentsCorrections of PubMed XML and their tags in MEDLINE (https://www.nlm.nih.gov/bsd/mms/medlineelements.html).
LINKS = {
    "CommentIn": "cin",
    "CommentOn": "con",
    "CorrectedandRepublishedFrom": "crf",
    "CorrectedandRepublishedIn": "cri",
    "CorrectedAndRepublishedFrom": "crf",
    "CorrectedAndRepublishedIn": "cri",
    "ErratumIn": "ein",
    "ErratumFor": "efr",
    "ExpressionOfConcernIn": "ecin",
    "ExpressionOfConcernFor": "ecf",
    "OriginalReportIn": "ori",
    "PartialRetractionIn": "prin",
    "PartialRetractionOf": "prof",
    "ReprintIn": "rpi",
    "ReprintOf": "rpf",
    "RepublishedIn": "rpi",
    "RepublishedFrom": "rpf",
    "RetractionIn": "rin",
    "RetractionOf": "rof",
    "RetractedandRepublishedIn": "rrin",
    "RetractedandRepublishedFrom": "rrf",
    "SummaryForPatientsIn": "spin",
    "UpdateIn": "uin",
    "UpdateOf": "uof",
    "AssociatedDataset": "adin",
    "AssociatedPublication": "apin",
    "Cites": "cites",
    "DatasetDescribedIn": "ddin",
    "DatasetUseReportedIn": "drin",
}

_REGISTRIES = (
    ("NCT", "ClinicalTrials.gov"),
    ("ISRCTN", "ISRCTN"),
    ("ChiCTR", "ChiCTR"),
    ("ACTRN", "ANZCTR"),
    ("UMIN", "UMIN-CTR"),
    ("jRCT", "jRCT"),
    ("CTRI", "CTRI"),
    ("IRCT", "IRCT"),
    ("DRKS", "DRKS"),
    ("20", "EudraCT"),
)
_TYPES = (
    ("preprint", "article"),
    ("dataset", "dataset"),
    ("newspaper article", "article-newspaper"),
    ("technical report", "report"),
    ("academic dissertation", "thesis"),
    ("dissertations/theses", "thesis"),
    ("books", "book"),
    ("web archive", "webpage"),
    ("reports", "report"),
)
_LABEL = re.compile(r"(?<=[.;?!)%]) (?=(?:[A-Z][A-Z/&,'() -]{3,60}[A-Z)]|AIM|AIMS|GOAL):[ ])")
_STARTS_LABELLED = re.compile(r"[A-Z][A-Z/&,'() -]{2,60}:[ ]")
_ENDS_ABBREVIATED = re.compile(r"(?:[.?!\s]\.|\b[^\W\d_]\.[^\W\d_]\.|\b(?:spp?|etc|al|Inc|Ltd|Jr|St)\.)$")


def type_of(publication_types: Iterable[str]) -> str:
    """The CSL type of a record that is no book; a journal article unless its publication types say otherwise."""
    said = {text.lower().split(" - ")[0] for text in publication_types}
    if said & {"journal article", "journal articles"} and "preprint" not in said:
        return "article-journal"
    return next((csl for word, csl in _TYPES if word in said), "article-journal")


def without_stop(title: str) -> str:
    """A printed title without the full stop that MEDLINE puts behind it; abbreviations keep theirs."""
    return title if not title.endswith(".") or _ENDS_ABBREVIATED.search(title) else title[:-1] or title


def with_stop(title: str) -> str:
    """The title as MEDLINE prints it."""
    return title if title.endswith((".", "?", "!")) else f"{title}."


def paragraphs(abstract: str) -> str:
    """A structured abstract with each of its labelled parts ("METHODS: ...") on a line of its own."""
    return _LABEL.sub("\n", abstract) if _STARTS_LABELLED.match(abstract) else abstract


def registry(trial: str) -> str:
    """The name MEDLINE gives the registry that a trial number belongs to."""
    return next((label for start, label in _REGISTRIES if trial.startswith(start)), "Registry")


def trial_of(databank: str) -> str:
    """The trial number in "ClinicalTrials.gov/NCT01494480"; empty for the accession number of another databank."""
    return next((found.value for found in identifiers.find_trials(databank)), "")


def keyword_of(heading: str) -> str:
    """A MeSH heading with its qualifiers, without the stars that mark major topics."""
    return one_line(heading.replace("*", ""))


def is_article_number(pii: str) -> bool:
    """True for a publisher's item that stands where the pages would ("e12345", "3675627"), not a long serial code."""
    return bool(re.fullmatch(r"[A-Za-z]{0,3}\d{1,9}", pii))
