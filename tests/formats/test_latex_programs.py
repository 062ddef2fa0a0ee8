"""What bibtex and biber say to an export of the whole sample library and of every specimen, by every option."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from mscref.formats import files
from mscref.jobs import sample
from mscref.model.reference import Attachment, Contributor, Name, Note, Reference, authors
from tests.formats.test_bibtex_writing import SPECIMENS, run

DEMANDING = [
    Reference(
        key="stacked",
        title="Nguyễn ễ ắ ş ł ø α: CD34⁺, 10⁻¹² M, <i>in vitro</i> CO<sub>2</sub>, 100% & #1 of_it",
        contributors=(
            Contributor(Name(family="Nguyễn", given="Thị Ngọc")),
            Contributor(Name(family="Şahin", given="Łukasz")),
            Contributor(Name(family="Berg", given="Leonard H.", particle="van den", suffix="Jr.")),
            Contributor(Name(family="King", given="Martin", suffix="III")),
            Contributor(Name(family="Angelo", given="Mia", particle="d'")),
            Contributor(Name(family="al-Chalabi", given="Ammar")),
            Contributor(Name(family="Ørsted", given="Søren")),
            Contributor(Name(literal="World Health Organization and Partners")),
        ),
        fields={
            "container-title": "Muscle & Nerve",
            "issued": "2019-06/2019-07",
            "volume": "12",
            "issue": "1-2",
            "page": "e12-e19",
            "DOI": "10.1007/3-540-48515-5_8",
            "URL": "https://example.org/a%20b_c?x=1&y=~z#d",
            "PMID": "29783118",
            "ISSN": "1234-5678, 2049-3630",
            "note": "See https://example.org/x_y%20z.",
            "language": "en-US",
        },
        keywords=("ALS", "cells, stem"),
        trials=("NCT01051882",),
        notes=(Note("First.\n\nSecond with 5% & _."),),
        attachments=(Attachment("papers/a_b.pdf"),),
        aliases=("old2019",),
        facets=(("condition", "als"),),
        incomplete_roles=("author",),
    ),
    Reference(
        key="sparse",
        type="article-journal",
        title="No pages",
        contributors=authors([Name(family="Doe", given="J.")]),
        fields={"container-title": "Cells", "issued": "2001", "page": "-", "xref": "gone", "related": "gone"},
    ),
]
OPTIONS: list[dict[str, object]] = [
    {},
    {"ascii": True, "title_case": True, "protect": "capitals", "journals": "iso4", "links": "doi"},
    {"raw": True, "strings": {"CT": "Cytotherapy"}, "url_in_note": True, "omit": {"abstract", "annote"}},
]


@pytest.fixture(scope="module")
def references(tmp_path_factory: pytest.TempPathFactory) -> list[Reference]:
    """The references of the sample library, and those that are hard to write."""
    with sample.open_sample(tmp_path_factory.mktemp("sample") / "sample.mscref") as library:
        held = list(library.references(library.ids("")))
    assert len(held) > 20
    return [*held, *SPECIMENS, *DEMANDING]


def is_complete(reference: Reference) -> bool:
    """True when the reference has what the style `plain` asks an article for; it is right to miss the rest."""
    return reference.type != "article-journal" or bool(reference.journal and reference.year and reference.authors)


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="the program bibtex is not installed")
@pytest.mark.parametrize("options", OPTIONS)
def test_bibtex_has_no_complaint(references: list[Reference], options: dict[str, object], tmp_path: Path) -> None:
    with (tmp_path / "t.bib").open("w", encoding="utf-8") as out:
        files.write("bibtex", [each for each in references if is_complete(each)], out, **options)
    (tmp_path / "t.aux").write_text("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{t}\n", "utf-8")
    result = run("bibtex", "t", folder=tmp_path)
    if "couldn't open style file" in result.stdout:
        pytest.skip("plain.bst is not installed")
    complaints = [line for line in result.stdout.splitlines() if re.match("Warning|error|---", line)]
    assert [line for line in complaints if not re.search(r"empty (?:pages|volume|number)", line)] == []
    assert result.returncode == 0


@pytest.mark.skipif(shutil.which("biber") is None, reason="the program biber is not installed")
@pytest.mark.parametrize("options", [{}, {"extended_names": True, "ascii": True, "journals": "nlm"}])
def test_biber_has_no_complaint(references: list[Reference], options: dict[str, object], tmp_path: Path) -> None:
    with (tmp_path / "t.bib").open("w", encoding="utf-8") as out:
        files.write("biblatex", [each for each in references if is_complete(each)], out, **options)
    result = run("biber", "--tool", "--validate-datamodel", "t.bib", folder=tmp_path)
    assert [line for line in result.stdout.splitlines() if "WARN" in line or "ERROR" in line] == []
