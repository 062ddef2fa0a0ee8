"""The arguments of the verbs that may ask the network."""

from __future__ import annotations

import argparse

_ONLINE = "ask the network for this once, whatever the settings say"


def online(parser: argparse.ArgumentParser) -> None:
    """The option that allows the network for one call."""
    parser.add_argument("--online", action="store_true", help=_ONLINE)


def lookup(parser: argparse.ArgumentParser) -> None:
    """What is looked up: references, trials, what a query finds, or what waits."""
    parser.add_argument("keys", nargs="*", metavar="KEY", help="a citation key, or the number of a trial (NCT...)")
    parser.add_argument("--query", metavar="Q", help="every reference that matches")
    parser.add_argument("--waiting", action="store_true", help="what could not be looked up before")
    parser.add_argument("--take", action="store_true", help="keep an answer, too, that does not agree with its KEY")
    parser.add_argument("--dry-run", action="store_true", help="show what would be kept, change nothing")
    parser.add_argument("--free-copy", action="store_true", help="only say where each can be read freely (Unpaywall)")
    parser.add_argument("--fresh", action="store_true", help="ask again what was answered within the last week")
    online(parser)


def identifiers(parser: argparse.ArgumentParser) -> None:
    """A reference by its identifier."""
    parser.add_argument(
        "--id",
        dest="ids",
        action="append",
        default=[],
        metavar="IDENTIFIER",
        help="add what a DOI, PMID, PMCID, NCT number, ISBN or arXiv number means; may be given more than once",
    )
    online(parser)
