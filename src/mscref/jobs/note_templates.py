"""Forms for notes that ship with mscref: critical appraisal of a trial, of an animal study, of a review."""

from __future__ import annotations

from dataclasses import dataclass

from mscref import settings
from mscref.model.folding import without_markup
from mscref.model.reference import Reference

NAMES = ("trial", "animal", "review", "summary")


@dataclass(frozen=True, slots=True)
class Template:
    """A form: its name, the title of a note made of it, and its Markdown with places for the reference's facts."""

    name: str
    title: str
    text: str


def templates() -> list[Template]:
    """Every form, in the order in which it is offered."""
    made = []
    for name in NAMES:
        head, _, body = settings.resource("notes", f"{name}.md").read_text("utf-8").partition("\n")
        made.append(Template(name, head.removeprefix("# ").strip(), body.strip() + "\n"))
    return made


def filled(template: Template, reference: Reference) -> str:
    """A form with the facts of a reference in the places that ask for them."""
    names = [name.sort_family for name in reference.authors]
    facts = {
        "title": " ".join(without_markup(reference.title).split()),
        "authors": ", ".join(names[:3]) + (" et al." if len(names) > 3 or reference.authors_incomplete else ""),
        "year": reference.year,
        "journal": reference.journal,
        "key": reference.key,
    }
    text = template.text
    for name, value in facts.items():
        text = text.replace("{" + name + "}", value)
    return text
