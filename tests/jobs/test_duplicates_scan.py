"""Duplicates of a whole library: one paper is found however typed, reports of one study are offered as a family."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mscref.jobs.duplicates import Twins
from mscref.jobs.duplicates_scan import scan
from mscref.library import Library
from mscref.model.look_alikes import LookAlike
from mscref.model.reference import Name, Reference, authors
from tests import measure_duplicates

PAPER = LookAlike(
    1,
    "placenta derived mesenchymal stromal cells and their exosomes in duchenne muscular dystrophy",
    "bier",
    "2018",
    "10.1016/j.biomaterials.2018.04.055",
    "29783118",
    type="article-journal",
    journal="biomaterials",
    volume="174",
    first_page="67",
)
BARE = replace(PAPER, id=2, doi="", pmid="")


def pairs(*rows: LookAlike) -> list[tuple[int, int, str]]:
    return [(twins.one, twins.other, twins.role) for twins in scan(rows)]


@pytest.mark.parametrize(
    "other",
    [
        replace(BARE, title=BARE.title.replace("mesenchymal", "mesenchimal")),
        replace(BARE, year="2019", volume="", first_page=""),
        replace(BARE, year=""),
        replace(BARE, title=BARE.title[:60]),
        replace(BARE, author="", volume=""),
        replace(BARE, type="report", journal=""),
        replace(PAPER, id=2, title="something else", doi="", author="other"),
        replace(PAPER, id=2, title="something else", pmid="", author="other"),
        replace(BARE, title=f"{BARE.title} xmlns http www w3 org"),
        replace(BARE, author="ben bier"),
    ],
)
def test_one_paper_is_found_however_it_was_typed(other: LookAlike) -> None:
    assert pairs(PAPER, other) == [(1, 2, "")]


@pytest.mark.parametrize(
    "other",
    [
        replace(BARE, doi="10.1016/another", volume="3", first_page="1", author="brodie"),
        replace(BARE, title=f"{BARE.title} part 2"),
        replace(BARE, title=f"reply to {BARE.title}", first_page="99", volume="175"),
        replace(BARE, author="brodie", year="2012", volume="1", first_page="2"),
        replace(BARE, year="2012"),
        replace(BARE, title="a wholly different study of mesenchymal cells", volume="1"),
    ],
)
def test_what_only_looks_alike_stays_apart(other: LookAlike) -> None:
    assert pairs(PAPER, other) == []


def test_three_papers_with_one_short_title_stay_apart() -> None:
    title = "amyotrophic lateral sclerosis"
    rows = [
        LookAlike(id, title, author, year, doi)
        for id, (author, year, doi) in enumerate(
            [
                ("wijesekera", "2009", "10.1186/1750-1172-4-3"),
                ("kiernan", "2011", "10.1016/s0140-6736(10)61156-7"),
                ("hardiman", "2017", "10.1038/nrdp.2017.71"),
            ]
        )
    ]
    assert pairs(*rows) == []
    assert pairs(*(replace(row, doi="") for row in rows)) == []


def test_phase_one_and_phase_two_are_two_papers() -> None:
    one = replace(BARE, title="safety of stromal cells in als results of a phase i trial", volume="")
    assert pairs(one, replace(one, id=3, title=one.title.replace("phase i ", "phase ii "))) == []


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (replace(PAPER, id=2, doi="10.1101/2018.01.01.123", pmid="", year="2017"), (1, 2, "preprint")),
        (replace(PAPER, id=2, title=f"erratum to {PAPER.title}", doi="10.1016/e", pmid=""), (1, 2, "erratum")),
        (
            replace(PAPER, id=2, doi="10.1016/a", pmid="", volume="170", first_page="S12", year="2017"),
            (1, 2, "conference-abstract"),
        ),
        (replace(PAPER, id=2, doi="10.1016/a", pmid="", volume="170", first_page="12"), (1, 2, "same-study")),
    ],
)
def test_reports_of_one_study_are_offered_as_a_family(other: LookAlike, found: tuple[int, int, str]) -> None:
    assert pairs(PAPER, other) == [found]
    swapped = replace(other, id=1), replace(PAPER, id=2)
    assert pairs(*swapped) == ([(2, 1, found[2])] if found[2] != "same-study" else [(1, 2, found[2])])


def test_sure_pairs_come_first_and_settled_ones_not_at_all() -> None:
    rows = [PAPER, replace(BARE, id=2), replace(PAPER, id=3, doi="10.1101/1", pmid="")]
    found = scan(rows)
    assert found[0] == Twins(1, 2, 99, "same title, same first author and year")
    assert [bool(twins.role) for twins in found] == sorted(bool(twins.role) for twins in found)
    assert (1, 2) not in {(twins.one, twins.other) for twins in scan(rows, {(1, 2)})}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "a.mscref", create=True) as library:
        for key, year, more in (("a", "2018", {"DOI": "10.5555/x"}), ("b", "2018", {}), ("c", "2001", {})):
            fields = {"issued": year, "page": "67–78", "volume": "174", **more}
            title = "Placenta-derived cells in <i>mdx</i> mice and men"
            library.add(Reference(title=title, key=key, contributors=authors([Name("Łu")]), fields=fields))
        yield library


def test_a_library_knows_the_marks_of_its_references(library: Library, tmp_path: Path) -> None:
    row = library.look_alikes()[0]
    assert (row.title, row.author, row.year, row.doi) == (
        "placenta derived cells in mdx mice and men",
        "lu",
        "2018",
        "10.5555/x",
    )
    assert (row.volume, row.first_page, row.files) == ("174", "67", ())
    assert pairs(*library.look_alikes()) == [(1, 2, "")]
    library.distinct(2, 1)
    assert scan(library.look_alikes(), library.known_apart()) == []
    for id, name in ((2, "one.pdf"), (3, "two.pdf")):
        (tmp_path / name).write_bytes(b"%PDF the same")
        library.attach(id, tmp_path / name)
    assert (2, 3, "") in pairs(*library.look_alikes())
    library.trash([3])
    assert len(library.look_alikes()) == 2


@pytest.mark.corpora
def test_real_and_planted_duplicates_are_found() -> None:
    folder = os.environ.get("MSCREF_CORPORA")
    if not folder:
        pytest.skip("MSCREF_CORPORA is not set")
    planted = measure_duplicates.planted(measure_duplicates.gold(Path(folder) / "domain" / "tagging_gold.jsonl"))
    precision, recall, _ = measure_duplicates.scores(*planted)
    assert precision > 0.9
    assert recall > 0.98
