"""Measure the finder of duplicates: `python -m tests.measure_duplicates` with MSCREF_CORPORA set.

Real ones: entries of the collected bibliographies that bear one DOI, the DOI then taken away; what is found must be of
one DOI (precision), and what is of one DOI must be found (recall). Planted ones: real titles printed again with the
faults that exports and typists make, beside papers that only look alike. And the time that 20,000 references take.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from mscref.errors import Unreadable
from mscref.formats import files
from mscref.jobs.duplicates_scan import scan
from mscref.model.folding import fold, sort_form
from mscref.model.identifiers import doi_key
from mscref.model.look_alikes import LookAlike
from mscref.model.reference import Reference

_ENDINGS = (".bib", ".biblatex", ".bibtex", ".ris", ".nbib")


def marks(id: int, reference: Reference) -> LookAlike:
    """The marks that the library would keep of a reference."""
    names = reference.authors or reference.names("editor")
    page = reference.get("page").replace("–", "-").split("-")[0].strip()
    return LookAlike(
        id,
        sort_form(reference.title),
        fold(names[0].sort_family) if names else "",
        reference.year,
        doi_key(reference.doi),
        reference.pmid,
        reference.get("PMCID").upper(),
        reference.type,
        sort_form(reference.journal),
        reference.get("volume"),
        page,
    )


def real(folder: Path) -> list[LookAlike]:
    """The journal articles of the collected bibliographies that bear a DOI, each wording once."""
    found: dict[LookAlike, None] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _ENDINGS and path.stat().st_size < 3_000_000:
            with contextlib.suppress(Unreadable):
                for reference in files.read_file(path).references:
                    if reference.doi and reference.title:
                        found[marks(0, reference)] = None
    return [replace(row, id=id) for id, row in enumerate(found)]


def scores(rows: Sequence[LookAlike], truth: set[tuple[int, int]]) -> tuple[float, float, list[tuple[int, int]]]:
    """Precision, recall and the wrong pairs of what is found among rows."""
    found = {(min(t.one, t.other), max(t.one, t.other)) for t in scan(rows) if not t.role}
    right = found & truth
    return len(right) / max(len(found), 1), len(right) / max(len(truth), 1), sorted(found - truth)


def blinded(rows: Iterable[LookAlike]) -> tuple[list[LookAlike], set[tuple[int, int]]]:
    """Rows without their identifiers, and which of them were one paper."""
    kept = list(rows)
    by_doi: dict[str, list[int]] = {}
    for row in kept:
        by_doi.setdefault(row.doi, []).append(row.id)
    pairs = (pair for ids in by_doi.values() for pair in combinations(sorted(ids), 2))
    truth = {(one, other) for one, other in pairs if _may_be_one(kept[one], kept[other])}
    return [replace(row, doi="", pmid="", pmcid="") for row in kept], truth


def _may_be_one(one: LookAlike, other: LookAlike) -> bool:
    """False for two entries of a test file that bear one made-up DOI and have nothing else in common."""
    same_place = bool(one.volume) and (one.volume, one.first_page) == (other.volume, other.first_page)
    return (one.author == other.author and same_place) or fuzz.ratio(one.title, other.title) > 70


def planted(titles: Sequence[LookAlike], seed: int = 5) -> tuple[list[LookAlike], set[tuple[int, int]]]:
    """Real papers, copies of them with faults, and others that only look alike."""
    draw = random.Random(seed)
    rows = [replace(row, id=id) for id, row in enumerate(titles)]
    truth = set()
    for row in list(rows):
        for copy in draw.sample(list(_copies(row, draw)), 1):
            truth.add((row.id, len(rows)))
            rows.append(replace(copy, id=len(rows)))
        for other in draw.sample(list(_others(row)), 1):
            rows.append(replace(other, id=len(rows)))
    return rows, truth


def _copies(row: LookAlike, draw: random.Random) -> Iterator[LookAlike]:
    bare = replace(row, doi="", pmid="", pmcid="")
    place = draw.randrange(1, max(len(row.title) - 1, 2))
    yield replace(bare, title=row.title[:place] + row.title[place + 1 :])
    yield replace(bare, title=row.title[:place] + "x" + row.title[place:], year="")
    yield replace(bare, year=str(int(row.year) + 1) if row.year else "")
    yield replace(bare, volume="", first_page="", journal="")
    yield replace(row, title=row.title[: round(len(row.title) * 0.7)])
    yield replace(bare, author=f"van {row.author}")


def _others(row: LookAlike) -> Iterator[LookAlike]:
    bare = replace(row, doi="", pmid="", pmcid="")
    yield replace(bare, title=f"{row.title} part 2", first_page="977", volume="3")
    yield replace(bare, author="somebody", volume="9", first_page="1", year=str(int(row.year or 2000) - 7))
    yield replace(bare, title=f"reply to {row.title}", volume="91", first_page="12")
    yield replace(row, doi=f"10.5555/{row.id}", pmid="", volume="77", first_page="5")


def gold(path: Path) -> list[LookAlike]:
    """Real papers of cell therapy."""
    found = []
    for id, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        author = f"author{id % 37}"
        doi, pmid = row.get("doi") or "", row.get("pmid") or ""
        year = str(row.get("year") or "")[:4]
        found.append(LookAlike(id, sort_form(row["title"]), author, year, doi, pmid, "", "", "", "12", str(100 + id)))
    return found


def invented(n: int) -> list[LookAlike]:
    """As many references as a large library has, by authors as common as the commonest names are."""
    draw = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    weights = [1 / (rank + 3) for rank in range(5000)]  # the commonest name is that of every twentieth first author
    words = ["".join(draw.choices(letters, k=draw.randint(3, 11))) for _ in range(4000)]
    return [
        LookAlike(
            id,
            " ".join(draw.choices(words, k=draw.randint(6, 18))),
            family,
            str(1995 + draw.randrange(30)),
            f"10.5555/{id}" if id % 3 else "",
            volume=str(id % 90),
            first_page=str(id % 997),
        )
        for id, family in enumerate(draw.choices([f"family{rank}" for rank in range(5000)], weights, k=n))
    ]


def main() -> int:
    named = os.environ.get("MSCREF_CORPORA")
    if not named:
        print("MSCREF_CORPORA is not set")
        return 2
    folder = Path(named)
    rows, truth = blinded(real(folder / "corpora" / "references"))
    precision, recall, wrong = scores(rows, truth)
    print(f"real     {len(rows):6,} records {len(truth):5,} pairs  precision {precision:.3f}  recall {recall:.3f}")
    if "-v" in sys.argv:
        for one, other in wrong:
            print("   ", rows[one].title[:90], "|", rows[other].title[:90])
    rows, truth = planted(gold(folder / "domain" / "tagging_gold.jsonl"))
    precision, recall, _ = scores(rows, truth)
    print(f"planted  {len(rows):6,} records {len(truth):5,} pairs  precision {precision:.3f}  recall {recall:.3f}")
    many = invented(20_000)
    start = time.perf_counter()
    scan(many)
    print(f"scanned  {len(many):6,} records in {time.perf_counter() - start:.2f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
