"""Pages saved from PubMed: the article they show, their reference list, none of their furniture."""

from __future__ import annotations

import pytest

from mscref.formats.documents import document_from_text
from mscref.model.reference import Name

PAGE = """U.S. flag

Dot  gov

Access keys NCBI Homepage
Review
. 2020 Apr 2:2020:1234567.
doi: 10.1155/2020/1234567. eCollection 2020.

Nerve Cells: An Old Approach for a New Weakness?

Affiliations
Review

Nerve Cells: An Old Approach for a New Weakness?

Mara Orvik et al. Cells Int. .

Abstract

Weakness of muscle is common. Cells were given to mice, and they recovered.

PubMed Disclaimer

Figures

Figure 1
Where cells come from (available at http://example.org/).

References

    1. Mat S., Cour P., Le Masson G. Views. Nerve Res. 2017;12(2):181–184. doi: 10.4103/1673. - DOI - PMC - PubMed
    1. Hard O., al-Chal A., et al. Weak nerves. Nature P. 2017;3, article 17085 doi: 10.1038/n.2017.85. - DOI - PubMed
"""


def test_the_page_represents_the_article_that_it_shows() -> None:
    document = document_from_text(PAGE, name="saved.txt")
    article = document.represents
    assert article is not None
    assert article.title == document.title == "Nerve Cells: An Old Approach for a New Weakness?"
    assert article.authors == (Name("Orvik", "Mara"),)
    assert article.authors_incomplete
    assert (article.journal, article.get("volume"), article.get("page")) == ("Cells Int", "2020", "1234567")
    assert (article.doi, article.get("issued")) == ("10.1155/2020/1234567", "2020-04-02")
    assert article.get("abstract") == "Weakness of muscle is common. Cells were given to mice, and they recovered."
    assert document.kind == "review"


def test_its_list_is_cited_with_names_as_printed_and_furniture_is_nowhere() -> None:
    document = document_from_text(PAGE, name="saved.txt")
    first, second = document.citations
    assert [name.sort_family for name in first.reference.authors] == ["Mat", "Cour", "Le Masson"]
    assert second.reference.authors[1] == Name("al-Chal", "A.")
    assert second.reference.doi == "10.1038/n.2017.85"
    assert not first.quote.endswith("PubMed")
    assert document.mentions == ()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("J Cells\n. 2017 Feb;12(2):181-184.", ("2017-02", "12", "2", "181-184")),
        ("J Cells . 2019 Mar 10:2019:367.", ("2019-03-10", "2019", "", "367")),
    ],
)
def test_both_forms_of_the_journal_line_are_read(line: str, expected: tuple[str, str, str, str]) -> None:
    blocks = (
        f"{line}\ndoi: 10.1000/abc. Epub 2017 Jan 5.",
        "A title about many cells",
        "Mara Orvik 1, Jan Lee 2 3",
        "PMID: 28000001",
        "Abstract",
        "Cells.",
        "PubMed Disclaimer",
    )
    text = "\n\n".join(blocks)
    article = document_from_text(text, name="saved.txt").represents
    assert article is not None
    assert tuple(article.get(name) for name in ("issued", "volume", "issue", "page")) == expected
    assert [name.display for name in article.authors] == ["Mara Orvik", "Jan Lee"]
    assert (article.pmid, article.get("available-date")) == ("28000001", "2017-01-05")
