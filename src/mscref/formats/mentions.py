"""Studies, products and trials that a document names without giving a reference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mscref.formats.mentions_products import find_products
from mscref.formats.mentions_sentences import sentences
from mscref.formats.mentions_studies import find_studies
from mscref.formats.mentions_trials import find_trials
from mscref.formats.reference_strings.lettering import fold
from mscref.formats.text_spans import merged, touches
from mscref.model.document import Mention
from mscref.model.reference import Reference

__all__ = ["Mention", "find"]

_LONGEST_SENTENCE = 3000


def find(
    text: str, *, explained: Iterable[Reference] = (), skipped: Iterable[tuple[int, int]] = ()
) -> tuple[Mention, ...]:
    """The mentions of `text` in the order they stand, each name once.

    A name that one of the `explained` references accounts for (same first author and no other year; a product or
    trial number that its title or trials hold) is no mention. Nothing is sought in the `skipped` spans, such as
    reference lists.
    """
    known = _Explained(tuple(explained))
    closed = merged(skipped)
    found: list[tuple[int, Mention]] = []
    for start, end in sentences(text):
        if end - start > _LONGEST_SENTENCE or touches(closed, start, end):
            continue
        sentence = text[start:end]
        found += [
            (start + place, mention)
            for finder in (find_studies, find_products, find_trials)
            for place, mention in finder(sentence, start)
        ]
    return tuple(_distinct([mention for _, mention in sorted(found, key=lambda item: item[0])], known))


def _distinct(mentions: Iterable[Mention], explained: _Explained) -> Iterable[Mention]:
    """Each named thing once, and none that is explained; a name repeated without its year is no other study."""
    kept: dict[tuple[str, ...], Mention] = {}
    named: set[tuple[str, ...]] = set()
    for mention in mentions:
        names = (mention.kind, *(fold(author) for author in mention.authors or (mention.text,)))
        key = (*names, mention.year)
        is_repeated = key in kept or (names in named and (not mention.year or (*names, "") in kept))
        if not is_repeated and not explained.covers(mention):
            kept[key] = mention
            named.add(names)
    return kept.values()


class _Explained:
    """What the references of a document account for: first authors with years, title words, trial numbers."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._years: dict[str, set[str]] = {}
        for reference in references:
            for name in (reference.authors or reference.names("editor"))[:1]:
                for family in (name.sort_family, name.family):
                    self._years.setdefault(fold(family), set()).add(reference.year)
        self._titles = "\n".join(fold(reference.title) for reference in references)
        self._trials = {number for reference in references for number in reference.trials}

    def covers(self, mention: Mention) -> bool:
        """True when a reference has the mention's first author and about its year, or its product or trial."""
        if mention.kind != "study":
            return mention.text in self._trials or fold(mention.text) in self._titles
        years = self._years.get(fold(mention.authors[0])) if mention.authors else None
        if years is None:
            return False
        return not mention.year or any(not year or abs(int(year) - int(mention.year)) <= 1 for year in years)
