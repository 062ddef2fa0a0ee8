"""Lists of printed references: where each begins and ends."""

from __future__ import annotations

from mscref.formats.reference_strings import split_list
from mscref.formats.reference_strings.lists import unwrapped

FIRST = "Orvik D, Lee K. On cells in weak muscle. Lancet. 2019;3:1-2."
SECOND = "Berg AB, Moe C. Nerve cells of the spinal cord. J Cell Sci. 2012;12(3):45-52."
THIRD = "Lind E. A third study of many cells. Brain. 2001;124:9."


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_list(text)]


def test_numbered_references_are_taken_without_their_numbers() -> None:
    assert pieces(f"1. {FIRST}\n2. {SECOND}\n3. {THIRD}\n") == [FIRST, SECOND, THIRD]
    assert pieces(f"[1] {FIRST}\n[2] {SECOND}\n[3] {THIRD}") == [FIRST, SECOND, THIRD]


def test_a_number_may_repeat() -> None:
    assert pieces(f"    1. {FIRST}\n    1. {SECOND}\n    1. {THIRD}\n") == [FIRST, SECOND, THIRD]


def test_wrapped_lines_stay_with_their_reference() -> None:
    broken = "Berg AB, Moe C. Nerve cells of the\nspinal cord. J Cell Sci.\n2012;12(3):45-52."
    assert pieces(f"1. {FIRST}\n2. {broken}\n3. {THIRD}") == [FIRST, broken, THIRD]
    assert unwrapped(broken) == SECOND


def test_references_without_numbers_begin_where_names_follow_an_end() -> None:
    broken = "Berg AB, Moe C. Nerve cells of the\nspinal cord. J Cell Sci. 2012;12(3):45-52."
    assert pieces(f"{FIRST}\n{broken}\n{THIRD}") == [FIRST, broken, THIRD]
    assert pieces(f"{FIRST}\n\n{SECOND}\n\n{THIRD}") == [FIRST, SECOND, THIRD]


def test_a_list_whose_line_ends_were_lost_is_split_at_its_numbers() -> None:
    assert pieces(f"1. {FIRST} 2. {SECOND} 3. {THIRD}") == [FIRST, SECOND, THIRD]


def test_a_number_inside_a_reference_starts_none() -> None:
    text = f"1. {FIRST}\n2. Berg AB. Nerve cells of\n12 patients. J Cell Sci. 2012;12:45.\n3. {THIRD}"
    assert len(pieces(text)) == 3


def test_words_cut_at_a_line_end_are_joined_and_compounds_keep_their_hyphen() -> None:
    assert unwrapped("regen-\nerative cells, bone mar-\nrow, cell-\nbased, 1092-\n102") == (
        "regenerative cells, bone marrow, cell-based, 1092-102"
    )
    assert unwrapped("doi: 10.1016/\nj.stem.2008.01") == "doi: 10.1016/j.stem.2008.01"
