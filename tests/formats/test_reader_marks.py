"""Marks of a reader come back from our own CSL-JSON and from JabRef's fields."""

from __future__ import annotations

import json

from mscref.formats import bibtex, csl_json, reader_marks
from mscref.model.marks import Marks
from mscref.model.reference import Reference


def test_status_stars_colour_and_tags_come_back_from_our_own_json() -> None:
    item = csl_json.item(
        Reference(key="a", title="T", keywords=("ALS",)),
        {"status": "read", "rating": 4, "colour": 2, "tags": ["to discuss", "ALS"]},
    )
    (found,) = csl_json.read(json.dumps([item]))
    assert isinstance(found, Reference)
    assert found.keywords == ("ALS", "to discuss")
    marks, plain = reader_marks.taken(found)
    assert marks == Marks("read", 4, 2)
    assert dict(plain.fields) == {}


def test_marks_travel_through_bibtex_as_jabref_writes_them() -> None:
    marked = reader_marks.laid(Reference(key="a", title="T"), Marks("read", 5))
    text = bibtex.entry(marked)
    assert "readstatus = {read}" in text
    assert "ranking = {rank5}" in text
    (found,) = bibtex.read(text)
    assert isinstance(found, Reference)
    assert reader_marks.taken(found)[0] == Marks("read", 5)


def test_what_is_no_mark_stays_a_field() -> None:
    odd = Reference(fields={"ranking": "A*", "colour": "teal", "readstatus": ""})
    assert reader_marks.taken(odd) == (Marks(), odd)
    assert reader_marks.laid(odd, Marks()) == odd
