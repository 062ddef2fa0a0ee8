"""`mscref read paper.pdf --json`: the paper as CSL-JSON, and where each of its fields was seen."""

from __future__ import annotations

from tests.formats.pdf_writer import T, pdf
from tests.formats.test_pdf_metadata import WHOLE_TITLE, biology_paper


def test_reading_a_pdf_gives_the_paper_with_the_place_of_each_field(mscref, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(pdf(biology_paper()))
    (told,) = mscref("read", str(tmp_path / "paper.pdf"), "--json").json
    (paper,) = told["references"]
    assert (told["format"], paper["title"], paper["DOI"]) == ("pdf", WHOLE_TITLE, "10.1186/s13063-020-12345-6")
    assert [name["family"] for name in paper["author"]] == ["Holm", "Berg", "L\u00f3pez-Garc\u00eda"]
    assert set(told["provenance"]) >= {"title", "author", "DOI", "issued", "volume", "container-title", "abstract"}
    seen = told["provenance"]["title"]
    assert set(seen) == {"source", "page", "line", "box", "confidence"}
    assert (seen["source"], seen["page"]) == ("page", 1)
    left, bottom, right, top = seen["box"]
    assert 0 < left < right
    assert 0 < bottom < top < 800


def test_a_scan_without_text_is_told_with_its_reason(mscref, tmp_path):
    (tmp_path / "scan.pdf").write_bytes(pdf([[]]))
    (tmp_path / "notes.pdf").write_bytes(pdf([[T(50, 100, "7")]]))
    answer = mscref("read", str(tmp_path / "scan.pdf"), str(tmp_path / "notes.pdf"), "--json")
    scan, notes = answer.json
    assert answer.code == 1
    assert "has no text layer" in scan["problems"][0]["message"]
    assert notes["references"][0]["title"] == "notes"
