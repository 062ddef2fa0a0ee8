"""Proposed terms on the command line: listed with their words and reasons, settled by rule."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Call

PAPER = {
    "id": "smith2020trial",
    "type": "article-journal",
    "title": "A trial of cells",
    "abstract": "We gave autologous adipose-derived stem cells intrathecally. Allogeneic cells were kept.",
}


def test_proposals_are_listed_with_reasons_and_settled_by_rule(mscref: Call, tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps([PAPER]))
    mscref("import", "one.json")
    listed = mscref("proposals", "--json").json
    by_term = {one["term"]: one for one in listed}
    donor = by_term["autologous"]
    assert donor["quote"][donor["start"] : donor["end"]] == "autologous"
    assert donor["reason"].startswith("These words name the term")
    assert mscref("accept", "--query", "is:proposed", "--rule", "donor-phrase").code == 0
    left = {one["term"] for one in mscref("proposals", "--json").json}
    assert left == set(by_term) - {"autologous", "allogeneic"}
    (kept,) = mscref("list", "--json").json
    assert sorted(kept["custom"]["facets"]["donor"]) == ["allogeneic", "autologous"]
    assert mscref("undo").code == 0
    assert mscref("reject", "smith2020trial", "--term", "adipose").code == 0, "the facet follows from the term"
    assert mscref("reject", "smith2020trial", "--term", "nonsense").code == 2
    assert mscref("undo").code == 0
    assert len(mscref("proposals", "--json").json) == len(listed)
    assert mscref("accept", "--rule", "donor-phrase").code == 2, "which references is not said"
