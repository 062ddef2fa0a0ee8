"""References printed in the styles of journals, by pandoc where it is installed; without it in one plain style of ours.

pandoc runs as a program of its own, in its sandbox, on CSL-JSON and one of the styles in resources/styles.
"""

from __future__ import annotations

import functools
import importlib.util
import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mscref import settings
from mscref.errors import UserError
from mscref.formats import csl_json
from mscref.jobs import citation_forms
from mscref.model.reference import Reference

PLAIN = "plain"
STYLES = {
    PLAIN: "Plain (no pandoc needed)",
    "nlm-citation-sequence": "Vancouver (NLM)",
    "american-medical-association": "AMA",
    "apa": "APA 7",
    "bmj": "BMJ",
    "cell": "Cell",
    "elsevier-vancouver": "Elsevier (Vancouver)",
    "nature": "Nature",
    "plos": "PLOS",
    "science": "Science",
    "springer-vancouver": "Springer (Vancouver)",
    "stem-cells": "Stem Cells",
    "the-lancet": "The Lancet",
    "the-new-england-journal-of-medicine": "NEJM",
}
"""Name of a style -> what it is called."""
_PATIENCE = 30.0


def pandoc() -> Path | None:
    """The pandoc on the PATH, or the one that the extra `styles` brings; None when there is neither."""
    found = shutil.which("pandoc")
    if found:
        return Path(found)
    spec = importlib.util.find_spec("pypandoc")
    if spec is None or spec.origin is None:
        return None
    brought = Path(spec.origin).parent / "files" / ("pandoc.exe" if sys.platform == "win32" else "pandoc")
    return brought if brought.is_file() else None


def chosen_style() -> str:
    """The style of printed references that the user chose."""
    style = settings.load().get("cite_style", PLAIN)
    return style if style in STYLES else PLAIN


def choose_style(style: str) -> None:
    """Print references in a style from now on."""
    settings.save({"cite_style": style})


def printed(references: Sequence[Reference], style: str = PLAIN, *, html: bool = False) -> str:
    """References as a bibliography in a style, one a line, in the order that the style gives them.

    Raises UserError for a style that there is not, and when one needs pandoc and it is not there or fails.
    """
    if style not in STYLES:
        raise UserError(f'There is no style "{style}"; there are {", ".join(STYLES)}.')
    if style == PLAIN and not html:
        return "\n".join(map(citation_forms.printed, references))
    program = pandoc()
    if program is None:
        raise UserError(
            f"The style {STYLES[style]} needs pandoc, which is not installed. Install pandoc, or mscref[styles]."
        )
    return _by_pandoc(program, references, style if style != PLAIN else "nlm-citation-sequence", html)


def _by_pandoc(program: Path, references: Sequence[Reference], style: str, html: bool) -> str:
    out = io.StringIO()
    csl_json.write([replace(each, notes=(), keywords=()) for each in references], out)
    target = ["-t", "html" if html else "plain", "--wrap=none", "--columns=10000"]
    command = [str(program), "--sandbox", "-f", "csljson", "--citeproc", "--csl", str(_style(style)), *target]
    try:
        with tempfile.TemporaryDirectory() as empty:
            done = subprocess.run(
                command, input=out.getvalue().encode(), capture_output=True, timeout=_PATIENCE, cwd=empty, check=False
            )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UserError(f"pandoc ({program}) did not print the references; is it a recent one?") from error
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[:1]
        raise UserError(f"pandoc did not print the references: {''.join(said) or 'it gave no reason'}.")
    text = done.stdout.decode("utf-8", "replace").strip()
    return text if html else "\n".join(line.strip() for line in text.splitlines() if line.strip())


@functools.cache
def _style(name: str) -> Path:
    return settings.resource("styles", f"{name}.csl")
