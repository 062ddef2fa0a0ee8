"""What Word documents cite: fields of Zotero, Mendeley and EndNote, and keys typed as text."""

from __future__ import annotations

import base64
import json
import zipfile
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from mscref.errors import UserError
from mscref.jobs.manuscripts import Cited, cited_in

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BIER: dict[str, Any] = {
    "id": 12,
    "type": "article-journal",
    "title": "Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects",
    "DOI": "10.1016/j.biomaterials.2018.04.055",
    "author": [{"family": "Bier", "given": "Ariel"}],
    "issued": {"date-parts": [["2018", 8]]},
    "citation-key": "bier2018",
}
HARDIMAN: dict[str, Any] = {
    "id": "http://zotero.org/users/1/items/AB12CD34",
    "title": "Amyotrophic lateral sclerosis",
    "author": [{"family": "Hardiman", "given": "Orla"}],
    "issued": {"date-parts": [[2017]]},
    "note": "PMID: 28980624\nCitation Key: hardiman2017",
}


def csl(*items: dict[str, Any]) -> str:
    return json.dumps({"citationID": "x1", "citationItems": [{"id": d["id"], "itemData": d} for d in items]})


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field(code: str, result: str = "(shown)", data: str = "") -> str:
    """A complex field, its code cut into several runs as Word does."""
    cut = [code[i : i + 40] for i in range(0, len(code), 40)]
    codes = "".join(f'<w:r><w:instrText xml:space="preserve">{escape(part)}</w:instrText></w:r>' for part in cut)
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{data}</w:fldData></w:fldChar></w:r>'
    if not data:
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))
    return f"{begin}{codes}{separate}{run(result)}{end}"


def document(path: Path, *paragraphs: str, **parts: str) -> Path:
    body = "".join(f"<w:p>{each}</w:p>" for each in paragraphs)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return path


def where(cited: Cited) -> dict[str, list[tuple[str, int]]]:
    return {c.name: [(Path(p.file).name, p.line) for p in c.places] for c in cited.citations}


def test_zotero_fields_give_keys_identifiers_and_paragraphs(tmp_path: Path) -> None:
    note = field("ADDIN ZOTERO_ITEM CSL_CITATION " + csl(BIER))
    notes = f"<w:footnotes {W}><w:footnote><w:p>{note}</w:p></w:footnote></w:footnotes>"
    path = document(
        tmp_path / "paper.docx",
        run("No citation here."),
        run("Cells ")
        + field(" ADDIN ZOTERO_ITEM CSL_CITATION " + csl(HARDIMAN, BIER) + " ", "[@shown] {Shown, 2001 #3}"),
        field(" ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ") + field(" PAGE "),
        word__footnotes=notes,
    )
    cited = cited_in([path])
    assert where(cited) == {
        "hardiman2017": [("paper.docx", 2)],
        "bier2018": [("paper.docx", 2), ("paper.docx (footnotes)", 1)],
    }
    first, second = (c.mark for c in cited.citations)
    assert (first.pmid, first.author, first.year, first.title) == (
        "28980624",
        "Hardiman",
        "2017",
        "Amyotrophic lateral sclerosis",
    )
    assert (second.doi, second.year) == ("10.1016/j.biomaterials.2018.04.055", "2018")
    assert cited.problems == ()


def test_an_item_without_key_is_named_by_what_is_known(tmp_path: Path) -> None:
    nameless = {name: value for name, value in BIER.items() if name != "citation-key"}
    path = document(tmp_path / "paper.docx", field("ADDIN CSL_CITATION " + csl({**nameless, "id": "ITEM-1"})))
    cited = cited_in([path])
    assert cited.keys == ()
    assert cited.citations[0].name == "Bier 2018 (10.1016/j.biomaterials.2018.04.055)"


def test_mendeleys_fields_and_content_controls_are_read(tmp_path: Path) -> None:
    tag = "MENDELEY_CITATION_v3_" + base64.b64encode(csl(HARDIMAN).encode()).decode()
    control = (
        f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(tag)}/></w:sdtPr><w:sdtContent>{run('(1)')}</w:sdtContent></w:sdt>"
    )
    simple = f"<w:fldSimple w:instr={quoteattr('ADDIN CSL_CITATION ' + csl(BIER))}>{run('(2)')}</w:fldSimple>"
    path = document(tmp_path / "paper.docx", control, simple)
    assert where(cited_in([path])) == {"hardiman2017": [("paper.docx", 1)], "bier2018": [("paper.docx", 2)]}


def test_zotero_citations_kept_as_bookmarks_are_read(tmp_path: Path) -> None:
    code = "ZOTERO_ITEM CSL_CITATION " + csl(BIER)
    properties = "".join(
        f'<property name="ZOTERO_BREF_q1w2_{n}"><lpwstr>{escape(part)}</lpwstr></property>'
        for n, part in enumerate((code[:100], code[100:]), start=1)
    )
    bookmark = '<w:bookmarkStart w:id="0" w:name="ZOTERO_BREF_q1w2"/>' + run("(1)") + '<w:bookmarkEnd w:id="0"/>'
    path = document(tmp_path / "paper.docx", bookmark, docProps__custom=f"<Properties>{properties}</Properties>")
    assert cited_in([path]).keys == ("bier2018",)


def test_endnote_fields_give_author_year_and_identifiers(tmp_path: Path) -> None:
    xml = (
        "<EndNote><Cite><Author>Bier</Author><Year>2018</Year><RecNum>12</RecNum><record><titles><title>"
        "<style face='normal'>Placenta-derived</style> cells</title></titles><electronic-resource-num>"
        "https://doi.org/10.1016/j.biomaterials.2018.04.055</electronic-resource-num></record></Cite>"
        "<Cite><Author>Deda</Author><Year>2009</Year><RecNum>3</RecNum></Cite></EndNote>"
    )
    packed = base64.b64encode(xml.encode() + b"\0\0").decode()
    in_code = document(tmp_path / "code.docx", field(f" ADDIN EN.CITE {xml}"))
    in_data = document(
        tmp_path / "data.docx", field(" ADDIN EN.CITE ", data=packed) + field(" ADDIN EN.CITE.DATA ", data=packed)
    )
    for path in (in_code, in_data):
        bier, deda = (c.mark for c in cited_in([path]).citations)
        assert (bier.doi, bier.title, bier.author, bier.year) == (
            "10.1016/j.biomaterials.2018.04.055",
            "Placenta-derived cells",
            "Bier",
            "2018",
        )
        assert (deda.author, deda.year, deda.name) == ("Deda", "2009", "Deda 2009")


def test_keys_and_temporary_citations_typed_as_text_are_read_across_runs(tmp_path: Path) -> None:
    path = document(
        tmp_path / "paper.docx",
        run("Cells [see @bi") + run("er2018, p. 3; @deda2009] by me@example.org (@handle)."),
        run("Cells {Kiernan, 2011 #7; Le Masson, 2014 #8@12} and {a set of 3} things."),
    )
    assert where(cited_in([path])) == {
        "bier2018": [("paper.docx", 1)],
        "deda2009": [("paper.docx", 1)],
        "Kiernan 2011": [("paper.docx", 2)],
        "Le Masson 2014": [("paper.docx", 2)],
    }


def test_deleted_text_is_not_cited(tmp_path: Path) -> None:
    deleted = "<w:del><w:r><w:delText>[@gone]</w:delText></w:r></w:del>"
    assert cited_in([document(tmp_path / "paper.docx", deleted + run("[@a]"))]).keys == ("a",)


@pytest.mark.parametrize("code", ["ADDIN ZOTERO_ITEM CSL_CITATION {broken", "ADDIN EN.CITE <EndNote><Cite></EndNote>"])
def test_a_damaged_field_is_told_and_the_rest_is_read(tmp_path: Path, code: str) -> None:
    cited = cited_in([document(tmp_path / "paper.docx", run("x"), field(code), run("[@a]"))])
    assert cited.keys == ("a",)
    (problem,) = cited.problems
    assert "paper.docx, paragraph 2" in problem


def test_odd_values_in_a_field_do_no_harm(tmp_path: Path) -> None:
    odd = [None, 3, [], {"itemData": 4}, {"itemData": {"author": [3], "issued": [], "title": None, "DOI": True}}]
    code = "ADDIN ZOTERO_ITEM CSL_CITATION " + json.dumps({"citationItems": odd})
    deep = "ADDIN ZOTERO_ITEM CSL_CITATION {" + '"a":[' * 100_000
    assert cited_in([document(tmp_path / "paper.docx", field(code))]).citations == ()
    assert len(cited_in([document(tmp_path / "deep.docx", field(deep))]).problems) == 1


def test_what_is_no_word_document_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.docx").write_text("[@a]")
    whole = document(tmp_path / "whole.docx", run("[@a]" * 500)).read_bytes()
    (tmp_path / "cut.docx").write_bytes(whole[: len(whole) // 2])
    damaged = bytearray(whole)
    damaged[whole.index(b"word/document.xml") + 25] ^= 0xFF
    (tmp_path / "damaged.docx").write_bytes(damaged)
    with zipfile.ZipFile(tmp_path / "other.docx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with zipfile.ZipFile(tmp_path / "xml.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w:document><w:p>")
    for name in ("text", "cut", "damaged", "other", "xml"):
        with pytest.raises(UserError, match=rf"{name}\.docx") as caught:
            cited_in([tmp_path / f"{name}.docx"])
        assert "\n" not in str(caught.value)


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}>" + " " * 60_000_000)
    with pytest.raises(UserError, match="unpacks to more than"):
        cited_in([tmp_path / "bomb.docx"])
    entities = '<!DOCTYPE c [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with zipfile.ZipFile(tmp_path / "laughs.docx", "w") as archive:
        archive.writestr("word/document.xml", f"{entities}]><w:document {W}><w:p>&i;</w:p></w:document>")
    with pytest.raises(UserError, match=r"laughs\.docx"):
        cited_in([tmp_path / "laughs.docx"])
