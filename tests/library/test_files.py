"""Attached files: stored whole by their content, named safely, and never touched on another computer."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.library import Library, files


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    file = tmp_path / "Bier 2018.pdf"
    file.write_bytes(b"%PDF-1.4 a paper")
    return file


def test_a_stored_file_lies_under_its_content_and_its_own_name(library: Library, pdf: Path) -> None:
    library.attach(2, pdf, title="Full text")
    attachment = library.record(2).attachments[0]
    digest = hashlib.sha256(pdf.read_bytes()).hexdigest()
    place = library.path.parent / "my library.files" / digest[:2] / digest / "Bier 2018.pdf"
    assert Path(attachment.path) == place
    assert place.read_bytes() == pdf.read_bytes()
    assert (attachment.sha256, attachment.stored, attachment.media_type) == (digest, True, "application/pdf")
    assert attachment.title == "Full text"
    assert list(library.ids("has:pdf")) == [2, 1]
    assert [p.name for p in files.files_folder(library.path).iterdir()] == [digest[:2]], "no temporary file is left"


def test_the_same_file_is_stored_and_attached_once(library: Library, pdf: Path, tmp_path: Path) -> None:
    twin = tmp_path / "copy.pdf"
    twin.write_bytes(pdf.read_bytes())
    assert library.attach(2, pdf)
    assert not library.attach(2, pdf)
    assert library.attach(3, twin)
    assert library.record(3).attachments[0].path == library.record(2).attachments[0].path


def test_a_stored_file_that_was_damaged_is_stored_again(library: Library, pdf: Path) -> None:
    library.attach(2, pdf)
    stored = Path(library.record(2).attachments[0].path)
    stored.write_bytes(b"rotten")
    assert "was changed since" in library.verify().problems[0]
    library.attach(3, pdf)
    assert stored.read_bytes() == pdf.read_bytes()
    stored.unlink()
    assert "is missing from my library.files" in library.verify().problems[0]


def test_a_linked_file_stays_where_it_is(library: Library, pdf: Path) -> None:
    library.attach(2, pdf, store=False)
    attachment = library.record(2).attachments[0]
    assert (attachment.path, attachment.stored) == (str(pdf), False)
    assert not files.files_folder(library.path).exists()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("//evil.example/share/a.pdf", "another computer"),
        ("\\\\evil.example\\share\\a.pdf", "another computer"),
        ("/\\evil/a.pdf", "another computer"),
        ("https://example.org/a.pdf", "an address"),
        ("file:///etc/passwd", "an address"),
        ("javascript:alert(1)", "an address"),
        ("folder/CON", "a device"),
        ("C:\\x\\nul.txt", "a device"),
        ("fdp.\u202eexe", "hide what it is"),
        ("a\x00b", "hide what it is"),
        ("", "empty"),
    ],
)
def test_a_dangerous_path_is_refused_by_its_letters_alone(path: str, said: str) -> None:
    assert said in files.why_refused(path)


@pytest.mark.parametrize("path", ["papers/bier.pdf", "/home/me/Ą b.pdf", "C:\\Users\\me\\a.pdf", "a-b.c (1).pdf"])
def test_an_ordinary_path_is_not_refused(path: str) -> None:
    assert files.why_refused(path) == ""


def test_a_refused_or_missing_file_changes_nothing(library: Library, tmp_path: Path) -> None:
    for path in (Path("//evil.example/share/a.pdf"), tmp_path / "nowhere.pdf", tmp_path):
        with pytest.raises(UserError):
            library.attach(2, path)
    assert library.record(2).attachments == ()
    assert library.undo_act() == "Import 1 file"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Bier 2018.pdf", "Bier 2018.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\a.pdf", "a.pdf"),
        ("paper:b?c*.pdf", "paper_b_c_.pdf"),
        ("CON", "_CON"),
        ("nul.pdf", "_nul.pdf"),
        ("x.pdf. . ", "x.pdf"),
        ("...", "file"),
        ("fdp\u202eexe.pdf", "fdp_exe.pdf"),
        ("żółć.pdf", "żółć.pdf"),
    ],
)
def test_names_are_made_safe_for_every_system(name: str, safe: str) -> None:
    assert files.safe_name(name) == safe


def test_a_long_name_is_cut_to_120_bytes_and_keeps_its_ending() -> None:
    name = files.safe_name("ż" * 300 + ".pdf")
    assert len(name.encode()) <= 120
    assert name.endswith("ż.pdf")


@pytest.mark.parametrize("path", ["a.exe", "a.PDF.lnk", "b.library-ms", "c.sh", "d.ps1", "e.js", "f.url ."])
def test_what_could_run_is_recognised(path: str) -> None:
    assert files.is_runnable(path)
    assert not files.is_runnable("paper.pdf")
