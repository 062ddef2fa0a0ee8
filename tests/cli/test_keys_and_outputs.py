"""Keys by pattern, files kept in step, checks and renaming, as a user calls them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Call


def test_the_pattern_is_shown_set_and_used_for_new_keys_only(filled: Call) -> None:
    shown = filled("keys", "--json")
    assert shown.code == 0
    assert shown.json["pattern"] == "[auth][year][title]"
    assert {each["old"]: each["new"] for each in shown.json["keys"]}["Bier2018"] == "bier2018placenta"
    done = filled("keys", "--set", "[auth:capital]_[shortyear]")
    assert done.code == 0, done.err
    assert "Bier2018 → Bier_18" in done.out
    assert [each["id"] for each in filled("list", "--json").json if "Bier" in each["id"]] == ["Bier2018"]
    added = filled("add", "--set", "title=New cells", "author=Vogel, Anna", "--json")
    assert added.code == 2, "each --set takes one field"
    added = filled("add", "--set", "title=New cells", "--set", "author=Vogel, Anna", "--set", "year=2020", "--json")
    assert added.json["references"] == ["Vogel_20"]
    assert filled("keys", "--json").json["pattern"] == "[auth:capital]_[shortyear]"


def test_a_broken_pattern_is_refused_with_its_place_and_nothing_is_set(filled: Call) -> None:
    done = filled("keys", "--set", "[auth][yaer]")
    assert done.code == 2
    assert done.err == 'mscref: At character 8 of the key pattern: there is no token "[yaer]"; did you mean "[year]"?\n'
    assert filled("keys", "--json").json["pattern"] == "[auth][year][title]"


def test_new_keys_are_given_on_request_as_one_step_and_old_ones_still_work(filled: Call) -> None:
    before = filled("list", "--json").json
    dry = filled("keys", "--make", "--query", "year:2011-", "--dry-run", "--json")
    assert len(dry.json["keys"]) == 3
    assert filled("list", "--json").json == before
    done = filled("keys", "--make", "Bier2018", "Kiernan2011", "--json")
    assert done.code == 0, done.err
    assert done.json["references"] == ["bier2018placenta", "kiernan2011amyotrophic"]
    assert filled("show", "Bier2018", "--json").json["id"] == "bier2018placenta"
    exported = filled("export", "key:bier2018placenta", "--format", "biblatex")
    assert "ids = {Bier2018}" in exported.out
    assert filled("undo").code == 0
    assert filled("list", "--json").json == before


def test_a_clash_is_flagged_and_suffixed(filled: Call) -> None:
    shown = filled("keys", "--try", "[title]", "--json").json["keys"]
    assert [(each["new"], each["clash"]) for each in shown] == [
        ("placenta", False),
        ("amyotrophic", False),
        ("amyotrophica", True),
    ]
    assert filled("keys", "--make").code == 2
    assert filled("keys", "--dry-run").code == 2


def test_a_file_follows_every_verb_and_rests_when_nothing_changed(filled: Call, tmp_path: Path) -> None:
    added = filled("outputs", "--add", "kept.bib", "--query", "amyotrophic", "--ascii", "--json")
    assert added.code == 0, added.err
    bib = tmp_path / "kept.bib"
    assert [(each["path"], each["is_written"]) for each in added.json] == [(str(bib), True)]
    assert "Hardiman2017" in bib.read_text()
    assert "Bier2018" not in bib.read_text()
    os.utime(bib, (1_000_000_000, 1_000_000_000))
    assert filled("mark", "Hardiman2017", "--status", "read").code == 0
    assert bib.stat().st_mtime == 1_000_000_000
    assert filled("edit", "Hardiman2017", "--set", "volume=99").code == 0
    assert "99" in bib.read_text()
    assert filled("undo").code == 0
    assert "99" not in bib.read_text()


def test_a_file_edited_by_hand_is_kept_told_once_and_replaced_on_request(filled: Call, tmp_path: Path) -> None:
    bib = tmp_path / "kept.bib"
    assert filled("outputs", "--add", "kept.bib").code == 0
    bib.write_text(bib.read_text() + "% by hand\n")
    told = filled("edit", "Bier2018", "--set", "volume=99")
    assert told.code == 0
    assert "changed by someone else" in told.err
    assert bib.read_text().endswith("% by hand\n")
    assert "99" in (tmp_path / "kept.mscref.bib").read_text()
    assert filled("edit", "Bier2018", "--set", "volume=98").err == ""
    listed = filled("outputs", "--json")
    assert listed.code == 1
    assert "changed by someone else" in listed.json[0]["problem"]
    assert filled("outputs", "--replace", "kept.bib").code == 0
    assert "98" in bib.read_text()
    assert (tmp_path / "kept.bib.bak").read_text().endswith("% by hand\n")


def test_the_bib_of_a_manuscript_is_brought_up_to_date_on_request(filled: Call, tmp_path: Path) -> None:
    (tmp_path / "main.tex").write_text("\\cite{Bier2018}\n")
    assert filled("outputs", "--add", "main.bib", "--cited-in", "main.tex").code == 0
    (tmp_path / "main.tex").write_text("\\cite{Kiernan2011,nobody}\n")
    done = filled("outputs", "--run")
    assert done.code == 1
    assert "Cited but not in the library: nobody." in done.out
    assert "Kiernan2011" in (tmp_path / "main.bib").read_text()
    assert filled("outputs", "--remove", "main.bib").code == 0
    assert filled("outputs").out == "No file is kept in step; --add PATH begins.\n"
    assert (tmp_path / "main.bib").exists()
    assert filled("undo").code == 0
    assert filled("outputs", "--json").json[0]["cited_in"] == [str(tmp_path / "main.tex")]


@pytest.mark.parametrize(
    "words",
    [
        ("--query", "x"),
        ("--add", "a.bib", "--remove", "b.bib"),
        ("--remove", "none.bib"),
        ("--add", "a.bib", "--query", "("),
        ("--add", "a.csv", "--links", "doi"),
    ],
)
def test_what_makes_no_sense_is_refused_with_one_sentence(filled: Call, words: tuple[str, ...]) -> None:
    done = filled("outputs", *words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("mscref: ")
    assert len(done.err.splitlines()) == 1


def test_check_lists_what_is_wrong_and_mends_what_a_rule_can(filled: Call) -> None:
    assert filled("edit", "Bier2018", "--set", "ISSN=01429612").code == 0
    assert filled("edit", "Kiernan2011", "--set", "year=2911").code == 0
    done = filled("check", "--json")
    assert done.code == 1
    assert {(each["key"], each["rule"]) for each in done.json} == {("Bier2018", "issn"), ("Kiernan2011", "year")}
    fixed = filled("check", "--fix", "--json")
    assert fixed.code == 1
    assert {each["key"]: each["fixed"] for each in fixed.json} == {"Bier2018": True, "Kiernan2011": False}
    assert filled("show", "Bier2018", "--json").json["ISSN"] == "0142-9612"
    assert filled("undo").code == 0
    assert filled("check", "--only", "issn").code == 1
    assert filled("check", "key:Hardiman2017").code == 0
    assert filled("check", "--only", "spelling").code == 2


def test_renaming_a_cited_key_shows_a_diff_first_and_writes_on_request(filled: Call, tmp_path: Path) -> None:
    tex = tmp_path / "main.tex"
    tex.write_text("As \\cite{Bier2018} says.\n")
    shown = filled("rename", "Bier2018", "Bier:placenta", "--in", "main.tex")
    assert shown.code == 0, shown.err
    assert "-As \\cite{Bier2018} says." in shown.out
    assert "+As \\cite{Bier:placenta} says." in shown.out
    assert "Nothing was changed" in shown.out
    assert tex.read_text() == "As \\cite{Bier2018} says.\n"
    assert filled("show", "Bier2018", "--json").json["id"] == "Bier2018"
    done = filled("rename", "Bier2018", "Bier:placenta", "--in", "main.tex", "--write", "--json")
    assert (done.code, done.json["written"]) == (0, True)
    assert tex.read_text() == "As \\cite{Bier:placenta} says.\n"
    assert filled("show", "Bier2018", "--json").json["id"] == "Bier:placenta"
    assert filled("rename", "Hardiman2017", "Kiernan2011").code == 2
    assert filled("rename", "Hardiman2017", "with space").code == 2
    assert filled("rename", "nobody", "x").code == 2


def test_writer_options_reach_export_and_convert(filled: Call, bib: Path) -> None:
    assert filled("edit", "Hardiman2017", "--set", "container-title=Experimental Neurology").code == 0
    done = filled("export", "key:Hardiman2017", "--omit", "doi,volume", "--journal", "nlm")
    assert done.code == 0, done.err
    assert "doi" not in done.out
    assert "volume" not in done.out
    assert "Exp Neurol" in done.out
    assert filled("edit", "Bier2018", "--set", "author=Vlček, Jan").code == 0
    assert "Vl{\\v" in filled("export", "key:Bier2018", "--ascii").out
    converted = filled("convert", bib.name, "--to", "bibtex", "--omit", "journal")
    assert converted.code == 0, converted.err
    assert "journal" not in converted.out
    refused = filled("export", "--format", "ris", "--protect", "none")
    assert refused.code == 2
    assert "--protect has no meaning for ris" in refused.err


def test_an_entry_that_nobody_edited_is_written_as_it_stood(filled: Call, bib: Path) -> None:
    done = filled("export", "key:Hardiman2017", "--raw")
    entry = bib.read_text("utf-8").split("\n\n")[1]
    assert entry.strip() in done.out


def test_keys_are_cited_and_printed(filled: Call) -> None:
    assert filled("cite", "bier2018", "Hardiman2017", "--form", "pandoc").out == "[@Bier2018; @Hardiman2017]\n"
    printed = filled("cite", "Hardiman2017", "--style", "plain")
    assert printed.out == (
        "Hardiman O, al-Chalabi A, et al. Amyotrophic lateral sclerosis. Nature Reviews Disease Primers. 2017;3. "
        "doi:10.1038/nrdp.2017.71\n"
    )
    assert filled("cite", "Hardiman2017", "--style", "nosuch").code == 2


def test_titles_names_addresses_and_journals_are_written_as_asked(mscref: Call, tmp_path: Path) -> None:
    (tmp_path / "one.bib").write_text(
        "@article{one, author={van der Berg, Jan}, title={The use of stem cells by Foo}, journal={Biomaterials},"
        " year=2020, url={https://example.org/a}}",
        "utf-8",
    )
    (tmp_path / "strings.bib").write_text('@string{bmt = "Biomaterials"}', "utf-8")
    convert = ("convert", "one.bib", "--to")
    done = mscref(
        *convert, "bibtex", "--title-case", "--protected", "Foo,Bar", "--url-in-note", "--strings", "strings.bib"
    )
    assert done.code == 0, done.err
    assert "title = {The Use of Stem Cells by {{Foo}}}" in done.out
    assert r"note = {\url{https://example.org/a}}" in done.out
    assert "@string{bmt = {Biomaterials}}" in done.out
    assert "journal = bmt," in done.out
    assert "family=Berg, given=Jan, prefix=van der" in mscref(*convert, "biblatex", "--extended-names").out
    for words, said in (
        (("ris", "--title-case"), "--title-case has no meaning for ris"),
        (("bibtex", "--strings", "one.bib"), "defines no @string"),
        (("bibtex", "--strings", "gone.bib"), "could not be read"),
    ):
        refused = mscref(*convert, *words)
        assert refused.code == 2
        assert said in refused.err


def test_an_entry_with_marks_of_its_reader_is_written_as_it_stood_until_they_change(
    mscref: Call, tmp_path: Path
) -> None:
    entry = "@Article{one,\n  title = {T}, author={Berg, Jan}, readstatus = {read}, ranking={5}, year = 2020 }"
    (tmp_path / "one.bib").write_text(entry, "utf-8")
    assert mscref("import", "one.bib").code == 0
    assert mscref("--json", "show", "one").json["custom"]["rating"] == 5
    assert entry in mscref("export", "--raw").out
    assert entry in mscref("export", "--raw", "--without-notes").out
    assert mscref("mark", "one", "--rating", "2").code == 0
    assert "ranking = {rank2}" in mscref("export", "--raw").out
