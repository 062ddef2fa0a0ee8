"""Keys given anew and files kept in step: one step each, undone and done again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mscref.errors import QueryError, UserError
from mscref.library import Library
from mscref.model.holdings import Changes
from mscref.model.outputs import AutoExport, OutputState


def named(library: Library) -> dict[str, AutoExport]:
    return {Path(each.path).name: each for each in library.auto_exports()}


def there_and_back(library: Library, verb: Callable[[], Changes], look: Callable[[], object]) -> None:
    """A verb is one step: undo gives back what was, redo what it made."""
    before = look()
    assert verb()
    after = look()
    assert after != before
    library.undo()
    assert look() == before
    library.redo()
    assert look() == after


def test_keys_given_anew_are_one_step_and_the_old_ones_stay_as_aliases(library: Library) -> None:
    bier, mazzini = library.find("bier2018placenta"), library.find("mazzini2010")

    def look() -> object:
        return [(r.key, sorted(r.aliases), r.raw) for r in library.references([bier, mazzini])]

    there_and_back(library, lambda: library.rekey({bier: "Bier:2018", mazzini: "Mazzini:2010"}), look)
    (first, second) = library.references([bier, mazzini])
    assert (first.key, second.key) == ("Bier:2018", "Mazzini:2010")
    assert {"bier2018placenta", "Bier18"} <= set(first.aliases)
    assert first.raw is None, "the text it was read from has the old key"
    assert library.find("mazzini2010") == mazzini


def test_a_key_of_another_reference_is_refused_with_nothing_changed(library: Library) -> None:
    bier, mazzini = library.find("bier2018placenta"), library.find("mazzini2010")
    with pytest.raises(UserError, match="belongs to another"):
        library.rekey({bier: "new", mazzini: "Bier18"})
    assert next(library.references([bier])).key == "bier2018placenta"


def test_the_owner_of_every_key_and_alias_is_known(library: Library) -> None:
    owners = library.key_owners()
    assert owners["bier18"] == owners["bier2018placenta"] == library.find("bier2018placenta")


def test_a_file_is_kept_in_step_changed_and_let_go_each_as_one_step(library: Library, tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    there_and_back(
        library,
        lambda: library.add_auto_export(path, query="year:2018", manuscripts=["main.tex"], options={"ascii": True}),
        library.auto_exports,
    )
    (made,) = library.auto_exports()
    assert made.path == str(path)
    assert made.manuscripts == (str(Path("main.tex").absolute()),)
    assert (made.format, made.query, made.options) == ("bibtex", "year:2018", {"ascii": True})
    there_and_back(library, lambda: library.edit_auto_export(made.id, query="als"), library.auto_exports)
    (changed,) = library.auto_exports()
    assert (changed.query, changed.options) == ("als", {"ascii": True})
    there_and_back(library, lambda: library.remove_auto_export(made.id), library.auto_exports)
    assert library.auto_exports() == []


def test_a_file_is_kept_in_step_once_and_a_broken_query_is_refused(library: Library, tmp_path: Path) -> None:
    library.add_auto_export(tmp_path / "refs.bib")
    with pytest.raises(UserError, match="already"):
        library.add_auto_export(tmp_path / "refs.bib")
    with pytest.raises(QueryError):
        library.add_auto_export(tmp_path / "other.bib", query="(als")
    assert list(named(library)) == ["refs.bib"]


def test_how_writing_went_is_remembered_outside_of_undo(library: Library, tmp_path: Path) -> None:
    library.add_auto_export(tmp_path / "refs.bib")
    (made,) = library.auto_exports()
    act = library.undo_act()
    library.note_outputs([OutputState(made.id, "abc", "", "2020-01-01T00:00:00Z"), OutputState(999, "def")])
    library.note_outputs([OutputState(made.id, "abc def", "in the way")])
    (noted,) = library.auto_exports()
    assert (noted.written, noted.sha256, noted.problem) == ("2020-01-01T00:00:00Z", "abc def", "in the way")
    assert noted.is_ours("abc")
    assert noted.is_ours("def")
    assert not noted.is_ours("")
    assert library.undo_act() == act
