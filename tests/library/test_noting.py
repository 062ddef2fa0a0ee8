"""Notes asked for by themselves: found by words, and by what they link to."""

from __future__ import annotations

import pytest

from mscref.errors import NoSuchKey
from mscref.library import Library


def test_notes_are_found_by_words_in_text_and_title(library: Library) -> None:
    library.add_note(2, "Łukaszewicz doubts the *dose*.", "On dosing")
    library.add_document_note(1, "An advertisement, mostly")
    assert [note.owner for note in library.find_notes("lukasz dose")] == [
        "Stem cells in motor neuron disease: a phase I trial"
    ]
    assert [note.key for note in library.find_notes("dosing")] == ["mazzini2010"]
    (note,) = library.find_notes("advert")
    assert (note.document, note.owner, note.key) == (1, "Cells for the muscle", "")
    assert len(library.find_notes()) == 3
    assert library.find_notes("dose nowhere") == []
    library.trash([2])
    assert library.find_notes("dose") == []


def test_a_note_that_is_gone_says_so(library: Library) -> None:
    library.add_note(2, "Words")
    number = library.record(2).notes[0].id
    assert library.note(number).text == "Words"
    library.remove_note(number)
    with pytest.raises(NoSuchKey, match="note is no longer"):
        library.note(number)


def test_notes_that_link_to_a_reference_are_found_by_key_and_alias(library: Library) -> None:
    library.add_note(2, "Against [@Bier18, p. 3] and [others](https://example.org)")
    library.add_note(3, "See [p. 4](mscref:bier2018placenta#page=4).")
    library.add_note(4, "Mail bier18@example.org about [this] @bier2018placenta")
    library.add_note(1, "Itself [@bier2018placenta]")
    assert {note.key for note in library.notes_linking_to(1)} == {"mazzini2010", "berry2019nurown"}
    assert library.notes_linking_to(2) == []
