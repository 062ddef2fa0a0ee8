"""How well marks made by other programs are read: `MSCREF_CORPORA=... python -m tests.measure_annotations`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from mscref.jobs import annotations_in

# File -> (kind, page, words under the mark, colour number, author) of each mark in it.
FIXTURES: dict[str, list[tuple[str, int, str, int, str]]] = {
    "minimal-foxithighlight.pdf": [("highlight", 1, "Hello", 0, "lynyus")],
    "minimal-highlight-with-note.pdf": [("highlight", 1, "World", 0, "Linus Dietz")],
}
Marks = list[tuple[str, int, str, int, str]]


def measured(corpora: Path, name: str) -> tuple[Marks, Marks]:
    """What is read of a fixture, and what stands in it."""
    marks = annotations_in.read(corpora / "corpora" / "annotated_pdfs" / name)
    return [(each.kind, each.page, each.text, each.colour, each.author) for each in marks], FIXTURES[name]


def main() -> int:
    """Print a line a file and the sum; 1 when a word is wrong."""
    corpora = Path(os.environ["MSCREF_CORPORA"])
    right = 0
    for name in FIXTURES:
        found, expected = measured(corpora, name)
        right += found == expected
        sys.stdout.write(f"{'right' if found == expected else 'WRONG'}  {name}: {found}\n")
    held = sorted(path.name for path in (corpora / "corpora" / "annotated_pdfs").glob("*.pdf"))
    sys.stdout.write(f"{right} of {len(FIXTURES)} files right; not in the list: {sorted(set(held) - set(FIXTURES))}\n")
    return 0 if right == len(FIXTURES) else 1


if __name__ == "__main__":
    sys.exit(main())
