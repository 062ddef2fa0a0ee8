"""The ways to cite a key in a text: LaTeX, Pandoc, Typst, Org; and a reference printed as plain text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from mscref import settings
from mscref.model.reference import Name, Reference

DEFAULT = "latex"
_MARKUP = re.compile(r"</?(?:i|b|sub|sup|span|em|strong|sc)\b[^>]*>", re.IGNORECASE)
_MOST_AUTHORS = 6

FORMS: dict[str, Callable[[Sequence[str]], str]] = {
    "latex": lambda keys: f"\\cite{{{','.join(keys)}}}",
    "pandoc": lambda keys: f"[{'; '.join(f'@{key}' for key in keys)}]",
    "typst": lambda keys: " ".join(f"#cite(<{key}>)" for key in keys),
    "org": lambda keys: f"[cite:{';'.join(f'@{key}' for key in keys)}]",
    "keys": ", ".join,
}
"""Name of a form -> the text that cites some keys."""


def cite(keys: Sequence[str], form: str | None = None) -> str:
    """The text that cites `keys`, in a form or else in the chosen one."""
    return FORMS[form or chosen_form()](keys)


def chosen_form() -> str:
    """The form that dragging and sending to an editor use."""
    form = settings.load().get("cite_form", DEFAULT)
    return form if form in FORMS else DEFAULT


def choose_form(form: str) -> None:
    """Use a form from now on for dragging and sending."""
    settings.save({"cite_form": form})


def printed(reference: Reference) -> str:
    """A reference as journals of medicine print it (in the manner of Vancouver), as plain text."""
    names = reference.authors or reference.names("editor")
    shown = [_initialled(name) for name in names[:_MOST_AUTHORS]]
    if len(names) > _MOST_AUTHORS or reference.authors_incomplete:
        shown.append("et al")
    parts = [", ".join(shown), _MARKUP.sub("", reference.title).rstrip(".")]
    publisher = ": ".join(filter(None, (reference.get("publisher-place"), reference.get("publisher"))))
    if reference.journal:
        parts += [reference.get("container-title-short") or reference.journal, _issue(reference)]
    else:
        parts.append("; ".join(filter(None, (publisher, reference.year))))
    sentences = " ".join(f"{part.rstrip('.')}." for part in parts if part)
    address = f"doi:{reference.doi}" if reference.doi else reference.get("URL")
    return f"{sentences} {address}".strip()


def _initialled(name: Name) -> str:
    if name.is_institution:
        return name.literal
    initials = "".join(part[0] for part in re.split(r"[\s.\-‐]+", name.given) if part)
    return " ".join(filter(None, (name.sort_family, initials, name.suffix.rstrip("."))))


def _issue(reference: Reference) -> str:
    volume, issue, pages = (reference.get(field) for field in ("volume", "issue", "page"))
    numbers = f"{volume}({issue})" if issue else volume
    dated = ";".join(filter(None, (reference.year, numbers)))
    return ":".join(filter(None, (dated, pages)))
