"""CSV, Markdown and HTML lists: whole, escaped, with links to web addresses only."""

from __future__ import annotations

import csv
import io

from mscref.formats import tables
from mscref.model.reference import Name, Reference, authors

PAPER = Reference(
    title="Cells <i>in vivo</i>: CD34<sup>+</sup> & <script>alert(1)</script> *stars*",
    contributors=authors([Name("Le Masson", "Gwendal"), Name(literal="ALS Group")]),
    fields={
        "container-title": "Neural Regeneration Research",
        "issued": "2017-02",
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "DOI": "10.4103/1673-5374.200794",
    },
    key="lemasson2017",
    incomplete_roles=("author",),
)


def written(writer: object, *held: Reference, **options: object) -> str:
    out = io.StringIO(newline="")
    writer(held, out, **options)  # type: ignore[operator]
    return out.getvalue()


def test_a_csv_row_holds_the_parts_of_a_reference() -> None:
    (row,) = csv.DictReader(io.StringIO(written(tables.write_csv, PAPER, facets=lambda r: ["ALS", "MSC"])))
    assert row["authors"] == "Le Masson, Gwendal; ALS Group; et al."
    assert row["title"] == "Cells in vivo: CD34+ & <script>alert(1)</script> *stars*"
    assert (row["year"], row["issued"], row["DOI"]) == ("2017", "2017-02", "10.4103/1673-5374.200794")
    assert row["facets"] == "ALS; MSC"


def test_formulas_are_defused_only_when_asked() -> None:
    formula = Reference(title="=1+1")
    assert ",=1+1," in written(tables.write_csv, formula)
    assert ",'=1+1," in written(tables.write_csv, formula, safe=True)


def test_markdown_shows_markup_and_escapes_the_rest() -> None:
    assert written(tables.write_markdown, PAPER, facets=lambda r: ["ALS"]) == (
        "- Le Masson, Gwendal; ALS Group; et al. (2017). "
        "Cells *in vivo*: CD34^+^ & \\<script\\>alert(1)\\</script\\> \\*stars\\*. "
        "*Neural Regeneration Research* 12(2): 181–184. <https://doi.org/10.4103/1673-5374.200794> \\[ALS\\]\n"
    )


def test_html_keeps_only_balanced_markup_of_titles() -> None:
    page = written(
        tables.write_html, PAPER, Reference(title="Open <i>only & </b>closed", fields={"URL": "javascript:alert(1)"})
    )
    assert "<i>in vivo</i>: CD34<sup>+</sup> &amp; &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<li>Open only &amp; closed.</li>" in page
    assert "javascript" not in page
    assert '<a href="https://doi.org/10.4103/1673-5374.200794">' in page
