"""The parser of the command line, made from the table of verbs."""

from __future__ import annotations

import argparse
import os
from typing import NoReturn

from mscref import __version__
from mscref.cli.verbs import READERS, VERBS, add_progress
from mscref.errors import UserError

_ABOUT = "A reference manager for the literature on cell therapy. Without a verb the window opens."
_END = (
    "Exit codes: 0 done, 1 done in part or with something to look at, 2 the request is at fault, 70 an error of ours."
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence, as for every mistake of a user."""
        sentence = message[:1].upper() + message[1:]
        raise UserError(f"{sentence.rstrip('.')}; see {self.prog} --help.")


def make_parser() -> argparse.ArgumentParser:
    """The parser of all verbs; --library and --json may stand before the verb or after it."""
    parser = _Parser(prog="mscref", description=_ABOUT, epilog=_END, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"mscref {__version__}")
    parser.add_argument("--library", metavar="PATH", default=os.environ.get("MSCREF_LIBRARY"), help=_LIBRARY)
    parser.add_argument("--json", action="store_true", help=_JSON)
    parser.add_argument("--sample", action="store_true", help="open the sample library in the window (without a verb)")
    anywhere = _Parser(add_help=False)
    anywhere.add_argument("--library", metavar="PATH", default=argparse.SUPPRESS, help=_LIBRARY)
    anywhere.add_argument("--json", action="store_true", default=argparse.SUPPRESS, help=_JSON)
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs", required=True)
    for name, verb in VERBS.items():
        row = verbs.add_parser(name, help=verb.help, description=verb.help, parents=[anywhere], allow_abbrev=False)
        verb.arguments(row)
        if name not in READERS:
            add_progress(row)
    return parser


_LIBRARY = "the library file (default: MSCREF_LIBRARY, else the library in your data folder)"
_JSON = "answer with one JSON document on stdout"
