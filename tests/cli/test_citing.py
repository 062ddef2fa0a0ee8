"""`export --cited-in` as a user calls it, up to a manuscript that LaTeX compiles without a complaint."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Call

TEX = r"""\documentclass{article}
\begin{document}
Cells \cite[p.~3]{bier2018,Hardiman2017}. % not \cite{Kiernan2011}
\input{methods}
\bibliographystyle{plain}
\bibliography{cited}
\end{document}
"""


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    (tmp_path / "methods.tex").write_text("As \\cite{Bier2018x} has it.\n")
    path = tmp_path / "main.tex"
    path.write_text(TEX)
    return path


def test_only_what_is_cited_is_written_and_missing_and_unused_are_named(filled: Call, manuscript: Path) -> None:
    done = filled("export", "--cited-in", "main.tex", "-o", "cited.bib", "--json")
    assert done.code == 1
    answer = done.json
    assert answer["written"] == 2
    assert answer["missing"] == ["Bier2018x"]
    assert answer["unused"] == ["Kiernan2011"]
    assert (answer["duplicated"], answer["retracted"], answer["problems"]) == ([], [], [])
    text = manuscript.with_name("cited.bib").read_text("utf-8")
    assert re.findall(r"^@article\{(\S+),", text, re.MULTILINE) == ["bier2018", "Hardiman2017"]
    (line,) = done.err.strip().splitlines()
    assert "methods.tex, line 1" in line
    assert '"Bier2018x"' in line
    assert '"Bier2018"' in line


def test_strict_writes_nothing_while_a_citation_is_wrong(filled: Call, manuscript: Path) -> None:
    bib = manuscript.with_name("cited.bib")
    bib.write_text("% as it was\n")
    done = filled("export", "--cited-in", "main.tex", "--strict", "-o", "cited.bib", "--json")
    assert (done.code, done.json["written"]) == (1, 0)
    assert bib.read_text() == "% as it was\n"
    manuscript.with_name("methods.tex").write_text("As \\cite{Bier2018} has it.\n")
    done = filled("export", "--cited-in", "main.tex", "--strict", "-o", "cited.bib", "--json")
    assert (done.code, done.json["duplicated"]) == (1, [["bier2018", "Bier2018"]])
    assert bib.read_text() == "% as it was\n"
    manuscript.with_name("methods.tex").write_text("As \\cite{bier2018} has it.\n")
    done = filled("export", "--cited-in", "main.tex", "--strict", "-o", "cited.bib")
    assert (done.code, done.err) == (0, "")
    assert done.out == "2 references written to cited.bib; 1 of the library are not cited.\n"


def test_a_retracted_paper_is_told_and_stops_strict(filled: Call, tmp_path: Path) -> None:
    assert filled("edit", "Kiernan2011", "--set", "title=RETRACTED: Amyotrophic lateral sclerosis").code == 0
    (tmp_path / "paper.md").write_text("[@Kiernan2011]\n")
    told = filled("export", "--cited-in", "paper.md", "-o", "out.bib", "--json")
    assert (told.code, told.json["written"], told.json["retracted"]) == (0, 1, ["Kiernan2011"])
    assert "Kiernan2011 is retracted" in told.err
    assert filled("export", "--cited-in", "paper.md", "--strict", "-o", "strict.bib").code == 1
    assert not (tmp_path / "strict.bib").exists()


def test_several_manuscripts_a_query_and_standard_output(filled: Call, manuscript: Path) -> None:
    manuscript.with_name("methods.tex").write_text("")
    manuscript.with_name("letter.md").write_text("[@Kiernan2011]")
    done = filled("export", "year:2011", "--cited-in", "main.tex", "letter.md", "--json")
    assert done.code == 1
    assert done.json["missing"] == ["bier2018", "Hardiman2017"]
    assert "@article{Kiernan2011," in done.json["text"]
    assert "does not match the query" in done.err
    done = filled("export", "--cited-in", "main.tex", "--cited-in", "letter.md")
    assert done.code == 0
    assert done.out.count("@article{") == 3


def test_a_manuscript_is_never_overwritten_and_an_unreadable_one_is_one_sentence(
    filled: Call, manuscript: Path
) -> None:
    for words in (("-o", "main.tex"), ("-o", "methods.tex")):
        done = filled("export", "--cited-in", "main.tex", *words)
        assert (done.code, len(done.err.strip().splitlines())) == (2, 1)
    assert manuscript.read_text() == TEX
    done = filled("export", "--cited-in", "gone.tex", "-o", "cited.bib")
    assert (done.code, len(done.err.strip().splitlines())) == (2, 1)
    assert "gone.tex" in done.err


@pytest.mark.skipif(not (shutil.which("pdflatex") and shutil.which("bibtex")), reason="LaTeX is not installed")
def test_a_manuscript_compiles_without_a_warning(filled: Call, manuscript: Path) -> None:
    folder = manuscript.parent
    manuscript.with_name("methods.tex").write_text("As \\cite{Kiernan2011} has it.\n")
    assert filled("export", "--cited-in", "main.tex", "--strict", "-o", "cited.bib").code == 0
    outputs = [
        subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
        for command in (
            ["pdflatex", "-interaction=nonstopmode", "main"],
            ["bibtex", "main"],
            ["pdflatex", "-interaction=nonstopmode", "main"],
            ["pdflatex", "-interaction=nonstopmode", "main"],
        )
    ]
    assert [done.returncode for done in outputs] == [0, 0, 0, 0], outputs
    assert "Warning" not in outputs[1].stdout
    assert "Warning" not in outputs[3].stdout
    assert "undefined" not in outputs[3].stdout
    bbl = (folder / "main.bbl").read_text()
    assert sorted(re.findall(r"\\bibitem\{(\w+)\}", bbl)) == ["Hardiman2017", "Kiernan2011", "bier2018"]
    noted = filled("export", "--cited-in", "main.aux", "--json")
    assert (noted.code, noted.json["written"], noted.json["unused"]) == (0, 3, [])
