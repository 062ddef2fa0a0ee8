"""Broken and unusual PDFs: each gives an entry or the exact reason, none stops the others."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from mscref import sandbox
from mscref.model.plan import Unread
from mscref.model.reading import Reading

REASONS = ("needs a password", "is damaged", "has no text layer")


def kind(answer: Reading | Unread) -> str:
    """The outcome in a word; a reason that nobody foresaw stands whole."""
    if isinstance(answer, Unread):
        return next((name for name in REASONS if name in answer.reason), answer.reason)
    source = answer.provenance["title"].source
    return {"page": "titled by the page", "file name": "titled by the file name"}.get(source, "titled by its own data")


@pytest.mark.corpora
def test_every_odd_pdf_gives_an_entry_or_a_reason():
    if "MSCREF_CORPORA" not in os.environ:
        pytest.skip("MSCREF_CORPORA is not set")
    folder = Path(os.environ["MSCREF_CORPORA"]) / "corpora"
    paths = sorted([*folder.glob("odd_pdfs/*.pdf"), *folder.glob("annotated_pdfs/*.pdf")])
    answers = list(sandbox.read_files(paths))
    assert len(answers) == len(paths) > 180
    outcome = Counter(map(kind, answers))
    print("\n".join(f"{count:4d}  {name}" for name, count in outcome.most_common()))
    assert set(outcome) <= {*REASONS, "titled by the page", "titled by its own data", "titled by the file name"}
    for path, answer in zip(paths, answers, strict=True):
        assert answer.path == str(path)
        if isinstance(answer, Unread):
            assert path.name in answer.reason
            assert answer.reason.endswith(".")
            assert "reader stopped" not in answer.reason
        else:
            assert answer.references[0].title
            assert "title" in answer.provenance
