"""The codec between values and JSON."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mscref.model.document import Citation, Document, Mention
from mscref.model.reading import Problem, Provenance, Reading
from mscref.model.reference import Attachment, Contributor, Name, Note, RawEntry, Reference
from mscref.sandbox.codec import decode, encode
from mscref.sandbox.messages import CHUNK, Gathering, line, parts

WHOLE = Reference(
    type="article-journal",
    title="A trial of <i>something</i> — α, ł, 漢",
    contributors=(
        Contributor(Name(family="Berg", given="Jan", particle="van den", suffix="Jr", orcid="0000-0002-1825-0097")),
        Contributor(Name(literal="The Study Group"), role="editor"),
    ),
    fields={"issued": "2019-03-10", "volume": "12", "odd field": "kept"},
    key="berg2019trial",
    aliases=("old",),
    incomplete_roles=("author",),
    keywords=("cord blood", "autism"),
    trials=("NCT01234567",),
    notes=(Note("**bold**", title="t", author="me", created="2020-01-01T00:00:00Z"),),
    attachments=(Attachment("a/b.pdf", title="PDF", media_type="application/pdf", sha256="00"),),
    collections=("C",),
    raw=RawEntry("bibtex", "@article{berg2019trial,\n}"),
)
DOCUMENT = Document(
    title="Page",
    text="Some text that cites (Berg 2019).",
    kind="web",
    sha256="ab",
    represents=WHOLE,
    citations=(Citation(WHOLE, "Berg 2019", 1, 9, ("a warning",)),),
    mentions=(Mention("Deda et al.", "study", "As Deda et al. say.", 3, 14, ("Deda",), "2009"),),
)
READING = Reading(
    "x.pdf",
    "pdf",
    (WHOLE, Reference()),
    (DOCUMENT,),
    (Problem("lost", 3, None, True),),
    {"title": Provenance("page", 1, "A trial of", 0.97, (50.0, 600.5, 300.0, 622.0)), "DOI": Provenance("xmp")},
)


def through_json(value):
    return decode(type(value), json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize("value", [WHOLE, DOCUMENT, READING, Reading("p", "ris"), Problem("x", line=0)], ids=type)
def test_a_value_comes_back_equal(value):
    back = through_json(value)
    assert back == value
    assert type(back) is type(value)


def test_fields_come_back_read_only():
    with pytest.raises(TypeError):
        through_json(WHOLE).fields["volume"] = "13"


def test_attributes_at_their_defaults_are_not_sent():
    assert encode(Reference(title="T")) == {"title": "T"}


@given(st.text(), st.dictionaries(st.text(), st.text()), st.lists(st.text()))
def test_any_text_comes_back_equal(title, fields, keywords):
    reference = Reference(title=title, fields=fields, keywords=tuple(keywords))
    assert through_json(reference) == reference


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "text",
        {"title": 3},
        {"title": None},
        {"unheard_of": "x"},
        {"fields": ["volume"]},
        {"fields": {"volume": 12}},
        {"contributors": [{"name": "Berg"}]},
        {"contributors": [{}]},
        {"keywords": "one"},
        {"keywords": [1]},
    ],
)
def test_data_that_does_not_fit_is_refused(data):
    with pytest.raises(ValueError, match=r"expected|not a"):
        decode(Reference, data)


def test_a_large_reading_is_cut_into_parts_and_put_together_again():
    many = tuple(replace(WHOLE, key=f"k{n}") for n in range(CHUNK * 2 + 1))
    citations = tuple(Citation(r, r.key, 0, 1) for r in many)
    large = replace(
        READING,
        references=many,
        documents=(replace(DOCUMENT, citations=citations), DOCUMENT),
        problems=tuple(Problem(f"p{n}") for n in range(CHUNK + 1)),
    )
    gathering = Gathering()
    sizes = []
    for part in parts(large):
        sizes += [len(value) for value in part.values() if isinstance(value, list)]
        gathering.take(json.loads(line(part)))
    assert max(sizes) == CHUNK
    assert gathering.done == large


def test_a_message_is_one_line_of_ascii():
    sent = line({"path": "a\nb\u2028\udc80"})
    assert sent.count(b"\n") == 1
    assert sent.isascii()
    assert json.loads(sent) == {"path": "a\nb\u2028\udc80"}


def test_messages_out_of_order_are_refused():
    for message in ({"end": True}, {"citations": [{}]}, {"nonsense": 1}, {"references": "x"}):
        gathering = Gathering()
        with pytest.raises(ValueError, match="no reader gives"):
            gathering.take(message)
        assert gathering.done is None
