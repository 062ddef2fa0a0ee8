"""Where files live, and what the user chose: one TOML file that both doors read."""

from __future__ import annotations

import functools
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import platformdirs

from mscref.errors import Bug
from mscref.model.facets import FACETS, Vocabulary, terms_from_toml

_APP = "mscref"


def resource(*parts: str) -> Path:
    """The path of a file in resources/: inside the package when installed, beside src/ in a checkout.

    Raises Bug when it is in neither.
    """
    here = Path(__file__).resolve().parent
    for root in (here / "resources", here.parents[1] / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise Bug(f"The resource {'/'.join(parts)} is missing from this installation.")


@functools.cache
def vocabulary() -> Vocabulary:
    """The vocabulary that ships with mscref, all facets."""
    files = [resource("vocabularies", f"{facet}.toml") for facet in FACETS]
    return Vocabulary(term for file in files for term in terms_from_toml(file.read_text("utf-8")))


def config_dir() -> Path:
    """The folder of the settings file; MSCREF_HOME moves it (and the data folder) elsewhere."""
    home = os.environ.get("MSCREF_HOME")
    return Path(home) if home else Path(platformdirs.user_config_dir(_APP, appauthor=False))


def data_dir() -> Path:
    """The folder of the default library and of backups."""
    home = os.environ.get("MSCREF_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir(_APP, appauthor=False))


def cache_dir() -> Path:
    """The folder of what can be fetched again; MSCREF_HOME moves it, too."""
    home = os.environ.get("MSCREF_HOME")
    return Path(home) / "cache" if home else Path(platformdirs.user_cache_dir(_APP, appauthor=False))


def default_library() -> Path:
    """The library that a verb without --library means: MSCREF_LIBRARY, else the one in the data folder."""
    named = os.environ.get("MSCREF_LIBRARY")
    return Path(named) if named else data_dir() / "library.mscref"


def load() -> dict[str, Any]:
    """What the user chose, by name; empty when nothing was chosen or the file cannot be read as TOML."""
    try:
        return tomllib.loads((config_dir() / "settings.toml").read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return {}


def save(choices: Mapping[str, Any]) -> None:
    """Lay `choices` over the stored ones and write the file whole (temporary file, then rename)."""
    import tomli_w

    merged = {**load(), **choices}
    folder = config_dir()
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / "settings.toml.new"
    fresh.write_text(tomli_w.dumps({k: v for k, v in merged.items() if v is not None}), "utf-8")
    fresh.replace(folder / "settings.toml")
