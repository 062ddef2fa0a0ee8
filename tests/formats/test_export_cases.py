"""The export cases of other programs: each passes, or differs for a reason that is written down."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.formats.export_cases import DIFFERENCES, RECIPES, cases, outcome


@pytest.mark.corpora
def test_every_export_case_passes_or_differs_for_a_written_reason() -> None:
    folder = os.environ.get("MSCREF_CORPORA")
    if not folder:
        pytest.skip("MSCREF_CORPORA is not set")
    found = {case["id"]: outcome(case) for case in cases(Path(folder))}
    assert set(found) == set(RECIPES)
    assert {number for number, pairs in found.items() if pairs} == set(DIFFERENCES)
