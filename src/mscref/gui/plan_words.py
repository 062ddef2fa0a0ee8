"""What the plan of an import says, line by line: words only, so that the dialog has nothing to compute."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from mscref.gui import labels
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.plan import Plan, Planned, PlannedDocument
from mscref.model.reference import Reference


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of a plan: a line, where it comes from, its whole story; `index` when it can be left out."""

    text: str
    source: str
    words: str
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Lines of one kind, under a title with an icon in a tone of the theme."""

    title: str
    icon: str
    tone: str
    lines: tuple[Line, ...]


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate("plan", text, "", n)


def counted(n: int, one: str, many: str) -> str:
    """ "1 reference", "3 references"."""
    return f"{n:,} {one if n == 1 else many}"


def headline(plan: Plan) -> str:
    """The whole plan in one sentence."""
    new = sum(1 for p in plan.references if p.match is None)
    held = len(plan.references) - new
    documents = [d for d in plan.documents if d.held is None]
    parts = [counted(new, "new reference", "new references")]
    if held:
        parts.append(f"{held:,} already in your library")
    if documents:
        parts.append(counted(len(documents), "document", "documents"))
    if plan.unreadable:
        parts.append(f"{counted(len(plan.unreadable), 'input', 'inputs')} that could not be read")
    return f"{plan.act}: {', '.join(parts)}"


def adds(plan: Plan) -> str:
    """What carrying the plan out would add; empty when it would add nothing."""
    new = sum(1 for p in plan.references if p.match is None)
    documents = [d for d in plan.documents if d.held is None]
    parts = []
    if new:
        parts.append(counted(new, "reference", "references"))
    if documents:
        parts.append(counted(len(documents), "document", "documents"))
        citations = sum(len(d.citations) for d in documents)
        mentions = sum(len(d.document.mentions) for d in documents)
        parts.append(counted(citations, "citation", "citations"))
        parts.append(counted(mentions, "open mention", "open mentions"))
    held = sum(1 for p in plan.references if p.match is not None)
    if held and not parts:
        return f"{counted(held, 'held reference', 'held references')} will be completed where a field is missing."
    return f"Adds {', '.join(parts)}." if parts else ""


def sections(plan: Plan, vocabulary: Vocabulary) -> tuple[Section, ...]:
    """The plan in the order in which a person checks it."""
    new = [(i, p) for i, p in enumerate(plan.references) if p.match is None]
    held = [(i, p) for i, p in enumerate(plan.references) if p.match is not None]
    fresh = [d for d in plan.documents if d.held is None]
    known = [d for d in plan.documents if d.held is not None]
    return (
        Section(
            _tr("Could not be read"),
            "warning",
            "bad",
            tuple(Line(Path(u.path).name, "", f"{u.path}\n\n{u.reason}") for u in plan.unreadable),
        ),
        Section(_tr("New references"), "add", "accent", tuple(_reference_line(p, vocabulary, i, plan) for i, p in new)),
        Section(
            _tr("Already in your library"),
            "check",
            "good",
            tuple(_reference_line(p, vocabulary, i, plan) for i, p in held),
        ),
        Section(_tr("Documents"), "document", "text", tuple(_document_line(d, plan) for d in fresh)),
        Section(_tr("Documents you have already"), "check", "good", tuple(_document_line(d, plan) for d in known)),
        Section(
            _tr("Worth a look"),
            "warning",
            "warn",
            tuple(
                Line(problem.message, Path(path).name, _problem_words(path, problem.line, problem.message))
                for path, problem in plan.problems
            ),
        ),
    )


def short_authors(reference: Reference) -> str:
    """ "Bier et al. 2018": how a line names a reference."""
    names = [name.sort_family for name in reference.authors]
    if not names:
        who = _tr("No author")
    elif len(names) == 1:
        who = f"{names[0]} et al." if reference.authors_incomplete else names[0]
    elif len(names) == 2 and not reference.authors_incomplete:
        who = f"{names[0]} & {names[1]}"
    else:
        who = f"{names[0]} et al."
    return f"{who} {reference.year}".strip()


def _reference_line(planned: Planned, vocabulary: Vocabulary, index: int, plan: Plan) -> Line:
    reference = planned.reference
    text = f"{short_authors(reference)} — {reference.title or _tr('untitled')}"
    return Line(text, Path(planned.path).name, _reference_words(planned, vocabulary, index, plan), index)


def _reference_words(planned: Planned, vocabulary: Vocabulary, index: int, plan: Plan) -> str:
    reference = planned.reference
    lines = [reference.title or _tr("untitled"), ""]
    names = "; ".join(name.display for name in reference.authors)
    if names:
        lines.append(f"{names}{' et al.' if reference.authors_incomplete else ''}")
    lines += [f"{labels.field(name)}: {reference.get(name)}" for name in labels.USUAL_FIELDS if reference.get(name)]
    if planned.match is not None:
        lines += ["", f"{_tr('You have it as')} {planned.match_key} ({planned.reason})."]
        lines.append(_tr("Fields that it lacks are completed; nothing that you have is overwritten."))
    for facet in FACETS:
        for given in (a for a in planned.assignments if a.facet == facet):
            words = reference.get(given.field)[given.start : given.end] if given.field else ""
            why = f"  — “{words}”" if words else ""
            lines.append(f"{labels.facet(facet)}: {vocabulary.label(facet, given.term)}{why}")
    if planned.proposals:
        lines += ["", _tr("Proposed, for you to settle:")]
        lines += [f"  {labels.facet(p.facet)}: {vocabulary.label(p.facet, p.term)}" for p in planned.proposals]
    for document in plan.documents:
        for citation, place in zip(document.document.citations, document.citations, strict=True):
            if place == index:
                lines += ["", f"{_tr('Cited in')} {document.document.title}:", f"“{citation.quote.strip()}”"]
                lines += [f"⚠ {warning}" for warning in citation.warnings]
        if document.represents == index:
            lines += ["", f"{_tr('The document itself')}: {document.document.title}"]
    return "\n".join(lines)


def _document_line(planned: PlannedDocument, plan: Plan) -> Line:
    document = planned.document
    citations = counted(len(planned.citations), "citation", "citations")
    mentions = counted(len(document.mentions), "mention", "mentions")
    text = f"{document.title} — {labels.kind(document.kind).lower()}, {citations}, {mentions}"
    return Line(text, Path(document.path).name, _document_words(planned, plan))


def _document_words(planned: PlannedDocument, plan: Plan) -> str:
    document = planned.document
    lines = [document.title, labels.kind(document.kind)]
    if planned.represents is not None:
        lines += ["", f"{_tr('It is the paper')} {short_authors(plan.references[planned.represents].reference)}."]
    if planned.citations:
        lines += ["", _tr("It cites:")]
        lines += [f"  {short_authors(plan.references[i].reference)}" for i in planned.citations]
    if document.mentions:
        lines += ["", _tr("It names without a reference:")]
        lines += [f"  {m.text} ({labels.mention_kind(m.kind).lower()})\n    “{m.quote}”" for m in document.mentions]
    if not planned.citations and not document.mentions and planned.represents is None:
        lines += ["", _tr("It cites nothing and names no study. It is kept and can be searched.")]
    return "\n".join(lines)


def _problem_words(path: str, line: int | None, message: str) -> str:
    where = f"{path}, {_tr('line')} {line}" if line else path
    return f"{where}\n\n{message}"
