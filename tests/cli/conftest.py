"""The command line as a user calls it: a process of its own, its own library, no settings of the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Answer:
    """What a call gave: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Call = Callable[..., Answer]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MSCREF_")}
    return {
        **kept,
        "MSCREF_HOME": str(tmp_path / "home"),
        "MSCREF_LIBRARY": str(tmp_path / "library.mscref"),
        "QT_QPA_PLATFORM": "offscreen",
    }


@pytest.fixture
def mscref(tmp_path: Path, environment: dict[str, str]) -> Call:
    """Call `mscref` in a process of its own, in the test's folder."""

    def call(*words: str, stdin: str | bytes = "", env: dict[str, str] | None = None) -> Answer:
        done = subprocess.run(
            [sys.executable, "-m", "mscref", *words],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=tmp_path,
            env={**environment, **(env or {})},
            timeout=120,
            check=False,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return call


BIB = """\
@article{Bier2018,
  title = {Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects in {D}uchenne
           muscular dystrophy},
  author = {Bier, Ariel and others}, journal = {Biomaterials}, year = 2018, volume = 174, pages = {67--78}
}

@article{Hardiman2017,
  title = {Amyotrophic lateral sclerosis}, author = {Hardiman, Orla and al-Chalabi, Ammar and others},
  journal = {Nature Reviews Disease Primers}, year = 2017, volume = 3, doi = {10.1038/nrdp.2017.71}
}

@article{Kiernan2011,
  title = {Amyotrophic lateral sclerosis}, author = {Kiernan, Matthew C. and others},
  journal = {Lancet}, year = 2011
}
"""


@pytest.fixture
def bib(tmp_path: Path) -> Path:
    """A small .bib of three references, two of which share their title."""
    path = tmp_path / "refs.bib"
    path.write_text(BIB, "utf-8")
    return path


@pytest.fixture
def filled(mscref: Call, bib: Path) -> Call:
    """The command line with a library that holds the small .bib."""
    answer = mscref("import", bib.name)
    assert answer.code == 0, answer.err
    return mscref
