"""What LaTeX has noted of a document's citations, in .aux and .bcf files."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.jobs.manuscripts import cited_in

BCF = """<?xml version="1.0" encoding="UTF-8"?>
<bcf:controlfile version="3.8" bltxversion="3.18" xmlns:bcf="https://sourceforge.net/projects/biblatex">
  <bcf:bibdata section="0"><bcf:datasource type="file">refs.bib</bcf:datasource></bcf:bibdata>
  <bcf:section number="0">
    <bcf:citekey order="1" intorder="1">bier2018</bcf:citekey>
    <bcf:citekey order="2" intorder="1" type="set" members="deda2009,kiernan2011">both</bcf:citekey>
  </bcf:section>
  <bcf:section number="1"><bcf:citekey order="1" nocite="1">%s</bcf:citekey></bcf:section>
</bcf:controlfile>
"""


def test_an_aux_file_tells_what_latex_saw_with_the_parts_it_includes(tmp_path: Path) -> None:
    (tmp_path / "main.aux").write_text(
        "\\relax \n\\citation{a,b}\n\\@input{part.aux}\n\\abx@aux@cite{0}{c}\n\\abx@aux@cite{d}\n"
        "\\bibcite{x}{1}\n\\@input{gone.aux}\n\\@input{secret.tex}\n"
    )
    (tmp_path / "part.aux").write_text("\\citation{e}\n\\citation{a}\n")
    (tmp_path / "secret.tex").write_text("\\citation{secret}")
    cited = cited_in([tmp_path / "main.aux"])
    assert cited.keys == ("a", "b", "e", "c", "d")
    assert [(Path(p.file).name, p.line) for p in cited.citations[0].places] == [("main.aux", 2), ("part.aux", 2)]
    assert len(cited.problems) == 2
    assert "gone.aux" in cited.problems[0]


def test_an_aux_file_of_nocite_star_cites_everything(tmp_path: Path) -> None:
    (tmp_path / "main.aux").write_text("\\citation{*}\n\\citation{a}\n")
    cited = cited_in([tmp_path / "main.aux"])
    assert cited.everything
    assert cited.keys == ("a",)


def test_a_bcf_tells_the_keys_of_all_sections_and_the_members_of_sets(tmp_path: Path) -> None:
    path = tmp_path / "main.bcf"
    path.write_text(BCF % "hardiman2017")
    cited = cited_in([path])
    assert cited.keys == ("bier2018", "deda2009", "kiernan2011", "hardiman2017")
    assert cited.citations[0].places[0].line == 5
    path.write_text(BCF % "*")
    assert cited_in([path]).everything


@pytest.mark.parametrize(
    "text",
    [
        "no XML at all",
        (BCF % "x")[:-30],
        '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa">'
        + "".join(f'<!ENTITY a{n} "{"&a;" * 10}">' for n in range(9))
        + "]><c>&a9;",
    ],
)
def test_a_damaged_or_hostile_bcf_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.bcf").write_text(text)
    with pytest.raises(UserError, match=r"main\.bcf"):
        cited_in([tmp_path / "main.bcf"])


def test_a_bcf_never_reads_another_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    declared = f'<!DOCTYPE c [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    (tmp_path / "main.bcf").write_text(f"{declared}<c><citekey>a&x;</citekey></c>")
    assert "secret" not in "".join(cited_in([tmp_path / "main.bcf"]).keys)
