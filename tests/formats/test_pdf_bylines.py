"""Authors read off synthetic pages: one small PDF for each way in which bylines are set."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.formats.pdf_metadata import read_pdf
from mscref.model.reading import Reading
from tests.formats.pdf_writer import T, paragraph, pdf, xmp_packet
from tests.formats.test_pdf_metadata import ABSTRACT, HEADED_ABSTRACT, TITLE, body

THREE = ["Holm", "Dal", "Lind"]


def read(tmp_path: Path, texts, further=(), **options) -> Reading:
    path = tmp_path / "file.pdf"
    path.write_bytes(pdf([[*TITLE, *texts, *HEADED_ABSTRACT, *body()], *further], **options))
    return read_pdf(path)


def families(reading: Reading) -> list[str]:
    return [name.sort_family for name in reading.references[0].authors]


def rows(*texts: str, y: float = 210, step: float = 14) -> list[T]:
    return [T(50, y + n * step, text, 11) for n, text in enumerate(texts)]


def creators(*names: str) -> str:
    items = "".join(f"<rdf:li>{name}</rdf:li>" for name in names)
    return xmp_packet(f"<dc:creator><rdf:Seq>{items}</rdf:Seq></dc:creator>")


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        (["IDA M. HOLM, PER DAL AND ROSA LIND"], THREE),
        (["IDA M. HOLM", "PER DAL", "ROSA LIND"], THREE),
        (["Ida M. HOLM, Per DAL, Rosa LIND"], THREE),
        (["HOLM Ida, DAL Per, LIND Rosa"], THREE),
        (["Holm IM, Dal P, Lind R"], THREE),
        (["Holm, I. M., Dal, P. and Lind, R."], THREE),
        (["Holm, Ida; Dal, Per; Lind, Rosa"], THREE),
        (["I.M. Holm, P. Dal, R. Lind"], THREE),
        (["Ida M. Holm1 | Per Dal2 | Rosa Lind1,3"], THREE),
        (["Ida M. Holm, M.D., Ph.D., Per Dal, M.B., B.S.,", "and Rosa Lind, M.P.H., for the Cat Group*"], THREE),
        (["Ida M. Holm, MD, MPH; Per Dal, PhD, MSc; Rosa Lind, PharmD"], THREE),
        (["Ida M. Holm, Per Dal, Rosa Lind, and the Cat Study Group"], [*THREE, "Cat Study Group"]),
        (["The Harbour Cat Study Group"], ["The Harbour Cat Study Group"]),
        (["Ida M. Holm a, b, *, Per Dal a, Rosa Lind c, d, 1"], THREE),
        (["Ida M. Holm, Per Dal, Rosa Lind-", "Smit, Jan Berg"], ["Holm", "Dal", "Lind-Smit", "Berg"]),
        (["Ida M. Holm, Per Dal, Rosa", "Lind, Jan van", "der Berg"], [*THREE, "van der Berg"]),
        (["Ida M. Holm\u2020, Per Dal\u2020, Rosa Lind*", "\u2020 These authors contributed equally."], THREE),
        (["Ida M. Holm (ida@cats.example)", "Per Dal (per@cats.example)", "Rosa Lind (r@cats.example)"], THREE),
        (["Prof Ida M. Holm PhD, Dr Per Dal MD, Ms Rosa Lind"], THREE),
        (["Ida M. Holm, Per Dal, Jr., MD, and Rosa Lind, III"], THREE),
        (["By Ida M. Holm with Per Dal"], THREE[:2]),
        (["I.M. Holm"], THREE[:1]),
        (
            ["Ida M. Holm, Department of Cats, University of the North", "Per Dal, School of Dogs, Harbour College"],
            THREE[:2],
        ),
    ],
)
def test_names_are_read_however_they_are_printed(tmp_path, printed, wanted):
    assert families(read(tmp_path, rows(*printed))) == wanted


def test_names_after_a_gap_go_on(tmp_path):
    assert families(read(tmp_path, rows("Ida M. Holm, Per Dal,", "Rosa Lind", step=24))) == THREE


def test_a_name_whose_family_is_in_lower_case_is_told_by_its_mark(tmp_path):
    texts = [T(50, 210, "Ida Holm", 11), T(96, 206, "1", 7), T(101, 210, "and Per dalton", 11), T(173, 206, "2", 7)]
    assert families(read(tmp_path, texts)) == ["Holm", "dalton"]


def test_each_name_over_its_own_affiliation(tmp_path):
    texts = []
    for n, name in enumerate(("Ida M. Holm", "Per Dal", "Rosa Lind")):
        texts += [
            T(50, 200 + 30 * n, name, 11, bold=True),
            T(50, 212 + 30 * n, "Department of Cats, North University", 9),
        ]
    assert families(read(tmp_path, texts)) == THREE


def test_names_in_columns_over_their_affiliations_in_two_rows(tmp_path):
    texts = []
    for n, name in enumerate(("Ida M. Holm", "Per Dal", "Rosa Lind", "Jan Smit", "Zoe Adams")):
        x, y = 50 + 180 * (n % 3), 200 + 45 * (n // 3)
        texts += [T(x, y, name, 11), T(x, y + 12, "University of the North", 9), T(x, y + 23, "me@cats.example", 9)]
    assert families(read(tmp_path, texts)) == [*THREE, "Smit", "Adams"]


def test_names_above_the_title(tmp_path):
    assert families(read(tmp_path, [T(50, 110, "Ida M. Holm and Per Dal", 11)])) == THREE[:2]


def test_the_authors_of_a_letter_sign_at_its_end(tmp_path):
    end = [*paragraph(50, 80, ABSTRACT), *rows("Ida M. Holm, M.D.", "Per Dal, Ph.D.", "Rosa Lind, M.D.", y=200)]
    reading = read(tmp_path, [], [end])
    assert families(reading) == THREE
    assert reading.provenance["author"].page == 2
    assert reading.provenance["author"].confidence < 0.8


def test_a_running_head_tells_a_double_family_name(tmp_path):
    head = T(50, 30, "Lopez Garcia et al. Cat Journal", 8)
    reading = read(tmp_path, [head, *rows("Maria Lopez Garcia, Per Dal")], [[head, *body(2, 80)]])
    assert families(reading) == ["Lopez Garcia", "Dal"]


def test_xmp_with_the_family_first_tells_a_double_family_name(tmp_path):
    xmp = creators("Lopez Garc&amp;#xed;a, Maria", "Dal, Per")
    assert families(read(tmp_path, rows("Maria Lopez Garc\u00eda, Per Dal"), xmp=xmp)) == ["Lopez Garc\u00eda", "Dal"]


def test_a_cite_box_tells_a_double_family_name_and_the_authors_that_the_byline_lost(tmp_path):
    box = T(50, 450, "How to cite: Lopez Garcia M, Dal P, Lind R. Winter walks of harbour cats. Cat J 2020;3:1-9", 8)
    reading = read(tmp_path, [*rows("Maria Lopez Garcia, Per Dal"), box])
    assert families(reading) == ["Lopez Garcia", "Dal", "Lind"]


def test_authors_whom_the_byline_lost_are_taken_from_xmp_in_the_order_of_the_page(tmp_path):
    texts = [*rows("Ida M. Holm, Per Dal"), T(300, 228, "Rosa Lind", 14)]
    reading = read(tmp_path, texts, xmp=creators("Rosa Lind", "Per Dal", "Ida M. Holm"))
    assert families(reading) == THREE
    assert reading.provenance["author"].source == "xmp"


def test_a_name_printed_with_the_family_first_is_spelled_as_xmp_has_it(tmp_path):
    reading = read(tmp_path, rows("WANG Xiaoming, LI Na"), xmp=creators("Na L\u01d0", "Xiaoming W\u00e1ng"))
    assert families(reading) == ["W\u00e1ng", "L\u01d0"]


def test_xmp_names_that_the_page_does_not_print_change_nothing(tmp_path):
    reading = read(tmp_path, rows("Ida M. Holm, Per Dal"), xmp=creators("Anna Typesetter", "Ida M. Holm"))
    assert families(reading) == THREE[:2]


def test_a_byline_that_is_drawn_twice_is_read_once(tmp_path):
    texts = [*rows("Ida M. Holm and Per Dal *"), *rows("Ida M. Holm and Per Dal *", y=215)]
    assert families(read(tmp_path, texts)) == THREE[:2]
