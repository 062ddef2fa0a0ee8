"""The table of entry types and fields (resources/entry_types.toml) as the reader and the writer use it."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from mscref.settings import resource

BY_ORGANIZATIONS = frozenset({"online", "misc", "manual", "software", "electronic", "www", "webpage", "booklet"})
PUBLISHERS = {
    "book": ("publisher", "school", "institution"),
    "online": ("organization", "publisher", "institution", "school"),
    "thesis": ("school", "institution", "publisher", "organization"),
    "phdthesis": ("school", "institution", "publisher", "organization"),
    "mastersthesis": ("school", "institution", "publisher", "organization"),
    "report": ("institution", "school", "publisher", "organization"),
    "techreport": ("institution", "school", "publisher", "organization"),
}
BOOK_PARTS = frozenset(
    {"incollection", "inbook", "inproceedings", "conference", "inreference", "bookinbook", "suppbook", "suppcollection"}
)
USUAL = frozenset(
    {
        "phdthesis",
        "mastersthesis",
        "online",
        "electronic",
        "www",
        "webpage",
        "techreport",
        "report",
        "thesis",
        "misc",
        "conference",
        "newspaper",
        "magazine",
        "preprint",
        "dataset",
        "software",
        "patent",
    }
)
CSL_TYPES = frozenset(
    [
        "article",
        "article-journal",
        "article-magazine",
        "article-newspaper",
        "bill",
        "book",
        "broadcast",
        "chapter",
        "classic",
        "collection",
        "dataset",
        "document",
        "entry",
        "entry-dictionary",
        "entry-encyclopedia",
        "event",
        "figure",
        "graphic",
        "hearing",
        "interview",
        "legal_case",
        "legislation",
        "manuscript",
        "map",
        "motion_picture",
        "musical_score",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "post",
        "post-weblog",
        "regulation",
        "report",
        "review",
        "review-book",
        "software",
        "song",
        "speech",
        "standard",
        "thesis",
        "treaty",
        "webpage",
    ]
)


@dataclass(frozen=True)
class EntryTypes:
    """What each name means: see the comments in the resource."""

    read: Mapping[str, str]
    write: Mapping[str, Mapping[str, str]]
    keep: Mapping[str, frozenset[str]]
    fields: Mapping[str, str]
    names: Mapping[str, str]
    dates: Mapping[str, str]
    tag_of: Mapping[str, str]
    babel_of: Mapping[str, str]


@functools.cache
def entry_types() -> EntryTypes:
    """The table, read once."""
    data = tomllib.loads(resource("entry_types.toml").read_text("utf-8"))
    languages: dict[str, str] = data["languages"]
    tags = {tag.lower(): tag for tag in languages.values()}
    return EntryTypes(
        read=data["read"],
        write=data["write"],
        keep={dialect: frozenset(kept) for dialect, kept in data["keep"].items()},
        fields=data["fields"],
        names=data["names"],
        dates=data["dates"],
        tag_of={**tags, **data["language_names"], **languages},
        babel_of={tag: name for name, tag in languages.items()},
    )


@functools.lru_cache(maxsize=512)
def language_tag(text: str) -> str:
    """The language tag that a babel name or code means ("ngerman" -> "de"); `text` itself when unknown."""
    return entry_types().tag_of.get(text.strip().lower(), text.strip())


@functools.lru_cache(maxsize=512)
def babel_name(tag: str) -> str:
    """The babel name of a language tag, empty when there is none."""
    return entry_types().babel_of.get(language_tag(tag), "")


def is_english(tag: str) -> bool:
    """True for English and for a language that is not said."""
    return not tag or language_tag(tag).lower().split("-")[0] in ("en", "english")
