"""Writing BibTeX and BibLaTeX: what users rely on in an export, and what bibtex, biber and LaTeX say to it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.formats import bibtex
from mscref.model.reference import Attachment, Contributor, Name, Note, Reference, authors


def fields_of(entry: str) -> dict[str, str]:
    return dict(re.findall(r"(?m)^  ([\w:+-]+) = (.*),$", entry))


def written(reference: Reference, **options: object) -> dict[str, str]:
    return fields_of(bibtex.entry(reference, **options))


def titled(title: str, language: str = "", **options: object) -> str:
    return written(Reference(key="x", title=title, fields={"language": language}), **options)["title"]


MAZZINI = Reference(
    type="article-journal",
    title="Mesenchymal stem cells in amyotrophic lateral sclerosis: A Phase I clinical trial",
    contributors=authors([Name(family="Mazzini", given="Letizia"), Name(family="Le Masson", given="Gwendal")]),
    fields={
        "container-title": "Experimental Neurology",
        "container-title-short": "Exp Neurol",
        "issued": "2010-05-12",
        "volume": "223",
        "issue": "1-2",
        "page": "229-237",
        "DOI": "10.1016/j.expneurol.2009.08.007",
        "PMID": "19682989",
        "PMCID": "PMC1234567",
        "URL": "https://example.org/a_b%20c?x=1&y=~z",
        "language": "en-US",
    },
    key="mazzini2010",
    keywords=("ALS", "cells, stem"),
    incomplete_roles=("author",),
)


def test_an_article_in_bibtex() -> None:
    assert bibtex.entry(MAZZINI) == (
        "@article{mazzini2010,\n"
        "  author = {Mazzini, Letizia and Le Masson, Gwendal and others},\n"
        "  title = {Mesenchymal stem cells in amyotrophic lateral sclerosis: A {{Phase I}} clinical trial},\n"
        "  journal = {Experimental Neurology},\n"
        "  shortjournal = {Exp Neurol},\n"
        "  year = 2010,\n"
        "  month = may,\n"
        "  volume = {223},\n"
        "  number = {1--2},\n"
        "  pages = {229--237},\n"
        "  doi = {10.1016/j.expneurol.2009.08.007},\n"
        "  eprint = {19682989},\n"
        "  eprinttype = {pubmed},\n"
        "  pmcid = {PMC1234567},\n"
        "  url = {https://example.org/a_b%20c?x=1&y=~z},\n"
        "  langid = {american},\n"
        "  keywords = {ALS, {cells, stem}},\n"
        "}\n"
    )


def test_the_same_article_in_biblatex() -> None:
    found = written(MAZZINI, dialect="biblatex")
    assert found["journaltitle"] == "{Experimental Neurology}"
    assert found["date"] == "{2010-05-12}"
    assert "year" not in found
    assert "pmcid = {PMC1234567}" in found["userf"]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Role of MSC and iPSC in ALS", "{Role of {{MSC}} and {{iPSC}} in {{ALS}}}"),
        ("Safety of NurOwn in mice with SOD1-G93A", "{Safety of {{NurOwn}} in mice with {{SOD1-G93A}}}"),
        ("Wharton's jelly in Parkinson's disease", "{Wharton's jelly in {{Parkinson's}} disease}"),
        ("Efficacy of Stem Cells in Crohn's Disease", "{Efficacy of Stem Cells in {{Crohn's}} Disease}"),
        (
            "Expansion of CD34⁺ cells (GMP): The protocol",
            "{Expansion of {{CD34{$^{+}$}}} cells ({{GMP}}): {{The}} protocol}",),
        ("A pilot study in the United Kingdom", "{A pilot study in the {{United Kingdom}}}"),
        (
            "<i>In vitro</i>: O<sub>2</sub>, 10<sup>6</sup>",
            "{\\emph{In vitro}: {{O}}\\textsubscript{2}, 10\\textsuperscript{6}}",),
        ('A <span class="nocase">pH</span> study', "{A {{{pH}}} study}"),
        ("STEM CELLS IN ALS", "{STEM CELLS IN ALS}"),
        ("Integers modulo $n$ minus $\\frac n 2$", "{Integers modulo $n$ minus $\\frac n 2$}"),
        ("Costs of $620 billion & 5% of_all", "{Costs of \\$620 billion \\& 5\\% of\\_all}"),
    ],
)  # fmt: skip
def test_capitals_that_matter_are_protected_word_by_word(title: str, expected: str) -> None:
    assert titled(title) == expected


def test_protection_can_be_turned_off_and_widened() -> None:
    assert titled("Effects of ALS", protect="none") == "{Effects of ALS}"
    assert titled("Stem Cells in Crohn's Disease", protect="capitals") == "{Stem {{Cells}} in {{Crohn's Disease}}}"
    assert titled("stem cells from the n-type", title_case=True) == "{Stem Cells from the n-Type}"


def test_a_title_in_another_language_is_braced_whole_in_bibtex_and_plain_in_biblatex() -> None:
    assert titled("Zelltherapie bei Kindern", "de") == "{{Zelltherapie bei Kindern}}"
    assert titled("Zelltherapie bei Kindern", "de", dialect="biblatex") == "{Zelltherapie bei Kindern}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name(family="al-Chalabi", given="Ammar"), "{al-Chalabi}, Ammar"),
        (Name(family="de Swart", given="Henriëtte"), "{de Swart}, Henriëtte"),
        (Name(family="Berg", given="Leonard H.", particle="van den"), "van den Berg, Leonard H."),
        (Name(family="Angelo", given="Mia", particle="d'"), "{d'Angelo}, Mia"),
        (Name(family="King", given="Martin", suffix="Jr."), "King, Jr., Martin"),
        (Name(literal="Smith and Sons"), "{Smith and Sons}"),
        (Name(family="Plato"), "Plato"),
        (Name(family="Le Masson"), "{Le Masson}"),
        (Name(family="Aalbersberg", given="IJsbrand"), "Aalbersberg, {\\relax IJ}sbrand"),
        (Name(literal="JTC\u00a01/SC\u00a022"), "{JTC~1/SC~22}"),
    ],
)
def test_a_name_is_braced_where_bibtex_would_cut_it_elsewhere(name: Name, expected: str) -> None:
    assert written(Reference(key="x", contributors=authors([name])))["author"] == f"{{{expected}}}"


def test_ascii_writes_accents_in_braces_and_keeps_what_latex_cannot_name() -> None:
    names = [
        Name(family="Özgür", given="Michał"),
        Name(family="Nguyễn", given="Søren"),
        Name(family="Dvořák", given="Jiří"),
    ]
    found = written(Reference(key="x", title="β-cells: 10⁶ 中文", contributors=authors(names)), ascii=True)
    assert found["author"] == (
        '{{\\"{O}}zg{\\"{u}}r, Micha{\\l} '
        "and Nguy{\\~{\\^{e}}}n, S{\\o}ren and Dvo{\\v{r}}{\\'{a}}k, Ji{\\v{r}}{\\'{\\i}}}"
    )
    assert found["title"] == "{{$\\beta$}-cells: 10{$^{6}$} 中文}"


@pytest.mark.parametrize(
    ("issued", "bibtex_fields", "biblatex_fields"),
    [
        ("2014-12-12", {"year": "2014", "month": "dec"}, {"date": "{2014-12-12}"}),
        ("2015-06-22/2015-06-26", {"year": "2015", "month": "jun"}, {"date": "{2015-06-22/2015-06-26}"}),
        ("1975-24", {"year": "1975"}, {"date": "{1975-24}"}),
        ("Forthcoming", {"year": "{Forthcoming}"}, {"year": "{Forthcoming}"}),
        ("2008/2009", {"year": "{2008–2009}"}, {"date": "{2008/2009}"}),
        ("2008-12/2009-01", {"year": "2008", "month": "dec"}, {"date": "{2008-12/2009-01}"}),
        ("2018~", {"year": "2018"}, {"date": "{2018~}"}),
        ("--", {"year": "{-{}-}"}, {"year": "{-{}-}"}),
    ],
)
def test_dates_in_both_dialects(issued: str, bibtex_fields: dict[str, str], biblatex_fields: dict[str, str]) -> None:
    reference = Reference(key="x", fields={"issued": issued})
    assert written(reference) == bibtex_fields
    assert written(reference, dialect="biblatex") == biblatex_fields


@pytest.mark.parametrize(
    ("csl_type", "fields", "in_bibtex", "in_biblatex"),
    [
        ("webpage", {"URL": "https://x.org"}, "misc", "online"),
        ("dataset", {}, "misc", "dataset"),
        ("article", {"URL": "https://x.org"}, "misc", "online"),
        ("thesis", {"genre": "PhD thesis"}, "phdthesis", "thesis"),
        ("thesis", {"genre": "Master's thesis"}, "mastersthesis", "thesis"),
        ("report", {}, "techreport", "report"),
        ("paper-conference", {}, "inproceedings", "inproceedings"),
        ("motion_picture", {}, "misc", "misc"),
    ],
)
def test_types_in_both_dialects(csl_type: str, fields: dict[str, str], in_bibtex: str, in_biblatex: str) -> None:
    reference = Reference(type=csl_type, key="x", title="T", fields=fields)
    assert bibtex.entry(reference).startswith(f"@{in_bibtex}{{x,")
    assert bibtex.entry(reference, dialect="biblatex").startswith(f"@{in_biblatex}{{x,")
    again = next(iter(bibtex.read(bibtex.entry(reference))))
    assert isinstance(again, Reference)
    assert again.type == csl_type


def test_single_fields_follow_the_rules() -> None:
    reference = Reference(
        type="book",
        key="x",
        fields={
            "publisher": "Society for Industrial and Applied Mathematics",
            "publisher-place": "Krakow",
            "edition": "2",
            "note": "See http://x.org/a_cd/ for 5% more",
            "eprint": "1401.2910",
            "eprinttype": "arXiv",
            "eprintclass": "quant-ph",
            "DOI": "10.1007/3-540-48515-5_8",
            "custom": "kept & safe",
        },
        trials=("NCT01051882",),
        notes=(Note("One.\n\nTwo."),),
        attachments=(Attachment("papers/a_b.pdf"),),
        aliases=("old",),
    )
    found = written(reference)
    assert found["publisher"] == "{{Society for Industrial and Applied Mathematics}}"
    assert (found["address"], found["edition"]) == ("{Krakow}", "{Second}")
    assert found["note"] == "{See \\url{http://x.org/a_cd/} for 5\\% more}"
    assert (found["archiveprefix"], found["primaryclass"]) == ("{arXiv}", "{quant-ph}")
    assert found["doi"] == "{10.1007/3-540-48515-5_8}"
    assert found["custom"] == "{kept \\& safe}"
    assert (found["trials"], found["file"], found["ids"]) == ("{NCT01051882}", "{papers/a_b.pdf}", "{old}")
    again = next(iter(bibtex.read(bibtex.entry(reference, dialect="biblatex"))))
    assert isinstance(again, Reference)
    assert again.fields["custom"] == "kept & safe"
    assert (again.trials, again.notes, again.aliases) == (reference.trials, reference.notes, reference.aliases)


def test_options_leave_out_add_and_shorten() -> None:
    found = written(MAZZINI, omit={"url", "langid"}, facets=lambda _: ["ALS", "bone marrow"], journals="nlm")
    assert "url" not in found
    assert "langid" not in found
    assert found["keywords"] == "{ALS, {cells, stem}, bone marrow}"
    assert found["journal"] == "{Exp Neurol}"
    assert "url" not in written(MAZZINI, links="doi")
    assert "doi" not in written(MAZZINI, links="url")
    with_note = Reference(key="x", notes=(Note("Private."),))
    assert "annote" not in written(with_note, notes=False)


def test_an_unknown_option_or_dialect_is_the_users_mistake() -> None:
    with pytest.raises(UserError):
        bibtex.entry(MAZZINI, dialect="bibtex9")
    with pytest.raises(UserError):
        bibtex.entry(MAZZINI, colour="red")


def test_keys_are_safe_and_differ_in_more_than_case() -> None:
    out = io.StringIO()
    keys = ["Liu2022", "liu2022", "k},\n@article{evil", "Vlček 2001", ""]
    bibtex.write([Reference(key=key, title="T") for key in keys], out)
    assert re.findall(r"(?m)^@\w+\{(.*),$", out.getvalue()) == [
        "Liu2022",
        "liu2022a",
        "k_article_evil",
        "Vlcek_2001",
        "unnamed",
    ]


def test_an_unedited_entry_can_be_written_back_byte_for_byte() -> None:
    text = '@ARTICLE { x ,\r\n TITLE = "The {ALS} " # { story},\r\n}'
    reference = next(iter(bibtex.read(text)))
    assert isinstance(reference, Reference)
    assert bibtex.entry(reference, raw=True) == text + "\n"


def raw_export(text: str, **changes: object) -> str:
    found = [item for item in bibtex.read(text) if isinstance(item, Reference)]
    out = io.StringIO()
    bibtex.write([replace(each, **changes) for each in found], out, raw=True)  # type: ignore[arg-type]
    return out.getvalue()


STRINGS = '@string{jrn = "Journal of " # what}\n'


def test_an_unedited_entry_brings_the_strings_commands_and_parents_it_needs() -> None:
    text = (
        "@preamble{{\\newcommand{\\noop}[1]{}}}\n"
        '@string{what = "Cells"}\n' + STRINGS + '@string{unused = "x"}\n'
        "@inproceedings{a, title={\\noop{b}A}, crossref={p}, series = jrn}\n"
        "@misc{b,title={B}, howpublished = jrn}\n"
        "@proceedings{p, title={P}, year=2001}\n"
    )
    found = [item for item in bibtex.read(text) if isinstance(item, Reference)]
    out = io.StringIO()
    bibtex.write(found[:2], out, raw=True)
    assert out.getvalue() == (
        "@preamble{{\\newcommand{\\noop}[1]{}}}\n\n"
        '@string{what = "Cells"}\n\n' + STRINGS + "\n"
        "@inproceedings{a, title={\\noop{b}A}, crossref={p}, series = jrn}\n\n"
        "@misc{b,title={B}, howpublished = jrn}\n\n"
        "@proceedings{p, title={P}, year=2001}\n\n"
    )


def test_an_edited_entry_is_written_anew() -> None:
    text = "@ARTICLE{x,title={Old}, YEAR=2001}"
    assert raw_export(text) == text + "\n\n"
    assert "title = {New}" in raw_export(text, title="New")
    assert "keywords = {ALS}" in raw_export(text, keywords=("ALS",))
    assert raw_export(text, key="y").startswith("@article{y,\n")
    assert raw_export(text, collections=("Mine",)) == text + "\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "@article{x, title={\\input{/etc/hostname}}}",
        "@article{x, title={^^5cinput{y}}}",
        "@article{x, title={A}, year={2001",
        "@article{x, title={A} year={2001}}",
    ],
)
def test_text_that_could_harm_or_is_damaged_is_not_written_back(text: str) -> None:
    written_back = raw_export(text)
    assert text not in written_back
    assert "\\input" not in written_back
    assert [item for item in bibtex.read(written_back) if not isinstance(item, Reference)] == []


def test_own_words_are_protected_wherever_they_stand() -> None:
    assert titled("matrigel and pH in stroke", protected={"pH", "matrigel"}) == "{{{matrigel}} and {{pH}} in stroke}"


def test_strings_of_the_user_stand_for_journals_and_publishers() -> None:
    out = io.StringIO()
    bibtex.write([MAZZINI], out, strings={"EN": "Experimental Neurology"})
    assert out.getvalue().startswith("@string{EN = {Experimental Neurology}}\n\n@article")
    assert "  journal = EN,\n" in out.getvalue()
    assert [r.journal for r in bibtex.read(out.getvalue()) if isinstance(r, Reference)] == ["Experimental Neurology"]


def test_an_address_can_stand_in_the_note_of_bibtex() -> None:
    found = written(Reference(key="x", fields={"URL": "https://x.org/a_b%20c", "note": "Seen."}), url_in_note=True)
    assert found == {"note": "{Seen. \\url{https://x.org/a_b%20c}}"}


def test_names_with_particles_can_be_written_in_parts() -> None:
    names = authors([Name(family="Berg", given="Leonard, H.", particle="van den", suffix="Jr."), Name(family="Roe")])
    reference = Reference(key="x", contributors=names)
    found = written(reference, dialect="biblatex", extended_names=True)["author"]
    assert found == "{family=Berg, given={Leonard, H.}, suffix=Jr., prefix=van den, useprefix=true and Roe}"
    again = next(iter(bibtex.read(bibtex.entry(reference, dialect="biblatex", extended_names=True))))
    assert isinstance(again, Reference)
    assert again.contributors == names


def test_links_to_entries_outside_the_export_are_packed_away() -> None:
    pair = [Reference(key="a", fields={"related": "b", "xref": "z"}), Reference(key="b")]
    out = io.StringIO()
    bibtex.write(pair, out, dialect="biblatex")
    assert "  related = {b},\n" in out.getvalue()
    assert "userf = {xref = {z}}" in out.getvalue()
    again = next(iter(bibtex.read(out.getvalue())))
    assert isinstance(again, Reference)
    assert again.fields == pair[0].fields


def test_an_earlier_key_that_another_entry_has_now_is_packed_away() -> None:
    out = io.StringIO()
    bibtex.write([Reference(key="a", aliases=("b", "c")), Reference(key="b", aliases=("d",))], out, dialect="biblatex")
    assert "userf = {ids = {b, c}}" in out.getvalue()
    assert "  ids = {d}," in out.getvalue()
    assert [r.aliases for r in bibtex.read(out.getvalue()) if isinstance(r, Reference)] == [("b", "c"), ("d",)]


def test_terms_come_back_as_terms_and_a_range_of_months_as_one() -> None:
    reference = Reference(key="x", fields={"issued": "2014-06/2014-07"}, facets=(("condition", "als"), ("route", "iv")))
    assert written(reference)["month"] == "jun # {--} # jul"
    again = next(iter(bibtex.read(bibtex.entry(reference))))
    assert isinstance(again, Reference)
    assert (again.facets, again.get("issued")) == (reference.facets, reference.get("issued"))


def test_latex_typed_on_purpose_survives_and_nothing_else_runs() -> None:
    assert titled("\\emph{In vivo} uptake of \\ce{H2O} and \\alpha") == (
        "{\\emph{In vivo} uptake of \\ce{H2O} and {$\\alpha$}}"
    )
    assert titled("x \\input{/etc/hostname}") == "{x \\textbackslash{}input\\{/etc/hostname\\}}"
    assert titled("x $^^5cinput{y}$") == "{x \\$\\textasciicircum{}\\textasciicircum{}5cinput\\{y\\}\\$}"
    assert titled("a } b { c") == "{a \\textbraceright{} b \\textbraceleft{} c}"


HOSTILE = (
    "\\input{/etc/hostname}",
    "$^^5cinput{x}$",
    "a } b",
    "a { b",
    "100% & 5_6 #7 ~ ^ <>|",
    "\\write18{ls}",
    "\\i}nput{/etc/passwd}",
    "\\t\\cdot} x",
    "\\def\\x{y}\\x",
    "$\\frac n 2$ and $n$",
    "$x^2^3$ $\\left($",
    "<i>in</i> <sub>2",
)

SPECIMENS = [
    MAZZINI,
    Reference(
        type="chapter",
        key="chapter1",
        title="Stacked ễ ắ, ş ł ø α CD34⁺ CO₂ & 5% of_it",
        contributors=(
            Contributor(Name(family="Nguyễn", given="Văn Đạt")),
            Contributor(Name(family="Berg", given="L. H.", particle="van den", suffix="Jr.")),
            Contributor(Name(literal="Smith and Sons {Ltd")),
            Contributor(Name(family="Roe", given="Ann"), "editor"),
        ),
        fields={"container-title": "A book", "publisher": "Wiley and Sons", "issued": "2012-03-04", "page": "1-3"},
    ),
    Reference(
        type="thesis",
        key="thesis1",
        title="A thesis",
        contributors=authors([Name(family="Doe", given="J")]),
        fields={"genre": "PhD thesis", "publisher": "University of X", "issued": "2001"},
    ),
    Reference(
        type="webpage",
        key="web1",
        title="A page",
        contributors=authors([Name(literal="WHO")]),
        fields={"URL": "https://example.org/a_b%20c~d", "accessed": "2020-01-31", "issued": "2019"},
    ),
    *(
        Reference(
            key=f"hostile{number}",
            title=text,
            contributors=authors([Name(family=text, given="A")]),
            fields={"container-title": text, "issued": "2012", "volume": "2", "page": "1-3", "note": text},
        )
        for number, text in enumerate(HOSTILE)
    ),
]


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=120, check=False
    )


@pytest.mark.skipif(shutil.which("bibtex") is None, reason="the program bibtex is not installed")
@pytest.mark.parametrize("ascii", [False, True])
def test_bibtex_takes_an_export_without_a_complaint(tmp_path: Path, ascii: bool) -> None:
    with (tmp_path / "t.bib").open("w", encoding="utf-8") as out:
        bibtex.write(SPECIMENS, out, ascii=ascii)
    (tmp_path / "t.aux").write_text("\\relax\n\\citation{*}\n\\bibstyle{plain}\n\\bibdata{t}\n", "utf-8")
    result = run("bibtex", "t", folder=tmp_path)
    if "couldn't open style file" in result.stdout:
        pytest.skip("plain.bst is not installed")
    assert (result.returncode, re.findall("Warning|error", result.stdout)) == (0, []), result.stdout


@pytest.mark.skipif(shutil.which("biber") is None, reason="the program biber is not installed")
def test_biber_finds_an_export_true_to_the_data_model(tmp_path: Path) -> None:
    with (tmp_path / "t.bib").open("w", encoding="utf-8") as out:
        bibtex.write(SPECIMENS, out, dialect="biblatex")
    result = run("biber", "--tool", "--validate-datamodel", "t.bib", folder=tmp_path)
    assert [line for line in result.stdout.splitlines() if "WARN" in line or "ERROR" in line] == []


@pytest.mark.skipif(
    not (shutil.which("pdflatex") and shutil.which("bibtex")), reason="pdflatex or bibtex is not installed"
)
@pytest.mark.parametrize("ascii", [True, False])
def test_latex_prints_an_export_and_runs_nothing_in_it(tmp_path: Path, ascii: bool) -> None:
    signs = Reference(
        key="signs2020",
        title="Mdx −/− mice, TGF-β, Cu₂O and CD34⁺ cells: 10⁻¹² M, α ≥ β ≤ γ ≈ ∞ Ω, 37 °C ± 2 µm × 3, ½ – I\u200bV",
        contributors=authors([Name("Nguyễn", "Thị"), Name("Łukasz", "Ștefan"), Name("Çelik", "Ağ")]),
        fields={"container-title": "Muscle & Nerve", "issued": "2020"},
    )
    with (tmp_path / "t.bib").open("w", encoding="utf-8") as out:
        bibtex.write([*SPECIMENS, signs], out, ascii=ascii)
    (tmp_path / "m.tex").write_text(
        "\\documentclass{article}\\usepackage[T1]{fontenc}\\usepackage{textcomp,url}\\newcommand{\\ce}[1]{#1}"
        "\\begin{document}\\nocite{*}\\bibliographystyle{unsrt}\\bibliography{t}\\end{document}",
        "utf-8",
    )
    for command in (
        ("pdflatex", "-interaction=nonstopmode", "m"),
        ("bibtex", "m"),
        ("pdflatex", "-interaction=nonstopmode", "m"),
    ):
        result = run(*command, folder=tmp_path)
    assert [line for line in result.stdout.splitlines() if line.startswith("!")] == []
    assert "hostname" not in re.findall(r"\(([^()\s]+)", result.stdout)
