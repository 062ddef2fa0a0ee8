"""Files of references: named for people, refused when they are programs, missed, and found again by their content."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.jobs import finding_files
from mscref.library import Library, files
from mscref.model.reference import Attachment, Name, Reference, authors
from tests.library.snapshots import snapshot
from tests.library.test_journal import goes_there_and_back

PAPER = Reference(
    title="Safety: intrathecal <i>adipose</i> cells in ALS/MND",
    contributors=authors([Name(family="Staff", given="N.", particle="van")]),
    fields={"issued": "2016-11", "container-title": "Neurology"},
    key="staff2016",
)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "download (3).PDF"
    file.write_bytes(b"%PDF-1.4 a paper")
    return file


def test_a_copy_is_named_by_the_pattern(library: Library, pdf: Path) -> None:
    library.attach(2, pdf, pattern=files.NAME_PATTERN)
    name = Path(library.record(2).attachments[0].path).name
    reference = library.record(2).reference
    assert name.startswith(f"{reference.authors[0].sort_family} {reference.year} ")
    assert name.endswith(".pdf")


def test_names_hold_nothing_that_a_file_system_cannot_take() -> None:
    assert (
        files.named(files.NAME_PATTERN, PAPER, ".PDF")
        == "van Staff 2016 Safety - intrathecal adipose cells in ALS - MND.pdf"
    )
    assert files.named("{key}-{journal}", PAPER, ".pdf") == "staff2016-Neurology.pdf"
    assert files.named("", PAPER, ".pdf") == ""
    assert files.named("{year}", Reference(), ".pdf") == ""
    with pytest.raises(UserError, match="cannot be read"):
        files.named("{nobody}", PAPER, ".pdf")


def test_a_long_title_is_cut_at_a_word() -> None:
    long = Reference(title="word " * 60)
    name = files.named("{title}", long, ".pdf")
    assert len(name) < 90
    assert name.endswith("word.pdf")


def test_a_file_that_comes_in_is_filed_before_its_reference(library: Library, pdf: Path) -> None:
    before = snapshot(library.path)
    kept = library.file_away(Attachment(str(pdf), "x", "application/pdf"), PAPER, "{key}")
    assert snapshot(library.path) == before
    assert kept.is_stored
    assert (files.files_folder(library.path) / kept.path).read_bytes() == pdf.read_bytes()
    assert kept.path.endswith("staff2016.pdf")


@pytest.mark.parametrize(
    ("name", "start", "word"),
    [
        ("run.exe", b"MZ", "program"),
        ("run.sh", b"#!/bin/sh", "program"),
        ("paper.pdf", b"MZ\x90\x00", "Windows program"),
        ("paper.pdf", b"\x7fELF\x02", "Linux program"),
        ("paper.pdf", b"\xef\xbb\xbf#!/bin/sh\n", "script"),
        ("paper.pdf", b"[Desktop Entry]\n", "shortcut"),
        ("paper.docx.lnk", b"L\x00\x00\x00", "program"),
        ("page.html", b"<html>", "kind of document"),
    ],
)
def test_programs_and_scripts_are_not_opened_whatever_they_are_called(
    tmp_path: Path, name: str, start: bytes, word: str
) -> None:
    file = tmp_path / name
    file.write_bytes(start + b" and more")
    assert word in files.why_not_opened(file)


def test_documents_are_opened_and_missing_and_remote_ones_are_not(tmp_path: Path, pdf: Path) -> None:
    assert files.why_not_opened(pdf) == ""
    assert "not there" in files.why_not_opened(tmp_path / "gone.pdf")
    assert "another computer" in files.why_not_opened(Path("//host/share/a.pdf"))


def test_a_missing_copy_is_found_by_its_content_and_copied_back(library: Library, pdf: Path, tmp_path: Path) -> None:
    library.attach(2, pdf)
    stored = Path(library.record(2).attachments[0].path)
    assert all(one.reference != 2 for one in library.missing_files())
    stored.unlink()
    (missing,) = [one for one in library.missing_files() if one.reference == 2]
    elsewhere = tmp_path / "papers" / "deep"
    elsewhere.mkdir(parents=True)
    pdf.rename(elsewhere / "renamed.pdf")
    (elsewhere / "other.pdf").write_bytes(b"%PDF-1.4 another")
    search = finding_files.search([missing], tmp_path / "papers")
    assert search.found == {missing.id: elsewhere / "renamed.pdf"}
    assert search.lost == ()
    library.mend_files(search.found)
    assert stored.is_file()
    assert all(one.reference != 2 for one in library.missing_files())


def test_a_moved_link_is_renewed_as_one_step_that_can_be_undone(library: Library, pdf: Path, tmp_path: Path) -> None:
    library.attach(2, pdf, store=False)
    moved = tmp_path / "moved.pdf"
    pdf.rename(moved)
    (missing,) = [one for one in library.missing_files() if one.reference == 2]
    goes_there_and_back(library, library.path, lambda: library.mend_files({missing.id: moved}))
    assert library.record(2).attachments[0].path == str(moved)


def test_another_file_never_takes_the_place_of_a_missing_one(library: Library, pdf: Path, tmp_path: Path) -> None:
    library.attach(2, pdf, store=False)
    pdf.unlink()
    (missing,) = [one for one in library.missing_files() if one.reference == 2]
    pdf.write_bytes(b"%PDF-1.4 another")
    with pytest.raises(UserError, match="another file"):
        library.mend_files({missing.id: pdf})
    assert finding_files.search([missing], tmp_path).lost == (missing,)


def test_a_link_that_was_never_seen_is_found_by_a_name_that_only_one_file_bears(
    library: Library, tmp_path: Path
) -> None:
    (missing,) = [one for one in library.missing_files() if not one.sha256]
    folder = tmp_path / "found"
    (folder / "a").mkdir(parents=True)
    place = folder / "a" / Path(missing.path).name.upper()
    place.write_bytes(b"%PDF-1.4 linked")
    assert finding_files.search([missing], folder).found == {missing.id: place}
    (folder / Path(missing.path).name).write_bytes(b"%PDF-1.4 its namesake")
    assert finding_files.search([missing], folder).lost == (missing,)


def test_the_hashes_of_all_files_are_known(library: Library, pdf: Path) -> None:
    assert files.sha256_of(pdf) not in library.file_hashes()
    library.attach(2, pdf)
    library.trash([2])
    assert files.sha256_of(pdf) in library.file_hashes()
