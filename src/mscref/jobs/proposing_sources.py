"""Cell sources: a tissue word gives a source only where it belongs to a cell word."""

from __future__ import annotations

from mscref.jobs.proposing_lexicon import Lexicon, Mark
from mscref.jobs.proposing_passages import KEYWORDS, Passage
from mscref.jobs.proposing_rules import Rules
from mscref.jobs.proposing_words import common_spelling

FACET = "cell_source"
UNSPECIFIED = "msc-unspecified"
_TRAP = "trap"
_RULE_NAMES = {
    "cells": "cells-by-name",
    "title": "tissue-with-cell-word",
    "phrase": "cells-of-tissue",
    "alone": "tissue-graft",
    "keyword": "tissue-keyword",
}
_CELL_LAYERS = ("@msc", "@cell", "@vesicle", "@secretome")
_KEYWORD_LAYERS = (*_CELL_LAYERS, "@cells_of_heading")
_CONJUNCTIONS = frozenset({"and", "or", "versus", "vs"})
_FARTHEST = 10
_BEFORE_JOINT = 4


class SourceReader:
    """Finds the sources that a passage names."""

    def __init__(self, rules: Rules, lexicon: Lexicon) -> None:
        sources = rules.sources
        self._rules = sources
        self._between = frozenset(common_spelling(word) for phrase in sources.between for word in phrase.split())
        lexicon.add(FACET, _TRAP, sources.traps)
        for cells in sources.cells:
            lexicon.add(FACET, f"cells:{cells.term}", cells.words)
        for tissue in sources.tissues:
            lexicon.add(FACET, f"{tissue.reach}:{tissue.term}", tissue.words)
        lexicon.add("@joint", "joint", sources.joints)
        for number, becomes in enumerate(sources.becomes):
            if not becomes.words[0].startswith("@"):
                lexicon.add(f"@becomes{number}", becomes.term, becomes.words)

    def read(self, passage: Passage, *, msc_is_known: bool, is_on_cells: bool) -> None:
        """Add the sources of a passage.

        `msc_is_known` says that some word explains the abbreviation MSC, `is_on_cells` that the reference names stem or
        stromal cells: then a keyword that is a tissue, or the cytology of one, tells their source.
        """
        marks = passage.layers.get(FACET, [])
        if not marks and "@msc" not in passage.layers:
            return
        trapped = [mark for mark in marks if mark.name == _TRAP]
        cells = [
            mark
            for layer in (_KEYWORD_LAYERS if is_on_cells and passage.field == KEYWORDS else _CELL_LAYERS)
            for mark in passage.marks(layer, FACET)
            if not any(trap.first <= mark.first < trap.last for trap in trapped)
        ]
        found: dict[str, tuple[str, Mark]] = {}
        for mark in marks:
            kind, _, term = mark.name.partition(":")
            if kind == _TRAP or passage.is_denied(mark, FACET):
                continue
            if is_on_cells and kind == "title" and passage.field == KEYWORDS and mark.last == len(passage.words):
                kind = "keyword"
            if kind == "keyword" or self._counts(passage, kind, mark, cells):
                found.setdefault(self._become(passage, mark, term), (kind, mark))
        self._drop_raw_tissues(passage, found, cells)
        for term, (kind, mark) in found.items():
            passage.add(FACET, term, _RULE_NAMES[kind], mark)
        if not self._explains_msc(passage, found):
            self._add_unspecified(passage, msc_is_known)

    def _counts(self, passage: Passage, kind: str, mark: Mark, cells: list[Mark]) -> bool:
        if kind == "alone":
            before = passage.words[mark.first - 1].common if mark.first else ""
            return "@msc" not in passage.layers and before not in self._rules.not_after
        return kind == "cells" or (kind == "title" and bool(cells)) or self._is_linked(passage, mark, cells)

    def _is_linked(self, passage: Passage, mark: Mark, cells: list[Mark]) -> bool:
        return self._leads_to_cells(passage, mark, cells) or self._comes_from(passage, mark, cells)

    def _leads_to_cells(self, passage: Passage, mark: Mark, cells: list[Mark]) -> bool:
        """True for "muscle-derived stem cells", "cord and marrow derived cells"."""
        starts = {cell.first for cell in cells if cell.first >= mark.last}
        tissues = self._tissue_places(passage)
        needs_tissue = False
        for place in range(mark.last, min(mark.last + _FARTHEST, len(passage.words))):
            word = passage.words[place]
            if word.breaks and passage.quote[word.start - 1 : word.start] not in "()":
                return False
            if place in tissues:
                needs_tissue = False
            elif place in starts and not needs_tissue:
                return True
            elif word.common in _CONJUNCTIONS:
                needs_tissue = place > mark.last - 1
            elif word.common not in self._between:
                return False
        return False

    def _comes_from(self, passage: Passage, mark: Mark, cells: list[Mark]) -> bool:
        """True for "stem cells from muscle", "cells isolated from human fat and muscle"."""
        tissues = self._tissue_places(passage)
        joints = {joint.last: joint.first for joint in passage.layers.get("@joint", ())}
        ends = {cell.last for cell in cells}
        for place in range(mark.first, max(mark.first - _FARTHEST, 0), -1):
            if place in joints:
                joint = joints[place]
                return any(joint - back in ends for back in range(_BEFORE_JOINT))
            word = passage.words[place - 1]
            is_listed = place - 1 in tissues or word.common in self._between or word.common in _CONJUNCTIONS
            if not is_listed or word.breaks:
                return False
        return False

    @staticmethod
    def _tissue_places(passage: Passage) -> frozenset[int]:
        return frozenset(
            place
            for mark in passage.layers.get(FACET, ())
            if mark.name != _TRAP
            for place in range(mark.first, mark.last)
        )

    def _become(self, passage: Passage, mark: Mark, term: str) -> str:
        """The narrower source where cells were made of other cells (iPSC-derived MSC)."""
        after = [word.common for word in passage.words[mark.last : mark.last + 2]]
        before = passage.words[mark.first - 1].common if mark.first else ""
        if "derived" not in after and before not in ("from", "of") and "cells" not in after:
            return term
        for number, becomes in enumerate(self._rules.becomes):
            layer = becomes.words[0] if becomes.words[0].startswith("@") else f"@becomes{number}"
            if becomes.source == term and layer in passage.layers:
                return becomes.term
        return term

    def _drop_raw_tissues(self, passage: Passage, found: dict[str, tuple[str, Mark]], cells: list[Mark]) -> None:
        for tissue, preparation in self._rules.prepared.items():
            if tissue in found and preparation in found:
                kind, mark = found[tissue]
                if kind != "cells" and not self._leads_to_cells(passage, mark, cells):
                    del found[tissue]

    def _explains_msc(self, passage: Passage, found: dict[str, tuple[str, Mark]]) -> bool:
        """True when a source found belongs to the mesenchymal cells that the passage names."""
        if any(f.facet == FACET and f.term not in self._rules.not_of_msc for f in passage.findings):
            return True
        cells = passage.layers.get("@msc", [])
        return any(kind == "phrase" and self._is_linked(passage, mark, cells) for kind, mark in found.values())

    def _add_unspecified(self, passage: Passage, msc_is_known: bool) -> None:
        for mark in passage.marks("@msc", FACET):
            if msc_is_known or passage.quote[mark.start : mark.end].islower() or mark.last - mark.first > 1:
                passage.add(FACET, UNSPECIFIED, "msc-without-source", mark)
                return
