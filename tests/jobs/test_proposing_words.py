"""Words, spellings and phrases for tagging."""

from __future__ import annotations

import pytest

from mscref.jobs.proposing_lexicon import Lexicon
from mscref.jobs.proposing_words import Speller, common_spelling, exact_spelling, sentences


@pytest.mark.parametrize(
    ("word", "common"),
    [
        ("Ischaemias", "ischemia"),
        ("oedema", "edema"),
        ("tumours", "tumor"),
        ("randomised", "randomized"),
        ("Crohn’s", "crohn"),
        ("injuries", "injury"),
        ("sclerosis", "sclerosis"),
        ("virus", "virus"),
        ("Sjögren", "sjogren"),
        ("four", "four"),
    ],
)
def test_spellings_of_a_word_become_one(word: str, common: str) -> None:
    assert common_spelling(word) == common


@pytest.mark.parametrize(
    ("word", "exact"),
    [
        ("MSCs", "=MSC"),
        ("iPSC", "=iPSC"),
        ("CD34", "=CD34"),
        ("MSc", "=MSc"),
        ("Cells", ""),
        ("NurOwn", ""),
        ("19", ""),
    ],
)
def test_abbreviations_keep_their_capitals(word: str, exact: str) -> None:
    assert exact_spelling(word) == exact


def read(text: str, known: tuple[str, ...], **options: tuple[str, ...]) -> list[str]:
    return [word.common for word in Speller(known, **options).words(text)]


def test_glued_words_are_parted() -> None:
    assert read("AdiposeDerived CellsPromote", ("adipose", "derived", "cell")) == [
        "adipose",
        "derived",
        "cell",
        "promote",
    ]
    assert read("stemcells", ("stem", "cell")) == ["stem", "cell"]
    assert read("microfracture", ("micro", "fracture"), prefixes=("micro",)) == ["microfracture"]


def test_a_long_misspelt_word_is_read_as_the_known_one_and_a_lookalike_is_not() -> None:
    assert read("mesenchmal", ("mesenchymal",)) == ["mesenchymal"]
    assert read("hypotension", ("hypertension",), lookalikes=("hypotension",)) == ["hypotension"]
    assert read("marow", ("marrow",)) == ["marow"]


def test_words_tell_their_place_and_the_break_before_them() -> None:
    words = Speller(()).words("Fat: good (old)")
    assert [(w.start, w.end) for w in words] == [(0, 3), (5, 9), (11, 14)]
    assert [w.breaks for w in words] == [False, True, True]


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "Cells vs. Placebo were tried by Bier et al. In mice. We saw more. J. Smith left."
    assert [text[a:b] for a, b in sentences(text)] == [
        "Cells vs. Placebo were tried by Bier et al. In mice.",
        "We saw more.",
        "J. Smith left.",
    ]


def test_the_longest_phrase_of_a_layer_wins_and_layers_are_independent() -> None:
    lexicon = Lexicon()
    lexicon.add("tissue", "marrow", ["bone marrow"])
    lexicon.add("tissue", "", ["bone marrow biopsy"])
    lexicon.add("organ", "bone", ["bone"])
    lexicon.close()
    marks = lexicon.marks(lexicon.words("Bone-marrow and bone marrow biopsies"))
    assert [(m.layer, m.name, m.start, m.end) for m in sorted(marks, key=lambda m: (m.start, m.end))] == [
        ("organ", "bone", 0, 4),
        ("tissue", "marrow", 0, 11),
        ("organ", "bone", 16, 20),
    ]


def test_a_phrase_reaches_over_a_comma_only_when_it_has_one() -> None:
    lexicon = Lexicon()
    lexicon.add("a", "trap", ["bone marrow adipose tissue"])
    lexicon.add("a", "donor", ["Transplantation, Autologous"])
    lexicon.close()
    assert lexicon.marks(lexicon.words("bone marrow, adipose tissue")) == []
    assert [m.name for m in lexicon.marks(lexicon.words("transplantation, autologous"))] == ["donor"]
    assert lexicon.marks(lexicon.words("transplantation autologous")) == []


def test_markup_is_no_word_and_keeps_the_places() -> None:
    words = Speller(()).words("SOD1<sup>G93A</sup> mice, 3 < 4")
    assert [(w.common, w.start) for w in words] == [("sod1", 0), ("g93a", 9), ("mice", 20), ("3", 26), ("4", 30)]
