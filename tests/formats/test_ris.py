"""RIS: every way of breaking it that people's files show, and a round trip that changes nothing."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mscref.errors import Unreadable
from mscref.formats import ris
from mscref.model.reading import Problem
from mscref.model.reference import Name, Note, Reference, authors
from tests.formats.reference_strategies import references

RECORD = """TY  - JOUR
AU  - Mathis, Stéphane
AU  - Le Masson, Gwendal
AU  - van den Berg, Jan, Jr.
AU  - World Health Organization
TI  - Current view and perspectives in amyotrophic lateral sclerosis
JF  - Neural Regeneration Research
JA  - Neural Regen Res
PY  - 2017
DA  - 2017/02/15/
VL  - 12
IS  - 2
SP  - 181
EP  - 184
DO  - https://doi.org/10.4103/1673-5374.200794
SN  - 1673-5374
KW  - therapy
KW  - stem cells
AB  - First paragraph.

Second paragraph.
N1  - A note.
ID  - mathis2017
ER  -
"""


def found(text: str) -> list[Reference]:
    return [each for each in ris.read(text) if isinstance(each, Reference)]


def problems(text: str) -> list[Problem]:
    return [each for each in ris.read(text) if isinstance(each, Problem)]


def written(*held: Reference) -> str:
    out = io.StringIO()
    ris.write(held, out)
    return out.getvalue()


def test_a_record_is_read_with_all_it_says() -> None:
    (paper,) = found(RECORD)
    assert paper.type == "article-journal"
    assert paper.authors == (
        Name("Mathis", "Stéphane"),
        Name("Le Masson", "Gwendal"),
        Name("Berg", "Jan", "van den", "Jr."),
        Name(literal="World Health Organization"),
    )
    assert paper.key == "mathis2017"
    assert paper.keywords == ("therapy", "stem cells")
    assert paper.notes == (Note("A note."),)
    assert dict(paper.fields) == {
        "container-title": "Neural Regeneration Research",
        "container-title-short": "Neural Regen Res",
        "issued": "2017-02-15",
        "volume": "12",
        "issue": "2",
        "page": "181-184",
        "DOI": "10.4103/1673-5374.200794",
        "ISSN": "1673-5374",
        "abstract": "First paragraph.\n\nSecond paragraph.",
    }


@pytest.mark.parametrize(
    "broken",
    [
        "\ufeff" + RECORD,
        RECORD.replace("\n", "\r\n"),
        RECORD.replace("\n", "\r"),
        RECORD.replace("  - ", " - "),
        RECORD.replace("  - ", "  -"),
        "\n".join("    " + line for line in RECORD.split("\n")),
        RECORD.replace("ER  -\n", "ER\n"),
        "Provider: somebody\n\n1.\n" + RECORD,
    ],
)
def test_the_frame_of_a_record_may_be_written_in_many_ways(broken: str) -> None:
    assert found(broken) == found(RECORD)
    assert problems(broken) == []


def test_lower_case_tags_are_read() -> None:
    lower = "\n".join(line[:2].lower() + line[2:] if line[2:5] == "  -" else line for line in RECORD.split("\n"))
    assert found(lower) == found(RECORD)


def test_a_missing_er_costs_nothing_and_is_reported() -> None:
    open_ended = RECORD.replace("ER  -\n", "")
    assert found(open_ended + open_ended) == found(RECORD) * 2
    assert [problem.line for problem in problems(open_ended + open_ended)] == [1, 24]


def test_a_record_without_ty_is_kept_and_reported() -> None:
    text = RECORD + "AU  - Alone, A\nTI  - No type\nER  -\n"
    assert [each.title for each in found(text)][1] == "No type"
    assert [problem.line for problem in problems(text)] == [25]


def test_a_value_continues_on_the_next_lines() -> None:
    text = "TY  - JOUR\nTI  - Cells in\nthe brain - a view\nKW  - one\ntwo\nER  -\n"
    (paper,) = found(text)
    assert paper.title == "Cells in the brain - a view"
    assert paper.keywords == ("one", "two")


def test_titles_mean_what_the_type_makes_of_them() -> None:
    (chapter,) = found("TY  - CHAP\nTI  - Part\nT2  - Whole\nT3  - Series\nSN  - 9783642002304\nER  -\n")
    (book,) = found("TY  - BOOK\nT1  - Whole\nT2  - Series\nER  -\n")
    (talk,) = found("TY  - CPAPER\nTI  - Talk\nT2  - Meeting\nC3  - Proceedings\nER  -\n")
    assert (chapter.get("container-title"), chapter.get("collection-title")) == ("Whole", "Series")
    assert chapter.get("ISBN") == "9783642002304"
    assert (book.get("container-title"), book.get("collection-title")) == ("", "Series")
    assert (talk.get("event-title"), talk.get("container-title")) == ("Meeting", "Proceedings")


@pytest.mark.parametrize(
    ("lines", "issued"),
    [
        ("PY  - 2006", "2006"),
        ("Y1  - 1990/2/27", "1990-02-27"),
        ("PY  - 2006///Spring", "2006-21"),
        ("PY  - 2001\nDA  - 2001/09//", "2001-09"),
        ("PY  - 2001\nDA  - Sep 12", "2001-09-12"),
        ("PY  - 2009//", "2009"),
        ("PY  - ///in press", "in press"),
        ("PY  - 0\nY1  - 2004", "2004"),
        ("Y1  - 1900/01/01\nDA  - 1950/01/01", "1950-01-01"),
        ("DA  - 2016///2016/2017", "2016/2017"),
    ],
)
def test_dates_are_read_as_exactly_as_they_are_given(lines: str, issued: str) -> None:
    (paper,) = found(f"TY  - JOUR\nTI  - T\n{lines}\nER  -\n")
    assert paper.get("issued") == issued


def test_unknown_tags_stay_under_their_own_names() -> None:
    (paper,) = found("TY  - JOUR\nTI  - T\nC1  - first\nZZ  - strange\nZZ  - twice\nER  -\n")
    assert (paper.get("c1"), paper.get("zz")) == ("first", "strange\ntwice")
    assert "C1  - first\nZZ  - strange\nZZ  - twice\n" in written(paper)


def test_isbn_and_issn_are_told_apart_by_their_digits() -> None:
    (paper,) = found("TY  - CPAPER\nTI  - T\nSN  - 978-3-642-00230-4\nSN  - 1673-5374 (Print)\nER  -\n")
    assert (paper.get("ISBN"), paper.get("ISSN")) == ("978-3-642-00230-4", "1673-5374 (Print)")


def test_pubmed_numbers_and_et_al_are_recognised() -> None:
    (paper,) = found("TY  - JOUR\nAU  - Smith, J\nAU  - et al.\nTI  - T\nAN  - 28400795\nDB  - PubMed\nER  -\n")
    assert paper.pmid == "28400795"
    assert paper.authors == (Name("Smith", "J"),)
    assert paper.authors_incomplete


def test_text_that_is_no_ris_is_refused() -> None:
    with pytest.raises(Unreadable):
        list(ris.read("Some text about TY and ER."))


def test_an_empty_record_is_reported_not_imported() -> None:
    text = "TY  - JOUR\nER  -\n" + RECORD
    assert len(found(text)) == 1
    assert [(problem.line, problem.lost) for problem in problems(text)] == [(1, True)]


@settings(max_examples=50, deadline=None)
@given(st.lists(references, max_size=3))
def test_what_is_written_is_read_and_written_again_byte_for_byte(held: list[Reference]) -> None:
    text = written(*held)
    again = found(text) if text else []
    assert written(*again) == "".join(written(each) for each in held if _says_something(each))


def _says_something(reference: Reference) -> bool:
    return written(reference).count("\n") > 3


def test_a_whole_record_survives_the_round_trip() -> None:
    paper = Reference(
        title="Mesenchymal Stem Cells: A Potential Therapeutic Approach for Amyotrophic Lateral Sclerosis?",
        contributors=authors(
            [Name("Gugliandolo", "Agnese"), Name(literal="A, B and C Group"), Name("Berg", "J", "van den")]
        ),
        fields={
            "container-title": "Stem Cells International",
            "issued": "2019",
            "volume": "2019",
            "page": "3675627",
            "DOI": "10.1155/2019/3675627",
            "PMID": "30956667",
            "PMCID": "PMC6431432",
            "abstract": "One.\nER  - two\n\nThree.",
        },
        key="gugliandolo2019mesenchymal",
        incomplete_roles=("author",),
        keywords=("ALS",),
    )
    (again,) = found(written(paper))
    assert again == paper.with_fields({"source": "PubMed"})
