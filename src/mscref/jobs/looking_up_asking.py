"""Which service is asked what, for many references at once: by number first, then by DOI, then by title.

A service that fails takes nothing from what the others told; what is refused or off is not asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from mscref.errors import LookupCancelled, LookupFailed
from mscref.jobs import looking_up_answers as answers
from mscref.jobs import looking_up_trials
from mscref.jobs.duplicates import first_family
from mscref.jobs.looking_up_agreement import agreement
from mscref.jobs.looking_up_answers import Told
from mscref.model.folding import without_markup
from mscref.model.identifiers import doi_key
from mscref.model.notices import Notice
from mscref.model.reference import Reference
from mscref.model.studies import TrialRecord

if TYPE_CHECKING:
    from mscref.lookup import Service, Web

T = TypeVar("T")
_ARXIV = re.compile(r"arxiv[:/](?:abs/|pdf/)?\s*(.+)|arxiv\.org/(?:abs|pdf)/(.+)", re.IGNORECASE)
_VERSION = re.compile(r"v\d+$")
_LEAST_WORTH_SHOWING = 60


@dataclass
class Asked:
    """One reference, what was told of it, and what went wrong on the way."""

    reference: Reference
    told: list[Told] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    trial: TrialRecord | None = None

    @property
    def agreeing(self) -> list[Told]:
        """What was told of the paper that is meant."""
        return [told for told in self.told if agreement(self.reference, told.reference).is_accepted]

    def value(self, name: str) -> str:
        """An identifier: the reference's own, else one that somebody told of the paper that is meant."""
        own = self.reference.get(name)
        return own or next((told.reference.get(name) for told in self.agreeing if told.reference.get(name)), "")

    @property
    def arxiv(self) -> str:
        """Its number in arXiv."""
        for place in (self.reference.get("number"), self.reference.get("URL")):
            found = _ARXIV.search(place)
            if found:
                return (found.group(1) or found.group(2)).strip().removesuffix(".pdf")
        return ""

    @property
    def registration(self) -> str:
        """The trial's number when the reference is nothing else than that."""
        only = not self.reference.title and not self.reference.fields and len(self.reference.trials) == 1
        return self.reference.trials[0] if only else ""


def ask_all(web: Web, references: Sequence[Reference]) -> list[Asked]:
    """What the allowed services tell of some references (twenty or so), in their order. Raises LookupCancelled."""
    asked = [Asked(reference) for reference in references]
    _Round(web, asked).run()
    return asked


class _Round:
    """One round of questions for some references."""

    def __init__(self, web: Web, asked: Sequence[Asked]) -> None:
        self._web = web
        self._asked = asked

    def run(self) -> None:
        """Ask everything that is allowed and of use."""
        from mscref.lookup import services

        self._central()
        self._pubmed()
        self._titles()
        self._crossref()
        for one in self._asked:
            if one.value("DOI") and not one.told:
                self._other_agency(one)
            if not any(told.source in ("pubmed", "europe-pmc") for told in one.told):
                self._europe_pmc(one)
            if one.reference.get("ISBN") and not one.told:
                self._book(one)
            if one.registration.startswith("NCT"):
                self._trial(one)
        preprints = [one for one in self._asked if one.arxiv]
        if preprints:
            self._try(services.ARXIV, preprints, lambda: self._arxiv(preprints))

    def _try(
        self, service: Service, concerned: Iterable[Asked], ask: Callable[[], T], otherwise: T | None = None
    ) -> T | None:
        """Ask, and write down for whom it failed; a service that is not allowed is not missed."""
        if not self._web.allows(service):
            return None
        try:
            return ask()
        except LookupCancelled:
            raise
        except LookupFailed as error:
            for one in concerned:
                if str(error) not in one.problems:
                    one.problems.append(str(error))
            return None

    def _central(self) -> None:
        """Europe PMC for those that only a number of PubMed Central names: it gives the others."""
        from mscref.lookup import europe_pmc, services

        for one in self._asked:
            number = one.reference.get("PMCID")
            if number and not one.reference.pmid and not one.reference.doi:
                ask = partial(europe_pmc.papers, self._web, "PMCID", number)
                found = self._try(services.EUROPE_PMC, [one], ask) or []
                one.told += [answers.of_europe_pmc(paper) for paper in found][:1]

    def _pubmed(self) -> None:
        from mscref.lookup import pubmed, services

        unnumbered = [one for one in self._asked if one.value("DOI") and not one.value("PMID")]
        numbers = [one.value("PMID") for one in self._asked if one.value("PMID")]
        if unnumbered:
            dois = [one.value("DOI") for one in unnumbered]
            numbers += self._try(services.PUBMED, unnumbered, lambda: pubmed.numbers_of_dois(self._web, dois)) or []
        if not numbers:
            return
        concerned = [one for one in self._asked if one.value("PMID") or one.value("DOI")]
        texts = self._try(services.PUBMED, concerned, lambda: pubmed.records(self._web, numbers)) or []
        by_pmid: dict[str, Told] = {}
        by_doi: dict[str, Told] = {}
        for told in answers.of_pubmed(texts):
            by_pmid.setdefault(told.reference.pmid, told)
            by_doi.setdefault(doi_key(told.reference.doi), told)
        for one in concerned:
            found = by_pmid.get(one.value("PMID")) or by_doi.get(doi_key(one.value("DOI")) or "-")
            one.told += [found] if found else []

    def _titles(self) -> None:
        """PubMed, then Crossref, by title for those that nothing else names; only what may be meant is kept."""
        for one in self._asked:
            reference = one.reference
            named = ("DOI", "PMID", "PMCID", "ISBN")
            if not reference.title or any(reference.get(name) for name in named) or one.arxiv:
                continue
            found = [*self._pubmed_by_title(one)]
            if not any(agreement(reference, told.reference).is_accepted for told in found):
                found += self._crossref_by_title(one)
            alike = [(agreement(reference, told.reference), told) for told in found]
            best = [(it.title or 0, told) for it, told in alike if (it.title or 0) >= _LEAST_WORTH_SHOWING]
            one.told += [told for _, told in sorted(best, key=lambda pair: -pair[0])[:1]]

    def _pubmed_by_title(self, one: Asked) -> list[Told]:
        from mscref.lookup import pubmed, services

        title, author, year = without_markup(one.reference.title), first_family(one.reference), one.reference.year

        def ask() -> list[Told]:
            numbers = pubmed.numbers_of_title(self._web, title, author, year)
            return list(answers.of_pubmed(pubmed.records(self._web, numbers))) if numbers else []

        return self._try(services.PUBMED, [one], ask) or []

    def _crossref_by_title(self, one: Asked) -> list[Told]:
        from mscref.lookup import crossref, services

        parts = (without_markup(one.reference.title), first_family(one.reference), one.reference.year)
        words = " ".join(filter(None, parts))
        works = self._try(services.CROSSREF, [one], lambda: crossref.search(self._web, words)) or []
        return [answers.of_crossref(work) for work in works]

    def _crossref(self) -> None:
        from mscref.lookup import crossref, services

        concerned = [
            one for one in self._asked if one.value("DOI") and not any(t.source == "crossref" for t in one.told)
        ]
        dois = list(dict.fromkeys(one.value("DOI") for one in concerned))
        if not dois:
            return
        works = self._try(services.CROSSREF, concerned, lambda: crossref.works(self._web, dois)) or []
        by_doi = {doi_key(told.reference.doi): told for told in map(answers.of_crossref, works)}
        for one in concerned:
            found = by_doi.get(doi_key(one.value("DOI")))
            one.told += [found] if found else []
        known = [one for one in concerned if doi_key(one.value("DOI")) in by_doi]
        dois = [one.value("DOI") for one in known]
        if dois:
            updates = self._try(services.CROSSREF, known, lambda: crossref.notices(self._web, dois)) or []
            self._lay_updates(known, map(answers.of_crossref, updates))

    def _lay_updates(self, known: Sequence[Asked], updates: Iterable[Told]) -> None:
        """Give the papers the notices that name them."""
        by_doi = {doi_key(one.value("DOI")): one for one in known}
        for told in updates:
            for notice in told.notices:
                one = by_doi.get(doi_key(notice.doi)) if notice.is_itself else None
                if one is not None and told.reference.doi:
                    found = Notice(notice.kind, doi=told.reference.doi, source="Crossref")
                    one.told.append(Told("crossref", Reference(fields={"DOI": notice.doi}), (found,)))

    def _other_agency(self, one: Asked) -> None:
        from mscref.lookup import doi, services

        found = self._try(services.DOI, [one], lambda: doi.item(self._web, one.value("DOI")))
        one.told += [answers.of_csl(found)] if found else []

    def _europe_pmc(self, one: Asked) -> None:
        from mscref.lookup import europe_pmc, services

        for kind in ("PMID", "DOI"):
            value = one.value(kind)
            if value:
                ask = partial(europe_pmc.papers, self._web, kind, value)
                found = self._try(services.EUROPE_PMC, [one], ask) or []
                one.told += [answers.of_europe_pmc(paper) for paper in found][:1]
                return

    def _book(self, one: Asked) -> None:
        from mscref.lookup import open_library, services

        isbn = one.reference.get("ISBN").replace("-", "").replace(" ", "").partition(",")[0]
        found = self._try(services.OPEN_LIBRARY, [one], lambda: open_library.book(self._web, isbn))
        one.told += [answers.of_open_library(found, one.reference.get("ISBN"))] if found else []

    def _trial(self, one: Asked) -> None:
        from mscref.lookup import services, trials

        study = self._try(services.TRIALS, [one], lambda: trials.study(self._web, one.registration))
        if study:
            one.trial = looking_up_trials.record_of(study)
            one.told.append(looking_up_trials.told_of(study))

    def _arxiv(self, preprints: Sequence[Asked]) -> None:
        from mscref.lookup import arxiv

        feed = arxiv.feed(self._web, [one.arxiv for one in preprints])
        found = {_unversioned(told.reference.get("number")): told for told in answers.of_arxiv(feed)}
        for one in preprints:
            told = found.get(_unversioned(f"arXiv:{one.arxiv}"))
            one.told += [told] if told else []


def _unversioned(number: str) -> str:
    """A number of arXiv as versions share it."""
    return _VERSION.sub("", number.casefold())
