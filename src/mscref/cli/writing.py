"""From the options of a command line to those of a writer."""

from __future__ import annotations

import argparse
from typing import Any

from mscref.errors import UserError
from mscref.formats import files

_NAMES = {"journal": "journals", "protect": "protect", "links": "links"}


def writer_options(args: argparse.Namespace, format: str) -> dict[str, Any]:
    """The options of `exporting.write` that were asked for; raises UserError for one that the format does not have."""
    given = {writers: getattr(args, name) for name, writers in _NAMES.items() if getattr(args, name) is not None}
    given |= {name: True for name in ("ascii", "raw") if getattr(args, name)}
    omitted = [field.strip() for text in args.omit for field in text.split(",") if field.strip()]
    if omitted:
        given["omit"] = omitted
    unknown = next((name for name in given if name not in files.options_of(format)), None)
    if unknown:
        option = next((name for name, writers in _NAMES.items() if writers == unknown), unknown)
        raise UserError(f"--{option} has no meaning for {format}; leave it out, or write BibTeX.")
    chosen: dict[str, Any] = {"facets": True} if getattr(args, "facets", False) else {}
    return {**chosen, **({"notes": False} if args.without_notes else {}), **given}
