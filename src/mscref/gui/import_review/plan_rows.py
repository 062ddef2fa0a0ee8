"""A review of an import as lines to be shown: a title, what it is about, and in words how it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from mscref.gui import labels
from mscref.jobs import reviewing
from mscref.jobs.reviewing import Review
from mscref.model.plan import Plan

REFERENCE, DOCUMENT, UNREADABLE, REMARK = "reference", "document", "unreadable", "remark"


@dataclass(frozen=True, slots=True)
class Row:
    """One line: `kind` says of what, `index` its place in the plan, `state` how it stands, `tick` whether it comes in.

    `state` is one of the states of a review, "document", "unreadable" or "remark"; `tick` is None where there is
    nothing to choose; the note of a quiet line says nothing that matters.
    """

    kind: str
    index: int
    state: str
    title: str
    second: str
    note: str
    tick: bool | None = None
    is_quiet: bool = False

    @property
    def told(self) -> str:
        """The line as a screen reader says it."""
        return ", ".join(part for part in (self.title, self.second, self.note) if part)


def rows_of(review: Review) -> Iterator[Row]:
    """The lines of a review: references first, then documents, then what could not be read or looks odd."""
    plan = review.plan
    for index in range(len(plan.references)):
        yield reference_row(review, index)
    papers = {id(one) for one in review.papers.values()}
    for index, doc in enumerate(plan.documents):
        if id(doc) in papers:
            continue
        facts = _say("{citations} cited, {mentions} named").format(
            citations=len(doc.document.citations), mentions=len(doc.document.mentions)
        )
        note = _say("already held") if doc.held is not None else labels.kind(doc.document.kind)
        yield Row(DOCUMENT, index, DOCUMENT, doc.document.title, facts, note, is_quiet=True)
    for index, unread in enumerate(plan.unreadable):
        name = Path(unread.path).name or unread.path
        yield Row(UNREADABLE, index, UNREADABLE, name, unread.reason, _say("unreadable"))
    for index in review.remarks[1]:
        path, problem = plan.problems[index]
        where = f"{Path(path).name}, {_say('line {n}').format(n=problem.line)}" if problem.line else Path(path).name
        yield Row(REMARK, index, REMARK, where, problem.message, _say("lost") if problem.lost else _say("worth a look"))


def reference_row(review: Review, index: int) -> Row:
    """The line of one reference."""
    one = review.plan.references[index]
    reference = one.reference
    first = reference.authors[0].sort_family if reference.authors else ""
    head = " ".join(part for part in (first, reference.year) if part)
    name = Path(one.path).name or one.path
    title = head or reference.title or name
    second = reference.title if head and reference.title else name
    state = review.state(index)
    is_quiet = review.decision(index) == reviewing.SKIP or (
        state == reviewing.READY and bool(review.remarks[0].get(index))
    )
    return Row(REFERENCE, index, state, title, second, _note(review, index, state), review.comes_in(index), is_quiet)


def _note(review: Review, index: int, state: str) -> str:
    one = review.plan.references[index]
    decision = review.decision(index)
    if decision == reviewing.SKIP:
        return _say("left out")
    if state == reviewing.HELD:
        if decision == reviewing.ADD:
            return _say("added beside it")
        return _say("held: {reason}").format(reason=reason(one.reason))
    if state == reviewing.ALIKE:
        settled = {reviewing.MERGE: _say("merged"), reviewing.ADD: _say("added beside it")}
        return settled.get(decision, _say("in the library?"))
    if state == reviewing.LOOK:
        doubts = review.doubts(index)
        field = label(doubts[0]).lower() if doubts[0] not in ("DOI", "PMID", "PMCID") else doubts[0]
        return (
            _say("{field} unsure").format(field=field) if len(doubts) == 1 else _say("{n} unsure").format(n=len(doubts))
        )
    told = review.remarks[0].get(index)
    if told:
        fields = [problem.field for problem in told if problem.field]
        return (
            _say("no {field}").format(field=label(fields[0]))
            if reviewing.is_read_off_pages(one) and fields
            else _say("remark")
        )
    return _say("ready") if reviewing.is_read_off_pages(one) else _say("new")


def reason(told: str) -> str:
    """Why two references are one paper, as words."""
    known = {
        "same DOI": _say("same DOI"),
        "same PubMed number": _say("same PubMed number"),
        "same PubMed Central number": _say("same PubMed Central number"),
        "same title, first author and year": _say("same title, first author and year"),
        "same file": _say("same file"),
        "same title": _say("same title"),
        "same first author, nearly the same title": _say("same first author, nearly the same title"),
        "same key, title, first author and year": _say("same key, title, first author and year"),
    }
    return known.get(told, told)


def label(name: str) -> str:
    """What a field of a review is called."""
    own = {
        "title": _say("Title"),
        "author": _say("Authors"),
        "issued": _say("Year"),
        "number": _say("Article number"),
        "keyword": _say("Keywords"),
        "trials": _say("Trials"),
    }
    return own.get(name) or labels.field(name)


def counts(review: Review) -> dict[str, int]:
    """How many lines there are of each group: all, look, held, unreadable, other."""
    groups = [group(row) for row in rows_of(review)]
    return {"all": len(groups), **{name: groups.count(name) for name in ("ready", "look", "held", "lost", "other")}}


def group(row: Row) -> str:
    """The group of a line, for the filter above the list: ready, look, held, lost or other."""
    if row.kind == REFERENCE:
        return {reviewing.LOOK: "look", reviewing.ALIKE: "look", reviewing.DOUBTED: "look", reviewing.HELD: "held"}.get(
            row.state, "ready"
        )
    if row.kind == REMARK:
        return "lost" if row.note == _say("lost") else "other"
    return "lost" if row.kind == UNREADABLE else "other"


def summary_line(review: Review) -> str:
    """ "9 of 12 ticked · 2 wait for your look and stay out until then · 1 unreadable"."""
    total, waiting = len(review.plan.references), len(review.waiting)
    ticked = sum(review.comes_in(index) for index in range(total))
    parts = [_say("{n} of {all} ticked").format(n=labels.number(ticked), all=labels.number(total))]
    if waiting == 1:
        parts.append(_say("1 waits for your look and stays out until then"))
    elif waiting:
        parts.append(_say("{n} wait for your look and stay out until then").format(n=labels.number(waiting)))
    if review.plan.unreadable:
        parts.append(_say("{n} unreadable").format(n=labels.number(len(review.plan.unreadable))))
    return " · ".join(parts)


def button_text(plan: Plan) -> str:
    """What accepting a plan does: "Import 9 references", "Complete what is held"."""
    new = sum(one.match is None for one in plan.references)
    held = len(plan.references) - new
    documents = sum(one.held is None for one in plan.documents)
    if new and held:
        return _say("Import {new}, complete {held}").format(new=labels.number(new), held=labels.number(held))
    if new:
        return _say("Import {references}").format(references=labels.references(new))
    if held:
        return _say("Complete what is held")
    if documents:
        return _say("Keep the documents") if documents > 1 else _say("Keep the document")
    return _say("Import")


def _say(text: str) -> str:
    return QCoreApplication.translate("plan", text)
