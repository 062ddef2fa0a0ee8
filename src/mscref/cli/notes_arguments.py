"""The arguments of the verbs on notes, annotations and the texts of pages."""

from __future__ import annotations

import argparse


def of_annotations(parser: argparse.ArgumentParser) -> None:
    """What is marked in a paper: shown, brought in from its PDF, written into a copy of it."""
    parser.add_argument("key", metavar="KEY", help="a citation key, in any case")
    parser.add_argument("--format", choices=["text", "markdown"], default="text", help="text (default) or markdown")
    does = parser.add_mutually_exclusive_group()
    does.add_argument("--import", dest="bring_in", action="store_true", help="bring in the marks that stand in the PDF")
    parser.add_argument("--removed", action="store_true", help="with --import: also marks that were removed here")
    does.add_argument("--pdf-copy", metavar="OUT.pdf", help="write a copy of the PDF with the annotations in it")


def of_notes(parser: argparse.ArgumentParser) -> None:
    """Notes and annotations written out."""
    parser.add_argument("query", nargs="*", metavar="QUERY", help="whose notes (default: of the whole library)")
    parser.add_argument("--format", choices=["markdown", "html", "docx"], help="default: by OUT's name, else markdown")
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write (default: standard output)")
    parser.add_argument("--one-per-reference", action="store_true", help="OUT is a folder: a file for each reference")


def of_index(parser: argparse.ArgumentParser) -> None:
    """The texts of PDF pages read for the search."""
    parser.add_argument("--again", action="store_true", help="forget what was read and read every file anew")


def of_find(parser: argparse.ArgumentParser) -> None:
    """Where words stand in PDFs and annotations."""
    parser.add_argument("query", nargs="+", metavar="TEXT", help='words, "a phrase", also condition:als etc.')
    parser.add_argument("--limit", type=int, default=200, metavar="N", help="at most N places (default: 200)")
