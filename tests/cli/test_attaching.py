"""Files on the command line: copied under a name for people, linked, missed, found again; reading told file by file."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Call
from tests.sandbox.pages_pdf import Sheet, pdf

BIB = "@article{fir2001, author={Fir, Ada}, title={A paper on cells}, year=2001}"


def library(mscref: Call, folder: Path) -> None:
    (folder / "refs.bib").write_text(BIB)
    assert mscref("import", "refs.bib").code == 0


def test_a_moved_file_is_found_by_its_content(mscref: Call, tmp_path: Path) -> None:
    library(mscref, tmp_path)
    (tmp_path / "paper.pdf").write_bytes(b"%PDF-1.4 one")
    assert mscref("attach", "fir2001", "paper.pdf", "--link").code == 0
    (tmp_path / "moved").mkdir()
    (tmp_path / "paper.pdf").rename(tmp_path / "moved" / "other name.pdf")
    (tmp_path / "empty").mkdir()
    lost = mscref("attach", "--find", "empty", "--json")
    assert (lost.code, [one["key"] for one in lost.json["missing"]]) == (2, ["fir2001"])
    found = mscref("attach", "--find", "moved", "--json")
    assert (found.code, found.json["missing"]) == (0, [])
    assert found.json["found"][0]["path"].endswith("other name.pdf")
    assert "0 files found again" in mscref("attach", "--find", "moved").out


def test_attach_wants_a_reference_and_a_file_or_a_folder(mscref: Call, tmp_path: Path) -> None:
    library(mscref, tmp_path)
    assert "KEY FILE" in mscref("attach", "fir2001").err
    assert "no KEY" in mscref("attach", "fir2001", "--find", ".").err
    assert "not a folder" in mscref("attach", "--find", "nowhere").err


def test_imported_pdfs_are_copied_or_linked_and_told_one_by_one(mscref: Call, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for name in ("a", "b"):
        text = f"A paper called {name} about cells of the cord"
        (folder / f"{name}.pdf").write_bytes(pdf([Sheet(((40.0, 330.0, text),))]))
    linked = mscref("import", "papers/a.pdf", "--link-files", "--json")
    assert linked.code == 0
    assert not list(tmp_path.rglob("*.files/*/*/*.pdf"))
    both = mscref("import", "papers", "--json", "--progress", "json")
    told = [json.loads(line) for line in both.err.splitlines() if '"op": "read"' in line]
    assert [(one["number"], one["of"], Path(one["file"]).name) for one in told] == [(1, 2, "a.pdf"), (2, 2, "b.pdf")]
    assert len(list(tmp_path.rglob("*.files/*/*/*.pdf"))) == 1, "the linked one is held and not copied too"
