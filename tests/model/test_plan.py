"""A plan can be cut down before it is carried out, and stays whole."""

from __future__ import annotations

from mscref.model.document import Citation, Document
from mscref.model.plan import Plan, Planned, PlannedDocument
from mscref.model.reference import Reference


def test_leaving_a_reference_out_takes_its_citations_along_and_renumbers_the_rest() -> None:
    references = [Reference(title=t) for t in ("A", "B", "C")]
    citations = tuple(Citation(r, r.title, i, i + 1) for i, r in enumerate(references))
    document = PlannedDocument(Document("D", "ABC", citations=citations), represents=2, citations=(0, 1, 2))
    plan = Plan("Import 1 file", tuple(Planned(r) for r in references), (document,))

    less = plan.without({1})

    assert [p.reference.title for p in less.references] == ["A", "C"]
    assert [c.quote for c in less.documents[0].document.citations] == ["A", "C"]
    assert less.documents[0].citations == (0, 1)
    assert less.documents[0].represents == 1


def test_a_document_no_longer_represents_a_reference_that_was_left_out() -> None:
    plan = Plan("Import", (Planned(Reference(title="A")),), (PlannedDocument(Document("D", ""), represents=0),))
    assert plan.without({0}).documents[0].represents is None
