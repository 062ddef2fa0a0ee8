"""Where reading stopped, and the words of a PDF that stand behind a term."""

from __future__ import annotations

import pytest

from mscref.errors import NoSuchKey, UnknownTerm
from mscref.library import Library
from mscref.model.reading_place import ReadingPlace

DIGEST = "ab" * 32


def test_a_place_is_kept_and_replaced_without_an_undo_step(library: Library):
    assert library.reading_place(DIGEST) is None
    before = library.undo_act()
    library.keep_reading_place(DIGEST, ReadingPlace(3, 0.25, {"fit": "width", "columns": 2}))
    library.keep_reading_place(DIGEST, ReadingPlace(9, 0.5, {"zoom": 1.5}))
    assert library.reading_place(DIGEST) == ReadingPlace(9, 0.5, {"zoom": 1.5})
    assert library.reading_place("cd" * 32) is None
    assert library.undo_act() == before


def assignment(library: Library, id: int, term: str):
    return next(one for one in library.record(id).assignments if one.term == term)


def test_the_words_of_a_pdf_stand_behind_a_new_term(library: Library):
    id = library.ids()[0]
    changes = library.support_term(id, "donor", "autologous", "their own marrow was given back")
    assert changes.references == (id,)
    held = assignment(library, id, "autologous")
    assert (held.origin, held.field, held.quote) == ("user", "pdf", "their own marrow was given back")
    library.undo()
    assert library.record(id).terms("donor") == ()
    library.redo()
    assert assignment(library, id, "autologous") == held


def test_a_term_that_is_there_gets_the_words(library: Library):
    id = library.ids()[0]
    library.support_term(id, "donor", "autologous", "first words")
    library.support_term(id, "donor", "Autologous", "better words")
    assert assignment(library, id, "autologous").quote == "better words"
    assert library.record(id).terms("donor") == ("autologous",)
    library.undo()
    assert assignment(library, id, "autologous").quote == "first words"


def test_an_unknown_term_or_reference_is_refused(library: Library):
    with pytest.raises(UnknownTerm):
        library.support_term(library.ids()[0], "donor", "nobody", "words")
    with pytest.raises(NoSuchKey):
        library.support_term(9999, "donor", "autologous", "words")
