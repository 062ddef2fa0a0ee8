"""Fields of a reference as a person reviews them: shown as text, typed in, or taken from a line of the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from mscref.formats import person_names
from mscref.library import files
from mscref.model.identifiers import find, normalise_doi
from mscref.model.reference import Contributor, Name, Reference

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PAGES = re.compile(
    r"(?<![\d.])(\d{1,5}|[A-Za-z]{1,2}\d{1,6})\s*[-\u2010-\u2014]\s*(\d{1,5}|[A-Za-z]{1,2}\d{1,6})(?!\d)"
)
_ARTICLE = re.compile(r"(?:article(?:\s+(?:id|no\.?|number))?|e-?id)\s*:?\s*([A-Za-z]?\d{2,10})", re.IGNORECASE)
_VOLUME = re.compile(r"(?:\bvol(?:ume)?\.?\s*|;\s*)(\d{1,4})", re.IGNORECASE)
_BEFORE_ISSUE = re.compile(r"(\d{1,4})\s*\(")
_ISSUE = re.compile(r"\b(?:no|issue|number)\.?\s*(\d{1,4})|\d\s*\(\s*(\d{1,4}(?:[-/]\d{1,4})?)\s*\)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
_BETWEEN = re.compile(r"\s*(?:;|\n|,|&|\u00b7|\u2022|\band\b)\s*")
_MARKS = re.compile(
    r"[\d*\u2020\u2021\u00a7\u00b6#\u00b9\u00b2\u00b3\u2070-\u2079\u2709|]+(?:,\s*[\d*]+)*|\b[a-z](?=,|$)"
)
_TITLES = re.compile(r"(?:^|\s|,)\s*(?:Ph\.?D|M\.?D|M\.?Sc|B\.?Sc|Prof|Dr|MBBS|FRCP|DVM|MPH)\.?(?=[\s,;.]|$)")


def value_of(reference: Reference, name: str) -> str:
    """A field as text: names as "Family, Given; Family, Given", keywords with semicolons between them."""
    if name == "author":
        return "; ".join(_line(one) for one in reference.authors)
    if name == "keyword":
        return "; ".join(reference.keywords)
    if name == "trials":
        return ", ".join(reference.trials)
    return reference.get(name)


def with_value(reference: Reference, name: str, text: str) -> Reference:
    """A reference with a field as a person typed it; an empty text removes it."""
    text = text.strip()
    if name == "author":
        others = tuple(one for one in reference.contributors if one.role != "author")
        ours = tuple(Contributor(one) for one in names_of(text, reference.authors))
        roles = tuple(
            role for role in reference.incomplete_roles if role != "author" or text == value_of(reference, name)
        )
        return replace(reference, contributors=ours + others, incomplete_roles=roles)
    if name == "keyword":
        return replace(reference, keywords=_parts(text))
    if name == "trials":
        return replace(reference, trials=_parts(text.replace(",", ";")))
    if name == "title":
        return replace(reference, title=text)
    if name == "DOI":
        text = normalise_doi(text)
    return reference.with_fields({name: text})


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def names_of(text: str, held: Iterable[Name] = ()) -> tuple[Name, ...]:
    """The names of a text: "Family, Given; Family, Given", or as a byline prints them, footnote marks and all.

    A name that was not touched stays whole (`held`), with its ORCID.
    """
    known = {_line(one): one for one in held}
    if ";" in text or "\n" in text or text.strip() in known:
        pieces = [" ".join(piece.split()) for piece in re.split(r"[;\n]", text)]
        return tuple(known.get(piece) or person_names.from_inverted(piece) for piece in pieces if piece)
    if text.count(",") == 1 and not _MARKS.search(text) and len(text.split(",")[0].split()) == 1:
        return (person_names.from_inverted(text),)
    plain = _MARKS.sub(",", _TITLES.sub("", text))
    pieces = [piece.strip(" .") for piece in _BETWEEN.split(plain)]
    return tuple(
        person_names.from_plain(piece) for piece in pieces if len(piece) > 1 and not person_names.is_others(piece)
    )


def _line(name: Name) -> str:
    return person_names.inverted(name)


def taken_from(line: str, name: str) -> str:
    """What a printed line says about a field: its DOI, its year, its names; the whole line for a title or journal.

    Empty when the line says nothing of the kind.
    """
    line = " ".join(line.split())
    if name in ("DOI", "PMID", "PMCID"):
        found = next((each.value for each in find(line) if each.kind == name), "")
        return found or (_bare_number(line) if name == "PMID" else "")
    if name == "trials":
        return ", ".join(dict.fromkeys(each.value for each in find(line) if each.kind == "trial"))
    if name == "issued":
        return _first(_YEAR, line)
    if name == "page":
        pages = _PAGES.search(line)
        return f"{pages.group(1)}-{pages.group(2)}" if pages else _first(_ARTICLE, line)
    if name == "number":
        return _first(_ARTICLE, line)
    if name == "volume":
        return _first(_BEFORE_ISSUE, line) or _first(_VOLUME, line) or _first(_NUMBER, line)
    if name == "issue":
        return _first(_ISSUE, line)
    if name == "author":
        return "; ".join(_line(one) for one in names_of(line))
    return line


def _bare_number(line: str) -> str:
    return line if re.fullmatch(r"\d{4,9}", line) else ""


def _first(pattern: re.Pattern[str], line: str) -> str:
    found = pattern.search(line)
    if found is None:
        return ""
    return next((group for group in found.groups() if group), found.group()) if found.groups() else found.group()


def digest_of(path: str) -> str:
    """The SHA-256 of a file, empty when it cannot be read."""
    try:
        return files.sha256_of(Path(path))
    except OSError:
        return ""
