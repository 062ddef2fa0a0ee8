"""Authors as lines of text, there and back."""

from __future__ import annotations

from mscref.gui.names_text import from_text, to_text
from mscref.model.reference import Name


def test_names_come_back_as_they_were() -> None:
    names = (
        Name(family="Berg", given="Jan", particle="van den", orcid="0000-0002-1825-0097"),
        Name(family="al-Chalabi", given="Ammar"),
        Name(family="Le Masson", given="Gwendal"),
        Name(family="King", given="Martin", suffix="Jr."),
        Name(literal="The ALS Group, Section 2"),
        Name(family="Plato"),
    )
    assert from_text(to_text(names), names) == names


def test_a_typed_line_is_taken_apart() -> None:
    assert from_text("van den Berg, Jan\n\nMazzini, L., Jr.\nA Consortium") == (
        Name(family="Berg", given="Jan", particle="van den"),
        Name(family="Mazzini", given="L.", suffix="Jr."),
        Name(literal="A Consortium"),
    )
