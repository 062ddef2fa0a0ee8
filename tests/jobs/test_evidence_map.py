"""The evidence map drawn: gaps shown, areas true, colours told apart by every eye."""

from __future__ import annotations

import csv
import io
import itertools
import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest

from mscref.jobs import evidence_map
from mscref.jobs.evidence_map.lettering import wrapped
from mscref.model.facets import Term, Vocabulary
from mscref.model.holdings import NONE, EvidenceMap, MapCell

WORDS = Vocabulary(
    [
        Term("condition", "neuro", "Neurological disorder", kind="group"),
        Term("condition", "muscle", "Muscle <disease> & more", kind="group"),
        Term("condition", "als", "Amyotrophic lateral sclerosis", parent="neuro"),
        Term("condition", "ms", "Multiple sclerosis", parent="neuro"),
        Term("condition", "dmd", "Duchenne muscular dystrophy", parent="muscle"),
        Term("cell_source", "adult", "Adult tissues", kind="group"),
        Term("cell_source", "bone-marrow", "Bone marrow", parent="adult"),
        Term("cell_source", "adipose", "=Adipose", parent="adult"),
        Term("cell_source", "msc-unspecified", "MSC, source not stated"),
        Term("cell_source", "placenta", "Placenta"),
    ]
)


def keys(n: int, stem: str) -> tuple[str, ...]:
    return tuple(f"{stem}{i}" for i in range(n))


MAP = EvidenceMap(
    "condition",
    "cell_source",
    ("als", "dmd", "ms", NONE),
    ("bone-marrow", "msc-unspecified", "placenta", "adipose", NONE),
    (
        MapCell("als", "bone-marrow", 16, keys(16, "a"), "rct", {"rct": 4, "animal": 12}),
        MapCell("als", "adipose", 4, keys(4, "a"), "clinical", {"clinical": 4}),
        MapCell("dmd", "placenta", 1, ("bier2018placenta",), "animal", {"animal": 1}),
        MapCell(NONE, NONE, 1, ("x",), "", {}),
    ),
    references=18,
    placements=22,
)


def test_rows_stand_under_their_group_and_what_is_not_stated_comes_last() -> None:
    plan = evidence_map.layout(MAP, WORDS)
    assert [row.id for row in plan.rows] == ["als", "ms", "dmd", NONE]
    assert [column.id for column in plan.columns] == ["bone-marrow", "adipose", "placenta", "msc-unspecified", NONE]
    assert [group.id for group in plan.row_groups] == ["neuro", "muscle"]
    assert plan.column_groups[0].length == pytest.approx(2 * 104)
    ys = [row.y for row in plan.rows]
    assert ys == sorted(ys)


def test_terms_without_a_heading_gather_under_their_broadest_term() -> None:
    words = Vocabulary(
        [
            Term("cell_source", "perinatal", "Perinatal tissue"),
            Term("cell_source", "cord", "Umbilical cord", parent="perinatal"),
            Term("cell_source", "jelly", "Wharton's jelly", parent="cord"),
            Term("cell_source", "alone", "Another tissue"),
        ]
    )
    placed = evidence_map.geometry.grouped(("jelly", "alone", "perinatal", "cord", NONE), "cell_source", words)
    assert placed == [
        ("perinatal", "jelly"),
        ("perinatal", "perinatal"),
        ("perinatal", "cord"),
        ("", "alone"),
        ("", NONE),
    ]


def test_every_crossing_has_a_cell_and_a_gap_has_no_bubble() -> None:
    plan = evidence_map.layout(MAP, WORDS)
    assert len(plan.cells) == 4 * 5
    gaps = [cell for cell in plan.cells if cell.bubble is None]
    assert len(gaps) == 16
    assert all("gap" in cell.tip for cell in gaps)


def test_the_area_of_a_bubble_is_its_number_of_references_and_it_stays_in_its_cell() -> None:
    plan = evidence_map.layout(MAP, WORDS)
    bubbles = [cell.bubble for cell in plan.cells if cell.bubble]
    assert len({round(bubble.radius**2 / bubble.n, 6) for bubble in bubbles}) == 1
    assert all(bubble.radius < min(104, 70) / 2 for bubble in bubbles)


def test_a_row_counts_a_reference_of_two_cells_once() -> None:
    plan = evidence_map.layout(MAP, WORDS)
    assert {row.id: row.references for row in plan.rows} == {"als": 16, "ms": 0, "dmd": 1, NONE: 1}


def test_a_point_finds_its_cell() -> None:
    plan = evidence_map.layout(MAP, WORDS)
    for cell in plan.cells:
        assert plan.cell_at(cell.x + 1, cell.y + 1) is cell
    assert plan.cell_at(1, 1) is None


@pytest.mark.parametrize("dark", [False, True])
def test_svg_is_well_formed_and_says_all_that_the_map_says(dark: bool) -> None:
    drawn = evidence_map.svg(MAP, WORDS, title="Cells & <conditions>\x07", dark=dark)
    root = ElementTree.fromstring(drawn.encode())
    texts = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts.count("gap") == 16
    assert "Cells & <conditions>" in texts
    assert any("18 references, 22 placements" in words for words in texts)
    assert any("your library, not the literature" in words for words in texts)
    assert "MUSCLE <DISEASE> & MORE" in texts
    assert "1 A" in texts
    for level in evidence_map.LEVELS:
        assert level.label in texts
    tips = [node.text or "" for node in root.iter("{http://www.w3.org/2000/svg}title")]
    assert any("bier2018placenta" in tip for tip in tips)


def test_an_empty_map_is_still_a_picture() -> None:
    empty = EvidenceMap("condition", "cell_source", (), (), (), 0, 0)
    assert "0 references, 0 placements" in evidence_map.svg(empty, WORDS)
    assert "0 references" in evidence_map.text(empty, WORDS)


def test_csv_lists_every_crossing_and_nothing_a_spreadsheet_would_run() -> None:
    rows = list(csv.DictReader(io.StringIO(evidence_map.csv(MAP, WORDS))))
    assert len(rows) == 20
    first = rows[0]
    assert first["condition"] == "als"
    assert first["references"] == "16"
    assert first["strongest_design"] == "rct"
    assert (first["rct"], first["animal"]) == ("4", "12")
    assert first["keys"].split()[0] == "a0"
    assert rows[1]["cell_source_label"] == "'=Adipose"


def test_the_terminal_shows_counts_letters_and_gaps() -> None:
    shown = evidence_map.text(MAP, WORDS)
    als = next(line for line in shown.splitlines() if "Amyotrophic" in line)
    assert als.split()[-5:] != []
    assert "16 R" in als
    assert "4 C" in als
    assert als.count("·") == 3
    assert "18 references, 22 placements." in shown


def test_long_names_are_wrapped_and_cut_not_lost() -> None:
    assert wrapped("Umbilical cord", 80, 13, 3) == ("Umbilical", "cord")
    assert wrapped("Placenta-derived", 80, 13, 3) == ("Placenta-", "derived")
    assert wrapped("a b c d e f g h i j k l m n o p q r s t", 30, 13, 2)[-1].endswith("…")


MACHADO = {  # severity 1.0 (Machado, Oliveira, Fernandes 2009)
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deutan": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritan": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}


def linear(colour: str) -> list[float]:
    values = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    red, green, blue = (sum(m * c for m, c in zip(row, linear(colour), strict=True)) for row in matrix)
    x, y, z = (
        max(v, 0) / white
        for v, white in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue, 0.9505),
            (0.2126 * red + 0.7152 * green + 0.0722 * blue, 1.0),
            (0.0193 * red + 0.1192 * green + 0.9505 * blue, 1.089),
        )
    )
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


@pytest.mark.parametrize("sight", MACHADO)
def test_the_five_colours_differ_for_every_kind_of_sight(sight: str) -> None:
    colours = [seen(level.colour, MACHADO[sight]) for level in evidence_map.LEVELS]
    for one, other in itertools.combinations(colours, 2):
        assert sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5 > 15


def test_letters_are_legible_on_their_colour() -> None:
    for level in evidence_map.LEVELS:
        light, dark = sorted(
            (
                sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(each), strict=True))
                for each in (level.colour, level.ink)
            ),
            reverse=True,
        )
        assert (light + 0.05) / (dark + 0.05) >= 4.5


JUDGED = replace(
    MAP,
    cells=tuple(replace(cell, appraisals={"low": 1, "high": 1}) if cell.n == 16 else cell for cell in MAP.cells),
    designs={**{f"a{i}": "animal" for i in range(16)}, "a0": "rct", "bier2018placenta": "animal", "x": "other"},
    appraisals={"a0": "low", "a5": "high"},
)


def test_a_folded_group_counts_each_reference_once_and_keeps_its_strongest_design() -> None:
    folded = evidence_map.fold(JUDGED, WORDS, ("neuro",), ("adult",))
    assert folded.rows == ("neuro", "dmd", NONE)
    assert folded.columns == ("adult", "msc-unspecified", "placenta", NONE)
    cell = folded.cell("neuro", "adult")
    assert cell is not None
    assert (cell.n, cell.strongest_design, dict(cell.designs)) == (16, "rct", {"rct": 1, "animal": 15})
    assert dict(cell.appraisals) == {"low": 1, "high": 1}
    assert folded.placements == 18
    assert evidence_map.fold(folded, WORDS, ("neuro",), ("adult",)) == folded


def test_only_groups_that_stand_on_the_map_can_be_folded() -> None:
    assert evidence_map.groups(MAP.rows, "condition", WORDS) == ("neuro", "muscle")
    assert evidence_map.groups(MAP.columns, "cell_source", WORDS) == ("adult",)


def test_a_folded_row_has_the_name_of_its_group_and_no_heading_above() -> None:
    plan = evidence_map.layout(MAP, WORDS, folded=(("neuro",), ()))
    assert next((row.id, row.label, row.is_folded) for row in plan.rows) == ("neuro", "Neurological disorder", True)
    assert [group.id for group in plan.row_groups] == ["muscle"]


def test_the_ring_of_a_bubble_is_the_share_of_each_judgement() -> None:
    plan = evidence_map.layout(JUDGED, WORDS)
    (bubble,) = [cell.bubble for cell in plan.cells if cell.bubble and cell.bubble.arcs]
    assert [(arc.judgement.id, arc.start, arc.span) for arc in bubble.arcs] == [("low", 0, 22.5), ("high", 22.5, 22.5)]
    assert [mark.id for mark in plan.legend][-3:] == ["low", "some", "high"]
    assert "Low risk of bias" not in evidence_map.svg(MAP, WORDS)
    drawn = ElementTree.fromstring(evidence_map.svg(JUDGED, WORDS))
    arcs = list(drawn.iter("{http://www.w3.org/2000/svg}path"))
    assert len(arcs) == 2
    assert arcs[1].get("stroke-dasharray"), "a judgement is told by its line too"


def test_a_long_number_beside_a_small_bubble_stays_in_its_cell() -> None:
    many = replace(MAP.cells[0], n=9000, keys=keys(9000, "a"), appraisals={"low": 9000})
    few = replace(MAP.cells[1], n=1108, keys=keys(1108, "b"), appraisals={"low": 1108})
    crowded = replace(MAP, cells=(many, few, *MAP.cells[2:]), appraisals={"a1": "low"})
    for cell in evidence_map.layout(crowded, WORDS, cell_width=94.0, cell_height=62.0).cells:
        if cell.bubble is not None and not cell.bubble.inside:
            assert cell.bubble.beside + 6.5 * len(f"{cell.bubble.n:,} S") <= cell.x + cell.width
            assert cell.bubble.x - cell.bubble.radius > cell.x
