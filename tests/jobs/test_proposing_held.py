"""Reading held references again, and their PDFs when that is asked for."""

from __future__ import annotations

from pathlib import Path

from mscref.jobs import proposing_held
from mscref.library import Library
from mscref.model.reference import Reference

PAGES = (
    "Twelve patients were given autologous adipose-derived stem cells intrathecally.\nMethods follow. " + "words " * 50,
    "Results were seen.\nReferences\n1. Placenta-derived stem cells in Duchenne muscular dystrophy.",
)


def test_pages_are_read_on_request_and_the_list_of_references_is_not(tmp_path: Path) -> None:
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(b"%PDF-1.4 nothing")
    with Library.open(tmp_path / "a.mscref", create=True) as library:
        (id,) = library.add(Reference(title="A trial")).references
        library.attach(id, pdf)
        (file,) = library.files_to_read()
        library.keep_page_texts(file.sha256, PAGES)
        assert not proposing_held.propose(library, [id])
        assert proposing_held.propose(library, [id], with_pages=True)
        found = {one.term: one for one in library.open_proposals()}
        assert {"adipose", "autologous", "intrathecal"} <= set(found)
        assert not {"placenta", "dmd"} & set(found)
        assert found["adipose"].field == "text"
        assert "adipose-derived stem cells" in found["adipose"].quote
