"""References printed in styles: plainly without pandoc, by pandoc where it is, with one sentence where it is not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mscref import settings
from mscref.errors import UserError
from mscref.jobs import citation_styles
from mscref.model.reference import Name, Reference, authors

BIER = Reference(
    title="Placenta-derived cells in <i>mdx</i> mice",
    contributors=authors([Name("Bier", "Ariel"), Name("Berenstein", "Peter")]),
    fields={"issued": "2018-05", "container-title": "Biomaterials", "volume": "174", "page": "67-78"},
    key="bier2018",
)
needs_pandoc = pytest.mark.skipif(citation_styles.pandoc() is None, reason="pandoc is not installed")


def test_every_style_is_there_with_its_licence() -> None:
    for style in citation_styles.STYLES:
        if style != citation_styles.PLAIN:
            text = settings.resource("styles", f"{style}.csl").read_text("utf-8")
            assert "creativecommons.org/licenses/by-sa/3.0" in text
            assert 'rel="independent-parent"' not in text
    assert settings.resource("styles", "LICENCE.md").is_file()


def test_the_plain_style_needs_no_pandoc(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.setenv("PATH", str(tmp_path))
    assert citation_styles.printed([BIER]).startswith("Bier A, Berenstein P. Placenta-derived cells in mdx mice.")
    if citation_styles.pandoc() is None:
        with pytest.raises(UserError, match="needs pandoc"):
            citation_styles.printed([BIER], "apa")
    with pytest.raises(UserError, match="no style"):
        citation_styles.printed([BIER], "my-own")


@pytest.mark.skipif(sys.platform == "win32", reason="the fake program is a script")
def test_pandoc_is_run_in_its_sandbox_and_its_failure_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "pandoc"
    program.write_text(
        f"#!{sys.executable}\nimport sys\ndata = sys.stdin.read()\n"
        "assert '--sandbox' in sys.argv and 'bier2018' in data\nprint('1. As printed.\\n')\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert citation_styles.printed([BIER], "nature") == "1. As printed."
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.stderr.write('bad style\\n')\nsys.exit(83)\n")
    with pytest.raises(UserError, match="bad style"):
        citation_styles.printed([BIER], "nature")


@needs_pandoc
@pytest.mark.parametrize("style", [style for style in citation_styles.STYLES if style != citation_styles.PLAIN])
def test_pandoc_prints_every_style(style: str) -> None:
    text = citation_styles.printed([BIER], style)
    assert "Bier" in text
    assert "Placenta" in text
    assert "2018" in text
    assert len(text.splitlines()) == 1
    assert "<em>mdx</em>" in citation_styles.printed([BIER], style, html=True).replace("<i>", "<em>").replace(
        "</i>", "</em>"
    )
