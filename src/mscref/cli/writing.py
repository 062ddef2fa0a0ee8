"""From the options of a command line to those of a writer."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mscref.errors import UserError
from mscref.formats import files, text_encoding

_NAMES = {"journal": "journals", "protect": "protect", "links": "links"}
_FLAGS = ("ascii", "raw", "title_case", "extended_names", "url_in_note")
_MOST = 10_000_000


def writer_options(args: argparse.Namespace, format: str) -> dict[str, Any]:
    """The options of `exporting.write` that were asked for; raises UserError for one that the format does not have."""
    given = {writers: getattr(args, name) for name, writers in _NAMES.items() if getattr(args, name) is not None}
    given |= {name: True for name in _FLAGS if getattr(args, name)}
    given |= {name: words for name in ("omit", "protected") if (words := _words(getattr(args, name)))}
    if args.strings:
        given["strings"] = _strings(Path(args.strings))
    unknown = next((name for name in given if name not in files.options_of(format)), None)
    if unknown:
        option = next((name for name, writers in _NAMES.items() if writers == unknown), unknown).replace("_", "-")
        raise UserError(f"--{option} has no meaning for {format}; leave it out, or write BibTeX.")
    chosen: dict[str, Any] = {"facets": True} if getattr(args, "facets", False) else {}
    return {**chosen, **({"notes": False} if args.without_notes else {}), **given}


def _words(given: Iterable[str]) -> list[str]:
    return [word.strip() for text in given for word in text.split(",") if word.strip()]


def _strings(path: Path) -> dict[str, str]:
    """The @string macros of a file; raises UserError when there are none."""
    from mscref.formats import bibtex

    try:
        with path.open("rb") as file:
            data = file.read(_MOST + 1)
    except OSError as error:
        raise UserError(f"{path} could not be read ({error.strerror or error}); name a .bib for --strings.") from error
    if len(data) > _MOST:
        raise UserError(f"{path} is too large for a file of @strings; give one below 10 MB.")
    found = bibtex.strings_in(text_encoding.decode(data)[0])
    if not found:
        raise UserError(f"{path} defines no @string; --strings wants a .bib with lines as @string{{jn = {{...}}}}.")
    return found
