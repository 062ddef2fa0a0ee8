"""Broken and unusual PDFs: each gives an entry or the exact reason, none stops the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mscref import sandbox
from mscref.model.plan import Unread


@pytest.mark.corpora
def test_every_odd_pdf_gives_an_entry_or_a_reason():
    if "MSCREF_CORPORA" not in os.environ:
        pytest.skip("MSCREF_CORPORA is not set")
    folder = Path(os.environ["MSCREF_CORPORA"]) / "corpora"
    paths = sorted([*folder.glob("odd_pdfs/*.pdf"), *folder.glob("annotated_pdfs/*.pdf")])
    answers = list(sandbox.read_files(paths))
    assert len(answers) == len(paths) > 180
    for path, answer in zip(paths, answers, strict=True):
        assert answer.path == str(path)
        if isinstance(answer, Unread):
            assert path.name in answer.reason
            assert answer.reason.endswith(".")
            assert "reader stopped" not in answer.reason
        else:
            assert answer.references[0].title
            assert "title" in answer.provenance
