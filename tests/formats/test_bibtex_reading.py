"""Reading BibTeX: sound entries, damaged ones, inheritance, names, groups, files, and bombs."""

from __future__ import annotations

import time

import pytest

from mscref.errors import Unreadable
from mscref.formats import bibtex
from mscref.model.reading import Problem
from mscref.model.reference import Reference


def read(text: str) -> tuple[list[Reference], list[Problem]]:
    items = list(bibtex.read(text))
    return [i for i in items if isinstance(i, Reference)], [i for i in items if isinstance(i, Problem)]


def one(text: str) -> Reference:
    found, problems = read(text)
    assert len(found) == 1
    assert problems == []
    return found[0]


def mended(text: str) -> tuple[Reference, str]:
    found, problems = read(text)
    assert len(found) == 1
    return found[0], " ".join(problem.message for problem in problems)


SOUND = """@Article{mazzini2010,
  author  = {Mazzini, Letizia and Le Masson, Gwendal and van den Berg, Leonard H. and {ALS Study Group} and others},
  title   = {Mesenchymal stem cells in {ALS}: a {Phase I} trial of 10$^{6}$ cells},
  journal = {Experimental Neurology},
  year    = 2010,
  month   = may,
  volume  = {223},
  number  = {1},
  pages   = {229--237},
  doi     = {https://doi.org/10.1016/j.expneurol.2009.08.007},
  pmid    = {19682989},
  pmcid   = {1234567},
  keywords = {ALS, stem cells; trial},
  annote  = {First paragraph.

Second paragraph.},
  file    = {:papers/Mazzini 2010.pdf:PDF},
  custom  = {kept},
}
"""


def test_a_sound_entry_gives_every_field_under_its_csl_name() -> None:
    found = one(SOUND)
    assert found.key == "mazzini2010"
    assert found.type == "article-journal"
    assert found.title == "Mesenchymal stem cells in ALS: a Phase I trial of 10⁶ cells"
    assert dict(found.fields) == {
        "container-title": "Experimental Neurology",
        "issued": "2010-05",
        "volume": "223",
        "issue": "1",
        "page": "229-237",
        "DOI": "10.1016/j.expneurol.2009.08.007",
        "PMID": "19682989",
        "PMCID": "PMC1234567",
        "custom": "kept",
    }
    assert found.keywords == ("ALS, stem cells", "trial")
    assert [note.text for note in found.notes] == ["First paragraph.\n\nSecond paragraph."]
    assert (found.attachments[0].path, found.attachments[0].media_type) == (
        "papers/Mazzini 2010.pdf",
        "application/pdf",
    )
    assert found.raw is not None
    assert found.raw.text == SOUND.rstrip("\n")


def test_names_are_read_as_bibtex_defines_them() -> None:
    found = one(SOUND)
    assert [(n.particle, n.family, n.given, n.literal) for n in found.authors] == [
        ("", "Mazzini", "Letizia", ""),
        ("", "Le Masson", "Gwendal", ""),
        ("van den", "Berg", "Leonard H.", ""),
        ("", "", "", "ALS Study Group"),
    ]
    assert found.authors_incomplete


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("al-Chalabi, Ammar", ("", "al-Chalabi", "Ammar", "")),
        ("Ludwig van Beethoven", ("van", "Beethoven", "Ludwig", "")),
        ("de la Cruz, Ana", ("de la", "Cruz", "Ana", "")),
        ("Smith, Jr., John", ("", "Smith", "John", "Jr.")),
        ("Martin Luther King Jr.", ("", "King", "Martin Luther", "Jr.")),
        ('{\\"O}zg{\\"u}r Ak{\\c{c}}a', ("", "Akça", "Özgür", "")),
        ("Nguy{\\~{\\^e}}n, V{\\u{a}}n", ("", "Nguyễn", "Văn", "")),
        ("{de Swart}, Henri", ("", "de Swart", "Henri", "")),
        ("family=Berg, given=Jan, prefix=van den, useprefix=true", ("van den", "Berg", "Jan", "")),
        ("Knuth, Donald~E.", ("", "Knuth", "Donald E.", "")),
    ],
)
def test_a_name_falls_into_its_parts(text: str, expected: tuple[str, str, str, str]) -> None:
    name = one(f"@article{{x, author = {{{text}}}}}").authors[0]
    assert (name.particle, name.family, name.given, name.suffix) == expected


@pytest.mark.parametrize(
    "text", ["Smith J, Doe AB, Foo C", "Smith, J; Doe, AB; Foo, C", "Smith, J., Doe, A. B., Foo, C."]
)
def test_names_in_one_list_with_commas_are_told_apart_and_reported(text: str) -> None:
    found, message = mended(f"@article{{x, author = {{{text}}}}}")
    assert [name.family for name in found.authors] == ["Smith", "Doe", "Foo"]
    assert "author" in message


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("@article{x, title = {One}\n year = {2001}}", "comma after the field 'title'"),
        ("@article{x\n title = {One},\n year = {2001}}", "comma after the citation key"),
        ("@article{x,\n title = {One {Two},\n year = {2001}\n}", "not closed"),
        ("@article{x,\n title = {One {Two,\n year = {2001}\n}\n", "not closed"),
        ("@article{x,\n title = {One } Two},\n year = {2001}\n}", "closing brace too many"),
        ("@article{x,\n title = {One}},\n year = {2001}\n}", "closing brace too many"),
        ('@article{x,\n title = "One,\n year = {2001}\n}', "quote"),
        ("@article{x,\n title = One and two,\n year = {2001}\n}", "no braces"),
        ("@article{x,\n title = “One”,\n year = {2001}\n}", "typographic quotes"),
        ("@article{x,\n title = {One},\n year = {2001}\n", "not closed"),
        ("@article{x,\n % title = {Old},\n title = {One},\n year = {2001}\n}", "comment line"),
        ("@article{x, title = {One}, title = {Other}, year = {2001}}", "given twice"),
        ("@article{x, title = {One}, year = {2001}, journal = NATURE # { x}}", "not defined"),
    ],
)
def test_a_damaged_entry_keeps_its_fields_and_is_reported(text: str, complaint: str) -> None:
    found, message = mended(text)
    assert found.key == "x"
    assert found.title.startswith("One")
    assert "year" not in found.title
    assert found.year == "2001"
    assert complaint in message


def test_an_unclosed_brace_does_not_swallow_the_next_entries() -> None:
    text = (
        "@article{a, title={A}}\n@article{b,\n title={B {bad},\n year=2001\n}\n@misc{c, title={C}}\n@misc{d, title={D}}"
    )
    found, problems = read(text)
    assert [r.key for r in found] == ["a", "b", "c", "d"]
    assert [p.line for p in problems] == [2]


def test_entries_without_a_key_or_with_a_space_in_it_are_kept() -> None:
    found, problems = read("@article{, title = {A}}\n@article{title = {B}}\n@article{Smith 2001, title = {C}}")
    assert [(r.key, r.title) for r in found] == [("", "A"), ("", "B"), ("Smith_2001", "C")]
    assert [p.line for p in problems] == [1, 2, 3]


def test_a_key_used_twice_keeps_both_entries() -> None:
    found, problems = read("@article{a, title = {A}}\n\n@article{a, title = {B}}")
    assert [(r.key, r.title) for r in found] == [("a", "A"), ("a-2", "B")]
    assert "used twice" in problems[0].message


def test_odd_but_sound_layouts_are_read_without_a_word() -> None:
    text = (
        '\ufeff@article(p, title = {In (parentheses)})@book{q,,title="In {"}quotes{"}",\r\n year=1999,}\r\n'
        "mail someone@example.org {x} @misc{r,title={Mid-line}}"
    )
    found, problems = read(text)
    assert [(r.key, r.title) for r in found] == [("p", "In (parentheses)"), ("q", 'In "quotes"'), ("r", "Mid-line")]
    assert problems == []


def test_entries_inside_a_comment_are_entries_as_bibtex_has_it() -> None:
    found, _ = read(
        "@Comment{\n @book{a, title={A}}\n @book{b, title={B}}\n}\n@comment{jabref-meta: x}\n@misc{c, title={C}}"
    )
    assert [r.key for r in found] == ["a", "b", "c"]


def test_strings_are_expanded_and_joined() -> None:
    text = """@string{ j = "Journal of " }
@string(k = j # {Cells})
@misc{x, journal = k # " Online", month = jan # "~12", year = 2001}"""
    found = one(text)
    assert found.journal == "Journal of Cells Online"
    assert found.fields["issued"] == "2001-01-12"


def test_crossref_and_xdata_fill_what_an_entry_lacks() -> None:
    text = """@inproceedings{a, author={Doe, Jane}, title={A paper}, crossref={p}, xdata={pub}}
@xdata{pub, publisher={Springer}, address={Berlin}}
@proceedings{p, title={The proceedings}, editor={Roe, Ann}, year={2003}, isbn={1}}"""
    found, problems = read(text)
    paper = found[0]
    assert paper.title == "A paper"
    assert (paper.journal, paper.year) == ("The proceedings", "2003")
    assert (paper.fields["publisher"], paper.fields["publisher-place"]) == ("Springer", "Berlin")
    assert [name.family for name in paper.names("editor")] == ["Roe"]
    assert problems == []


def test_jabref_groups_become_collections() -> None:
    text = """@article{a, title={A}, groups={Mice, Trials}}
@article{b, title={B}}
@Comment{jabref-meta: groupstree:
0 AllEntriesGroup:;
1 ExplicitGroup:Stem cells\\;0\\;b\\;;
}"""
    found, _ = read(text)
    assert [r.collections for r in found] == [("Mice", "Trials"), ("Stem cells",)]


@pytest.mark.parametrize(
    ("fields", "variable", "value"),
    [
        ("year={2014}, month=dec, day={12}", "issued", "2014-12-12"),
        ("year={2014}, month={December}", "issued", "2014-12"),
        ("date={2015-06-22/2015-06-26}", "issued", "2015-06-22/2015-06-26"),
        ("date={1993-00-00}", "issued", "1993"),
        ("year={in press}", "issued", "in press"),
        ("date={2018~}", "issued", "2018~"),
        ("urldate={November 08, 2015}", "accessed", "2015-11-08"),
        ("eprint={14758786}, eprinttype={pubmed}", "PMID", "14758786"),
        ("eprint={arXiv:1401.2910}", "eprint", "1401.2910"),
        ("pages={R404–R405}", "page", "R404-R405"),
        ("edition={Second}", "edition", "2"),
        ("langid={ngerman}", "language", "de"),
        ("url={http://x.org/a\\_b\\%20c}", "URL", "http://x.org/a_b%20c"),
        ("howpublished={\\url{http://x.org/a_b}}", "URL", "http://x.org/a_b"),
        ("abstract={One.\n\nTwo  words.}", "abstract", "One.\n\nTwo words."),
    ],
)
def test_a_field_is_read_into_its_csl_variable(fields: str, variable: str, value: str) -> None:
    assert one(f"@article{{x, {fields}}}").fields[variable] == value


@pytest.mark.parametrize(
    ("kind", "csl_type"),
    [
        ("phdthesis", "thesis"),
        ("techreport", "report"),
        ("inproceedings", "paper-conference"),
        ("incollection", "chapter"),
        ("online", "webpage"),
        ("dataset", "dataset"),
        ("unheard", "document"),
    ],
)
def test_entry_types_map_to_csl(kind: str, csl_type: str) -> None:
    assert one(f"@{kind}{{x, title={{T}}}}").type == csl_type


def test_the_data_of_windows_file_fields_survives() -> None:
    found = one(r"@article{x, file = {Full text:C\:\\papers\\a b.pdf:application/pdf;notes.txt}}")
    assert [a.path for a in found.attachments] == ["C:\\papers\\a b.pdf", "notes.txt"]
    assert found.attachments[0].title == "Full text"


def test_a_text_without_entries_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        list(bibtex.read("Dear editor, this is a letter to someone@example.org."))


@pytest.mark.parametrize(
    "bomb",
    [
        '@string{a0="xxxxxxxxxx"}'
        + "".join(f"@string{{a{i + 1}=a{i} # a{i}}}" for i in range(60))
        + "@misc{x, title=a60}",
        "@misc{x, title=" + " # ".join(['"x"'] * 50_000) + "}",
        "@misc{x, title={" + "{" * 100_000 + "}" * 100_000 + "}}",
        "@misc{x, title=" + "{" * 100_000,
        "@misc{x, title={" + "\\'" * 50_000 + "e}}",
        "@misc{x, title={" + "$" * 50_001 + "}}",
        "@misc{x, author={" + " and ".join(["A, B, C, D"] * 5_000) + "}}",
        "@misc{x, title={T}}" + "@a{" * 20_000,
        "@a{x," * 20_000,
        "@a{x=" * 20_000,
        "@a{x,y={" * 5_000,
        "@a{x,\n" * 5_000,
        "@misc{x, " + "a = {b}, " * 3_000 + "}",
        "@misc{x,\n" + "a = {b\n" * 1_500 + "}",
        "@misc{x, title={" + "\\href{" * 3_000 + "}}",
        "@misc{x, title={a" + " " * 200_000 + "b}}",
    ],
    ids=[
        "strings",
        "pieces",
        "braces",
        "open braces",
        "accents",
        "dollars",
        "names",
        "heads",
        "keys",
        "equals",
        "values",
        "lines",
        "fields",
        "unclosed",
        "links",
        "spaces",
    ],
)
def test_a_bomb_ends_soon(bomb: str) -> None:
    start = time.perf_counter()
    items = list(bibtex.read(bomb))
    assert time.perf_counter() - start < 10
    assert all(len(item.title) <= 1_100_000 for item in items if isinstance(item, Reference))


def test_a_tilde_accent_in_a_name_parts_no_words() -> None:
    found = next(iter(bibtex.read("@misc{a, author={Jaroslav Ne\\~{s}et\\~{r}il and Jos\\'e~Mari\\~no}}")))
    assert isinstance(found, Reference)
    families = [(name.given, name.family) for name in found.authors]
    assert families == [("Jaroslav", "Nes\u0303etr\u0303il"), ("José", "Mariño")]


def test_a_circle_of_crossrefs_is_reported_as_one() -> None:
    text = "@book{a, crossref={b}, title={A}}\n@book{b, crossref={a}, title={B}, year=2001}"
    problems = [item.message for item in bibtex.read(text) if not isinstance(item, Reference)]
    assert problems == [
        "In the entry 'a', crossref goes round in a circle: a, b, a; it was not followed there.",
        "In the entry 'b', crossref goes round in a circle: b, a, b; it was not followed there.",
    ]


@pytest.mark.parametrize(
    ("typed", "page"),
    [("p.50", "50"), ("pp. 12--14", "12-14"), (" 1  - 2 ", "1-2"), ("43+", "43+"), ("e12-e14", "e12-e14"), ("P", "P")],
)
def test_pages_are_read_without_the_word_before_them(typed: str, page: str) -> None:
    found = next(iter(bibtex.read(f"@misc{{a, pages={{{typed}}}}}")))
    assert isinstance(found, Reference)
    assert found.get("page") == page


def test_years_with_a_dash_between_them_are_a_range() -> None:
    for typed in ("1995--1996", "1995-1996", "1995 – 1996"):
        found = next(iter(bibtex.read(f"@book{{a, year={{{typed}}}}}")))
        assert isinstance(found, Reference)
        assert found.get("issued") == "1995/1996"


def test_the_year_of_a_first_edition_is_kept_apart() -> None:
    found = next(iter(bibtex.read("@book{a, year={[1990] 2002}}")))
    assert isinstance(found, Reference)
    assert (found.get("issued"), found.get("original-date")) == ("2002", "1990")


def test_a_key_without_a_comma_keeps_the_field_on_its_own_line() -> None:
    found, said = mended("@article{bier2018 title={Placenta cells} author={Bier, A}, year={2018}}")
    assert (found.key, found.title, found.year) == ("bier2018", "Placenta cells", "2018")
    assert "comma after the citation key is missing" in said


def test_a_brace_left_open_in_an_entry_of_one_line_swallows_no_field() -> None:
    found, said = mended("@book{open2020, title={Unbalanced {brace}, author={Doe, Jane}, year={2020}, publisher={P}}")
    assert (found.key, found.title, found.year) == ("open2020", "Unbalanced brace", "2020")
    assert [name.family for name in found.authors] == ["Doe"]
    assert "a brace in the field 'title' is not closed" in said


def test_the_strings_of_a_file_can_be_had_alone() -> None:
    text = '@string{a = "Bio"}\n@STRING(b = a # {materials})\n@article{x, title={T}}'
    assert bibtex.strings_in(text) == {"a": "Bio", "b": "Biomaterials"}
