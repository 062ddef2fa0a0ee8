"""The rules of the house: what keeps the rooms apart, small and honestly named."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = sorted((ROOT / "src" / "mscref").rglob("*.py"))
VAGUE = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "base", "core"}
UNIX_ONLY = {"fcntl", "resource", "termios", "pwd", "grp", "tty", "pty", "syslog"}


def trees() -> list[tuple[Path, ast.Module]]:
    return [(path, ast.parse(path.read_text("utf-8"))) for path in SOURCES]


def _raises_again(handler: ast.ExceptHandler) -> bool:
    """True for a handler that cleans up and lets the error go on: it hides nothing."""
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def test_no_module_outgrows_its_room() -> None:
    long = {str(p.relative_to(ROOT)): n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [p for p in SOURCES if p.stem in VAGUE or p.parent.name in VAGUE] == []


def test_every_module_class_and_public_function_says_what_it_is_for() -> None:
    silent = []
    for path, tree in trees():
        if not ast.get_docstring(tree):
            silent.append(str(path.relative_to(ROOT)))
        silent += [
            f"{path.relative_to(ROOT)}: {node.name}"
            for node in tree.body
            if isinstance(node, (ast.ClassDef, ast.FunctionDef))
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert silent == []


def test_only_the_loading_of_plugins_catches_every_exception() -> None:
    broad = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ExceptHandler) or _raises_again(node):
                continue
            names = [n.id for n in ast.walk(node.type) if isinstance(n, ast.Name)] if node.type else ["everything"]
            if {"Exception", "BaseException", "everything"} & set(names):
                broad.append(path.name)
    allowed = {"plugins.py", "__main__.py"}  # the entry point turns what is left into a request for a report
    assert sorted(set(broad) - allowed) == []


def test_nothing_that_windows_lacks_is_imported_unguarded() -> None:
    unguarded = []
    for path, tree in trees():
        for node in tree.body:
            if isinstance(node, ast.Import):
                unguarded += [f"{path.name}: {a.name}" for a in node.names if a.name in UNIX_ONLY]
            elif isinstance(node, ast.ImportFrom) and node.module in UNIX_ONLY:
                unguarded.append(f"{path.name}: {node.module}")
    assert unguarded == []


def test_nothing_outside_lookup_fetches_an_address() -> None:
    fetching = [
        path.name
        for path, tree in trees()
        if path.parent.name != "lookup"
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
        and any("urllib.request" in name for name in [getattr(node, "module", "") or "", *(a.name for a in node.names)])
    ]
    assert fetching == []


def test_the_event_loop_is_never_spun_by_hand() -> None:
    assert [p.name for p in SOURCES if ".processEvents(" in p.read_text("utf-8")] == []


def test_transactions_are_opened_in_one_way_only() -> None:
    banned = ("with db.conn", "with self.conn:", "alter=True", "conn.commit()")
    library = [p for p in SOURCES if p.parent.name == "library"]
    assert [(p.name, b) for p in library for b in banned if b in p.read_text("utf-8")] == []


def test_the_command_line_starts_without_qt_and_without_heavy_libraries() -> None:
    code = (
        "import sys; from mscref.__main__ import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "heavy = {'PySide6', 'sqlite_utils', 'pybtex', 'pypdfium2', 'lxml', 'rapidfuzz'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_every_pin_lies_within_the_range_that_pyproject_declares() -> None:
    from packaging.requirements import Requirement

    pins = {}
    for line in (ROOT / "constraints.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            pins[requirement.name.lower().replace("_", "-")] = str(requirement.specifier).removeprefix("==")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + [r for group in project["optional-dependencies"].values() for r in group]
    for text in wanted:
        requirement = Requirement(text)
        name = requirement.name.lower().replace("_", "-")
        assert name in pins, f"{name} has no pin"
        assert requirement.specifier.contains(pins[name]), f"{name} is pinned outside its range"


@pytest.mark.parametrize("word", ["pypi", "pythonhosted", "npmjs", "/" + "work/", "../shared"])
def test_no_file_names_a_registry_or_a_path_of_one_machine(word: str) -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = [
        name
        for name in tracked
        if name != here
        and (ROOT / name).suffix in {".py", ".md", ".toml", ".txt", ".sh", ".cfg", ".json", ""}
        and (ROOT / name).is_file()
        and word in (ROOT / name).read_text("utf-8", errors="replace")
    ]
    assert found == []
