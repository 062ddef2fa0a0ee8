"""What ClinicalTrials.gov says of a trial: a record for the library's trials, and a reference to the registration.

Shape: https://clinicaltrials.gov/data-api/about-api/study-data-structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from mscref.errors import LookupCancelled, LookupFailed
from mscref.formats.text_encoding import clean, one_line
from mscref.jobs.looking_up_answers import Told
from mscref.model.reference import Contributor, Name, Reference
from mscref.model.studies import TrialRecord

if TYPE_CHECKING:
    from mscref.lookup import Web

_PAGE = "https://clinicaltrials.gov/study/{}"
_MOST_LISTED = 40


def fetch(
    web: Web, numbers: Iterable[str], *, on_each: Callable[[str], None] | None = None
) -> tuple[list[TrialRecord], dict[str, str]]:
    """The records of trials with NCT numbers, and for each of the others why there is none; stopped, those so far."""
    from mscref.lookup import trials

    found: list[TrialRecord] = []
    failed: dict[str, str] = {}
    for number in dict.fromkeys(number.strip().upper() for number in numbers):
        try:
            study = trials.study(web, number)
        except LookupCancelled:
            break
        except LookupFailed as error:
            failed[number] = str(error)
        else:
            record = record_of(study) if study else None
            if record is None or record.number != number:
                failed[number] = f"ClinicalTrials.gov does not know {number}."
            else:
                found.append(record)
        if on_each:
            on_each(number)
    return found, failed


def record_of(study: Mapping[str, Any]) -> TrialRecord:
    """What the library keeps of a study of the registry."""
    design, count = _at(study, "designModule"), _at(study, "designModule", "enrollmentInfo").get("count")
    number = _text(_at(study, "identificationModule").get("nctId"))
    return TrialRecord(
        number=number,
        title=_title(study),
        status=_words(_at(study, "statusModule").get("overallStatus")),
        phase=", ".join(_words(phase) for phase in _list(design.get("phases"))),
        enrolment=count if isinstance(count, int) and not isinstance(count, bool) and 0 <= count < 10**9 else None,
        url=_PAGE.format(number),
        fields={name: value for name, value in _facts(study) if value},
        fetched=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


def told_of(study: Mapping[str, Any]) -> Told:
    """The registration as a reference; reference managers settled on the type "report" for it."""
    record = record_of(study)
    sponsor = record.fields.get("leadSponsor", "")
    fields = {
        "number": record.number,
        "URL": record.url,
        "publisher": "ClinicalTrials.gov",
        "genre": "Clinical trial registration",
        "issued": record.fields.get("firstPosted", ""),
        "abstract": one_line(_text(_at(study, "descriptionModule").get("briefSummary"))),
    }
    people = (Contributor(Name(literal=sponsor)),) if sponsor else ()
    return Told("trials", Reference("report", record.title, people, fields, trials=(record.number,)))


def _title(study: Mapping[str, Any]) -> str:
    named = _at(study, "identificationModule")
    return one_line(_text(named.get("officialTitle")) or _text(named.get("briefTitle")))


def _facts(study: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    status, design = _at(study, "statusModule"), _at(study, "designModule")
    yield "briefTitle", one_line(_text(_at(study, "identificationModule").get("briefTitle")))
    yield "conditions", "; ".join(_list(_at(study, "conditionsModule").get("conditions")))
    interventions = _maps(_at(study, "armsInterventionsModule").get("interventions"))
    yield "interventions", "; ".join(filter(None, (_text(one.get("name")) for one in interventions)))
    yield "leadSponsor", _text(_at(study, "sponsorCollaboratorsModule", "leadSponsor").get("name"))
    yield "studyType", _words(design.get("studyType"))
    yield "allocation", _words(_at(design, "designInfo").get("allocation"))
    yield "masking", _words(_at(design, "designInfo", "maskingInfo").get("masking"))
    for name in ("startDate", "primaryCompletionDate", "completionDate"):
        yield name, _text(_at(status, f"{name}Struct").get("date"))
    yield "firstPosted", _text(_at(status, "studyFirstPostDateStruct").get("date"))
    yield "lastUpdate", _text(_at(status, "lastUpdatePostDateStruct").get("date"))
    outcomes = _maps(_at(study, "outcomesModule").get("primaryOutcomes"))
    yield "primaryOutcomes", "; ".join(filter(None, (one_line(_text(one.get("measure"))) for one in outcomes)))
    places = _maps(_at(study, "contactsLocationsModule").get("locations"))
    yield "countries", "; ".join(dict.fromkeys(filter(None, (_text(one.get("country")) for one in places))))
    papers = _maps(_at(study, "referencesModule").get("references"))
    results = [one for one in papers if _text(one.get("type")).upper() in ("RESULT", "DERIVED")]
    yield "resultPMIDs", ", ".join(filter(None, (_text(one.get("pmid")) for one in results)))
    yield "hasResults", {True: "yes", False: "no"}.get(study.get("hasResults") is True, "")


def _at(study: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The object at a path, from the protocol section when the whole study is given; empty when there is none."""
    place: object = study.get("protocolSection", study)
    for name in names:
        place = place.get(name) if isinstance(place, Mapping) else None
    return place if isinstance(place, Mapping) else {}


def _words(value: object) -> str:
    """A constant of the registry in plain words: "ACTIVE_NOT_RECRUITING" -> "active not recruiting"."""
    text = _text(value)
    return text.replace("PHASE", "phase ").replace("_", " ").strip().lower() if text.isupper() else text.lower()


def _text(value: object) -> str:
    return clean(value).strip()[:20_000] if isinstance(value, str) else ""


def _list(value: object) -> list[str]:
    return [text for one in value[:_MOST_LISTED] if (text := _text(one))] if isinstance(value, list) else []


def _maps(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value[:_MOST_LISTED] if isinstance(one, Mapping)] if isinstance(value, list) else []
