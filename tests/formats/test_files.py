"""Any file or pasted text: told by its content, or refused with a sentence that says what to do."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mscref.errors import Unreadable, UserError
from mscref.formats import files
from mscref.model.reference import Name, Note, Reference, authors

RIS = "TY  - JOUR\nAU  - Mathis, S\nTI  - A title\nPY  - 2017\nER  - \n"
NBIB = "PMID- 1\nTI  - A title.\nAU  - Mathis S\n"
BIBTEX = "@article{mathis2017,\n  title = {A title},\n  author = {Mathis, S},\n  year = 2017\n}\n"
CSL = '[{"id": "a", "type": "article-journal", "title": "A title"}]'
PUBMED = "<PubmedArticleSet><PubmedArticle><MedlineCitation><Article><ArticleTitle>A title.</ArticleTitle></Article>"
PUBMED += "</MedlineCitation></PubmedArticle></PubmedArticleSet>"
ENDNOTE = '<xml><records><record><ref-type name="Book">6</ref-type><titles><title>A title</title></titles></record>'
ENDNOTE += "</records></xml>"
ENW = "%0 Journal Article\n%T A title\n%D 2017\n"
ISI = "FN ISI Export Format\nVR 1.0\nPT J\nTI A title\nPY 2017\nER\nEF\n"
PRINTED = (
    "Mathis S, Couratier P, Julian A, Corcia P, Le Masson G. Current view and perspectives in amyotrophic lateral "
    "sclerosis. Neural Regen Res. 2017;12(2):181-184."
)


@pytest.mark.parametrize(
    ("text", "format_name"),
    [
        (RIS, "ris"),
        (NBIB, "nbib"),
        (BIBTEX, "bibtex"),
        (CSL, "csl-json"),
        (PUBMED, "pubmed-xml"),
        (ENDNOTE, "endnote-xml"),
        (ENW, "enw"),
        (ISI, "isi"),
    ],
)
@pytest.mark.parametrize("file_name", ["export.txt", "export", "export.bin"])
def test_a_file_is_told_by_its_content_whatever_its_name(
    tmp_path: Path, text: str, format_name: str, file_name: str
) -> None:
    path = tmp_path / file_name
    path.write_text(text, "utf-8")
    reading = files.read_file(path)
    assert (reading.format, reading.path) == (format_name, str(path))
    assert [reference.title for reference in reading.references] == ["A title"]
    assert files.read_text(text).references == reading.references


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_of_a_file_does_not_matter(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "export.ris"
    path.write_bytes(RIS.replace("Mathis", "Müller").encode(encoding))
    assert files.read_file(path).references[0].authors == (Name("Müller", "S"),)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.bib", b"", "is empty"),
        ("blank.txt", b" \n\r\n", "is empty"),
        ("paper.docx", b"PK\x03\x04" + b"\x00" * 50, "Office document"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 50, "word processor"),
        ("library.mscref", b"SQLite format 3\x00" + b"\x00" * 50, "database"),
        ("noise.bib", bytes(range(256)) * 20, "binary"),
        ("mods.xml", b"<?xml version='1.0'?><mods><title>x</title></mods>", "XML that mscref does not know"),
        ("notes.xyz", b"only some words", "no kind that mscref reads"),
        ("items.json", b'{"a": 1}', "no CSL items"),
        ("broken.ris", b"no tags at all", "is not RIS"),
    ],
)
def test_what_cannot_be_read_is_named_with_reason_and_advice(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refused:
        files.read_file(path)
    assert str(refused.value).startswith(name)
    assert words in str(refused.value)


def test_missing_files_folders_and_giants_are_refused(tmp_path: Path) -> None:
    giant = tmp_path / "giant.ris"
    with giant.open("wb") as out:
        out.truncate(files.LARGEST_FILE + 1)
    for path in (tmp_path / "nowhere.bib", tmp_path, giant):
        with pytest.raises(Unreadable, match=path.name):
            files.read_file(path)


def test_text_documents_have_a_smaller_limit_than_references(tmp_path: Path) -> None:
    document, references = tmp_path / "long.txt", tmp_path / "long.ris"
    document.write_bytes(b"word " * (files.LARGEST_DOCUMENT // 5 + 1))
    references.write_bytes(RIS.encode() + b"\n" * (files.LARGEST_DOCUMENT + 1))
    with pytest.raises(Unreadable, match="too large for a text document"):
        files.read_file(document)
    assert len(files.read_file(references).references) == 1


@pytest.mark.parametrize(
    ("name", "format_name"),
    [("page.html", "html"), ("page.htm", "html"), ("page.txt", "text"), ("page.md", "markdown")],
)
def test_text_without_references_is_a_document(tmp_path: Path, name: str, format_name: str) -> None:
    path = tmp_path / name
    body = "<html><body><p>Cells were given.</p></body></html>" if format_name == "html" else "Cells were given.\n"
    path.write_text(body, "utf-8")
    reading = files.read_file(path)
    assert (reading.format, reading.references) == (format_name, ())
    assert "Cells were given." in reading.documents[0].text
    assert reading.documents[0].path == str(path)


def test_a_page_that_shows_an_example_of_a_format_stays_a_page(tmp_path: Path) -> None:
    path = tmp_path / "manual.txt"
    path.write_text("How exports look. " * 200 + "\n" + RIS + BIBTEX, "utf-8")
    assert files.read_file(path).documents


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("10.4103/1673-5374.200794", [{"DOI": "10.4103/1673-5374.200794"}]),
        ("https://doi.org/10.4103/1673-5374.200794, ", [{"DOI": "10.4103/1673-5374.200794"}]),
        ("PMID: 28400795\nPMC6431432", [{"PMID": "28400795"}, {"PMCID": "PMC6431432"}]),
        ("28400795\n30956667\n28400795", [{"PMID": "28400795"}, {"PMID": "30956667"}]),
        ("doi:10.4103/1673-5374.200794 PMID: 28400795", [{"DOI": "10.4103/1673-5374.200794", "PMID": "28400795"}]),
        ("978-3-642-00230-4", [{"ISBN": "9783642002304"}]),
    ],
)
def test_pasted_identifiers_become_references_with_just_these(text: str, fields: list[dict[str, str]]) -> None:
    reading = files.read_text(text)
    assert reading.format == "identifiers"
    assert [dict(reference.fields) for reference in reading.references] == fields


def test_a_pasted_trial_number_becomes_a_reference_with_that_trial() -> None:
    assert files.read_text("NCT01494480").references == (Reference(trials=("NCT01494480",)),)


def test_pasted_printed_references_are_read_one_by_one() -> None:
    reading = files.read_text(f"1. {PRINTED}\n")
    assert reading.format == "references"
    assert [reference.title for reference in reading.references] == [
        "Current view and perspectives in amyotrophic lateral sclerosis"
    ]


def test_other_pasted_text_is_a_document() -> None:
    reading = files.read_text("Cells were given in 2017. Nothing is cited here, and the story goes on for a while.\n")
    assert (reading.format, len(reading.documents), reading.references) == ("text", 1, ())
    with pytest.raises(Unreadable):
        files.read_text(" \n")


def test_every_line_gives_one_printed_reference_or_none() -> None:
    found = list(files.references_of_lines(f"{PRINTED}\n\nnonsense\n{PRINTED}\n"))
    assert [each.title[:12] if each else None for each in found] == ["Current view", None, None, "Current view"]


@pytest.mark.parametrize("format_name", sorted(files.writers))
def test_every_format_can_be_written_and_those_that_can_hold_it_read_back(format_name: str) -> None:
    paper = Reference(
        title="Current view and perspectives in amyotrophic lateral sclerosis",
        contributors=authors([Name("Le Masson", "Gwendal")]),
        fields={"issued": "2017", "DOI": "10.4103/1673-5374.200794"},
        key="lemasson2017current",
    )
    out = io.StringIO()
    files.write(format_name, [paper], out)
    assert "Le Masson" in out.getvalue()
    if format_name in ("bibtex", "biblatex", "ris", "nbib", "csl-json"):
        (again,) = files.read_text(out.getvalue()).references
        assert (again.title, again.authors, again.doi, again.year) == (paper.title, paper.authors, paper.doi, "2017")


def test_an_unknown_format_is_refused_with_the_names_of_the_known_ones() -> None:
    with pytest.raises(UserError, match="biblatex"):
        files.write("word", [], io.StringIO())


_EXAMPLES = (RIS, NBIB, BIBTEX, CSL, PUBMED, ENDNOTE, ENW, ISI, PRINTED)
_DAMAGE = (
    "",
    "\n\n",
    "{",
    "[",
    "<",
    "</",
    "&",
    '"',
    "TY  - JOUR\n",
    "PMID- ",
    "\r",
    "\x00",
    "\ud800",
    "9" * 5000,
    "]]>",
)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(_EXAMPLES),
    st.lists(st.tuples(st.integers(0, 300), st.integers(0, 40), st.sampled_from(_DAMAGE)), min_size=1, max_size=6),
)
def test_damaged_text_is_read_as_far_as_it_goes_or_refused(text: str, wounds: list[tuple[int, int, str]]) -> None:
    for place, length, damage in wounds:
        text = text[:place] + damage + text[place + length :]
    try:
        reading = files.read_text(text)
    except Unreadable:
        return
    assert reading.references or reading.documents or reading.problems


@pytest.mark.parametrize(
    "bomb",
    [
        "[" + '{"title": "x" bad},\n' * 50_000,
        "<PubmedArticleSet>" + "<PubmedArticle>" * 50_000,
        "<PubmedArticleSet><PubmedArticle>" + "<" * 200_000,
        "TY  - JOUR\nPY  - " + "1-" * 300_000 + "\nER  -\n",
        "TY  - JOUR\nDO  - 10.1000/" + ")" * 200_000 + "\nER  -\n",
        "%0 Book\n" * 100_000,
    ],
)
def test_texts_made_to_take_for_ever_do_not(bomb: str) -> None:
    start = time.process_time()
    with contextlib.suppress(Unreadable):
        files.read_text(bomb)
    assert time.process_time() - start < 10


# Files whose entries are not all references: eight of eleven records of the first say only their type.
_FEWER = {"RisImporterTest1.ris": 3, "MedlineImporterTestMalformedEntry.xml": 0}


@pytest.mark.corpora
def test_every_entry_of_every_tagged_file_is_read() -> None:
    folder = os.environ.get("MSCREF_CORPORA")
    if not folder:
        pytest.skip("MSCREF_CORPORA is not set")
    root = Path(folder, "corpora", "references")
    formats = {"ris", "nbib", "pubmedxml", "endnotexml", "enw", "isi", "csljson"}
    lacking = []
    with (root / "manifest.tsv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            path = root / row["source"] / row["path"]
            expected = _FEWER.get(path.name, int(row["entries"]))
            if row["format"] not in formats or not path.exists() or not expected:
                continue
            count = len(files.read_file(path).references)
            if count < expected:
                lacking.append((path.name, count, expected))
    assert lacking == []


PAPER = Reference(
    type="article-journal",
    key="mazzini2010",
    title="Are stem cells safe in amyotrophic lateral sclerosis?",
    contributors=authors([Name(family="Calabrò", given="Letizia")]),
    fields={"container-title": "Experimental Neurology", "abstract": "Long.", "issued": "2010", "DOI": "10.1000/x"},
    notes=(Note("Mine."),),
)


def exported(format_name: str, **options: object) -> str:
    out = io.StringIO()
    files.write(format_name, [PAPER], out, **options)
    return out.getvalue()


@pytest.mark.parametrize("format_name", sorted(files.writers))
def test_every_writer_leaves_out_abbreviates_and_adds_terms(format_name: str) -> None:
    text = exported(
        format_name, omit={"abstract", "doi"}, journals="iso4", notes=False, facets=lambda _: ["bone marrow"]
    )
    assert "Long" not in text
    assert "10.1000" not in text
    assert "Mine" not in text
    assert "Exp. Neurol." in text.replace("\\", "")
    assert "Experimental" not in text
    assert ("bone marrow" in text) is True


@pytest.mark.parametrize("format_name", ["bibtex", "biblatex", "csl-json", "markdown", "html"])
def test_where_a_format_has_names_for_other_letters_ascii_uses_them(format_name: str) -> None:
    assert exported(format_name, ascii=True).isascii()
    assert "ò" in exported(format_name)


@pytest.mark.parametrize("format_name", sorted(files.writers))
def test_an_option_that_a_format_has_not_is_the_users_mistake(format_name: str) -> None:
    with pytest.raises(UserError, match="colour"):
        exported(format_name, colour="red")
    assert {"omit", "journals", "notes", "facets"} <= files.options_of(format_name)
    assert ("protect" in files.options_of(format_name)) == (format_name in ("bibtex", "biblatex"))


def test_a_question_needs_no_full_stop() -> None:
    assert "sclerosis? " in exported("markdown")


def test_a_stray_nul_byte_is_left_out_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.bib"
    path.write_bytes(BIBTEX.replace("A title", "A ti\0tle").encode() * 3)
    reading = files.read_file(path)
    assert [reference.title for reference in reading.references] == ["A title"] * 3
    assert (reading.problems[0].line, "3 NUL bytes" in reading.problems[0].message) == (2, True)
