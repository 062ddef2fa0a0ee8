"""Journal names in full, as NLM abbreviates them, and as ISO 4 does."""

from __future__ import annotations

import pytest

from mscref.formats.journal_names import JOURNALS, named


@pytest.mark.parametrize(
    ("name", "full", "nlm", "iso4"),
    [
        ("Experimental Neurology", "Experimental Neurology", "Exp Neurol", "Exp. Neurol."),
        ("Exp Neurol", "Experimental Neurology", "Exp Neurol", "Exp. Neurol."),
        ("Exp. Neurol.", "Experimental Neurology", "Exp Neurol", "Exp. Neurol."),
        ("Stem Cell Research & Therapy", "Stem Cell Research & Therapy", "Stem Cell Res Ther", "Stem Cell Res. Ther."),
        ("The Lancet", "The Lancet", "Lancet", "Lancet"),
        ("Materials", "Materials", "Materials", "Materials"),
        ("Nature", "Nature", "Nature", "Nature"),
        ("Annals of Biomedical Research", "Annals of Biomedical Research", "Ann Biomed Res", "Ann. Biomed. Res."),
        (
            "Annals of Unheard Things",
            "Annals of Unheard Things",
            "Annals of Unheard Things",
            "Annals of Unheard Things",
        ),
        ("", "", "", ""),
    ],
)
def test_a_name_is_found_or_made_of_known_words(name: str, full: str, nlm: str, iso4: str) -> None:
    assert [named(name, "", wish)[0] for wish in JOURNALS] == [name, full, nlm, iso4]
    for wish in JOURNALS:
        once = named(name, "", wish)[0]
        assert named(once, "", wish)[0] == once


def test_the_abbreviation_that_a_reference_holds_comes_first() -> None:
    assert named("Annals of Unheard Things", "Ann. Unh. Th.", "iso4") == ("Ann. Unh. Th.", "")
    assert named("Annals of Unheard Things", "Ann. Unh. Th.", "nlm") == ("Ann Unh Th", "")
    assert named("Experimental Neurology", "Exp Neurol", "kept") == ("Experimental Neurology", "Exp Neurol")
    assert named("", "Exp Neurol", "full") == ("Experimental Neurology", "")
