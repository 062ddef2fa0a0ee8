"""Hypothesis strategies for references of every kind, hostile text included."""

from __future__ import annotations

from hypothesis import strategies as st

from mscref.formats.csl_words import CUSTOM_WORDS, TEXT_VARIABLES, TYPES
from mscref.model.reference import (
    DATE_FIELDS,
    NAME_ROLES,
    Attachment,
    Contributor,
    Name,
    Note,
    RawEntry,
    Reference,
)

_WORDS = st.sampled_from(
    [
        *(
            "TY  - JOUR",
            "ER  - ",
            "PMID- 1",
            "AB  - x",
            "et al.",
            "and",
            "van den",
            "al-Chalabi",
            "Le Masson",
            "Jr",
            "WHO",
        ),
        *(
            "<i>in vivo</i>",
            "CD34<sup>+</sup>",
            "IFN-γ",
            "ễắşłø",
            "ﬁ",
            "\u00a0",
            "\u2028",
            "\x0b",
            "\x1c",
            "\ufeff",
            "-",
            "--",
        ),
        *(
            ", ",
            ";",
            "; ",
            "/",
            "//",
            "@article{x,",
            "%",
            "_",
            "{",
            "}",
            "\\",
            '"',
            "'",
            "[doi]",
            "10.1000/x",
            "NCT01494480",
        ),
        *(
            "2001",
            "2001-02",
            "Spring",
            "in press",
            "\n",
            "\n\n",
            "\r\n",
            "\t",
            "  ",
            "METHODS: ",
            "U.S.",
            ".",
            "?",
            "12-14",
            "IV",
        ),
    ]
)
_ANY = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
text = st.one_of(_ANY, st.lists(st.one_of(_WORDS, _ANY), max_size=6).map(" ".join), _WORDS)
full = text.filter(bool)
dates = st.one_of(
    st.sampled_from(
        [
            "2019",
            "2019-03",
            "2019-03-10",
            "2010-21",
            "2016/2017",
            "2018~",
            "2018?",
            "-0044",
            "0000",
            "2016/..",
            "2019-02-30",
            "in press",
            "2006-05/2006-06",
            "2008-12/2009-01",
            "2001-13",
            "2010-10-00",
            "2016~/2017",
            "2019-03-10T10:00:00Z",
        ]
    ),
    text,
)
names = st.one_of(
    st.builds(Name, family=text, given=text, particle=text, suffix=text, literal=text, orcid=text),
    st.builds(Name, family=full, given=text),
    st.builds(Name, literal=full),
)
_field_names = st.one_of(
    st.sampled_from(sorted(TEXT_VARIABLES)),
    st.sampled_from(sorted(CUSTOM_WORDS)),
    st.sampled_from(
        ["mesh", "rin", "publication-type", "si", "aid", "is", "dp", "ad", "c1", "ty", "ur", "t3", "an", "c2", "rn"]
    ),
    text,
)
fields = st.builds(
    lambda texts, when: {**texts, **when},
    st.dictionaries(_field_names, text, max_size=8),
    st.dictionaries(st.sampled_from(sorted(DATE_FIELDS)), dates, max_size=3),
)
references = st.builds(
    Reference,
    type=st.one_of(st.sampled_from(sorted(TYPES)), text),
    title=text,
    contributors=st.lists(st.builds(Contributor, names, st.sampled_from(NAME_ROLES)), max_size=5).map(tuple),
    fields=fields,
    key=text,
    aliases=st.lists(text, max_size=2).map(tuple),
    incomplete_roles=st.lists(st.sampled_from(["author", "editor"]), max_size=2, unique=True).map(tuple),
    keywords=st.lists(text, max_size=4).map(tuple),
    trials=st.lists(st.sampled_from(["NCT01494480", "ISRCTN12345678", "2010-123456-12", "odd"]), max_size=2).map(tuple),
    notes=st.lists(st.builds(Note, text, text, text, text), max_size=2).map(tuple),
    attachments=st.lists(st.builds(Attachment, text, text, text, text), max_size=2).map(tuple),
    collections=st.lists(text, max_size=2).map(tuple),
    facets=st.lists(st.tuples(st.sampled_from(["condition", "route", "odd"]), text), max_size=3).map(tuple),
    raw=st.one_of(st.none(), st.builds(RawEntry, text, text)),
)
