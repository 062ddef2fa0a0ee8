"""New keys on request: never somebody else's, suffixes kept, clashes marked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from mscref.jobs import citation_keys
from mscref.jobs.citation_keys import NewKey
from mscref.library import Library
from mscref.model.reference import Name, Reference, authors


def reference(key: str, *aliases: str) -> Reference:
    people = authors([Name("Bier", "Ariel")])
    return Reference(title=key, key=key, aliases=aliases, contributors=people, fields={"issued": "2018"})


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "lib.mscref", create=True) as made:
        yield made


def keys(library: Library, pattern: str = "[auth][year]") -> list[tuple[str, str, bool]]:
    ids = library.ids(sort="key", descending=False)
    return [(each.old, each.new, each.is_suffixed) for each in citation_keys.plan(library, ids, pattern)]


def test_two_newcomers_never_get_one_key(library: Library) -> None:
    library.add(reference("x"))
    library.add(reference("y"))
    assert keys(library) == [("x", "bier2018", False), ("y", "bier2018a", True)]


def test_a_suffix_that_was_given_stays_while_the_plain_key_is_taken(library: Library) -> None:
    library.add(reference("bier2018"))
    library.add(reference("bier2018c"))
    assert keys(library) == [("bier2018", "bier2018", False), ("bier2018c", "bier2018c", True)]
    library.edit(library.find("bier2018"), key="other")
    assert keys(library)[0] == ("bier2018c", "bier2018c", True), "the plain key is an alias of another now"


def test_an_alias_of_another_and_a_key_in_the_trash_are_taken(library: Library) -> None:
    library.add(reference("a", "bier2018"))
    library.add(reference("b"))
    library.add(reference("bier2018a"))
    library.trash([library.find("bier2018a")])
    assert keys(library) == [("a", "bier2018", False), ("b", "bier2018b", True)]


def test_only_what_differs_is_changed_and_the_pattern_may_be_given_again(library: Library) -> None:
    library.add(reference("x"))
    library.add(reference("y"))
    ids = library.ids(sort="key", descending=False)
    changes = citation_keys.apply(library, citation_keys.plan(library, ids, "[auth][year]"))
    assert set(changes.keys) == {"bier2018", "bier2018a"}
    again = citation_keys.plan(library, ids, "[auth][year]")
    assert not any(each.differs for each in again)
    assert not citation_keys.apply(library, again)
    assert citation_keys.planned([], {}, "[auth]") == []
    assert NewKey(1, "a", "b").differs
