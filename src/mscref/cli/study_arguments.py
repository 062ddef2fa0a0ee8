"""The arguments of the verbs on studies: table, trials, family, claims, screen, prisma."""

from __future__ import annotations

import argparse

from mscref.model.studies import SOURCE_KINDS, STAGES, STANCES

TABLE_FORMATS = ("latex", "markdown", "csv", "docx")


def table(parser: argparse.ArgumentParser) -> None:
    """Arguments of `table`."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help='for example "condition:als study:rct"')
    parser.add_argument("--format", choices=TABLE_FORMATS, help="default: markdown, or by the name of OUT")
    parser.add_argument("-o", "--output", metavar="OUT", help="a .tex, .md, .csv or .docx file")
    parser.add_argument("--quotes", action="store_true", help="csv: with each value where it stands and its words")
    parser.add_argument(
        "--set", dest="cells", nargs="+", metavar="KEY FIELD=VALUE", help='store a cell; "FIELD=" says it is not stated'
    )
    parser.add_argument("--forget", nargs="+", metavar="KEY FIELD", help="forget a stored cell, read it anew")
    _quoted(parser)


def _quoted(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quote", default="", metavar="WORDS", help="the words of the paper that say so")
    parser.add_argument("--page", type=_page, default=0, metavar="N", help="the page on which they stand")


def _page(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no page; pages count from 1")
    return int(text)


def _whole(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f'"{text}" is not a number')
    return int(text)


def trials(parser: argparse.ArgumentParser) -> None:
    """Arguments of `trials`."""
    parser.add_argument("number", nargs="?", metavar="NUMBER", help="one trial, for example NCT01777646")


def family(parser: argparse.ArgumentParser) -> None:
    """Arguments of `family`."""
    parser.add_argument("key", metavar="KEY", help="a citation key; with --add, that of the main report")
    parser.add_argument(
        "--add",
        action="append",
        default=[],
        metavar="KEY=ROLE",
        help="for example smith2019=protocol; roles: preprint, erratum, conference-abstract, registry-record, ...",
    )
    parser.add_argument("--leave", action="store_true", help="take KEY out of its family")


def claims(parser: argparse.ArgumentParser) -> None:
    """Arguments of `claims`."""
    parser.add_argument("--document", type=_whole, metavar="N", help="only of this document; with --add: it says so")
    parser.add_argument("--unsupported", action="store_true", help="only claims without evidence")
    parser.add_argument("--add", metavar="TEXT", help="add a claim")
    parser.add_argument("--edit", nargs=2, metavar=("CLAIM", "TEXT"), help="say a claim in other words")
    parser.add_argument("--remove", type=_whole, metavar="CLAIM", help="remove a claim with its evidence")
    parser.add_argument(
        "--evidence", nargs=3, metavar=("CLAIM", "KEY", "STANCE"), help=f"what a reference does: {', '.join(STANCES)}"
    )
    parser.add_argument("--remove-evidence", type=_whole, metavar="N", help="remove a piece of evidence")
    _quoted(parser)
    parser.add_argument("--format", choices=("markdown", "csv"), help="print as Markdown or CSV")
    parser.add_argument("-o", "--output", metavar="OUT", help="a .md or .csv file")


def screen(parser: argparse.ArgumentParser) -> None:
    """Arguments of `screen`."""
    parser.add_argument("keys", nargs="*", metavar="KEY", help="a citation key, in any case")
    parser.add_argument("--query", metavar="Q", help="screen every reference that matches")
    parser.add_argument("--stage", choices=STAGES, default="title", help="title (default) or report (the full text)")
    parser.add_argument("--include", action="store_true")
    parser.add_argument("--exclude", metavar="REASON", help='for example "no cells given"')
    parser.add_argument("--not-retrieved", action="store_true", help="the report could not be had (stage report)")
    parser.add_argument("--clear", dest="undo_decision", action="store_true", help="take back what was decided")


def prisma(parser: argparse.ArgumentParser) -> None:
    """Arguments of `prisma`."""
    parser.add_argument("-o", "--output", metavar="F.svg", help="draw the flow diagram")
    parser.add_argument("--title", default="", help="the heading of the picture")
    parser.add_argument("--dark", action="store_true", help="light letters on a dark ground")
    parser.add_argument(
        "--batch", type=_whole, metavar="N", help="say where the records of an earlier import came from"
    )
    source(parser)


def source(parser: argparse.ArgumentParser) -> None:
    """Where records came from, for an import and for `prisma --batch`."""
    parser.add_argument("--source", metavar="NAME", help='the database or register searched, for example "PubMed"')
    parser.add_argument("--source-kind", choices=SOURCE_KINDS, default="database", help="default: database")
    parser.add_argument("--search", metavar="TEXT", help="what was searched there")
