"""What is at fault is said in one sentence, with the right exit code, and nothing is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Answer, Call


def one_sentence(answer: Answer, said: str) -> None:
    assert "Traceback" not in answer.err
    assert len(answer.err.strip().splitlines()) == 1, answer.err
    assert answer.err.startswith("mscref: ")
    assert said in answer.err


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.bib", b"", "empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("picture.bib", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "picture.bib"),
        ("large.txt", b"word " * 4_200_000, "20 MB"),
    ],
)
def test_a_file_that_gives_nothing_is_refused_and_no_library_is_made(
    mscref: Call, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = mscref("import", name)
    assert answer.code == 2
    one_sentence(answer, said)
    assert not (tmp_path / "library.mscref").exists()


def test_a_path_that_does_not_exist_is_named(mscref: Call) -> None:
    answer = mscref("import", "nowhere.bib")
    assert answer.code == 2
    one_sentence(answer, "nowhere.bib")
    answer = mscref("read", "nowhere.bib", "--json")
    assert answer.code == 2
    assert answer.json[0]["path"] == "nowhere.bib"
    assert answer.json[0]["references"] == []


def test_one_bad_file_among_good_ones_is_done_in_part(mscref: Call, bib: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.bib").write_bytes(b"")
    answer = mscref("import", "empty.bib", "refs.bib", "--json")
    assert answer.code == 1
    assert [row["path"] for row in answer.json["unreadable"]] == ["empty.bib"]
    assert len(answer.json["new"]) == 3
    answer = mscref("read", "empty.bib", "refs.bib", "--jsonl")
    assert answer.code == 1
    assert len(answer.out.splitlines()) == 2


@pytest.mark.parametrize(
    "words",
    [["list"], ["show", "x"], ["tag", "x", "--add", "condition=als"], ["undo"], ["verify"], ["map"], ["export"]],
)
def test_without_a_library_every_other_verb_says_so(mscref: Call, tmp_path: Path, words: list[str]) -> None:
    answer = mscref(*words)
    assert answer.code == 2
    one_sentence(answer, "library.mscref")
    assert not (tmp_path / "library.mscref").exists()


def test_a_truncated_library_is_refused_and_left_as_it_is(filled: Call, tmp_path: Path) -> None:
    library = tmp_path / "library.mscref"
    whole = library.read_bytes()
    library.write_bytes(whole[: len(whole) // 3])
    before = library.read_bytes()
    for words in (["list"], ["tag", "bier2018", "--add", "condition=als"]):
        answer = filled(*words)
        assert answer.code == 2
        one_sentence(answer, "library.mscref")
    assert library.read_bytes() == before


def test_a_file_that_is_no_library_is_refused(mscref: Call, bib: Path) -> None:
    for words in (["list"], ["import", "refs.bib"]):
        answer = mscref(*words, "--library", "refs.bib")
        assert answer.code == 2
        one_sentence(answer, "refs.bib")
    assert bib.read_text("utf-8").startswith("@article{Bier2018")


@pytest.mark.parametrize("query", ["(als", '"open', "year:abc", "foo:bar", "condition:", "als OR", "rating:>=x"])
def test_a_broken_query_is_answered_with_what_is_wrong(filled: Call, query: str) -> None:
    answer = filled("list", query)
    assert answer.code == 2
    assert "Traceback" not in answer.err
    assert "SQL" not in answer.err
    assert "fts" not in answer.err.lower()


def test_a_broken_query_is_shown_with_the_place(filled: Call) -> None:
    one_sentence(filled("list", "als", "(stem"), "At character 5 of the query als (stem: This ( is never closed.")
    one_sentence(filled("export", "als", "OR"), "At the end of the query als OR: ")
    one_sentence(filled("tag", "--query", "year:x", "--add", "tag=a"), "At character 6 of the query year:x: ")
    long = filled("list", f"{'als ' * 100}foo:bar {'als ' * 100}")
    one_sentence(long, "At character 401 of the query …")
    assert "foo:bar als" in long.err
    assert len(long.err) < 300


def test_unknown_terms_facets_and_keys_name_the_nearest(filled: Call) -> None:
    one_sentence(filled("tag", "bier2018", "--add", "condition=amyotrophic lateral sclerosi"), "amyotrophic lateral")
    one_sentence(filled("tag", "bier2018", "--add", "conditon=als"), "condition")
    one_sentence(filled("show", "bier2019"), "Bier2018")
    one_sentence(filled("tag", "bier2018", "--add", "als"), "FACET=TERM")
    one_sentence(filled("resolve", "99", "bier2018"), "99")
    one_sentence(filled("kind", "99", "web"), "99")
    for words in (["tag", "bier2018", "--add", "condition=qqqq"], ["trash", "nobody"], ["map", "--rows", "colour"]):
        assert filled(*words).code == 2
    assert filled("history", "--json").json[0]["act"] == "Import refs.bib"


def test_a_damaged_record_is_told_and_the_others_come_in(mscref: Call, tmp_path: Path) -> None:
    (tmp_path / "a.ris").write_text(
        "TY  - JOUR\nTI  - First\nAU  - One, A\nPY  - 2001\nER  - \n\n"
        "TY  - JOUR\nTI  - Second\nAU  - Two, B\nPY  - 2002\n"
    )
    answer = mscref("import", "a.ris", "--json")
    assert answer.code in (0, 1)
    assert len(answer.json["new"]) == 2


def test_an_export_to_a_folder_that_does_not_exist_is_refused(filled: Call) -> None:
    one_sentence(filled("export", "-o", "no/such/folder/out.bib"), "does not exist")


def test_a_library_in_a_folder_that_is_not_there_is_refused_before_anything_is_read(mscref: Call, bib: Path) -> None:
    answer = mscref("import", bib.name, "--library", "no/such/mine.mscref")
    assert answer.code == 2
    one_sentence(answer, "does not exist")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="here every folder can be written to")
def test_a_library_in_a_read_only_folder_is_refused(mscref: Call, bib: Path, tmp_path: Path) -> None:
    folder = tmp_path / "fixed"
    folder.mkdir(mode=0o500)
    answer = mscref("import", bib.name, "--library", "fixed/mine.mscref")
    assert answer.code == 2
    one_sentence(answer, "you may not write there")


def test_a_date_that_is_none_is_kept_with_a_warning(filled: Call) -> None:
    answer = filled("edit", "bier2018", "--set", "issued=in press")
    assert answer.code == 0
    one_sentence(answer, '"in press" is no date that mscref understands; issued is kept as printed.')
    assert filled("show", "bier2018", "--json").json["issued"] == {"literal": "in press"}
    assert filled("edit", "bier2018", "--set", "year=May 2018").err == ""


def test_an_empty_note_and_an_empty_selection_are_refused(filled: Call) -> None:
    one_sentence(filled("note", "bier2018", "  "), "empty")
    one_sentence(filled("tag", "--add", "condition=als"), "--query")
    one_sentence(filled("attach", "bier2018", "nowhere.pdf"), "nowhere.pdf")
