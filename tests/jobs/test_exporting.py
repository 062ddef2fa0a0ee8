"""What is written can be read, a bad record costs only itself, and nothing full is replaced by nothing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.formats import bibtex, csl_json
from mscref.jobs import exporting, importing, proposing
from mscref.library import Library
from mscref.model.facets import FACETS
from mscref.model.reference import Name, Reference, authors

BIER = Reference(
    title="Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects in Duchenne "
    "muscular dystrophy",
    contributors=authors([Name("Bier", "Ariel")]),
    incomplete_roles=("author",),
    fields={"issued": "2018", "container-title": "Biomaterials", "volume": "174", "page": "67-78"},
    key="bier2018placenta",
    trials=("NCT01609283",),
)
HOSTILE = Reference(title="} \\input{/etc/passwd} {% & _ # $ ~ ^ 🙂", key="hostile", fields={"note": "}}{"})


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library.mscref", create=True) as opened:
        for reference in (BIER, HOSTILE, Reference(title="=cmd|' /C calc'!A0", key="formula")):
            opened.add(reference, *proposing.propose(reference, opened.vocabulary))
        yield opened


def written(library: Library, format: str, **options: object) -> str:
    out = io.StringIO()
    done = exporting.write(library, library.ids(sort="key", descending=False), out, format=format, **options)
    assert done == exporting.Exported(3)
    return out.getvalue()


@pytest.mark.parametrize("format", ["bibtex", "biblatex"])
def test_every_entry_is_balanced_and_reads_back(library: Library, format: str) -> None:
    text = written(library, format)
    assert exporting.is_balanced(text)
    back = [each for each in bibtex.read(text) if isinstance(each, Reference)]
    assert [each.key for each in back] == ["bier2018placenta", "formula", "hostile"]
    assert back[0].title == BIER.title
    assert back[0].authors_incomplete


def test_facets_and_tags_become_keywords_on_request(library: Library) -> None:
    id = library.find("bier2018placenta")
    library.set_tags([id], add=["my tag"])
    plain, full = written(library, "bibtex"), written(library, "bibtex", facets=True)
    assert "my tag" in plain
    assert "Duchenne muscular dystrophy" not in plain.split("keywords")[1].split("}")[0]
    assert "Duchenne muscular dystrophy" in full.split("keywords")[1].split("}")[0]


def test_notes_come_along_unless_they_are_left_out(library: Library) -> None:
    library.add_note(library.find("bier2018placenta"), "Exosomes alone sufficed.")
    assert "sufficed" in written(library, "ris")
    assert "sufficed" not in written(library, "ris", notes=False)


def test_json_holds_all_that_the_library_knows(library: Library) -> None:
    items = json.loads(written(library, "csl-json"))
    custom = items[0]["custom"]
    assert set(custom["facets"]) == set(FACETS)
    assert custom["facets"]["condition"] == ["dmd"]
    assert custom["trials"] == ["NCT01609283"]
    back = csl_json.from_item(items[0])
    assert ("cell_source", "placenta") in back.facets
    assert back.title == BIER.title


def test_ancestors_of_a_term_are_left_out(library: Library) -> None:
    id = library.find("bier2018placenta")
    library.retag([id], "condition", add=["neuromuscular"])
    assert set(library.record(id).terms("condition")) == {"dmd", "neuromuscular"}
    assert exporting.item(library.record(id), library.vocabulary)["custom"]["facets"]["condition"] == ["dmd"]


def test_a_spreadsheet_runs_nothing_of_an_export(library: Library) -> None:
    rows = list(csv.reader(io.StringIO(written(library, "csv"))))
    assert all(not cell.startswith("=") for row in rows for cell in row)


def test_a_file_is_written_whole_and_an_empty_export_leaves_it(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "out.bib"
    assert exporting.export(library, library.ids(), path).written == 3
    full = path.read_text("utf-8")
    with pytest.raises(UserError, match="left as it is"):
        exporting.export(library, [], path)
    assert path.read_text("utf-8") == full
    assert not (tmp_path / "out.bib.bak").exists()
    with pytest.raises(UserError, match="no format"):
        exporting.export(library, library.ids(), path, format="word")
    assert path.read_text("utf-8") == full


@pytest.mark.parametrize("format", ["bibtex", "csl-json", "csv", "html"])
def test_an_export_of_nothing_makes_a_new_file_and_never_replaces_one(
    library: Library, tmp_path: Path, format: str
) -> None:
    new = tmp_path / "new"
    assert exporting.export(library, [], new, format=format).written == 0
    assert new.exists()
    old = tmp_path / "old"
    old.write_text("mine", "utf-8")
    with pytest.raises(UserError, match="was left as it"):
        exporting.export(library, [], old, format=format)
    assert old.read_text("utf-8") == "mine"


def test_records_without_a_key_or_with_a_second_one_are_told_and_left_out() -> None:
    out = io.StringIO()
    twice = Reference(title="Twice", key="BIER2018placenta")
    done = exporting.write_references([BIER, twice, Reference(title="No key")], out)
    assert done.written == 1
    assert [key for key, _ in done.problems] == ["BIER2018placenta", ""]
    assert "No key" in done.problems[1][1]
    assert out.getvalue().count("@article{") == 1


@pytest.mark.parametrize(
    ("entry", "balanced"), [("@a{k, t = {x}}", True), ("@a{k, t = {x}", False), ("}{", False), ("", True)]
)
def test_braces_are_counted_as_bibtex_counts_them(entry: str, balanced: bool) -> None:
    assert exporting.is_balanced(entry) is balanced


def test_a_preview_is_what_an_export_writes(library: Library) -> None:
    record = library.record(library.find("bier2018placenta"))
    assert exporting.preview(record).strip() in written(library, "bibtex")
    assert json.loads(exporting.preview(record, "csl-json"))[0]["id"] == "bier2018placenta"
    assert "TY  - JOUR" in exporting.preview(record, "ris")


def test_details_tell_why_each_term_stands(library: Library) -> None:
    id = library.find("bier2018placenta")
    shown = exporting.details(library.record(id), library.vocabulary, library.history(id))
    why = {each["term"]: each for each in shown["custom"]["assignments"]}
    assert why["dmd"]["origin"] == "rule"
    assert "Duchenne" in why["dmd"]["quote"]
    assert shown["custom"]["history"][0]["act"] == "Add a reference"


def test_unedited_entries_are_written_as_they_stood_with_the_strings_they_name(tmp_path: Path) -> None:
    entries = [
        f"@Article{{ {key},\n  title = {{On {key}}}, journal = bio,\n  author={{Bier, Ariel}}, year = 2018 }}"
        for key in ("one", "two")
    ]
    text = "@string{bio = {Biomaterials}}\n\n" + "\n\n".join(entries) + "\n"
    with Library.open(tmp_path / "raw.mscref", create=True) as library:
        for each in bibtex.read(text):
            if isinstance(each, Reference):
                library.add(each)
        library.edit(library.find("two"), fields={"volume": "7"})
        out = io.StringIO()
        exporting.write(library, library.ids(sort="key", descending=False), out, raw=True)
    assert entries[0] in out.getvalue()
    assert entries[1] not in out.getvalue()
    assert out.getvalue().count("@string{bio = {Biomaterials}}") == 1


def test_a_preview_follows_the_options(library: Library) -> None:
    id = library.find("bier2018placenta")
    library.add_note(id, "Read twice.")
    record = library.record(id)
    assert "Read twice" in exporting.preview(record)
    assert "Read twice" not in exporting.preview(record, notes=False)
    assert "volume" not in exporting.preview(record, omit=["volume"])
    assert "keywords" not in exporting.preview(record)
    assert "keywords" in exporting.preview(record, vocabulary=library.vocabulary)


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "csl-json"])
def test_marks_notes_and_tags_are_the_same_after_another_library_has_read_them(
    library: Library, tmp_path: Path, format: str
) -> None:
    id = library.find("bier2018placenta")
    library.set_status([id], "reading")
    library.set_rating([id], 4)
    library.set_colour([id], 7)
    library.set_tags([id], add=["to discuss"])
    library.add_note(id, "Animal work only.")
    suffix = "json" if format == "csl-json" else "bib"
    first, second = tmp_path / f"first.{suffix}", tmp_path / f"second.{suffix}"
    exporting.export(library, library.ids(sort="key", descending=False), first, format=format)
    with Library.open(tmp_path / "other.mscref", create=True) as other:
        importing.apply(other, importing.plan_files(other, [first]))
        record = other.record(other.find("bier2018placenta"))
        assert (record.status, record.rating, record.colour) == ("reading", 4, 7)
        assert not {"readstatus", "ranking", "colour"} & set(record.reference.fields)
        exporting.export(other, other.ids(sort="key", descending=False), second, format=format)
        assert second.read_text("utf-8") == first.read_text("utf-8")
        other.undo()
        assert len(other.ids()) == 0
        other.redo()
        assert other.record(other.find("bier2018placenta")).rating == 4


@pytest.mark.parametrize("format", ["bibtex", "csl-json"])
def test_without_notes_no_mark_of_the_reader_leaves_the_library(library: Library, format: str) -> None:
    library.set_rating([library.find("bier2018placenta")], 1)
    assert "rank1" in written(library, "bibtex")
    text = written(library, format, notes=False)
    assert "rank" not in text
    assert "rating" not in text


def test_json_takes_the_choices_of_an_export(library: Library) -> None:
    (item,) = (each for each in json.loads(written(library, "csl-json", omit=["volume"], ascii=True)) if "page" in each)
    assert "volume" not in item
    assert "\\ud83d" in written(library, "csl-json", ascii=True)


def test_groups_stand_in_the_order_in_which_a_file_names_them(tmp_path: Path) -> None:
    told = (
        Reference(key="a", title="A", collections=("One",)),
        Reference(key="b", title="B", collections=("Two", "One")),
    )
    with Library.open(tmp_path / "grouped.mscref", create=True) as library:
        for reference in told:
            library.add(reference)
        assert "groups = {Two, One}" in exporting.preview(library.record(library.find("b")))
