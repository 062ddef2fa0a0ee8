"""How well titles are tagged: precision, recall and F1 by facet on a labelled set (`python -m tests.measure_tagging`).

Reads domain/tagging_gold.jsonl in the folder named by MSCREF_CORPORA. The rules were tuned on the errors of the rows
of `is_seen`; those of the others were not looked at.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mscref.jobs.proposing import suggest
from mscref.settings import vocabulary

MEASURED = ("condition", "cell_source", "donor", "product_form", "study_type", "route", "model")
_TIMED = 10_000
_ABSTRACT = 1500
_SENTENCES = (
    "{A} remains a burden for patients and their families, and no treatment changes its course.",
    "We asked whether {B}-derived mesenchymal stromal cells would alter {x} and {y} in {A}.",
    "Cells from {B} were expanded to passage {n}, characterised by flow cytometry and given by {C} injection.",
    "Between {n} and {m} participants were assigned to each group and followed for {n} months.",
    "The {D} of the treated group fell by {n}.{m} % (95 % CI {n} to {m}, p = 0.0{n}).",
    "Unlike {B}, the {x} of untreated controls was not measured after week {n}.",
    "Serum {x}, {y} and {z} were determined by ELISA at baseline and {m} weeks later.",
    "There were no {D} in either arm, and one withdrew because of {y}.",
    "{E} findings were compared with those of {n} earlier reports on {x}.",
    "Histology showed less {x} and more {y} around the lesion, with {z} in {n} of {m} sections.",
    "These results suggest that {z} mediates the effect of {B} cells on {A}, which larger studies should confirm.",
)


@dataclass
class Score:
    """Right, wrong and missed terms of a facet."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def gold(corpora: Path) -> list[dict[str, Any]]:
    """The labelled rows."""
    lines = (corpora / "domain" / "tagging_gold.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def is_seen(row: dict[str, Any]) -> bool:
    """True for the rows that were looked at while the rules were tuned (about two thirds)."""
    return zlib.crc32(row["id"].encode()) % 3 != 0


def measure(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, Score], list[str]]:
    """Scores by facet, and a line for every error."""
    scores = {facet: Score() for facet in MEASURED}
    errors = []
    for row in rows:
        assigned = suggest({"title": row["title"]}, vocabulary())["assigned"]
        for facet, score in scores.items():
            found, wanted = set(assigned[facet]), set(row["labels"].get(facet, ()))
            score.right += len(found & wanted)
            score.wrong += len(found - wanted)
            score.missed += len(wanted - found)
            if found != wanted:
                signs = " ".join(
                    [*(f"+{t}" for t in sorted(found - wanted)), *(f"-{t}" for t in sorted(wanted - found))]
                )
                errors.append(f"{facet:12} {signs}: {row['title']} [{row['id']}]")
    return scores, errors


def false_conditions(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Conditions that a title gives and the labels of a hard negative do not."""
    return [
        f"+{term}: {row['title']}"
        for row in rows
        if row["hard_negative"]
        for term in suggest({"title": row["title"]}, vocabulary())["assigned"]["condition"]
        if term not in row["labels"].get("condition", ())
    ]


def invented(number: int) -> Iterator[tuple[str, str]]:
    """Titles with abstracts of the usual length: terms of the vocabulary among words that no rule knows."""
    chance = random.Random(5)
    syllables = [
        a + b for a in ("b", "cr", "d", "f", "g", "m", "n", "ph", "st", "t", "z") for b in ("a", "en", "i", "o")
    ]
    rare = ["".join(chance.choices(syllables, k=chance.randrange(2, 6))) for _ in range(20_000)]
    letters = zip("ABCDE", ("condition", "cell_source", "route", "outcome", "study_type"), strict=True)
    labels = {letter: [term.label for term in vocabulary().terms(facet)] for letter, facet in letters}
    for _ in range(number):
        words = {letter: chance.choice(terms) for letter, terms in labels.items()}
        sentences: list[str] = []
        while sum(map(len, sentences)) < _ABSTRACT:
            words.update({letter: chance.choice(rare) for letter in "xyz"}, n=str(chance.randrange(3, 60)), m="72")
            sentences.append(chance.choice(_SENTENCES).format(**words))
        yield f"{words['B']} cells and {words['x']} in {words['A']}: {words['E']}", " ".join(sentences)


def seconds() -> float:
    """Processor time for 10,000 titles with abstracts."""
    records = list(invented(_TIMED))
    start = time.process_time()
    for title, abstract in records:
        suggest({"title": title, "abstract": abstract}, vocabulary())
    return time.process_time() - start


def main() -> int:
    """Print the figures; with --errors every error too, with --time how long 10,000 references take."""
    rows = gold(Path(os.environ["MSCREF_CORPORA"]))
    by_title = [row for row in rows if row["label_scope"] == "title"]
    for name, part in (
        ("all titles", by_title),
        ("seen while tuning", [row for row in by_title if is_seen(row)]),
        ("kept apart", [row for row in by_title if not is_seen(row)]),
    ):
        scores, _ = measure(part)
        print(f"{name} ({len(part)} rows)")
        for facet, score in scores.items():
            print(f"  {facet:12} P {score.precision:.3f}  R {score.recall:.3f}  F1 {score.f1:.3f}")
    wrong = false_conditions(rows)
    print(f"false conditions on {sum(row['hard_negative'] for row in rows)} hard negatives: {len(wrong)}")
    if "--errors" in sys.argv:
        print("\n".join([*wrong, *measure(row for row in by_title if is_seen(row))[1]]))
    if "--time" in sys.argv:
        print(f"{seconds():.1f} s of one core for {_TIMED:,} titles with abstracts of {_ABSTRACT:,} characters")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
