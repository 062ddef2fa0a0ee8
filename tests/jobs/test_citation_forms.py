"""Citing keys in texts, printing references, and handing citations to editors."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.jobs import citation_forms, editors
from mscref.model.reference import Name, Reference, authors

BIER = Reference(
    title="Placenta-derived cells in <i>mdx</i> mice.",
    contributors=authors(
        [Name("Bier", "Ariel J."), Name("Berg", "Jan", particle="van den"), Name(literal="ALS Group")]
    ),
    fields={
        "issued": "2018-05",
        "container-title": "Biomaterials",
        "volume": "174",
        "issue": "2",
        "page": "67-78",
        "DOI": "10.1016/j.x",
    },
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MSCREF_HOME", str(tmp_path / "home"))


def test_each_form_cites_several_keys() -> None:
    made = {form: citation_forms.cite(["a1", "b2"], form) for form in citation_forms.FORMS}
    assert made == {
        "latex": "\\cite{a1,b2}",
        "pandoc": "[@a1; @b2]",
        "typst": "#cite(<a1>) #cite(<b2>)",
        "org": "[cite:@a1;@b2]",
        "keys": "a1, b2",
    }


def test_the_chosen_form_is_kept() -> None:
    assert citation_forms.cite(["a"]) == "\\cite{a}"
    citation_forms.choose_form("pandoc")
    assert citation_forms.cite(["a"]) == "[@a]"


def test_a_reference_is_printed_as_medicine_prints_it() -> None:
    assert citation_forms.printed(BIER) == (
        "Bier AJ, van den Berg J, ALS Group. Placenta-derived cells in mdx mice. Biomaterials. 2018;174(2):67-78. "
        "doi:10.1016/j.x"
    )
    many = Reference(title="T", contributors=authors([Name(f"N{number}") for number in range(9)]))
    assert citation_forms.printed(many) == "N0, N1, N2, N3, N4, N5, et al. T."
    book = Reference(
        type="book", title="Cells", fields={"publisher": "Press", "publisher-place": "Bonn", "issued": "2001"}
    )
    assert citation_forms.printed(book) == "Cells. Bonn: Press; 2001."


def test_each_editor_is_called_in_its_documented_way() -> None:
    assert editors.arguments("texstudio", ["a", "b"]) == ["texstudio", "--insert-cite", "a,b"]
    assert editors.arguments("emacs", ["a"])[-1] == (
        '(with-current-buffer (window-buffer (selected-window)) (insert "\\\\cite{a}"))'
    )
    assert editors.arguments("vim", ["a"], "typst")[-1] == "<C-\\><C-N>a#cite(<lt>a>)<Esc>"
    assert editors.arguments("vscode", ["a"]) == ["code", "--reuse-window"]
    with pytest.raises(UserError, match="rename"):
        editors.arguments("emacs", ['a") (delete-file "x'])
    with pytest.raises(UserError, match="rename"):
        editors.arguments("vim", ["a\x1b:!rm"])


def fake(folder: Path, name: str, code: int = 0) -> Path:
    """A program that notes its arguments."""
    noted = folder / f"{name}.json"
    program = folder / name
    program.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"open({str(noted)!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
        f"sys.stderr.write('no server\\n' if {code} else '')\nsys.exit({code})\n"
    )
    program.chmod(0o755)
    return noted


@pytest.mark.skipif(sys.platform == "win32", reason="the fake programs are scripts")
def test_the_command_is_run_as_it_is_without_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert editors.available() == []
    with pytest.raises(UserError, match="not installed"):
        editors.send("emacs", ["a"])
    noted = fake(tmp_path, "emacsclient")
    studio = fake(tmp_path, "texstudio")
    assert editors.available() == ["texstudio", "emacs"]
    editors.send("emacs", ["a;$(x)"])
    assert json.loads(noted.read_text())[2].endswith('(insert "\\\\cite{a;$(x)}"))')
    editors.send("texstudio", ["a", "b"])
    for _ in range(500):
        if studio.exists() and studio.stat().st_size:
            break
        time.sleep(0.02)
    assert json.loads(studio.read_text()) == ["--insert-cite", "a,b"]
    fake(tmp_path, "vim", code=1)
    with pytest.raises(UserError, match="no server"):
        editors.send("vim", ["a"])
    assert os.environ["PATH"] == str(tmp_path)
