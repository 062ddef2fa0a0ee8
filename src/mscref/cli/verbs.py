"""The verbs of the command line: name, what it does, its arguments, and where it is done."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from mscref.cli import key_arguments, lookup_arguments, notes_arguments, study_arguments
from mscref.model.document import DOCUMENT_KINDS
from mscref.model.holdings import APPRAISALS, STATUSES

FORMATS = ("bibtex", "biblatex", "ris", "nbib", "csl-json", "csv", "markdown", "html")
SORTS = ("author", "year", "title", "journal", "key", "added", "modified", "rating", "status", "type")
Add = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True)
class Verb:
    """One verb; `module` and `function` name its handler in mscref.cli, loaded when it is called."""

    help: str
    arguments: Add
    module: str
    function: str


def _none(parser: argparse.ArgumentParser) -> None:
    """A verb without arguments of its own."""


def _files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file, a folder, or - for standard input")


def _query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", nargs="*", metavar="QUERY", help='for example "condition:als source:bone-marrow"')


def _keys(parser: argparse.ArgumentParser, nargs: str = "+") -> None:
    parser.add_argument("keys", nargs=nargs, metavar="KEY", help="a citation key, in any case")


def add_progress(parser: argparse.ArgumentParser) -> None:
    """The option of every verb that writes."""
    parser.add_argument("--progress", choices=["json"], help="one JSON line on stderr for every committed batch")


def _read(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--jsonl", action="store_true", help="one JSON object a line, one line a file")
    parser.add_argument(
        "--as", dest="read_as", choices=["references"], help="take every line for one printed reference"
    )


def _convert(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--to", required=True, choices=FORMATS, metavar="FORMAT", help=", ".join(FORMATS))
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write (default: standard output)")
    key_arguments.writer(parser)


def _import(parser: argparse.ArgumentParser) -> None:
    _files(parser)
    parser.add_argument("--dry-run", action="store_true", help="show what would come in, change nothing")
    parser.add_argument("--with-cited", action="store_true", help="bring in the whole reference list of a PDF, too")
    parser.add_argument("--link-files", action="store_true", help="link PDFs where they lie, store no copies")
    study_arguments.source(parser)
    lookup_arguments.online(parser)


def _list(parser: argparse.ArgumentParser) -> None:
    _query(parser)
    parser.add_argument("--sort", choices=SORTS, default="added")
    parser.add_argument("--ascending", action="store_true", help="lowest or oldest first")
    parser.add_argument("--limit", type=_positive, metavar="N", help="the first N references only")
    parser.add_argument("--trash", action="store_true", help="list what lies in the trash")


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number') from None


def _positive(text: str) -> int:
    value = _number(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return value


def _key(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", help="a citation key, in any case")


def _documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--candidates", action="store_true", help="with the held references each mention could mean")


def _resolve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mention", type=_number, metavar="MENTION", help="its number in mscref documents")
    _key(parser)


def _dismiss(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("mention", type=_number, metavar="MENTION", help="its number in mscref documents")


def _kind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", type=_number, metavar="DOCUMENT", help="its number in mscref documents")
    parser.add_argument("kind", choices=DOCUMENT_KINDS, metavar="KIND", help=", ".join(DOCUMENT_KINDS))


def _add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--type", default="article-journal", help="a CSL type (default: article-journal)")
    parser.add_argument("--key", default="", help="its citation key (default: made from author, year and title)")
    _set(parser)
    lookup_arguments.identifiers(parser)


def _edit(parser: argparse.ArgumentParser) -> None:
    _key(parser)
    parser.add_argument("--type", help="a CSL type")
    _set(parser)


def _set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--set",
        dest="fields",
        action="append",
        default=[],
        metavar="FIELD=VALUE",
        help='for example title="..." author="Bier, Ariel; Brodie, Chaya" year=2018; an empty value removes the field',
    )


def _some_keys(parser: argparse.ArgumentParser) -> None:
    _keys(parser)


def _tag(parser: argparse.ArgumentParser) -> None:
    _keys(parser, "*")
    parser.add_argument("--add", action="append", default=[], metavar="FACET=TERM", help="tag=WORD adds a free tag")
    parser.add_argument("--remove", action="append", default=[], metavar="FACET=TERM")
    parser.add_argument("--query", metavar="Q", help="tag every reference that matches")


def _mark(parser: argparse.ArgumentParser) -> None:
    _keys(parser)
    parser.add_argument("--status", choices=STATUSES)
    parser.add_argument("--rating", type=_number, choices=range(6), metavar="0-5")
    parser.add_argument("--colour", type=_number, choices=range(10), metavar="0-9")
    parser.add_argument("--appraisal", choices=(*APPRAISALS, "none"), help="the risk of bias, as you judge it")


def _note(parser: argparse.ArgumentParser) -> None:
    _key(parser)
    parser.add_argument("text", metavar="TEXT", help="Markdown, or - for standard input")
    parser.add_argument("--title", default="")


def _export(parser: argparse.ArgumentParser) -> None:
    _query(parser)
    parser.add_argument("--format", choices=FORMATS, metavar="F", help=f"{', '.join(FORMATS)} (default: by OUT's name)")
    parser.add_argument("-o", "--output", metavar="OUT", help="the file to write (default: standard output)")
    parser.add_argument("--sort", choices=SORTS, default="key")
    parser.add_argument("--facets", action="store_true", help="add the labels of facet terms to the keywords")
    key_arguments.writer(parser)
    parser.add_argument(
        "--cited-in",
        nargs="+",
        action="extend",
        metavar="MANUSCRIPT",
        help="only what a .tex, .aux, .bcf, .md, .qmd, .Rmd or .docx cites, under the keys it uses",
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help="read the file back and fail when anything is missing; write nothing when a citation is wrong",
    )


def _outputs(parser: argparse.ArgumentParser) -> None:
    key_arguments.outputs(parser, FORMATS)


def _map(parser: argparse.ArgumentParser) -> None:
    _query(parser)
    parser.add_argument("--rows", default="condition", metavar="FACET")
    parser.add_argument("--columns", default="cell_source", metavar="FACET")
    parser.add_argument("-o", "--output", metavar="F.svg|png|csv", help="write a picture or a table")
    parser.add_argument("--title", default="", help="the heading of the picture")
    parser.add_argument("--dark", action="store_true", help="light letters on a dark ground")
    parser.add_argument("--fold", action="store_true", help="one row or column for each group of terms")


def _settle(parser: argparse.ArgumentParser) -> None:
    _keys(parser, "*")
    parser.add_argument("--query", help="all references that match, in place of or beside keys")
    parser.add_argument("--facet", help="only proposals of this facet")
    parser.add_argument("--term", help="only this term")
    parser.add_argument("--rule", help="only what this rule proposes (proposals lists the rules)")


def _propose(parser: argparse.ArgumentParser) -> None:
    _query(parser)
    parser.add_argument("--text", action="store_true", help="read the indexed pages of attached PDFs too")


def _suggest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jsonl", action="store_true", help="JSON lines in and out (the only form)")


def _merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("keep", metavar="KEEP", help="the key of the reference that stays")
    parser.add_argument("others", nargs="+", metavar="OTHER", help="keys of those that become one with it")


def _distinct(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("one", metavar="KEY")
    parser.add_argument("other", metavar="KEY")


def _attach(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", nargs="?", metavar="KEY", help="the reference")
    parser.add_argument("file", nargs="?", metavar="FILE", help="the file to attach")
    parser.add_argument("--link", action="store_true", help="remember where the file is, store no copy")
    parser.add_argument("--find", metavar="FOLDER", help="look in FOLDER for files that are missing, by their content")


def _history(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("key", nargs="?", metavar="KEY", help="only what happened to this reference")


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", nargs="?", metavar="DIR", default="mscref-demo", help="where its files go")


def _backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("directory", nargs="?", metavar="DIR", help="where the copy goes (default: your data folder)")


def _restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a backup")


def _collections(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--new", metavar="NAME", help="make a collection")
    parser.add_argument("--drop", metavar="NAME", help="remove a collection, not what is in it")
    parser.add_argument("--put", metavar="NAME", help="put the references KEY... into a collection")
    parser.add_argument("--take", metavar="NAME", help="take the references KEY... out of a collection")
    _keys(parser, "*")


def _searches(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--save", metavar="NAME", help="keep QUERY under a name")
    parser.add_argument("--drop", metavar="NAME", help="forget a saved search")
    _query(parser)


def _terms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("facet", nargs="?", metavar="FACET", help="only the terms of this facet")
    parser.add_argument("--new", metavar="LABEL", help="add a term of your own to FACET")
    parser.add_argument("--under", metavar="TERM", default="", help="the broader term of a new one")
    parser.add_argument("--drop", metavar="TERM", help="remove a term of your own from FACET")
    parser.add_argument("--synonym", metavar="WORDS", action="append", help="another name of the term that --of names")
    parser.add_argument("--of", metavar="TERM", default="", help="the term that a synonym means")


READERS = frozenset(
    "read suggest list show documents notes find trials duplicates history verify demo".split()  # noqa: SIM905
)
VERBS = {
    "read": Verb("read files without a library; touches nothing", _read, "reading", "read"),
    "convert": Verb("read files and write them in another format", _convert, "reading", "convert"),
    "suggest": Verb("propose facet terms for records on standard input", _suggest, "reading", "suggest"),
    "import": Verb("bring files into the library, as one undo step", _import, "importing", "import_files"),
    "list": Verb("list the references that match a query", _list, "listing", "list_references"),
    "show": Verb("show one reference with all that hangs on it", _key, "listing", "show"),
    "documents": Verb("list source documents, their citations and mentions", _documents, "documents", "documents"),
    "resolve": Verb("say which reference a mention means", _resolve, "documents", "resolve"),
    "dismiss": Verb("set a mention aside", _dismiss, "documents", "dismiss"),
    "kind": Verb("say what kind of document one is", _kind, "documents", "kind"),
    "add": Verb("add a reference by hand or by identifier", _add, "editing", "add"),
    "lookup": Verb("complete references on the network; list what waits", lookup_arguments.lookup, "lookup", "lookup"),
    "edit": Verb("change the fields of a reference", _edit, "editing", "edit"),
    "tag": Verb("set or remove facet terms", _tag, "organising", "tag"),
    "mark": Verb("set status, rating or colour", _mark, "organising", "mark"),
    "propose": Verb("read titles and abstracts of held references for terms", _propose, "organising", "propose"),
    "proposals": Verb("list proposed terms with their words and reasons", _query, "organising", "proposals"),
    "accept": Verb("accept proposed terms", _settle, "organising", "accept"),
    "reject": Verb("reject proposed terms; they do not come back", _settle, "organising", "reject"),
    "note": Verb("add a note to a reference", _note, "editing", "note"),
    "annotations": Verb("highlights and notes with their pages", notes_arguments.of_annotations, "annotations", "show"),
    "notes": Verb("write notes and annotations out", notes_arguments.of_notes, "notes", "notes"),
    "index": Verb("read the pages of attached PDFs for the search", notes_arguments.of_index, "notes", "index"),
    "find": Verb("find words on the pages of PDFs and in annotations", notes_arguments.of_find, "notes", "find"),
    "attach": Verb("attach a file to a reference", _attach, "editing", "attach"),
    "trash": Verb("move references to the trash", _some_keys, "editing", "trash"),
    "untrash": Verb("take references out of the trash", _some_keys, "editing", "untrash"),
    "export": Verb("write references to a file or standard output", _export, "exporting", "export"),
    "outputs": Verb("list and change the files kept in step", _outputs, "outputs", "outputs"),
    "keys": Verb("show, set and use the pattern of citation keys", key_arguments.keys, "keys", "keys"),
    "rename": Verb("give a citation key another name, in manuscripts too", key_arguments.rename, "keys", "rename"),
    "cite": Verb("print what cites references, or them in a style", key_arguments.cite, "citations", "cite"),
    "check": Verb("look for what is wrong with records", key_arguments.check, "checking", "check"),
    "map": Verb("draw the evidence map: conditions by cell sources", _map, "exporting", "draw_map"),
    "table": Verb("characteristics of studies, with citation keys", study_arguments.table, "studies", "table"),
    "trials": Verb("list trials with their papers", study_arguments.trials, "studies", "trials"),
    "family": Verb("show and change which references are one study", study_arguments.family, "studies", "family"),
    "claims": Verb("claims and their evidence", study_arguments.claims, "claims", "claims"),
    "screen": Verb("include or exclude references for a review", study_arguments.screen, "prisma", "screen"),
    "prisma": Verb("count and draw the PRISMA 2020 flow diagram", study_arguments.prisma, "prisma", "prisma"),
    "duplicates": Verb("list references that may be one paper", _none, "duplicates", "duplicates"),
    "merge": Verb("make several references one", _merge, "duplicates", "merge"),
    "distinct": Verb("remember that two references differ", _distinct, "duplicates", "distinct"),
    "collections": Verb("list and change collections", _collections, "organising", "collections"),
    "searches": Verb("list, save and forget searches", _searches, "organising", "searches"),
    "terms": Verb("list the vocabulary, add terms of your own", _terms, "organising", "terms"),
    "undo": Verb("take back the last step, also after a restart", _none, "upkeep", "undo"),
    "redo": Verb("do again what was taken back", _none, "upkeep", "redo"),
    "history": Verb("list what was done, newest first", _history, "upkeep", "history"),
    "verify": Verb("check the library and its files", _none, "upkeep", "verify"),
    "backup": Verb("write a checked copy of the library", _backup, "upkeep", "backup"),
    "restore": Verb("put a backup in the library's place; the old one is kept", _restore, "upkeep", "restore"),
    "rebuild": Verb("make the search index anew", _none, "upkeep", "rebuild"),
    "demo": Verb("do the main job on the sample documents, with screenshots", _demo, "upkeep", "demo"),
}
