"""Identifiers that somebody has pasted or typed, of any kind and mixed: a bare reference for each, and what is none."""

from __future__ import annotations

import re

from mscref.formats import pasted
from mscref.formats.text_encoding import clean
from mscref.model.reading import Reading
from mscref.model.reference import Reference

_MOST_LETTERS = 200_000
_BETWEEN = re.compile(r"[\s,;]+")
_LABEL = re.compile(r"^(?:doi|pmid|pmcid|pubmed|isbn|arxiv|nct|trial|id|no|number|and)\W*$|^\W+$", re.IGNORECASE)


def split(text: str) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """The bare references of a text of identifiers, in order and each once, and the words that are no identifiers.

    A line of identifiers of one paper ("doi:... PMID: ...") gives one reference.
    """
    text = clean(text)[:_MOST_LETTERS]
    found = pasted.identifiers_alone(text)
    if found:
        return found, ()
    references: list[Reference] = []
    others: list[str] = []
    for line in text.splitlines():
        whole = pasted.identifiers_alone(line)
        if whole or not line.strip():
            references += whole
            continue
        for word in _BETWEEN.split(line.strip()):
            one = pasted.identifiers_alone(word)
            references += one
            if word and not one and not _LABEL.match(word):
                others.append(word)
    by_content = {(tuple(sorted(r.fields.items())), r.trials): r for r in reversed(references)}
    return tuple(reversed(by_content.values())), tuple(dict.fromkeys(others))


def reading(references: tuple[Reference, ...]) -> Reading:
    """Bare references as an import takes them."""
    return Reading("identifiers", "identifiers", references=references)
