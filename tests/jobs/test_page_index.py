"""Pages of attached PDFs are read for the search: once, in slices, past broken files, until it is cancelled."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.jobs import page_index
from mscref.library import Library
from mscref.model.reference import Reference
from tests.sandbox.pages_pdf import Sheet, highlight, pdf


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Three references: a PDF of two pages, a broken PDF, the first PDF again."""
    opened = Library.open(tmp_path / "l.mscref", create=True)
    for title in ("First", "Second", "Third"):
        opened.add(Reference(title=title, key=title.lower()))
    paper, broken = tmp_path / "paper.pdf", tmp_path / "broken.pdf"
    marked = Sheet([(40, 300, "Neurofilament light fell by half.")], marks=[highlight((40, 298, 90, 310), "Key")])
    paper.write_bytes(pdf([Sheet([(40, 300, "On trial design in motor"), (40, 288, "neurons")]), marked]))
    broken.write_bytes(b"%PDF-1.4 cut off")
    opened.attach(1, paper)
    opened.attach(2, broken)
    opened.attach(3, paper)
    return opened


def test_every_file_is_read_once_and_found_by_its_words(library: Library) -> None:
    told: list[tuple[str, int, int]] = []
    count = page_index.run(library, told=lambda found, n, of: told.append((Path(found.file.path).name, n, of)))
    assert count == 2
    assert sorted(name for name, _, _ in told) == ["broken.pdf", "paper.pdf"]
    assert [(n, of) for _, n, of in told] == [(1, 2), (2, 2)]
    assert sorted(library.ids("neurofilament")) == [1, 3]
    assert sorted(library.ids('"motor neurons" first')) == [1]
    state = library.index_state()
    assert (state.read, state.pages, state.waiting) == (1, 2, 0)
    assert [key for key, _ in state.problems] == ["second"]
    assert page_index.run(library) == 0
    assert library.undo_act() == "Attach a file to third"


def test_a_file_is_read_in_slices(library: Library) -> None:
    file = next(each for each in library.files_to_read() if each.path.endswith("paper.pdf"))
    reader = page_index.FileReader(file)
    assert not reader.is_open
    assert reader.read_on(0.0) is None
    assert reader.progress == (0, 2)
    assert reader.read_on(0.0) is None
    assert reader.progress == (1, 2)
    found = reader.read_on(0.0)
    assert found is not None
    assert found.pages == ("On trial design in motor neurons", "Neurofilament light fell by half.")
    assert page_index.marks_of(found, library.known_marks(1)) == 1


def test_a_cancelled_run_keeps_what_was_read(library: Library) -> None:
    seen: list[page_index.FileTexts] = []
    page_index.run(library, told=lambda found, _n, _of: seen.append(found), cancelled=lambda: bool(seen))
    assert len(seen) == 1
    assert library.index_state().waiting == 1


def test_a_file_that_has_gone_is_a_problem_and_no_crash(library: Library, tmp_path: Path) -> None:
    linked = tmp_path / "linked.pdf"
    linked.write_bytes(pdf([Sheet([(40, 300, "Words")])]))
    library.attach(2, linked, store=False)
    linked.unlink()
    page_index.run(library)
    assert any("There is no file at" in problem for _, problem in library.index_state().problems)
