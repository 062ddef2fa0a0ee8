"""The arguments of the verbs on citation keys and on the files that cite by them."""

from __future__ import annotations

import argparse


def keys(parser: argparse.ArgumentParser) -> None:
    """Arguments of `keys`."""
    parser.add_argument("--set", dest="pattern", metavar="PATTERN", help='the pattern of new keys, e.g. "[auth][year]"')
    parser.add_argument("--try", dest="tried", metavar="PATTERN", help="show the keys by another pattern")
    parser.add_argument("--make", nargs="*", metavar="KEY", help="give these references new keys, as one step")
    parser.add_argument("--query", metavar="Q", help="show, or with --make change, what matches")
    parser.add_argument("--dry-run", action="store_true", help="with --make: show what would change")


def rename(parser: argparse.ArgumentParser) -> None:
    """Arguments of `rename`."""
    parser.add_argument("old", metavar="OLD", help="the key as it is cited")
    parser.add_argument("new", metavar="NEW", help="the key that it gets")
    parser.add_argument(
        "--in",
        dest="manuscripts",
        nargs="+",
        action="extend",
        default=[],
        metavar="MANUSCRIPT",
        help="show what changes in these texts and what they include (.tex, .md, .qmd, .Rmd)",
    )
    parser.add_argument("--write", action="store_true", help="change the library and the manuscripts")


def outputs(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    """Arguments of `outputs`."""
    parser.add_argument("--add", metavar="PATH", help="keep a file in step; again for a file: change what it holds")
    parser.add_argument("--remove", metavar="PATH", help="keep a file in step no more; the file stays")
    parser.add_argument("--replace", metavar="PATH", help="write over someone else's version; it stays as .bak")
    parser.add_argument("--run", action="store_true", help="bring all files up to date now")
    parser.add_argument("--query", metavar="Q", help='with --add: what it holds, e.g. "collection:Grant"')
    parser.add_argument(
        "--cited-in", nargs="+", action="extend", metavar="MANUSCRIPT", help="with --add: what these texts cite"
    )
    parser.add_argument("--format", choices=formats, metavar="F", help=f"{', '.join(formats)} (default: by the name)")
    parser.add_argument("--facets", action="store_true", help="add the labels of facet terms to the keywords")
    writer(parser)


def writer(parser: argparse.ArgumentParser) -> None:
    """How references are written: the options of every verb that writes them to files."""
    parser.add_argument("--without-notes", action="store_true", help="leave notes out")
    parser.add_argument("--ascii", action="store_true", help="accents and signs as LaTeX commands")
    parser.add_argument("--omit", action="append", default=[], metavar="FIELD,...", help="fields to leave out")
    parser.add_argument(
        "--journal", choices=("kept", "full", "nlm", "iso4"), help="journals in full, or short (nlm without dots)"
    )
    parser.add_argument("--protect", choices=("words", "capitals", "none"), help="what titles keep in capitals")
    parser.add_argument(
        "--protected", action="append", default=[], metavar="WORD,...", help="more words that keep their capitals"
    )
    parser.add_argument("--title-case", action="store_true", help="capitals for the words of English titles")
    parser.add_argument(
        "--extended-names", action="store_true", help="BibLaTeX's family=..., prefix=... for names with a particle"
    )
    parser.add_argument("--url-in-note", action="store_true", help="the address as \\url in the note")
    parser.add_argument(
        "--strings", metavar="FILE.bib", help="write journals that this file has an @string for by its name"
    )
    parser.add_argument("--links", choices=("both", "doi", "url"), help="of DOI and address, where both are known")
    parser.add_argument("--raw", action="store_true", help="write what nobody edited as the text it was read from")


def cite(parser: argparse.ArgumentParser) -> None:
    """Arguments of `cite`."""
    parser.add_argument("keys", nargs="+", metavar="KEY", help="a citation key, in any case")
    parser.add_argument("--form", choices=("latex", "pandoc", "typst", "org", "keys"), help="how a text cites them")
    parser.add_argument(
        "--style", metavar="STYLE", help="print the references, for example apa (plain needs no pandoc)"
    )
    parser.add_argument("--html", action="store_true", help="with a style: HTML instead of plain text")


def check(parser: argparse.ArgumentParser) -> None:
    """Arguments of `check`."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help='for example "condition:als"')
    parser.add_argument("--fix", action="store_true", help="mend what can be mended without judgement, as one step")
    parser.add_argument("--only", action="append", default=[], metavar="RULE", help="only findings of this rule")
