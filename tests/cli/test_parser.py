"""The words of the command line: every verb is documented, every mistake is one sentence."""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

from mscref.cli import run as running
from mscref.cli.parser import make_parser
from mscref.cli.verbs import VERBS
from mscref.model.holdings import EvidenceMap


def run(*words: str) -> tuple[int, list[list[str]]]:
    windows: list[list[str]] = []

    def window(files: list[str]) -> int:
        windows.append(files)
        return 0

    def demo(directory: Path) -> dict[str, Any]:
        return {"directory": str(directory)}

    def picture(map: EvidenceMap, vocabulary: object, path: Path) -> None:
        raise AssertionError("no picture was asked for")

    return running.run(words, window=window, demo=demo, save_picture=picture), windows


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_a_handler_that_says_what_it_does(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    row = VERBS[verb]
    handler = getattr(importlib.import_module(f"mscref.cli.{row.module}"), row.function)
    assert inspect.getdoc(handler)
    assert list(inspect.signature(handler).parameters) == ["request"]
    assert run(verb, "--help")[0] == 0
    shown = capsys.readouterr().out
    assert row.help in " ".join(shown.split())
    assert "--library" in shown
    assert run("--help")[0] == 0
    assert f"    {verb} " in capsys.readouterr().out


def test_library_and_json_may_stand_before_or_after_the_verb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSCREF_LIBRARY", "from-the-environment")
    parse = make_parser().parse_args
    before, after = parse(["--library", "x", "--json", "list"]), parse(["list", "--library", "x", "--json"])
    assert (before.library, before.json) == (after.library, after.json) == ("x", True)
    assert parse(["list"]).library == "from-the-environment"
    assert parse(["list"]).json is False
    assert parse(["list", "condition:dmd", "source:placenta"]).query == ["condition:dmd", "source:placenta"]


def test_without_a_verb_the_window_opens(tmp_path: Path) -> None:
    bib = tmp_path / "refs.bib"
    bib.write_text("")
    assert run() == (0, [[]])
    assert run("mine.mscref") == (0, [["mine.mscref"]])
    assert run(str(bib)) == (0, [[str(bib)]])
    assert run("--library", "mine.mscref") == run("--library=mine.mscref") == (0, [["mine.mscref"]])
    assert run("--sample") == (0, [["--sample"]])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["imprt", "a"], 'Did you mean "import"?'),
        (["nonsense"], "no verb and no file"),
        (["--libary", "x", "list"], "see mscref --help"),
        (["list", "--sort", "beauty"], "mscref list --help"),
        (["list", "--limit", "0"], "not a positive number"),
        (["convert", "a.bib"], "--to"),
        (["tag", "key"], "--add FACET=TERM"),
        (["resolve", "x", "y"], 'MENTION: "x" is not a number;'),
        (["mark", "x", "--rating", "five"], '"five" is not a number;'),
        (["--library"], "--library"),
        (["--library="], "--library"),
        (["--library", "--json"], "--json"),
        (["list", "--library"], "--library"),
        (["--json"], "give --json with a verb"),
        (["--sample", "list"], "--sample"),
        (["list", "--progress", "json"], "--progress"),
    ],
)
def test_a_mistake_is_answered_in_one_sentence(words: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words)[0] == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert len(shown.err.strip().splitlines()) == 1
    assert "Traceback" not in shown.err


def test_no_module_of_the_command_line_imports_the_window() -> None:
    for path in Path(inspect.getfile(running)).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith(("mscref.gui", "PySide6"))
