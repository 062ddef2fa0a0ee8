"""The main job on the command line, every step a process of its own: bring in, find, file, annotate, export, undo."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from mscref.model.facets import FACETS
from tests.cli.conftest import Call

PAGE = """\
Cells from the placenta

Bone marrow and placenta both give mesenchymal stromal cells. Deda et al. (2009) treated 13 patients with
amyotrophic lateral sclerosis and called the treatment safe.

Reference

Bier et al. 2018. Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects in Duchenne
muscular dystrophy. Biomaterials 174, 67-78.
"""


def keys(answer: object) -> list[str]:
    return [item["id"] for item in answer]  # type: ignore[attr-defined]


def test_import_answers_with_what_came_in_and_the_same_file_brings_nothing_new(mscref: Call, bib: Path) -> None:
    first = mscref("import", "refs.bib", "--json", "--progress", "json")
    assert first.code == 0, first.err
    assert first.json["new"] == ["Bier2018", "Hardiman2017", "Kiernan2011"]
    assert first.json["unreadable"] == first.json["merged"] == first.json["documents"] == []
    assert json.loads(first.err.strip().splitlines()[-1]) == {"op": "import", "committed": 3}
    again = mscref("import", "refs.bib", "--json")
    assert again.code == 0
    assert again.json["new"] == []
    assert sorted(row["key"] for row in again.json["merged"]) == ["Bier2018", "Hardiman2017", "Kiernan2011"]
    assert len(mscref("list", "--json").json) == 3


def test_a_query_finds_what_the_title_says(filled: Call) -> None:
    assert keys(filled("list", "condition:dmd source:placenta", "--json").json) == ["Bier2018"]
    assert keys(filled("list", "condition:als", "--json").json) == ["Kiernan2011", "Hardiman2017"]
    assert keys(filled("list", "year:2017", "--json").json) == ["Hardiman2017"]
    assert "Bier2018" in filled("list", "exosomes").out
    assert filled("list", "nothing-like-this", "--json").json == []


def test_an_item_is_csl_with_all_that_we_know_under_custom(filled: Call) -> None:
    (item,) = filled("list", "key:bier2018", "--json").json
    assert item["type"] == "article-journal"
    assert item["author"] == [{"family": "Bier", "given": "Ariel"}]
    assert item["issued"] == {"date-parts": [[2018]]}
    assert item["page"] == "67-78"
    custom = item["custom"]
    assert custom["authors_incomplete"] is True
    assert set(custom["facets"]) == set(custom["proposed"]) == set(FACETS)
    assert custom["facets"]["condition"] == ["dmd"]
    assert custom["facets"]["cell_source"] == ["placenta"]
    assert custom["status"] == "unread"
    assert custom["trials"] == []


def test_every_step_is_taken_back_one_by_one_by_other_processes(filled: Call) -> None:
    assert filled("tag", "BIER2018", "--add", "donor=allogeneic", "--add", "source=bone-marrow", "--json").json[
        "references"
    ] == ["Bier2018"]
    assert filled("note", "bier2018", "Exosomes alone sufficed.").code == 0
    assert filled("trash", "Kiernan2011").code == 0
    assert len(filled("list", "--json").json) == 2
    (shown,) = [filled("show", "bier2018", "--json").json]
    assert shown["custom"]["facets"]["donor"] == ["allogeneic"]
    assert set(shown["custom"]["facets"]["cell_source"]) == {"placenta", "bone-marrow"}
    assert shown["custom"]["notes"][0]["text"] == "Exosomes alone sufficed."
    assert len(shown["custom"]["history"]) == 3

    undone = filled("undo", "--json")
    assert undone.json["references"] == ["Kiernan2011"]
    assert len(filled("list", "--json").json) == 3
    assert filled("undo").code == 0
    assert filled("show", "bier2018", "--json").json["custom"]["notes"] == []
    assert filled("undo").code == 0
    facets = filled("show", "bier2018", "--json").json["custom"]["facets"]
    assert (facets["donor"], facets["cell_source"]) == ([], ["placenta"])
    assert filled("redo").code == 0
    assert filled("show", "bier2018", "--json").json["custom"]["facets"]["donor"] == ["allogeneic"]
    assert filled("undo").code == 0
    assert filled("undo").code == 0
    assert filled("list", "--json").json == []
    over = filled("undo")
    assert over.code == 2
    assert len(over.err.strip().splitlines()) == 1
    steps = filled("history", "--json").json
    assert steps[-1]["act"] == "Import refs.bib"
    assert all(step["undone"] for step in steps)


def test_a_document_cites_names_and_is_settled(mscref: Call, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    answer = mscref("import", "page.txt", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["new"] == ["bier2018placenta"]
    (told,) = answer.json["documents"]
    assert (told["title"], told["citations"], told["mentions"]) == ("Cells from the placenta", 1, 1)
    (document,) = mscref("documents", "--json").json
    assert document["citations"][0]["key"] == "bier2018placenta"
    text = PAGE
    citation = document["citations"][0]
    assert text[citation["start"] : citation["end"]] == citation["quote"]
    (mention,) = document["mentions"]
    assert (mention["kind"], mention["year"], mention["status"]) == ("study", "2009", "open")
    assert mscref("add", "--set", "title=Bone marrow", "--set", "author=Deda, H", "--set", "year=2009").code == 0
    assert mscref("resolve", str(mention["id"]), "deda2009bone", "--json").code == 0
    assert mscref("kind", str(document["id"]), "promotional").code == 0
    (document,) = mscref("documents", "--json").json
    assert document["kind"] == "promotional"
    assert document["mentions"][0]["resolved"] == "deda2009bone"
    assert mscref("undo").code == 0
    assert mscref("undo").code == 0
    assert mscref("dismiss", str(mention["id"])).code == 0
    assert mscref("documents", "--json").json[0]["mentions"][0]["status"] == "dismissed"
    again = mscref("import", "page.txt", "--json")
    assert again.json["new"] == []
    assert [row["key"] for row in again.json["merged"]] == ["bier2018placenta"]
    assert len(mscref("documents", "--json").json) == 1


def test_export_writes_bibtex_that_reads_back(filled: Call, tmp_path: Path) -> None:
    answer = filled("export", "year:2011-2018", "--format", "bibtex", "-o", "out.bib", "--strict", "--json")
    assert answer.code == 0, answer.err
    assert answer.json["written"] == 3
    assert answer.json["missing"] == answer.json["unused"] == []
    text = (tmp_path / "out.bib").read_text("utf-8")
    assert text.count("@article{") == 3
    assert "10.1038/nrdp.2017.71" in text
    assert "and others" in text
    (back,) = filled("read", "out.bib", "--json").json
    assert sorted(keys(back["references"])) == ["Bier2018", "Hardiman2017", "Kiernan2011"]
    on_stdout = filled("export", "key:bier2018", "--facets")
    assert on_stdout.out.count("@article{") == 1
    assert "Placenta" in on_stdout.out.split("keywords")[1]


def test_an_export_of_nothing_leaves_a_full_file(filled: Call, tmp_path: Path) -> None:
    (tmp_path / "out.bib").write_text("@article{mine}")
    answer = filled("export", "year:1850", "-o", "out.bib")
    assert answer.code == 2
    assert (tmp_path / "out.bib").read_text() == "@article{mine}"


@pytest.mark.parametrize("format", ["biblatex", "ris", "nbib", "csl-json", "csv", "markdown", "html"])
def test_every_format_is_written(filled: Call, format: str) -> None:
    answer = filled("export", "--format", format)
    assert answer.code == 0, answer.err
    assert "Placenta-derived" in answer.out.replace("{", "").replace("}", "")


def test_our_own_json_brings_facets_back(filled: Call, tmp_path: Path) -> None:
    assert filled("tag", "kiernan2011", "--add", "study=review").code == 0
    assert filled("export", "--format", "csl-json", "-o", "out.json").code == 0
    other = {"MSCREF_LIBRARY": str(tmp_path / "other.mscref")}
    assert filled("import", "out.json", env=other).code == 0
    (item,) = filled("list", "key:kiernan2011", "--json", env=other).json
    assert item["custom"]["facets"]["study_type"] == ["review"]


def test_the_map_counts_places_and_is_drawn(filled: Call, tmp_path: Path) -> None:
    answer = filled("map", "--json")
    assert answer.json["references"] == 3
    (cell,) = [cell for cell in answer.json["cells"] if cell["row"] == "dmd"]
    assert (cell["column"], cell["n"], cell["keys"]) == ("placenta", 1, ["Bier2018"])
    assert "Duchenne" in filled("map").out
    assert filled("map", "-o", "map.svg", "--title", "Ours").code == 0
    assert "Ours" in (tmp_path / "map.svg").read_text("utf-8")
    assert filled("map", "-o", "map.csv", "--rows", "condition", "--columns", "source").code == 0
    assert "Bier2018" in (tmp_path / "map.csv").read_text("utf-8")
    assert filled("map", "-o", "map.docx").code == 2


def test_a_reference_is_made_and_changed_by_hand(mscref: Call, bib: Path) -> None:
    mscref("import", "refs.bib")
    made = mscref("add", "--set", "title=Mesenchymal cells in placenta", "--set", "author=Doe, Jane; Roe, R", "--json")
    (key,) = made.json["references"]
    assert key == "doendmesenchymal"
    assert mscref("edit", key, "--set", "year=2020", "--set", "journal=Cells", "--set", "key=doe2020").code == 0
    item = mscref("show", key, "--json").json
    assert (item["id"], item["container-title"], item["issued"]) == ("doe2020", "Cells", {"date-parts": [[2020]]})
    assert mscref("edit", "doe2020", "--set", "journal=").code == 0
    assert "container-title" not in mscref("show", "doe2020", "--json").json
    assert mscref("edit", "doe2020", "--set", "key=bier2018").code == 2
    assert mscref("edit", "doe2020", "--set", "jornal=x").code == 2


def test_terms_of_several_facets_and_tags_are_one_step(filled: Call) -> None:
    words = ("--add", "donor=autologous", "--add", "tag=x", "--remove", "condition=DMD", "--remove", "source=placenta")
    steps = len(filled("history", "--json").json)
    assert filled("tag", "bier2018", *words).out == "Tag Bier2018.\n"
    custom = filled("show", "bier2018", "--json").json["custom"]
    assert custom["facets"]["donor"] == ["autologous"]
    assert (custom["facets"]["condition"], custom["facets"]["cell_source"], custom["tags"]) == ([], [], ["x"])
    assert len(filled("history", "--json").json) == steps + 1
    assert filled("undo").code == 0
    custom = filled("show", "bier2018", "--json").json["custom"]
    assert (custom["facets"]["condition"], custom["facets"]["donor"], custom["tags"]) == (["dmd"], [], [])


def test_free_tags_marks_collections_searches_and_terms(filled: Call) -> None:
    assert filled("tag", "bier2018", "--add", "tag=to read").code == 0
    assert filled("show", "bier2018", "--json").json["custom"]["tags"] == ["to read"]
    assert filled("mark", "bier2018", "--status", "reading").code == 0
    assert keys(filled("list", "status:reading", "--json").json) == ["Bier2018"]
    assert filled("collections", "--new", "Thesis").code == 0
    assert filled("collections", "--put", "Thesis", "bier2018").code == 0
    (thesis,) = filled("collections", "--json").json
    assert (thesis["name"], thesis["count"]) == ("Thesis", 1)
    assert filled("collections", "--drop", "Tesis").code == 2
    assert filled("searches", "--save", "Mine", "condition:als").code == 0
    assert filled("searches", "--json").json[0]["query"] == "condition:als"
    assert filled("searches", "--save", "Broken", "(als").code == 2
    assert filled("terms", "condition", "--new", "Test disease").code == 0
    assert filled("tag", "bier2018", "--add", "condition=test disease").code == 0
    assert keys(filled("list", "condition:test-disease", "--json").json) == ["Bier2018"]
    mine = [term for term in filled("terms", "condition", "--json").json if term["yours"]]
    assert [term["id"] for term in mine] == ["test-disease"]


def test_twins_are_listed_merged_and_kept_apart(mscref: Call, tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(
        "@article{one, title={Neurotrophic cells in sclerosis}, author={Petrou, P}, year=2016, volume=73}\n"
        "@article{two, title={Neurotrophic cell in sclerosis}, author={Petrou, P}, year=2016, pages={337--344}}\n"
    )
    mscref("import", "a.bib")
    (pair,) = mscref("duplicates", "--json").json
    assert sorted(pair["keys"]) == ["one", "two"]
    assert mscref("distinct", "one", "two").code == 0
    assert mscref("duplicates", "--json").json == []
    assert mscref("merge", "one", "two").code == 0
    (left,) = mscref("list", "--json").json
    assert (left["id"], left["volume"], left["page"]) == ("one", "73", "337-344")
    assert mscref("show", "two", "--json").json["id"] == "one"


def test_verify_counts_and_finds_the_library_sound(filled: Call) -> None:
    answer = filled("verify", "--json")
    assert answer.code == 0
    assert answer.json["sound"] is True
    assert answer.json["problems"] == []


def test_a_backup_is_put_back_and_what_it_replaced_is_kept(filled: Call, tmp_path: Path) -> None:
    copy = filled("backup", "copies", "--json").json["path"]
    assert filled("note", "bier2018", "Later thought").code == 0
    assert filled("restore", copy, "--json").code == 0
    assert filled("show", "bier2018", "--json").json["custom"]["notes"] == []
    assert filled("rebuild", "--json").json == {"references": 3}
    assert filled("list", "exosomes", "--json").json[0]["id"] == "Bier2018"
    assert filled("restore", "refs.bib").code == 2
    assert len(filled("list", "--json").json) == 3


def test_every_verb_that_writes_tells_its_progress(filled: Call, tmp_path: Path) -> None:
    def told(*words: str) -> object:
        answer = filled(*words, "--progress", "json")
        assert answer.code == 0, answer.err
        return json.loads(answer.err.splitlines()[0])

    assert told("tag", "bier2018", "kiernan2011", "--add", "tag=x") == {"op": "tag", "committed": 2}
    assert told("edit", "bier2018", "--set", "volume=3") == {"op": "edit", "committed": 1}
    assert told("undo") == {"op": "undo", "committed": 1}
    assert told("collections", "--new", "Mine") == {"op": "collections", "committed": 0}
    assert told("export", "-o", "out.bib") == {"op": "export", "committed": 3}
    assert told("convert", "refs.bib", "--to", "ris", "-o", "out.ris") == {"op": "convert", "committed": 3}
    assert told("map", "-o", "map.svg") == {"op": "map", "committed": 3}
    assert told("backup", "copies") == {"op": "backup", "committed": 3}
    (copy,) = (tmp_path / "copies").iterdir()
    assert told("restore", str(copy)) == {"op": "restore", "committed": 3}
    assert told("rebuild") == {"op": "rebuild", "committed": 3}


def test_an_export_of_nothing_makes_a_new_file_and_leaves_an_old_one(filled: Call, tmp_path: Path) -> None:
    new = filled("export", "nothing-like-this", "--format", "csl-json", "-o", "new.json", "--json")
    assert (new.code, new.json["written"]) == (0, 0)
    assert json.loads((tmp_path / "new.json").read_text("utf-8")) == []
    old = filled("export", "nothing-like-this", "-o", "refs.bib")
    assert old.code == 2
    assert "was left as it" in old.err
    assert "Bier2018" in (tmp_path / "refs.bib").read_text("utf-8")


def test_one_is_singular(filled: Call) -> None:
    assert filled("export", "exosomes", "-o", "one.bib").out == "1 reference written to one.bib.\n"
    assert "one.bib (bibtex): 1 reference, 0 documents" in filled("read", "one.bib").out
    assert (
        filled("import", "one.bib").out == "0 new references came in, 1 was held already, 0 documents, 0 unreadable.\n"
    )


def test_read_names_each_file_as_it_was_given(mscref: Call, bib: Path) -> None:
    names = ["./refs.bib", "refs.bib", str(bib), "./nowhere.bib"]
    assert [row["path"] for row in mscref("read", *names, "--json").json] == names


def test_a_file_that_was_cut_is_done_in_part(mscref: Call, tmp_path: Path) -> None:
    (tmp_path / "long.ris").write_text(f"TY  - JOUR\nTI  - {'T' * 20_000}\nER  - \n", "utf-8")
    answer = mscref("read", "long.ris", "--json")
    assert answer.code == 1
    assert any(problem["lost"] for problem in answer.json[0]["problems"])


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_the_window_is_refused_and_qt_stays_unloaded(
    environment: dict[str, str], tmp_path: Path
) -> None:
    bare = {k: v for k, v in environment.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    code = (
        "import sys; from mscref.__main__ import main\n"
        "code = main()\n"
        "sys.exit('Qt was loaded' if 'PySide6' in sys.modules else code)"
    )
    for words in ([], ["mine.mscref"], ["--sample"]):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], env=bare, cwd=tmp_path, capture_output=True, check=False
        )
        assert done.returncode == 2
        assert done.stderr.decode() == (
            "mscref: There is no display here. Use the verbs (mscref --help), or mscref demo DIR.\n"
        )
    assert not (tmp_path / "home").exists()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_the_demo_needs_no_display_and_keeps_stderr_clean(mscref: Call, tmp_path: Path) -> None:
    answer = mscref("demo", "shown", "--json", env={"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""})
    assert (answer.code, answer.err) == (0, "")
    assert (tmp_path / "shown" / "references.bib").read_text("utf-8").count("@") >= answer.json["written"]


def test_a_file_is_attached_as_a_copy(filled: Call, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert filled("attach", "bier2018", "notes.txt").code == 0
    (file,) = filled("show", "bier2018", "--json").json["custom"]["attachments"]
    assert file["stored"] is True
    (tmp_path / "notes.txt").unlink()
    assert filled("verify").code == 0


def test_a_dry_run_changes_nothing_and_makes_no_library(mscref: Call, bib: Path, tmp_path: Path) -> None:
    answer = mscref("import", "refs.bib", "--dry-run", "--json")
    assert answer.json["new"] == ["Bier2018", "Hardiman2017", "Kiernan2011"]
    assert not (tmp_path / "library.mscref").exists()
    mscref("import", "refs.bib")
    again = mscref("import", "refs.bib", "--dry-run", "--json").json
    assert (again["new"], len(again["merged"])) == ([], 3)


def test_convert_and_read_need_no_library(mscref: Call, bib: Path, tmp_path: Path) -> None:
    assert mscref("convert", "refs.bib", "--to", "ris", "-o", "refs.ris").code == 0
    back = mscref("read", "refs.ris", "refs.bib", "--jsonl")
    lines = [json.loads(line) for line in back.out.splitlines()]
    assert [line["path"] for line in lines] == ["refs.ris", "refs.bib"]
    assert [len(line["references"]) for line in lines] == [3, 3]
    on_stdout = mscref("convert", "-", "--to", "csl-json", stdin=bib.read_text("utf-8"))
    assert keys(on_stdout.json) == ["Bier2018", "Hardiman2017", "Kiernan2011"]
    assert not (tmp_path / "library.mscref").exists()


def test_printed_references_are_read_line_by_line(mscref: Call) -> None:
    line = (
        "Bier et al. 2018. Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects in "
        "Duchenne muscular dystrophy. Biomaterials 174, 67-78."
    )
    answer = mscref("read", "--as", "references", "-", stdin=f"{line}\n\n")
    first, second = (json.loads(each) for each in answer.out.splitlines())
    assert first["container-title"] == "Biomaterials"
    assert first["custom"]["authors_incomplete"] is True
    assert second is None


def test_terms_are_suggested_for_records_on_standard_input(mscref: Call) -> None:
    record = {"id": "x", "title": "Placenta-derived cells in Duchenne muscular dystrophy", "abstract": ""}
    (line,) = mscref("suggest", "--jsonl", stdin=json.dumps(record) + "\n").out.splitlines()
    shown = json.loads(line)
    assert shown["id"] == "x"
    assert shown["assigned"]["condition"] == ["dmd"]
    assert mscref("suggest", stdin="not json\n").code == 2


def test_no_verb_loads_qt(environment: dict[str, str], filled: Call, tmp_path: Path) -> None:
    code = (
        "import sys; from mscref.__main__ import main\n"
        "assert main(['list']) == 0 and main(['map']) == 0 and main(['export']) == 0\n"
        "sys.exit('PySide6' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_an_interrupted_import_stops_after_a_batch_and_is_one_step(
    environment: dict[str, str], mscref: Call, tmp_path: Path
) -> None:
    entries = (f"@article{{k{i}, title={{Cells of kind {i}}}, author={{Doe, J}}, year={{2001}}}}" for i in range(4000))
    (tmp_path / "many.bib").write_text("\n".join(entries))
    process = subprocess.Popen(
        [sys.executable, "-m", "mscref", "import", "many.bib", "--progress", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stderr
    first = json.loads(process.stderr.readline())
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert first == {"op": "import", "committed": 500}
    assert process.returncode == 1
    assert "Stopped. " in said.decode()
    held = len(mscref("list", "--json").json)
    assert 500 <= held < 4000
    assert held % 500 == 0
    assert mscref("undo").code == 0
    assert mscref("list", "--json").json == []


def test_a_reader_that_stops_early_is_no_error(environment: dict[str, str], filled: Call, tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mscref", "terms"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) == 0
    assert said == ""
