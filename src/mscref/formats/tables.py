"""References as people print them for others: a CSV table, a Markdown list, an HTML list."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from mscref.formats.text_encoding import clean, one_line
from mscref.model.reference import Reference

_COLUMNS = (
    ("key", lambda r: r.key),
    ("type", lambda r: r.type),
    ("authors", lambda r: "; ".join(_inverted(r, "author"))),
    ("editors", lambda r: "; ".join(_inverted(r, "editor"))),
    ("year", lambda r: r.year),
    ("issued", lambda r: r.get("issued")),
    ("title", lambda r: without_markup(r.title)),
    ("container-title", lambda r: r.journal),
    ("volume", lambda r: r.get("volume")),
    ("issue", lambda r: r.get("issue")),
    ("page", lambda r: r.get("page")),
    ("publisher", lambda r: r.get("publisher")),
    ("DOI", lambda r: r.doi),
    ("PMID", lambda r: r.pmid),
    ("PMCID", lambda r: r.get("PMCID")),
    ("trials", lambda r: "; ".join(r.trials)),
    ("URL", lambda r: r.get("URL")),
    ("keywords", lambda r: "; ".join(r.keywords)),
    ("abstract", lambda r: r.get("abstract")),
    ("notes", lambda r: "\n\n".join(note.text for note in r.notes)),
)
_CSL_TAG = re.compile(r"</?(i|b|sup|sub)>|<span class=\"[\w-]*\">|</span>", re.IGNORECASE)
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~^$#])")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)

Facets = Callable[[Reference], Sequence[str]]


def without_markup(title: str) -> str:
    """A title without CSL's tags."""
    return _CSL_TAG.sub("", title)


def write_csv(
    references: Iterable[Reference], out: TextIO, *, facets: Facets | None = None, safe: bool = False
) -> None:
    """Write a header and one row a reference; `facets` adds a column of their labels.

    With `safe`, a value that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([label for label, _ in _COLUMNS] + (["facets"] if facets else []))
    for reference in references:
        row = [clean(value(reference)) for _, value in _COLUMNS]
        if facets:
            row.append("; ".join(facets(reference)))
        writer.writerow(
            ["'" + cell if safe and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell for cell in row]
        )


def write_markdown(
    references: Iterable[Reference], out: TextIO, *, facets: Facets | None = None, ascii: bool = False
) -> None:
    """Write a Markdown list, one line a reference, signs that Markdown would act on escaped.

    With `ascii` other letters are written as character references, here and in HTML.
    """
    for reference in references:
        parts = [_markdown(part) for part in _before_title(reference)]
        parts.append(_stopped(_markdown_title(reference.title)))
        parts += [f"*{_markdown(part)}*" if kind == "journal" else _markdown(part) for kind, part in _source(reference)]
        parts += [f"<{address}>" for address in _addresses(reference)]
        if facets and (labels := facets(reference)):
            parts.append(f"\\[{_markdown('; '.join(labels))}\\]")
        out.write(_signs("- " + " ".join(filter(None, parts)) + "\n", ascii))


def write_html(
    references: Iterable[Reference],
    out: TextIO,
    *,
    facets: Facets | None = None,
    title: str = "References",
    ascii: bool = False,
) -> None:
    """Write a complete HTML page with an ordered list; every value is escaped, links go to web addresses only."""
    out.write(
        '<!DOCTYPE html>\n<html lang="en">\n<head><meta charset="utf-8">'
        + _signs(f"<title>{html.escape(title)}</title></head>\n<body>\n<h1>{html.escape(title)}</h1>\n<ol>\n", ascii)
    )
    for reference in references:
        parts = [html.escape(part) for part in _before_title(reference)]
        parts.append(_stopped(_html_title(reference.title)))
        parts += [
            f"<i>{html.escape(part)}</i>" if kind == "journal" else html.escape(part)
            for kind, part in _source(reference)
        ]
        parts += [f'<a href="{html.escape(link)}">{html.escape(link)}</a>' for link in _addresses(reference)]
        if facets and (labels := facets(reference)):
            parts.append(f"[{html.escape('; '.join(labels))}]")
        anchor = f' id="{html.escape(reference.key)}"' if reference.key else ""
        out.write(_signs(f"<li{anchor}>{' '.join(filter(None, parts))}</li>\n", ascii))
    out.write("</ol>\n</body>\n</html>\n")


def _signs(text: str, ascii: bool) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode() if ascii else text


def _stopped(title: str) -> str:
    return title if title.endswith(("?", "!")) else f"{title}."


def _inverted(reference: Reference, role: str) -> list[str]:
    names = [n.literal or ", ".join(filter(None, (n.sort_family, n.given, n.suffix))) for n in reference.names(role)]
    return [*names, "et al."] if role in reference.incomplete_roles else names


def _before_title(reference: Reference) -> Iterator[str]:
    """Authors (editors of a work without authors) and the year."""
    role = "author" if reference.authors else "editor"
    people = [one_line(clean(name)) for name in _inverted(reference, role)]
    if people:
        listed = "; ".join(people) + (" (eds.)" if role == "editor" else "")
        yield listed if listed.endswith(".") else f"{listed}."
    when = reference.year or one_line(clean(reference.get("issued")))
    if when:
        yield f"({when})."


def _source(reference: Reference) -> Iterator[tuple[str, str]]:
    """Journal or book, then volume, issue and pages, then publisher, each with its kind."""
    get = reference.get
    journal = one_line(clean(get("container-title")))
    if journal:
        yield "journal", journal
    volume, issue, page = (one_line(clean(get(field))) for field in ("volume", "issue", "page"))
    where = volume + (f"({issue})" if issue else "")
    where = ": ".join(filter(None, (where, page.replace("-", "\u2013"))))
    if where:
        yield "place", f"{where}."
    publisher = one_line(clean(get("publisher")))
    if publisher and reference.type != "article-journal":
        yield "publisher", f"{publisher}."


def _addresses(reference: Reference) -> Iterator[str]:
    """The DOI as a link, else the web address; nothing that is not http."""
    doi = one_line(clean(reference.doi))
    address = f"https://doi.org/{doi}" if doi else one_line(clean(reference.get("URL")))
    if _ADDRESS.fullmatch(address):
        yield address


def _markdown(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", text)


def _markdown_title(title: str) -> str:
    """The title with CSL's italics and bold as Markdown's, the rest of it escaped."""
    return _pieces(
        one_line(clean(title)).rstrip("."),
        _markdown,
        {"i": ("*", "*"), "b": ("**", "**"), "sup": ("^", "^"), "sub": ("~", "~")},
    )


def _html_title(title: str) -> str:
    marks = {tag: (f"<{tag}>", f"</{tag}>") for tag in ("i", "b", "sup", "sub")}
    return _pieces(one_line(clean(title)).rstrip("."), html.escape, marks)


def _pieces(title: str, escape: Callable[[str], str], marks: dict[str, tuple[str, str]]) -> str:
    """`title` escaped, its balanced CSL tags replaced by `marks`; a tag without its partner is dropped."""
    out: list[str] = []
    open_tags: list[str] = []
    place = 0
    for match in _CSL_TAG.finditer(title):
        out.append(escape(title[place : match.start()]))
        place = match.end()
        tag = (match.group(1) or "").lower()
        if tag and not match.group().startswith("</") and f"</{tag}>" in title[place:].lower():
            open_tags.append(tag)
            out.append(marks[tag][0])
        elif tag and match.group().startswith("</") and open_tags and open_tags[-1] == tag:
            out.append(marks[open_tags.pop()][1])
    out.append(escape(title[place:]))
    out.extend(marks[tag][1] for tag in reversed(open_tags))
    return "".join(out)
