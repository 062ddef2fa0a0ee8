"""Measure what `formats.pdf_metadata` finds in papers whose metadata are known.

    MSCREF_CORPORA=folder python -m tests.measure_pdfs [--half dev|second|held] [--failures FIELD ...] [--no-times]

The folder holds corpora/pdfs/*.pdf and truth.jsonl. The papers are split by the SHA-256 of their files: "dev" (first
hex digit even) was looked at while rules were written, "second" after it, and "held" last, when its figures had been
taken. Only the figures of a part that nobody has looked into tell how the rules do on papers never seen.
The papers are cut to their first pages, so only lists of references that begin there are counted, as far as they go.
"""

from __future__ import annotations

import argparse
import difflib
import hashlib
import json
import os
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from mscref import sandbox
from mscref.errors import Unreadable
from mscref.formats import pdf_metadata
from mscref.jobs import reviewing
from mscref.model.plan import Unread
from mscref.model.reading import Reading
from mscref.model.reference import Reference

BARS = {
    "title": 97.0,
    "doi": 99.0,
    "first author": 97.0,
    "all authors": 93.0,
    "year": 96.0,
    "journal": 90.0,
    "volume": 90.0,
    "first page": 90.0,
    "abstract": 85.0,
}
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


_HEADING = re.compile(
    r"^\W*(?:\d+\.?\s*)?(?:references|bibliography|literature(?: cited)?|works cited)(?: and notes)?\W*$", re.I | re.M
)
_NUMBER = re.compile(r"^\s*[\[(]?(\d{1,3})[\].)]{0,2}\s*(?=\S)", re.MULTILINE)


# The verdict that judges a field of a reference.
_VERDICTS = {
    "title": "title",
    "author": "all authors",
    "issued": "year",
    "container-title": "journal",
    "volume": "volume",
    "issue": "issue",
    "page": "first page",
    "number": "first page",
    "DOI": "doi",
}


def fold(text: str) -> str:
    """Letters and digits only, without accents and case."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    return "".join(c for c in plain if c.isalnum())


def agree(found: str, wanted: str) -> bool:
    """The same letters and digits, at most three of them different."""
    a, b = fold(found), fold(wanted)
    if a == b:
        return True
    if not a or abs(len(a) - len(b)) > 3:
        return False
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    missed = max(len(a), len(b)) - sum(block.size for block in matcher.get_matching_blocks())
    return missed <= 3 and matcher.ratio() >= 0.95


def plain_name(journal: str) -> str:
    """A journal's name without "(Basel, Switzerland)", "The" and a subtitle."""
    return fold(re.sub(r"\(.*?\)|^the |\s*:.*$", "", journal, flags=re.IGNORECASE))


def start(abstract: str) -> str:
    """The first forty letters, without the heading."""
    return re.sub(r"^(?:abstract|summary)", "", fold(abstract))[:40]


def families(names: list[str]) -> list[str]:
    return [fold(name) for name in names]


def verdicts(found: Reference, truth: dict[str, Any]) -> dict[str, bool]:
    """Which fields are right; a field whose truth is unknown or not printed is left out."""
    wanted = [name.get("family") or name.get("literal", "") for name in truth["authors"]]
    given = [name.literal or f"{name.particle} {name.family}" for name in found.authors]
    bare = [name.literal or f"{name.family} {name.suffix}" for name in found.authors]
    titles = [truth["title"], f"{truth['title']} {truth.get('subtitle') or ''}"]
    right = {
        "title": any(agree(found.title, title) for title in titles),
        "first author": bool(given) and fold(wanted[0]) in (fold(given[0]), fold(bare[0])),
        "year": found.year == str(truth["year"]),
        "year accepted": bool(found.year) and int(found.year) in truth["years_accepted"],
        "journal": plain_name(found.journal)
        in {plain_name(name) for name in (truth["journal"], *truth["journal_abbrev"])},
        "volume": found.get("volume") == truth["volume"],
    }
    if truth["authors_complete"]:
        right["all authors"] = families(wanted) in (families(given), families(bare))
    if truth["doi"]:
        right["no wrong doi"] = found.doi.lower() in ("", truth["doi"].lower())
        if truth["doi_printed_pages1to3"]:
            right["doi"] = found.doi.lower() == truth["doi"].lower()
    first = truth["fpage"] or truth["elocation_id"]
    if first:
        places = {fold(found.get("page").split("-")[0]), fold(found.get("number"))} - {""}
        right["first page"] = fold(first) in places or fold(truth["elocation_id"] or first) in places
    if truth["issue"]:
        right["issue"] = found.get("issue") == truth["issue"]
    if truth["abstract_start"]:
        right["abstract"] = start(found.get("abstract")) == start(truth["abstract_start"])
    return right


def certainties(reading: Reading, rights: dict[str, bool]) -> Iterator[tuple[float, bool]]:
    """How sure each told field is said to be, and whether it is right."""
    for name, seen in reading.provenance.items():
        if _VERDICTS.get(name) in rights:
            yield seen.confidence, rights[_VERDICTS[name]]


def papers(folder: Path, half: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The papers of one part (or of all) with their truth."""
    for row in (folder / "corpora" / "pdfs" / "truth.jsonl").read_text("utf-8").splitlines():
        truth = json.loads(row)
        path = folder / "corpora" / "pdfs" / truth["file"]
        first, second = (int(digit, 16) % 2 for digit in hashlib.sha256(path.read_bytes()).hexdigest()[:2])
        if half in ("all", "dev" if not first else "second" if not second else "held"):
            yield path, truth


def printed_references(text: str) -> int:
    """How many references a text numbers after the heading of its list: 1, 2, 3, ... as far as they go on."""
    longest = 0
    for heading in _HEADING.finditer(text):
        wanted = 1
        for number in _NUMBER.finditer(text, heading.end()):
            wanted += int(number[1]) == wanted
        longest = max(longest, wanted - 1)
    return longest


def publisher_of(truth: dict[str, Any]) -> str:
    """The publisher as the DOI's prefix tells it, by name where there is none."""
    return str(truth["doi"].partition("/")[0] if truth["doi"] else truth["publisher"])


def shown(found: Reference, truth: dict[str, Any], name: str) -> str:
    """One failure, found against wanted."""
    pick: dict[str, Callable[[], tuple[object, object]]] = {
        "title": lambda: (found.title, truth["title"]),
        "first author": lambda: ([n.display for n in found.authors[:1]], truth["authors"][:1]),
        "all authors": lambda: (
            "; ".join(n.sort_family for n in found.authors),
            "; ".join(a.get("family") or a.get("literal", "") for a in truth["authors"]),
        ),
        "year": lambda: (found.year, truth["year"]),
        "journal": lambda: (found.journal, (truth["journal"], *truth["journal_abbrev"])),
        "volume": lambda: (found.get("volume"), truth["volume"]),
        "issue": lambda: (found.get("issue"), truth["issue"]),
        "first page": lambda: (found.get("page") or found.get("number"), truth["fpage"] or truth["elocation_id"]),
        "abstract": lambda: (found.get("abstract")[:90], truth["abstract_start"][:90]),
    }
    have, want = pick.get(name, lambda: (found.doi, truth["doi"]))()
    return f"    {truth['file']} [{truth['publisher'][:18]}] {have!r}\n{' ' * 40} {want!r}"


def main() -> int:
    """Print the figures; the exit code is 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description="Measure what is found in papers whose metadata are known.")
    parser.add_argument("--half", choices=("dev", "second", "held", "all"), default="all")
    parser.add_argument("--failures", nargs="*", default=[], metavar="FIELD")
    parser.add_argument("--no-times", action="store_true", help="leave out the two timed runs through the sandbox")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    if "MSCREF_CORPORA" not in os.environ:
        print("MSCREF_CORPORA is not set: it names the folder that holds corpora/pdfs.", file=sys.stderr)
        return 2
    tally: dict[str, list[bool]] = defaultdict(list)
    publishers: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    failures: dict[str, list[str]] = defaultdict(list)
    times = []
    names: dict[str, Counter[str]] = defaultdict(Counter)
    listed: list[tuple[int, int]] = []
    told: list[list[tuple[float, bool]]] = []
    chosen = list(papers(Path(os.environ["MSCREF_CORPORA"]), options.half))
    for path, truth in chosen:
        started = time.process_time()
        try:
            reading = pdf_metadata.read_pdf(path)
        except Unreadable as error:
            print(error, file=sys.stderr)
            reading = Reading(str(path), "pdf", (Reference(),))
        found = reading.references[0]
        times.append(time.process_time() - started)
        names[publisher_of(truth)][truth["publisher"]] += 1
        listed.extend(counted(reading))
        rights = verdicts(found, truth)
        told.append(list(certainties(reading, rights)))
        for name, right in rights.items():
            tally[name].append(right)
            publishers[publisher_of(truth)][name].append(right)
            if not right:
                failures[name].append(shown(found, truth, name))
    named = {
        f"{prefix} {of.most_common(1)[0][0]}" if prefix.startswith("10.") else prefix: publishers[prefix]
        for prefix, of in names.items()
    }
    missed = report(tally, named, failures, times, options)
    report_references(listed)
    report_certainties(told)
    if not options.no_times:
        report_times([path for path, _ in chosen])
    return missed


def counted(reading: Reading) -> Iterator[tuple[int, int]]:
    """How many references the paper numbers and how many of them were found, when it prints a list."""
    for document in reading.documents:
        if number := printed_references(document.text):
            yield number, min(number, len(document.citations))


def report_references(listed: Sequence[tuple[int, int]]) -> None:
    """Print how many of the references that the papers list were found."""
    printed, found = sum(number for number, _ in listed), sum(number for _, number in listed)
    share = 100 * found / printed if printed else 0.0
    print(f"References: {found} of {printed} that {len(listed)} papers number were found ({share:.1f} %)")


def report_certainties(told: Sequence[Sequence[tuple[float, bool]]]) -> None:
    """Print what lies on either side of the confidence below which a review shows a field as unsure."""
    below, above = Counter[bool](), Counter[bool]()
    for confidence, right in (pair for paper in told for pair in paper):
        (below if confidence < reviewing.SURE else above)[right] += 1
    unsure = sum(any(confidence < reviewing.SURE for confidence, _ in paper) for paper in told)
    print(
        f"Unsure (below {reviewing.SURE}): {below[False]} wrong and {below[True]} right fields in {unsure} papers; "
        f"the others: {above[False]} wrong, {above[True]} right"
    )


def report_times(paths: Sequence[Path]) -> None:
    """Print the wall time of reading the papers through the sandbox, and the most memory that one child took."""
    for workers in (1, 2):
        started = time.monotonic()
        unread = sum(isinstance(answer, Unread) for answer in sandbox.read_files(paths, workers=workers))
        seconds = time.monotonic() - started
        print(f"{len(paths)} papers with {workers} worker(s): {seconds:.1f} s, {unread} unread{most_memory()}")


def most_memory() -> str:
    """The most memory that one child had, as words; empty where the system does not tell."""
    try:
        resource = import_module("resource")
    except ImportError:
        return ""
    size = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return f"; at most {size / (1 << 20 if sys.platform == 'darwin' else 1 << 10):.0f} MB in one child"


def report(
    tally: dict[str, list[bool]],
    publishers: dict[str, dict[str, list[bool]]],
    failures: dict[str, list[str]],
    times: list[float],
    options: argparse.Namespace,
) -> int:
    """Print figures, publishers and failures; 1 when a bar is missed."""
    figures = {name: round(100 * sum(rights) / len(rights), 1) for name, rights in tally.items()}
    macro = [100 * sum(rows["title"]) / len(rows["title"]) for rows in publishers.values()]
    figures["title, mean over publishers"] = round(sum(macro) / len(macro), 1)
    p95 = sorted(times)[int(0.95 * len(times))]
    print(f"{len(times)} papers ({options.half}); 95 % within {1000 * p95:.0f} ms of one core")
    for name, figure in figures.items():
        bar = BARS.get(name, 99.7 if name == "no wrong doi" else 96.0 if "mean" in name else 0.0)
        mark = "" if figure >= bar else f"  below the bar of {bar}"
        print(f"  {name:<28} {figure:5.1f} %  ({len(tally[name]) or len(macro)}){mark}")
    print("Publishers, most papers first (papers: fields below 100 %)")
    for publisher, rows in sorted(publishers.items(), key=lambda item: -len(item[1]["title"])):
        low = [f"{n} {100 * sum(r) / len(r):.0f}" for n, r in rows.items() if not all(r)]
        print(f"  {publisher[:40]:<40} {len(rows['title']):3d}: {', '.join(low) or 'all right'}")
    for name in options.failures or ():
        print(f"Wrong: {name}", *failures[name], sep="\n")
    if options.json:
        options.json.write_text(json.dumps({"papers": len(times), "half": options.half, **figures}, indent=1), "utf-8")
    return int(any(figures.get(name, 100.0) < bar for name, bar in BARS.items()))


if __name__ == "__main__":
    raise SystemExit(main())
