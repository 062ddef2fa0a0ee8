"""The services that mscref asks, played by a server on this machine: real shapes, facts of a few real papers.

What is told of retractions is told of invented papers (DOI prefix 10.5555), for nobody is to be slandered by a test.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mscref.lookup import SERVICES, Patience, Permission

HASTY = Patience(connect=2.0, silence=1.0, whole=4.0, tries=3, first_wait=0.01, longest_wait=2.0, haste=1000.0)


@dataclass(frozen=True)
class Paper:
    """What the services know of one paper."""

    title: str
    authors: tuple[tuple[str, str], ...]
    journal: str
    short: str
    year: int
    month: int
    volume: str
    pages: str
    doi: str
    pmid: str = ""
    pmcid: str = ""
    issue: str = ""
    abstract: str = ""
    trials: tuple[str, ...] = ()
    updated_by: tuple[tuple[str, str], ...] = ()
    updates: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    crossref_knows: bool = True


GUGLIANDOLO = Paper(
    "Mesenchymal Stem Cells: A Potential Therapeutic Approach for Amyotrophic Lateral Sclerosis?",
    (("Gugliandolo", "Agnese"), ("Bramanti", "Placido"), ("Mazzon", "Emanuela")),
    "Stem Cells International",
    "Stem Cells Int",
    2019,
    3,
    "2019",
    "3675627",
    "10.1155/2019/3675627",
    "30956667",
    "PMC6431432",
)
MATHIS = Paper(
    "Current view and perspectives in amyotrophic lateral sclerosis",
    (
        ("Mathis", "Stéphane"),
        ("Couratier", "Philippe"),
        ("Julian", "Adrien"),
        ("Corcia", "Philippe"),
        ("Le Masson", "Gwendal"),
    ),
    "Neural Regeneration Research",
    "Neural Regen Res",
    2017,
    2,
    "12",
    "181-184",
    "10.4103/1673-5374.200794",
)
BONAFEDE = Paper(
    "ALS Pathogenesis and Therapeutic Approaches: The Role of Mesenchymal Stem Cells and Extracellular Vesicles",
    (("Bonafede", "Roberta"), ("Mariotti", "Raffaella")),
    "Frontiers in Cellular Neuroscience",
    "Front Cell Neurosci",
    2017,
    3,
    "11",
    "80",
    "10.3389/fncel.2017.00080",
)
INVENTED = Paper(
    "Imaginary cells cure an imaginary disease",
    (("Nemo", "Nina"), ("van den Nul", "Otto")),
    "Journal of Invented Results",
    "J Invent Res",
    2015,
    6,
    "3",
    "1-9",
    "10.5555/invented.1",
    "99000001",
    updated_by=(("retraction", "10.5555/invented.1.retraction"),),
    links=(("RetractionIn", "99000002"), ("ErratumIn", "99000003")),
    trials=("NCT01051882",),
    abstract="Cells were imagined.",
)
RETRACTION = Paper(
    "Retraction: Imaginary cells cure an imaginary disease",
    (("Nemo", "Nina"),),
    "Journal of Invented Results",
    "J Invent Res",
    2016,
    1,
    "4",
    "77",
    "10.5555/invented.1.retraction",
    "99000002",
    updates=(("retraction", "10.5555/invented.1"),),
    links=(("RetractionOf", "99000001"),),
)
DOUBTED = Paper(
    "Doubtful cells in a doubtful disease",
    (("Nemo", "Nina"),),
    "Journal of Invented Results",
    "J Invent Res",
    2014,
    6,
    "2",
    "10-19",
    "10.5555/invented.2",
    "99000004",
    updated_by=(("expression_of_concern", "10.5555/invented.2.concern"),),
)
PAPERS = (GUGLIANDOLO, MATHIS, BONAFEDE, INVENTED, RETRACTION, DOUBTED)

TRIAL: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT01051882",
            "briefTitle": "Safety and Efficacy of Autologous Cells in Imaginary Patients",
            "officialTitle": "A Phase I/II Study of Autologous Cells in Imaginary Patients",
        },
        "statusModule": {
            "overallStatus": "ACTIVE_NOT_RECRUITING",
            "startDateStruct": {"date": "2011-06"},
            "completionDateStruct": {"date": "2013-03", "type": "ACTUAL"},
            "studyFirstPostDateStruct": {"date": "2010-01-20", "type": "ESTIMATED"},
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Imaginary Clinic", "class": "OTHER"}},
        "descriptionModule": {"briefSummary": "Patients are imagined.\nThen cells are given."},
        "conditionsModule": {"conditions": ["Amyotrophic Lateral Sclerosis"]},
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE1", "PHASE2"],
            "designInfo": {"allocation": "NON_RANDOMIZED", "maskingInfo": {"masking": "NONE"}},
            "enrollmentInfo": {"count": 12, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {"interventions": [{"type": "BIOLOGICAL", "name": "Imagined cells"}]},
        "outcomesModule": {"primaryOutcomes": [{"measure": "Safety", "timeFrame": "6 months"}]},
        "contactsLocationsModule": {"locations": [{"country": "Israel"}, {"country": "Israel"}]},
    },
    "hasResults": False,
}


@dataclass
class Services:
    """Every service on one server; `wrong` puts another handler in the place of one, `asked` lists what was asked."""

    server: HTTPServer
    papers: tuple[Paper, ...] = PAPERS
    asked: list[tuple[str, str]] = field(default_factory=list)
    wrong: dict[str, Callable[[Request], Response]] = field(default_factory=dict)
    headers: list[Mapping[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for key in SERVICES:
            self.server.expect_request(re.compile(f"^/{key}/.*")).respond_with_handler(self._handler(key))

    def permission(self, **choices: Any) -> Permission:
        """Leave to ask this server in the place of all services."""
        return Permission(is_allowed=True, addresses=self.addresses, **choices)

    @property
    def addresses(self) -> dict[str, str]:
        return {key: self.server.url_for(f"/{key}").rstrip("/") for key in SERVICES}

    def questions(self, key: str) -> list[str]:
        """What one service was asked, in order."""
        return [path for service, path in self.asked if service == key]

    def _handler(self, key: str) -> Callable[[Request], Response]:
        def handle(request: Request) -> Response:
            path = request.path.removeprefix(f"/{key}")
            query = unquote(request.query_string.decode()).replace("+", " ")
            self.asked.append((key, f"{path}?{query}" if query else path))
            self.headers.append(dict(request.headers))
            if key in self.wrong:
                return self.wrong[key](request)
            answer: Response = getattr(self, f"_{key.replace('-', '_')}")(path, request)
            return answer

        return handle

    def _named(self, doi: str) -> Paper | None:
        return next((p for p in self.papers if p.doi.lower() == doi.lower()), None)

    def _crossref(self, path: str, request: Request) -> Response:
        if path.startswith("/works/"):
            paper = self._named(unquote(path.removeprefix("/works/")))
            if paper is None or not paper.crossref_knows:
                return Response("Resource not found.", 404, mimetype="text/plain")
            return as_json({"status": "ok", "message-type": "work", "message": crossref_work(paper)})
        wanted = request.args.get("filter", "")
        if wanted:
            pairs = [one.partition(":")[::2] for one in wanted.split(",")]
            found = [
                p
                for p in self.papers
                if p.crossref_knows
                and any(
                    (name == "doi" and p.doi.lower() == value.lower())
                    or (name == "updates" and value.lower() in [doi.lower() for _, doi in p.updates])
                    for name, value in pairs
                )
            ]
        else:
            words = set(re.findall(r"\w+", request.args.get("query.bibliographic", "").lower()))
            found = [
                p for p in self.papers if p.crossref_knows and len(words & set(re.findall(r"\w+", p.title.lower()))) > 3
            ]
        message = {"total-results": len(found), "items": [crossref_work(p) for p in found]}
        return as_json({"status": "ok", "message-type": "work-list", "message": message})

    def _pubmed(self, path: str, request: Request) -> Response:
        if path == "/esearch.fcgi":
            return as_json(
                {"header": {"type": "esearch"}, "esearchresult": {"idlist": self._found(request.args["term"])}}
            )
        wanted = request.args["id"].split(",")
        body = "".join(pubmed_article(p) for p in self.papers if p.pmid in wanted)
        return Response(f'<?xml version="1.0" ?>\n<PubmedArticleSet>{body}</PubmedArticleSet>', mimetype="text/xml")

    def _found(self, term: str) -> list[str]:
        dois = [doi.lower() for doi in re.findall(r'"([^"]+)"\[aid\]', term)]
        if dois:
            return [p.pmid for p in self.papers if p.pmid and p.doi.lower() in dois]
        title = set(re.findall(r"\w+", term.partition("[ti]")[0].lower()))
        return [p.pmid for p in self.papers if p.pmid and title <= set(re.findall(r"\w+", p.title.lower()))]

    def _europe_pmc(self, path: str, request: Request) -> Response:
        value = request.args["query"].partition(":")[2].partition(" AND")[0].strip('"')
        found = [p for p in self.papers if value and value in (p.pmcid, p.pmid, p.doi)]
        return as_json({"hitCount": len(found), "resultList": {"result": [europe_pmc_result(p) for p in found]}})

    def _trials(self, path: str, request: Request) -> Response:
        if path == "/studies/NCT01051882":
            return as_json(TRIAL)
        return Response("NCT number not found", 404, mimetype="text/plain")

    def _doi(self, path: str, request: Request) -> Response:
        paper = self._named(unquote(path.removeprefix("/")))
        if paper is None:
            return Response("not found", 404, mimetype="text/html")
        names = [{"family": family, "given": given} for family, given in paper.authors]
        item = {"type": "article-journal", "id": paper.doi, "DOI": paper.doi, "title": paper.title, "author": names}
        body = json.dumps({**item, "issued": {"date-parts": [[paper.year]]}, "publisher": "An agency"})
        return Response(body, mimetype="application/vnd.citationstyles.csl+json")

    def _unpaywall(self, path: str, request: Request) -> Response:
        paper = self._named(unquote(path.removeprefix("/")))
        if paper is None:
            return Response('{"HTTP_status_code": 404}', 404, mimetype="application/json")
        place = {"url_for_pdf": f"https://example.org/{paper.doi}.pdf", "host_type": "publisher"}
        return as_json({"doi": paper.doi, "is_oa": True, "best_oa_location": place})

    def _arxiv(self, path: str, request: Request) -> Response:
        entries = "".join(arxiv_entry(number) for number in request.args["id_list"].split(","))
        feed = f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
        return Response(feed, mimetype="application/atom+xml")

    def _open_library(self, path: str, request: Request) -> Response:
        if request.args["bibkeys"] != "ISBN:9783161484100":
            return as_json({})
        book = {
            "title": "The Invented Cell",
            "subtitle": "a handbook",
            "authors": [{"name": "Nina Nemo", "url": "https://example.org"}],
            "publishers": [{"name": "Invented Press"}],
            "publish_places": [{"name": "Nowhere"}],
            "publish_date": "June 2012",
            "number_of_pages": 312,
        }
        return as_json({"ISBN:9783161484100": book})


def as_json(value: object) -> Response:
    return Response(json.dumps(value), mimetype="application/json")


def crossref_work(paper: Paper) -> dict[str, Any]:
    """A work as Crossref's API gives it."""
    work: dict[str, Any] = {
        "DOI": paper.doi,
        "type": "journal-article",
        "title": [paper.title],
        "subtitle": [],
        "container-title": [paper.journal],
        "short-container-title": [paper.short],
        "publisher": "A Publisher",
        "volume": paper.volume,
        "ISSN": ["1687-966X", "1687-9678"],
        "issued": {"date-parts": [[paper.year, paper.month]]},
        "published-online": {"date-parts": [[paper.year, paper.month]]},
        "author": [
            {"given": given, "family": family, "sequence": "first" if i == 0 else "additional", "affiliation": []}
            for i, (family, given) in enumerate(paper.authors)
        ],
        "language": "en",
        "is-referenced-by-count": 12,
        "score": 1.0,
        "URL": f"https://doi.org/{paper.doi}",
        "updated-by": [
            {"DOI": doi, "type": kind, "source": "publisher", "label": kind} for kind, doi in paper.updated_by
        ],
        "update-to": [{"DOI": doi, "type": kind, "label": kind.title()} for kind, doi in paper.updates],
    }
    if "-" in paper.pages:
        work["page"] = paper.pages
    else:
        work["article-number"] = paper.pages
    if paper.abstract:
        work["abstract"] = f"<jats:title>Abstract</jats:title><jats:p>{paper.abstract}</jats:p>"
    return work


def pubmed_article(paper: Paper) -> str:
    """A record as efetch gives it."""
    authors = "".join(
        f'<Author ValidYN="Y"><LastName>{family}</LastName><ForeName>{given}</ForeName></Author>'
        for family, given in paper.authors
    )
    links = "".join(
        f'<CommentsCorrections RefType="{kind}"><RefSource>J Invent Res. 2016</RefSource><PMID>{pmid}</PMID>'
        "</CommentsCorrections>"
        for kind, pmid in paper.links
    )
    numbers = "".join(f"<AccessionNumber>{trial}</AccessionNumber>" for trial in paper.trials)
    banks = (
        "<DataBankList><DataBank><DataBankName>ClinicalTrials.gov</DataBankName>"
        f"<AccessionNumberList>{numbers}</AccessionNumberList></DataBank></DataBankList>"
        if numbers
        else ""
    )
    stop = "" if paper.title.endswith("?") else "."
    pmc = f'<ArticleId IdType="pmc">{paper.pmcid}</ArticleId>' if paper.pmcid else ""
    return f"""<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{paper.pmid}</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Electronic">1687-9678</ISSN><JournalIssue CitedMedium="Internet">
<Volume>{paper.volume}</Volume><PubDate><Year>{paper.year}</Year><Month>Mar</Month></PubDate></JournalIssue>
<Title>{escape(paper.journal.lower())}</Title><ISOAbbreviation>{paper.short}</ISOAbbreviation></Journal>
<ArticleTitle>{escape(paper.title)}{stop}</ArticleTitle><Pagination><MedlinePgn>{paper.pages}</MedlinePgn></Pagination>
<ELocationID EIdType="doi" ValidYN="Y">{paper.doi}</ELocationID>
<Abstract><AbstractText>{escape(paper.abstract or "An abstract.")}</AbstractText></Abstract>
<AuthorList CompleteYN="Y">{authors}</AuthorList><Language>eng</Language>{banks}
<PublicationTypeList><PublicationType UI="D016428">Journal Article</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><Country>Egypt</Country><MedlineTA>{paper.short}</MedlineTA></MedlineJournalInfo>
<CommentsCorrectionsList>{links}</CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{paper.pmid}</ArticleId>{pmc}
<ArticleId IdType="doi">{paper.doi}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>"""


def europe_pmc_result(paper: Paper) -> dict[str, Any]:
    """A result (resultType core) as Europe PMC gives it."""
    return {
        "id": paper.pmid,
        "source": "MED",
        "pmid": paper.pmid,
        "pmcid": paper.pmcid,
        "doi": paper.doi,
        "title": paper.title if paper.title.endswith("?") else f"{paper.title}.",
        "authorList": {"author": [{"firstName": given, "lastName": family} for family, given in paper.authors]},
        "journalInfo": {
            "volume": paper.volume,
            "dateOfPublication": f"{paper.year} Mar",
            "journal": {"title": paper.journal, "medlineAbbreviation": paper.short, "issn": "1687-966X"},
        },
        "pubYear": str(paper.year),
        "pageInfo": paper.pages,
        "abstractText": "<h4>Background</h4>Cells.<h4>Results</h4>More cells &amp; vesicles.",
        "pubTypeList": {"pubType": ["research-article", "Journal Article"]},
        "language": "eng",
    }


def arxiv_entry(number: str) -> str:
    """An entry of arXiv's feed; what it does not know it reports as an error."""
    if number != "2101.00001":
        return "<entry><id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title></entry>"
    return f"""<entry><id>http://arxiv.org/abs/{number}v1</id><published>2021-01-01T00:00:00Z</published>
<title>Imaginary cells
  in a dish</title><summary>  They were imagined.  </summary><author><name>Nina Nemo</name></author>
<author><name>Otto van den Nul</name></author>
<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.5555/invented.3</arxiv:doi></entry>"""
