"""Doses as papers print them become a number and a unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mscref.jobs import doses

SHAPES = {
    "1 x 10^6 cells/kg": "1 × 10⁶ cells/kg",
    "1×106 cells/kg": "1 × 10⁶ cells/kg",
    "1 × 10(6) cells/kg body weight": "1 × 10⁶ cells/kg",
    "1 x 10e6 MSCs per kg": "1 × 10⁶ cells/kg",
    "1 x 10 6 cells/kg": "1 × 10⁶ cells/kg",
    "1 × 10<sup>6</sup> cells/kg": "1 × 10⁶ cells/kg",
    "2 × 10 <sup>6</sup> cells": "2 × 10⁶ cells",
    "1×10⁶ hUC-MSCs per kg of body weight": "1 × 10⁶ cells/kg",
    "1.0*10^6 MSC/kg": "1 × 10⁶ cells/kg",
    "1×10^6 cells·kg−1": "1 × 10⁶ cells/kg",
    "2·0 × 10⁶ cells per kg": "2 × 10⁶ cells/kg",
    "1e6 cells": "1 × 10⁶ cells",
    "2 million cells": "2 × 10⁶ cells",
    "two million MSCs were injected": "2 × 10⁶ cells",
    "one hundred million allogeneic cells": "1 × 10⁸ cells",
    "5M cells": "5 × 10⁶ cells",
    "1,000,000 cells": "1 × 10⁶ cells",
    "200 000 cells/eye": "2 × 10⁵ cells per eye",
    "50,000 cells per mouse": "5 × 10⁴ cells per mouse",
    "a single dose of 10^6 cells/kg": "1 × 10⁶ cells/kg",
    "106 cells/kg intravenously": "1 × 10⁶ cells/kg",
    "with 106 autologous MSCs": "1 × 10⁶ cells",
    "1–2 × 10^6 cells/kg": "1–2 × 10⁶ cells/kg",
    "0.5-1.0x10^6 cells per kg": "5–10 × 10⁵ cells/kg",
    "1 x 10^6 to 5 x 10^6 cells": "1–5 × 10⁶ cells",
    "between 1 and 2 x 10^6 MSCs/kg": "1–2 × 10⁶ cells/kg",
    "1.5 to 2 × 10^6 autologous cells/kg": "1.5–2 × 10⁶ cells/kg",
    "20–200 million CDCs": "2–20 × 10⁷ cells",
    "10 million to 100 million cells": "1–10 × 10⁷ cells",
    "10, 30 or 60 million cells": "1, 3 or 6 × 10⁷ cells",
    "(20, 100, or 200 million cells)": "2, 10 or 20 × 10⁷ cells",
    "1 × 10^6 or 4 × 10^6 cells/kg": "1 or 4 × 10⁶ cells/kg",
    "doses of 1 × 10^7, 5 × 10^7 and 1 × 10^8 cells": "1, 5 or 10 × 10⁷ cells",
    "three infusions of 2 × 10^6 cells/kg": "2 × 10⁶ cells/kg, 3 times",
    "a total of 1 x 10^8 autologous bone marrow-derived mesenchymal stromal cells": "1 × 10⁸ cells in total",
    "300 × 10^6 to 600 × 10^6 cells in total": "3–6 × 10⁸ cells in total",
    "3 x 10^8 MSCs per injection": "3 × 10⁸ cells per injection",
    "(1 × 10^6/kg) of mesenchymal stem cells": "1 × 10⁶ cells/kg",
    "2 x 10(6)/kg MSCs": "2 × 10⁶ cells/kg",
    "120 × 106 Cx601 cells": "1.2 × 10⁸ cells",
    "110 million CD34+ cells": "1.1 × 10⁸ cells",
    "a median of 93.4 x 10^6 cells": "9.34 × 10⁷ cells",
    "seeded at 5 × 10^3 cells/cm2": "5 × 10³ cells/cm²",
    "1 x 10^6 cells/mL": "1 × 10⁶ cells/mL",
    "100 μg of exosomes": "100 µg",
    "100 µg exosome protein per mouse": "100 µg per mouse",
    "MSC-derived EVs (50 ug/mouse)": "50 µg per mouse",
    "1 × 10^10 particles/kg": "1 × 10¹⁰ particles/kg",
    "4 x 10^11 EV particles": "4 × 10¹¹ particles",
    "a dose of 1 × 1012 particles": "1 × 10¹² particles",
    "2 × 10^9 exosomes": "2 × 10⁹ vesicles",
}


@pytest.mark.parametrize(("printed", "read"), SHAPES.items())
def test_a_dose_is_read_as_papers_print_it(printed: str, read: str) -> None:
    assert [dose.text for dose in doses.find(printed)] == [read]


@pytest.mark.parametrize("read", sorted({read for read in SHAPES.values() if "µg" not in read and "times" not in read}))
def test_the_one_spelling_is_read_as_itself(read: str) -> None:
    dose = doses.read(read)
    assert dose is not None
    assert dose.text == read


@pytest.mark.parametrize(
    "text",
    [
        "24 patients received 15 mg of prednisone and cells",
        "48 weeks later 20 patients and cells",
        "10 µg/kg of G-CSF",
        "at passage 3 to 5 the cells were frozen",
        "CD34+ cells in 106 patients",
        "in 2016 cells were approved",
        "a magnification of 1 × 10 was used",
        "12 of 40 cells",
    ],
)
def test_what_counts_something_else_is_no_dose(text: str) -> None:
    assert list(doses.find(text)) == []


def test_a_dose_is_number_unit_and_place() -> None:
    text = "We gave intrathecal (1.5×106/kg) and intramuscular (20 × 106) cells twice."
    first, second = doses.find(text)
    assert (first.amounts, first.unit, first.per) == ((1.5e6,), "cells", "kg")
    assert text[first.start : first.end] == "1.5×106/kg"
    assert second.amounts == (2e7,)
    ranged = doses.read("from 1 to 2 million cells")
    assert ranged is not None
    assert (ranged.amounts, ranged.is_range) == ((1e6, 2e6), True)


@given(st.text(alphabet="1230 .,×x10^⁶()-–kgcells/Mµ ", max_size=80))
def test_no_text_is_too_odd(text: str) -> None:
    for dose in doses.find(text):
        assert dose.amounts
        assert dose.text
        assert 0 <= dose.start < dose.end <= len(text)
