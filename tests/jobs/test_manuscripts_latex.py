"""What LaTeX documents cite: the commands, the text that TeX skips, and the files that they include."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.jobs.manuscripts import cited_in
from mscref.jobs.manuscripts.latex_commands import citations, own_commands
from mscref.jobs.manuscripts.latex_text import visible


def keys(text: str) -> list[str]:
    shown = visible(text)
    return [key for _, key in sorted(citations(shown, own_commands(shown)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\cite{a}", ["a"]),
        (r"\cite{ a , b,c }", ["a", "b", "c"]),
        (r"\citep[see][p.~3]{a,b}", ["a", "b"]),
        (r"\citet*[{chap. [2]}]{a}", ["a"]),
        (r"\citep[see][and \citealt{b}]{a}", ["b", "a"]),
        (r"\Citeauthor{a} (\citeyear{a}) and \citeyearpar{b}", ["a", "a", "b"]),
        ("\\citep%\n  [see]%\n  {a,%\n   b}", ["a", "b"]),
        (r"\nocite{*}", ["*"]),
        (r"\nocite{a,b}", ["a", "b"]),
        (r"\autocite{a} \Autocite[3]{b} \textcite{c} \parencite*{d} \footcite{e} \fullcite{f}", list("abcdef")),
        (r"\parencites(see)(among others)[p.~1]{a}[cf.][]{b,c} {d}", list("abcd")),
        (r"\footcitetexts{a}{b}", ["a", "b"]),
        (r"\volcite{2}[p. 3]{a} \pvolcite[see]{1}{b} \volcites{1}{a}[see]{2}[p. 9]{b}", ["a", "b", "a", "b"]),
        (r"\textcquote[p. 3]{a}{quoted} \foreigntextcquote{french}{b}{cité} \blockcquote{c}{d}", ["a", "b", "c"]),
        (r"\begin{displaycquote}[12]{a}x\end{displaycquote}\begin{foreigndisplaycquote}{german}{b}", ["a", "b"]),
        (r"\cite<e.g.>[p.~3]{a} \citeA{b} \citeNP{c}", ["a", "b", "c"]),
        (r"\bibentry{a} \citetext{see \citealp{b}; also \citealp{c}}", ["a", "b", "c"]),
        (r"\citefield{a}{title} \citesec{b}", ["a", "b"]),
        (r"a line \\\cite{a} and \\cite{b}", ["a"]),
        (r"the command \cite{a}", ["a"]),
        (r"\cite{Müller:2018/3+x_y}", ["Müller:2018/3+x_y"]),
    ],
)
def test_citing_commands_give_their_keys(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        r"\citestyle{nature} \setcitestyle{round} \DeclareCiteCommand{\foocite}{}{}{}{} \newcites{sup}{More}",
        r"\renewcommand{\citeleft}{(} \renewcommand\citepunct{; } \def\citemid{, } \bibcite{a}{1}",
        r"\newcommand{\see}[1]{(see \citep{#1})}",
        r"\defcitealias{a}{Paper~I} \AtEveryCitekey{\clearfield{url}} \ifciteseen{x}{y}",
        r"\newcommand\citehere{see here} \def\citethere{see there} \renewcommand*\citemine{x}",
        "\\cite\n\n{a}",
        r"\cite and {a}",
        r"\cite{",
        r"\cite[",
    ],
)
def test_what_only_sets_citations_up_cites_nothing(text: str) -> None:
    assert keys(text) == []


@pytest.mark.parametrize(
    "text",
    [
        r"50\% of \cite{a} % but not \cite{x}",
        "\\\\% \\cite{x}\n\\cite{a}",
        "\\begin{verbatim}\\cite{x}\n%\\end{verbatim}\\cite{a}",
        "\\begin{lstlisting}[language=TeX]\n\\cite{x}\n\\end{lstlisting}\n\\cite{a}",
        "\\begin{comment}\n\\cite{x}\n\\end{comment}\n\\cite{a}",
        "\\begin{filecontents*}{x.bib}\n\\cite{x}\n\\end{filecontents*}\n\\cite{a}",
        "\\lstnewenvironment{code}{}{}\n\\begin{code}\n\\cite{x}\n\\end{code}\n\\cite{a}",
        r"\verb|\cite{x}| \verb*+\cite{x}+ \lstinline[language=TeX]!\cite{x}! \lstinline{\cite{x}} \cite{a}",
        r"\mintinline{tex}{\cite{x}} \cite{a}",
        r"\url{https://example.org/a%20b} \cite{a}",
        r"\href{https://example.org/%7Ex}{\cite{a}}",
        "\\iffalse \\ifx\\a\\b \\cite{x}\\fi \\cite{y} \\ifthenelse{a}{b}{c}\\fi \\cite{a}",
        "\\iffalse \\cite{x} \\else \\cite{a} \\fi",
        "\\cite{a}\\end{document}\\cite{x}",
        "\\cite{a}\n\\endinput\n\\cite{x}",
    ],
)
def test_comments_verbatim_text_and_what_is_switched_off_do_not_count(text: str) -> None:
    assert keys(text) == ["a"]


def test_blanked_text_keeps_every_offset_and_line() -> None:
    text = "a % \\cite{x}\n\\begin{verbatim}\nx\n\\end{verbatim}\n\\url{%}\\cite{a}"
    shown = visible(text)
    assert len(shown) == len(text)
    assert [i for i, c in enumerate(shown) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    assert shown.index("\\cite") == text.rindex("\\cite")


@pytest.mark.parametrize(
    ("definition", "use"),
    [
        (r"\newcommand{\see}[1]{(see \citep{#1})}", r"\see{a,b}"),
        (r"\newcommand*\see[2][]{\citep[#1]{#2}}", r"\see[p. 3]{a,b}"),
        (r"\newcommand{\see}[2]{#1 \parencite{#2}}", r"\see{Bier}{a,b}"),
        (r"\def\see#1{\cite{#1}}", r"\see{a,b}"),
        (r"\renewcommand{\mycite}[2]{#1 \cite{#2}}", r"\mycite{Bier}{a,b}"),
    ],
)
def test_commands_of_the_author_cite_what_they_hand_over(definition: str, use: str) -> None:
    assert keys(f"{definition}\n{use}") == ["a", "b"]


@pytest.mark.parametrize(
    "text",
    [
        "\\cite[" * 20_000,
        "\\cite{" * 20_000,
        "\\iffalse" * 20_000,
        "\\url{" * 20_000,
        "\\newcommand" + " " * 99_999,
        "\\" + "cite" * 20_000 + "@",
    ],
    ids=lambda text: text[:8],
)
def test_text_made_to_be_slow_is_read_in_time(text: str) -> None:
    began = time.monotonic()
    assert keys(text) == []
    assert time.monotonic() - began < 10


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "parts").mkdir()
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def places(path: Path) -> dict[str, list[tuple[str, int]]]:
    return {c.key: [(Path(p.file).name, p.line) for p in c.places] for c in cited_in([path]).citations}


def test_every_place_of_a_key_is_told_in_reading_order(folder: Path) -> None:
    main = write(folder / "main.tex", "\\cite{a}\n\n\\input{parts/one}\n\\cite{b,\n  a}\n")
    write(folder / "parts" / "one.tex", "% none\n\\citep{c}\n\\citep{a}\n")
    assert places(main) == {
        "a": [("main.tex", 1), ("one.tex", 3), ("main.tex", 5)],
        "c": [("one.tex", 2)],
        "b": [("main.tex", 4)],
    }
    cited = cited_in([main])
    assert cited.keys == ("a", "c", "b")
    assert [file.name for file in cited.files] == ["main.tex", "one.tex"]
    assert cited.problems == ()
    assert not cited.everything


def test_all_ways_to_include_are_followed_from_the_main_folder_or_beside_the_file(folder: Path) -> None:
    main = write(
        folder / "main.tex",
        r"""\documentclass{article}\input macros
\begin{document}
\include{parts/a}\subfile{parts/b.tex}\import{parts/}{c}\subimport{parts/}{d.tex}\InputIfFileExists{e}{}{}
\input parts/f
\input{glyphs}
\see{z}
\end{document}""",
    )
    write(folder / "macros.tex", r"\newcommand{\see}[1]{\cite{#1}}")
    for name in "abcdf":
        write(folder / "parts" / f"{name}.tex", f"\\cite{{{name}}}")
    write(
        folder / "parts" / "b.tex", r"\documentclass[../main]{subfiles}\begin{document}\cite{b}\input{g}\end{document}"
    )
    write(folder / "parts" / "g.tex", r"\cite{g}")
    cited = cited_in([main])
    assert cited.keys == ("a", "b", "g", "c", "d", "f", "z")
    (problem,) = cited.problems
    assert "main.tex, line 5" in problem
    assert "glyphs" in problem


def test_macros_that_only_tex_finds_are_no_problem_in_the_preamble(folder: Path) -> None:
    text = (
        "\\input{glyphtounicode}\\input xy\n\\begin{document}\\input{figure.pgf}\\input{\\jobname.bbl}\\end{document}"
    )
    assert cited_in([write(folder / "main.tex", text)]).problems == ()


def test_files_that_include_each_other_are_read_once(folder: Path) -> None:
    main = write(folder / "main.tex", r"\cite{a}\input{other}")
    write(folder / "other.tex", r"\cite{b}\input{main}\input{./other.tex}")
    cited = cited_in([main])
    assert cited.keys == ("a", "b")
    assert len(cited.files) == 2


def test_a_chain_of_files_without_end_is_cut_and_told(folder: Path) -> None:
    for number in range(40):
        write(folder / f"n{number}.tex", f"\\cite{{k{number}}}\\input{{n{number + 1}}}")
    cited = cited_in([folder / "n0.tex"])
    assert 10 < len(cited.keys) < 40
    assert any("too deeply" in problem for problem in cited.problems)


def test_only_files_that_end_in_tex_are_ever_read(folder: Path) -> None:
    secret = write(folder / "secret.txt", r"\cite{secret}")
    outside = write(folder / "beside.tex", r"\cite{outside}")
    project = folder / "project"
    project.mkdir()
    text = rf"\input{{{secret.as_posix()}}}\input{{../secret.txt}}\input{{../beside}}\input{{//host/share/x.tex}}"
    main = write(project / "main.tex", text + r"\import{//host/share/}{x}")
    cited = cited_in([main])
    assert cited.keys == ("outside",)
    assert {file.resolve() for file in cited.files} == {main.resolve(), outside.resolve()}
    assert len(cited.problems) == 4


@pytest.mark.skipif(os.name == "nt", reason="there // is another machine")
def test_a_network_address_is_not_even_looked_at(folder: Path) -> None:
    part = write(folder / "parts" / "part.tex", r"\cite{part}")
    main = write(folder / "main.tex", rf"\input{{/{part.as_posix()}}}\import{{/{part.parent.as_posix()}/}}{{part}}")
    cited = cited_in([main])
    assert cited.keys == ()
    assert len(cited.problems) == 2


@pytest.mark.skipif(not hasattr(os, "symlink") or os.name == "nt", reason="links need rights on Windows")
def test_a_link_that_leads_to_something_else_is_not_followed(folder: Path) -> None:
    write(folder / "secret", r"\cite{secret}")
    (folder / "linked.tex").symlink_to(folder / "secret")
    cited = cited_in([write(folder / "main.tex", r"\input{linked}\cite{a}")])
    assert cited.keys == ("a",)
    assert len(cited.problems) == 1


def test_an_old_encoding_and_line_ends_of_any_kind_are_read(folder: Path) -> None:
    path = folder / "main.tex"
    path.write_bytes("Größe\r\n\\cite{a}\r\\cite{b}\n".encode("cp1252"))
    assert places(path) == {"a": [("main.tex", 2)], "b": [("main.tex", 3)]}


def test_a_manuscript_that_cannot_be_read_is_one_sentence(folder: Path) -> None:
    (folder / "binary.tex").write_bytes(b"\x89PNG\x00\x01\x02\x00\xff" * 50)
    (folder / "folder.tex").mkdir()
    for name, reason in {
        "gone.tex": "no such file",
        "folder.tex": "no file",
        "binary.tex": "not a text file",
        "paper.pdf": "must end in",
    }.items():
        with pytest.raises(UserError, match=reason) as caught:
            cited_in([folder / name])
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)


def test_several_manuscripts_are_read_as_one(folder: Path) -> None:
    one = write(folder / "one.tex", r"\cite{a,b}")
    two = write(folder / "two.md", "[@b; @c]")
    cited = cited_in([one, two])
    assert cited.keys == ("a", "b", "c")
    assert [Path(p.file).name for p in cited.citations[1].places] == ["one.tex", "two.md"]
