"""The verbs of a review: table, trials, family, claims, screen, prisma, and where an import came from."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import Call

RIS = """\
TY  - JOUR
AU  - Invented, Anna
PY  - 2021
TI  - Intrathecal stromal cells in ALS, a randomised trial
AB  - We randomly assigned 48 patients. Patients received two injections of 1x106 cells/kg. NCT01234567.
ID  - invented2021
ER  -
TY  - JOUR
AU  - Invented, Anna
PY  - 2023
TI  - Late results of intrathecal stromal cells
AB  - The trial NCT01234567 was followed for 24 months.
ID  - invented2023
ER  -
"""


@pytest.fixture
def filled(mscref: Call, tmp_path: Path) -> Call:
    (tmp_path / "a.ris").write_text(RIS, "utf-8")
    answer = mscref("import", "a.ris", "--source", "PubMed", "--search", "als AND cells")
    assert answer.code == 0, answer.err
    return mscref


def test_the_table_is_printed_and_written_in_every_format(filled: Call, tmp_path: Path) -> None:
    answer = filled("table", "--json")
    assert answer.code == 0
    first, second = answer.json["rows"]
    assert first["values"]["dose"] == "1 × 10⁶ cells/kg, 2 times"
    assert first["cells"]["dose"]["doses"] == [{"amounts": [1e6], "is_range": False, "unit": "cells", "per": "kg"}]
    assert second["values"]["follow_up"] == "24 months"
    assert answer.json["warnings"] == ["2 papers, 1 trial (NCT01234567): invented2021, invented2023."]
    assert "2 papers, 1 trial" in answer.err
    assert filled("table", "year:2021").out.count("[@") == 1
    for name in ("t.tex", "t.md", "t.csv", "t.docx"):
        assert filled("table", "-o", name).code == 0
    assert r"\cite{invented2021}" in (tmp_path / "t.tex").read_text("utf-8")
    assert "[@invented2023]" in (tmp_path / "t.md").read_text("utf-8")
    rows = list(csv.DictReader((tmp_path / "t.csv").read_text("utf-8").splitlines()))
    assert [row["key"] for row in rows] == ["invented2021", "invented2023"]
    assert zipfile.is_zipfile(tmp_path / "t.docx")
    assert filled("table", "--format", "csv", "--quotes").out.startswith("study,condition,condition_source")


def test_a_cell_is_set_and_forgotten(filled: Call) -> None:
    assert (
        filled("table", "--set", "invented2021", "dose=5 million cells", "--quote", "said so", "--page", "3").code == 0
    )
    row = filled("table", "key:invented2021", "--json").json["rows"][0]
    assert row["cells"]["dose"]["value"] == "5 million cells"
    assert (row["cells"]["dose"]["source"], row["cells"]["dose"]["page"]) == ("user", 3)
    assert row["cells"]["dose"]["doses"][0]["amounts"] == [5e6]
    assert filled("table", "--forget", "invented2021", "dose").code == 0
    row = filled("table", "key:invented2021", "--json").json["rows"][0]
    assert row["cells"]["dose"]["source"] == "abstract"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("table", "--set", "invented2021", "dsoe=1"), 'Did you mean "dose"'),
        (("table", "--set", "invented2021", "dose"), "is not FIELD=VALUE"),
        (("table", "--set", "invented2021"), "one cell at a time"),
        (("table", "-o", "t.xlsx"), "use .tex"),
        (("table", "--format", "docx"), "goes to a file"),
        (("trials", "NCT99999999"), "names the trial"),
        (("claims", "--evidence", "1", "invented2021", "likes"), "no stance"),
        (("claims", "--evidence", "x", "invented2021", "supports"), "number of a claim"),
        (("claims", "--add", "x", "--remove", "1"), "one thing"),
        (("screen", "invented2021"), "what is decided"),
        (("screen", "--include"), "Name the references"),
        (("screen", "invented2021", "--include", "--exclude", "x"), "one way"),
        (("prisma", "-o", "p.png"), "use .svg"),
        (("family", "invented2021", "--add", "invented2023"), "with its role"),
        (("family", "invented2021", "--add", "invented2023=cousin"), "no role"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(filled: Call, words: tuple[str, ...], said: str) -> None:
    answer = filled(*words)
    assert answer.code == 2
    assert said in answer.err
    assert len(answer.err.strip().splitlines()) == 1


def test_trials_name_their_papers_and_what_would_count_twice(filled: Call) -> None:
    answer = filled("trials", "--json")
    assert answer.code == 1, "two papers of one trial are something to look at"
    (trial,) = answer.json
    assert trial["papers"] == ["invented2021", "invented2023"]
    assert trial["warnings"] == ["2 papers, 1 trial: count them as one study."]
    one = filled("trials", "nct01234567", "--json")
    assert (one.code, one.json["number"]) == (0, "NCT01234567")


def test_the_map_tells_what_it_counts_twice(filled: Call) -> None:
    answer = filled("map")
    assert answer.code == 0
    assert "2 papers, 1 trial (NCT01234567): invented2021, invented2023." in answer.err


def test_a_family_is_made_and_left(filled: Call) -> None:
    assert filled("family", "invented2021", "--add", "invented2023=secondary-analysis").code == 0
    assert filled("family", "invented2023", "--json").json == [
        {"key": "invented2021", "role": "main"},
        {"key": "invented2023", "role": "secondary-analysis"},
    ]
    assert filled("family", "invented2023", "--leave").code == 0
    assert filled("family", "invented2021", "--json").json == []


def test_claims_are_kept_with_their_evidence_and_written_out(filled: Call, tmp_path: Path) -> None:
    assert filled("claims", "--add", "Cells are safe | always").code == 0
    assert filled("claims", "--json").code == 1, "a claim without evidence is something to look at"
    assert len(filled("claims", "--unsupported", "--json").json) == 1
    words = ("--evidence", "1", "invented2021", "contradicts", "--quote", "two had fever", "--page", "4")
    assert filled("claims", *words).code == 0
    answer = filled("claims", "--json")
    assert answer.code == 0
    assert answer.json[0]["evidence"] == [
        {"id": 1, "key": "invented2021", "stance": "contradicts", "quote": "two had fever", "page": 4}
    ]
    assert filled("claims", "-o", "c.md").code == 0
    written = (tmp_path / "c.md").read_text("utf-8")
    assert r"Cells are safe \| always" in written
    assert "contradicts [@invented2021], p. 4: “two had fever”" in written
    rows = list(csv.DictReader(filled("claims", "--format", "csv").out.splitlines()))
    assert rows[0]["verdict"] == "contradicts"
    assert filled("undo").code == 0
    assert filled("claims", "--unsupported", "--json").json[0]["text"] == "Cells are safe | always"


def test_a_review_is_screened_and_drawn(filled: Call, tmp_path: Path) -> None:
    assert filled("import", "a.ris", "--source", "Embase").code == 0
    assert filled("screen", "--query", "year:2021-2023", "--include").code == 0
    assert filled("screen", "invented2023", "--stage", "report", "--exclude", "no new data").code == 0
    assert filled("screen", "invented2021", "--stage", "report", "--include").code == 0
    value = filled("prisma", "-o", "p.svg", "--json").json
    side = value["databases"]
    assert (side["identified"], side["duplicates"], side["screened"], side["included"]) == (4, 2, 2, 1)
    assert side["excluded_reports"] == [{"reason": "no new data", "n": 1}]
    assert [batch["source"] for batch in value["batches"]] == ["PubMed", "Embase"]
    assert value["batches"][0]["query"] == "als AND cells"
    ElementTree.fromstring((tmp_path / "p.svg").read_text("utf-8"))
    assert filled("prisma", "--batch", "1", "--source", "ICTRP", "--source-kind", "register").code == 0
    assert "    ICTRP: 2" in filled("prisma").out
    assert filled("screen", "invented2023", "--stage", "report", "--clear").code == 0
    decisions = filled("screen", "--json").json
    assert [(each["key"], each["stage"]) for each in decisions] == [
        ("invented2021", "title"),
        ("invented2021", "report"),
        ("invented2023", "title"),
    ]


def test_duplicates_tell_what_may_be_one_study(filled: Call) -> None:
    for key, doi in (("x", "10.1101/1"), ("y", "10.1016/2")):
        filled("add", "--key", key, "--set", "title=A title that says enough to be told apart", "--set", "year=2020",
               "--set", "author=Doe, J", "--set", f"doi={doi}")  # fmt: skip
    rows = json.loads(filled("duplicates", "--json").out)
    assert [(row["keys"], row["family"]) for row in rows] == [(["y", "x"], "preprint")]
