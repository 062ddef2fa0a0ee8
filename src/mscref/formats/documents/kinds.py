"""What sort of document a text is, by rules that count what it says of itself."""

from __future__ import annotations

import re

from mscref.formats.documents.pubmed_pages import SavedPage
from mscref.model.reference import Reference

_OFFERS = (
    r"\b(?:speak|talk) (?:with|to) (?:one of )?our\b",
    r"\b(?:care|patient) coordinators?\b",
    r"\b(?:schedule|book|request) (?:a|an|your)(?: free)? (?:consultation|appointment|call)\b|\bfree consultation\b",
    r"\bour (?:clinics?|patients|stem cell (?:clinics?|therap(?:y|ies)|treatments?))\b",
)
_PRAISE = (
    r"\bcontact us\b|\bcall us\b|\bcall (?:today|now)\b|\bget started\b|\blearn more about our\b",
    r"\bwe offer\b|\bwe provide\b|\bour (?:treatments?|team of (?:experts|doctors))\b",
    r"\bpatients interested in\b|\bif you(?:'re| are) (?:interested in|considering)\b",
    r"\bbreakthrough\b|\bpromising frontier\b|\brevolutionary\b|\bcutting-edge\b",
    r"\boffering hope\b|\breasons? for hope\b|\bnew hope\b",
    r"\bnon-?invasive and safe\b|\bminimal side effects\b|\bno side effects\b|\bclearly safe\b",
    r"^[ \t]*(?:key )?benefits of\b.*\b(?:therapy|treatment)",
    r"\bunique and new option\b|\baccessible treatment option\b",
    r"\bsuccess stories\b|\btestimonials?\b",
)
_OFFER_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _OFFERS)
_PRAISE_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE | re.MULTILINE) for pattern in _PRAISE)
_REGISTRY = re.compile(
    r"\b(?:ClinicalTrials\.gov (?:ID|Identifier)|NCT Number|Study Record|EU Clinical Trials Register|"
    r"Recruitment Status|"
    r"Primary Outcome Measures?|Estimated (?:Study|Primary) Completion(?: Date)?|Sponsor ?: |Eligibility Criteria)\b",
    re.IGNORECASE,
)
_REVIEW_TITLE = re.compile(
    r"\b(?:systematic|narrative|scoping|umbrella|literature) review\b|\bmeta-?analysis\b|: a review\b|\breview of\b",
    re.IGNORECASE,
)
_PAPER_PARTS = re.compile(
    r"^[ \t]*(?:\d\.?\s*)?(?:abstract|introduction|(?:materials and )?methods|results|discussion|conclusions?|"
    r"references)[ \t]*:?$",
    re.IGNORECASE | re.MULTILINE,
)


_REGISTRY_HOST = re.compile(
    r"https?://(?:[\w-]+\.)*(?:clinicaltrials\.gov|clinicaltrialsregister\.eu|euclinicaltrials\.eu|isrctn\.(?:com|org)|"
    r"anzctr\.org\.au|chictr\.org\.cn|trialsearch\.who\.int|drks\.de|jrct\.(?:niph|mhlw)\.go\.jp|ctri\.nic\.in|"
    r"irct(?:\.behdasht\.gov)?\.ir|cris\.nih\.go\.kr|ensaiosclinicos\.gov\.br|pactr\.samrc\.ac\.za|"
    r"onderzoekmetmensen\.nl|trialregister\.nl|(?:umin\.ac\.jp|who\.int)(?=/(?:ctr|trialsearch)\b))(?::\d+)?(?:[/?#]|$)",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s*(?:[|:\u00b7\u2013\u2014]|\s-\s)\s*")
_REGISTRY_NAME = re.compile(
    r"(?:classic )?ClinicalTrials\.gov|(?:EU )?Clinical Trials Register|(?:EU )?Clinical Trials Information System|"
    r"ISRCTN(?: registry)?|ANZCTR|Australian New Zealand Clinical Trials Registry|ChiCTR|"
    r"Chinese Clinical Trial Registry|ICTRP(?: Search Portal)?|German Clinical Trials Register|DRKS|jRCT|UMIN-CTR|"
    r"Clinical Trials Registry ?- ?India|CTRI|IRCT|CRIS",
    re.IGNORECASE,
)


def kind_of(
    text: str,
    *,
    media_type: str,
    page: SavedPage | None,
    represents: Reference | None,
    citations: int,
    url: str = "",
    title: str = "",
) -> str:
    """One of DOCUMENT_KINDS.

    A page at a trial registry's address is a registry record; a PubMed page is a review or a paper as it says; a
    PDF is a paper; a title that names a registry as its site, or three marks of a registry, make a registry record;
    one offer to patients, or two of a seller's phrases, a promotional page; the parts of a paper with a
    list of references make a paper; anything else is a web page.
    """
    if _REGISTRY_HOST.match(url):
        return "registry"
    if page is not None:
        return "review" if page.is_review or _REVIEW_TITLE.search(page.reference.title) else "paper"
    if len({match.group().casefold() for match in _REGISTRY.finditer(text)}) >= 3:
        return "registry"
    if represents is None and any(_REGISTRY_NAME.fullmatch(part) for part in _TITLE_PARTS.split(title)):
        return "registry"
    if media_type == "application/pdf":
        return "paper"
    if represents is not None:
        is_review = "review" in represents.get("genre").casefold() or _REVIEW_TITLE.search(represents.title)
        return "review" if is_review else "paper"
    parts = {match.group().strip(" \t:.0123456789").casefold() for match in _PAPER_PARTS.finditer(text)}
    if len(parts) >= 4 and citations >= 5:
        return "paper"
    return "promotional" if _is_promotional(text) else "web"


def _is_promotional(text: str) -> bool:
    offers = any(pattern.search(text) for pattern in _OFFER_PATTERNS)
    return offers or sum(bool(pattern.search(text)) for pattern in _PRAISE_PATTERNS) >= 2
