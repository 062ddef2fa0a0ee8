"""Held references can be read for terms again, as one step that respects what the user said."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref import settings
from mscref.jobs import import_draft, importing, proposing_held
from mscref.library import Library
from mscref.model.reading import Reading
from mscref.model.reference import Reference

ABSTRACT = "Mesenchymal stem cells from bone marrow were given to mice."


def library_of(tmp_path: Path, *titles: str) -> Library:
    library = Library.open(tmp_path / "l.mscref", create=True)
    references = tuple(Reference(title=title, fields={"abstract": ABSTRACT, "issued": "2020"}) for title in titles)
    plan = importing.plan(library, [Reading("a.bib", "bibtex", references)], vocabulary=settings.vocabulary())
    importing.apply(library, plan)
    return library


def test_a_bulk_import_reads_titles_only_and_the_rest_on_request(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_draft, "ABSTRACTS_AT_ONCE", 1)
    with library_of(tmp_path, "Cells for Duchenne muscular dystrophy", "A second paper") as library:
        assert library.count("condition:dmd") == 1
        assert library.count("is:proposed") == 0
        proposing_held.propose(library, library.ids())
        assert library.count("is:proposed") == 2
        library.undo()
        assert library.count("is:proposed") == 0


def test_what_was_rejected_is_not_offered_again(tmp_path: Path) -> None:
    with library_of(tmp_path, "A paper") as library:
        library.settle(library.ids(), accept=False)
        assert not proposing_held.propose(library, library.ids())
        assert library.count("is:proposed") == 0
