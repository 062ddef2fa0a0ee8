"""Every service that mscref can ask, where it is, how often it may be asked. Nothing else is ever asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Service:
    """One service: `address` is what every question's URL begins with, `hosts` are where it may send us on.

    `per_second` is what its rules of use allow, or less. `needs_contact` says that it answers only with an address.
    """

    key: str
    name: str
    address: str
    per_second: float
    hosts: tuple[str, ...] = ()
    needs_contact: bool = False


# Rates: https://www.ncbi.nlm.nih.gov/books/NBK25497/ (3 a second without a key), Crossref's public pool (5 a second),
# https://info.arxiv.org/help/api/tou.html (1 in three seconds), ClinicalTrials.gov (about 50 a minute).
CROSSREF = Service("crossref", "Crossref", "https://api.crossref.org", 3.0)
PUBMED = Service("pubmed", "PubMed", "https://eutils.ncbi.nlm.nih.gov/entrez/eutils", 2.9)
EUROPE_PMC = Service("europe-pmc", "Europe PMC", "https://www.ebi.ac.uk/europepmc/webservices/rest", 4.0)
TRIALS = Service("trials", "ClinicalTrials.gov", "https://clinicaltrials.gov/api/v2", 0.8)
DOI = Service(
    "doi",
    "doi.org",
    "https://doi.org",
    3.0,
    (
        "api.crossref.org",
        "data.crossref.org",
        "api.datacite.org",
        "data.datacite.org",
        "crosscite.org",
        "data.crosscite.org",
        "data.medra.org",
    ),
)
UNPAYWALL = Service("unpaywall", "Unpaywall", "https://api.unpaywall.org/v2", 4.0, needs_contact=True)
ARXIV = Service("arxiv", "arXiv", "https://export.arxiv.org/api", 0.33)
OPEN_LIBRARY = Service("open-library", "Open Library", "https://openlibrary.org", 1.0)

SERVICES: Mapping[str, Service] = MappingProxyType(
    {service.key: service for service in (PUBMED, CROSSREF, EUROPE_PMC, TRIALS, DOI, UNPAYWALL, ARXIV, OPEN_LIBRARY)}
)
