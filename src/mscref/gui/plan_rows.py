"""The plan of an import as lines to be shown, and the plan that is left when some are taken out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from mscref.gui import labels
from mscref.model.plan import Plan


@dataclass(frozen=True)
class Row:
    """One line of the plan: `kind` is new, held, document, unreadable or remark; `index` its place."""

    kind: str
    title: str
    second: str
    note: str
    index: int


def rows_of(plan: Plan) -> Iterator[Row]:
    """The lines of a plan: references first, then documents, then what could not be read or looks odd."""
    for index, one in enumerate(plan.references):
        reference = one.reference
        first = reference.authors[0].sort_family if reference.authors else ""
        head = " ".join(part for part in (first, reference.year) if part) or reference.title
        if one.match is None:
            yield Row("new", head, reference.title, _say("new"), index)
        else:
            yield Row("held", head, reference.title, _say("already held: {reason}").format(reason=one.reason), index)
    for index, doc in enumerate(plan.documents):
        facts = _say("{citations} cited, {mentions} named").format(
            citations=len(doc.document.citations), mentions=len(doc.document.mentions)
        )
        note = _say("already held") if doc.held is not None else labels.kind(doc.document.kind)
        yield Row("document", doc.document.title, facts, note, index)
    for index, unread in enumerate(plan.unreadable):
        yield Row("unreadable", Path(unread.path).name or unread.path, unread.reason, _say("unreadable"), index)
    for index, (path, problem) in enumerate(plan.problems):
        where = f"{Path(path).name}, {_say('line {n}').format(n=problem.line)}" if problem.line else Path(path).name
        yield Row("remark", where, problem.message, _say("lost") if problem.lost else _say("worth a look"), index)


def without(plan: Plan, dropped: set[int]) -> Plan:
    """The plan without the references at these places; documents keep what they cite of the rest."""
    if not dropped:
        return plan
    kept = [n for n in range(len(plan.references)) if n not in dropped]
    places = {old: new for new, old in enumerate(kept)}
    documents = []
    for one in plan.documents:
        cited = [(c, i) for c, i in zip(one.document.citations, one.citations, strict=True) if i in places]
        document = replace(one.document, citations=tuple(c for c, _ in cited))
        represents = places.get(one.represents) if one.represents is not None else None
        documents.append(
            replace(one, document=document, citations=tuple(places[i] for _, i in cited), represents=represents)
        )
    return replace(plan, references=tuple(plan.references[n] for n in kept), documents=tuple(documents))


def summary_line(plan: Plan) -> str:
    """ "8 new · 2 already held · 5 documents, 9 mentions · 1 unreadable · 3 remarks"."""
    new = sum(one.match is None for one in plan.references)
    mentions = sum(len(one.document.mentions) for one in plan.documents)
    parts = [_say("{n} new").format(n=new)]
    if len(plan.references) > new:
        parts.append(_say("{n} already held").format(n=len(plan.references) - new))
    if plan.documents:
        text = _say("1 document") if len(plan.documents) == 1 else _say("{n} documents").format(n=len(plan.documents))
        parts.append(text)
    if mentions:
        parts.append(_say("{n} named without a reference").format(n=mentions))
    if plan.unreadable:
        parts.append(_say("{n} unreadable").format(n=len(plan.unreadable)))
    if plan.problems:
        one = len(plan.problems) == 1
        parts.append(_say("1 remark") if one else _say("{n} remarks").format(n=len(plan.problems)))
    return " · ".join(parts)


def _say(text: str) -> str:
    return QCoreApplication.translate("plan", text)
