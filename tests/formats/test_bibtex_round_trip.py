"""Whatever a reference holds, its export reads back, is written the same again, and can do nothing but print."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mscref.formats import bibtex
from mscref.formats.latex_tables import tables
from mscref.model.reference import Attachment, Contributor, Name, Note, Reference

PIECES = (
    "the stem cells",
    "ALS",
    "iPSC",
    " ",
    "  ",
    "\n",
    "\n\n",
    "-",
    "--",
    "---",
    "–",
    "—",
    "~",
    "\u00a0",
    "{",
    "}",
    "\\",
    "$",
    "%",
    "#",
    "&",
    "_",
    "^",
    "^^",
    "`",
    "``",
    "'",
    "''",
    '"',
    "<",
    ">",
    "|",
    "<i>",
    "</i>",
    "<sub>",
    "</sub>",
    "<sup>",
    "</sup>",
    "<b>",
    "</b>",
    '<span class="nocase">',
    "</span>",
    "\\emph{in vivo}",
    "\\input{/etc/hostname}",
    "\\write18{ls}",
    "\\alpha",
    "$\\alpha$",
    "$n$",
    "$\\frac n 2$",
    "$x_{1}$",
    "$x$y",
    "\\ce{H2O}",
    "\\ce{",
    '\\"o',
    "\\'{e}",
    "\\v c",
    "é",
    "Ö",
    "ễ",
    "ß",
    "ø",
    "ı",
    "α",
    "≤",
    "²",
    "⁺",
    "₂",
    "ⁿ",
    "中文",
    "’",
    "“",
    "\x00",
    "\x07",
    "\ud800",
    "\u200b",
    "a,b",
    ";",
    ":",
    "and",
    " and ",
    "others",
    "@article{x,",
    "= {",
    "\\textbackslash{}",
    "\\relax",
    "https://example.org/a_b%20c",
    "\\url{x}",
    "10^6",
    "CO$_2$",
    "\\,",
    "\\ ",
    "\\\\",
    "A",
    "1987",
    "{{",
    "}}",
    "{{{",
    "}}}",
    "$$",
    "\\(",
    "\\)",
)
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=8).map("".join)
words = st.text(alphabet="abcdeABCDE éøÖ'’-.", min_size=1, max_size=12).map(str.strip).filter(bool)
names = (
    st.builds(Name, family=words | texts, given=words | texts)
    | st.builds(Name, literal=texts)
    | st.builds(
        Name,
        family=words,
        given=words,
        particle=st.sampled_from(("", "van den", "von", "d'", "Van")),
        suffix=st.sampled_from(("", "Jr.")),
    )
)
FIELDS = (
    "container-title",
    "container-title-short",
    "publisher",
    "publisher-place",
    "abstract",
    "note",
    "volume",
    "issue",
    "page",
    "number",
    "edition",
    "genre",
    "language",
    "URL",
    "DOI",
    "PMID",
    "PMCID",
    "ISBN",
    "issued",
    "accessed",
    "medium",
    "collection-title",
    "status",
    "howcited",
    "entrytype",
    "eprint",
    "section",
    "event-title",
)
references = st.builds(
    Reference,
    type=st.sampled_from(
        (
            "article-journal",
            "book",
            "chapter",
            "paper-conference",
            "thesis",
            "report",
            "webpage",
            "article",
            "dataset",
            "document",
            "manuscript",
            "article-newspaper",
            "software",
            "patent",
            "legislation",
        )
    ),
    title=texts,
    contributors=st.lists(st.builds(Contributor, names, st.sampled_from(("author", "editor"))), max_size=3).map(tuple),
    fields=st.dictionaries(st.sampled_from(FIELDS), texts, max_size=5),
    key=texts,
    keywords=st.lists(texts, max_size=3).map(tuple),
    notes=st.lists(st.builds(Note, texts), max_size=2).map(tuple),
    attachments=st.lists(st.builds(Attachment, path=texts, title=texts), max_size=2).map(tuple),
    facets=st.lists(st.tuples(st.sampled_from(("condition", "route")), texts), max_size=2).map(tuple),
)


def written(found: list[Reference], **options: object) -> str:
    out = io.StringIO()
    bibtex.write(found, out, **options)
    return out.getvalue()


def read(text: str) -> list[Reference]:
    items = list(bibtex.read(text))
    assert all(isinstance(item, Reference) for item in items), [
        item for item in items if not isinstance(item, Reference)
    ]
    return [item for item in items if isinstance(item, Reference)]


@pytest.mark.parametrize("dialect", ["bibtex", "biblatex"])
@pytest.mark.parametrize("ascii", [False, True])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(references, min_size=1, max_size=3))
def test_export_import_export_is_byte_identical(dialect: str, ascii: bool, found: list[Reference]) -> None:
    first = written(found, dialect=dialect, ascii=ascii)
    again = read(first)
    assert len(again) == len(found)
    assert written(again, dialect=dialect, ascii=ascii) == first


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(references, min_size=1, max_size=3))
def test_names_in_parts_and_journals_in_short_are_written_the_same_again(found: list[Reference]) -> None:
    options = {"dialect": "biblatex", "extended_names": True, "journals": "iso4"}
    first = written(found, **options)
    assert written(read(first), **options) == first


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(references, min_size=1, max_size=3), st.sampled_from(["bibtex", "biblatex"]))
def test_an_unedited_export_is_written_back_as_it_stands(found: list[Reference], dialect: str) -> None:
    first = written(found, dialect=dialect)
    assert written(read(first), dialect=dialect, raw=True) == first


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(references)
def test_an_export_holds_no_command_outside_the_allow_list_and_its_braces_balance(reference: Reference) -> None:
    text = bibtex.entry(reference, ascii=True)
    depth = 0
    for char in text:
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0
    assert "^^" not in re.sub(r"(?m)^  (?:url|doi|file|eprint|pmid|pmcid|isbn) = .*$", "", text)
    known = tables()
    allowed = set(known.text) | set(known.math) | set(known.kept_text) | known.kept_math | set(known.combining)
    allowed |= {"emph", "textbf", "textsuperscript", "textsubscript", "url", "relax", "textsc"}
    body = re.sub(r"(?m)^  file = .*$", "", text)
    assert set(re.findall(r"\\([A-Za-z]+)", body)) <= allowed
