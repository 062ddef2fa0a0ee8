"""From the words of a command line to one verb, and from whatever happens to an exit code."""

from __future__ import annotations

import argparse
import difflib
import importlib
import os
import sys
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, TextIO

from mscref.cli.parser import make_parser
from mscref.cli.request import DONE, NOTHING, PARTLY, Doors, Request
from mscref.cli.verbs import VERBS
from mscref.errors import Bug, QueryError, UserError

OUR_BUG = 70
_OPTIONS = ("--library", "--json", "--sample", "--help", "-h", "--version")
_SHOWN = 80


def run(
    argv: Sequence[str],
    *,
    window: Callable[[list[str]], int],
    demo: Callable[[Path], dict[str, Any]],
    save_picture: Callable[..., None],
) -> int:
    """Do what `argv` asks; 0 done, 1 done in part, 2 the request is at fault, 70 a bug. Without a verb: the window."""
    _speak_utf8(sys.stdout)
    _speak_utf8(sys.stderr)
    try:
        code = _dispatch(list(argv), Doors(window, demo, save_picture))
        sys.stdout.flush()
    except BrokenPipeError:
        return _reader_has_gone()
    except KeyboardInterrupt:
        return _failed("Stopped.", PARTLY)
    except UserError as error:
        return _failed(str(error), NOTHING)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _failed(f"{place}{error.strerror or error}.", NOTHING)
    except Bug as error:
        return _failed(f"{error} This is an error of mscref itself: please report it with what you did.", OUR_BUG)
    return code


def _dispatch(argv: list[str], doors: Doors) -> int:
    verb = _verb_of(argv)
    if verb is None and not {"-h", "--help", "--version"} & set(argv):
        return doors.window(_for_window(argv))
    try:
        args = make_parser().parse_args(argv)
    except SystemExit as finished:  # --help and --version have printed what was asked for
        return DONE if finished.code in (0, None) else NOTHING
    if args.sample:
        raise UserError("--sample opens the window; leave it out, or leave out the verb.")
    row = VERBS[args.verb]
    module = importlib.import_module(f"mscref.cli.{row.module}")
    handler: Callable[[Request], int] = getattr(module, row.function)
    request = Request(args, doors)
    try:
        code = handler(request)
    except QueryError as error:
        raise UserError(_placed(error, args)) from error
    _keep_files_in_step(request)
    return code


def _keep_files_in_step(request: Request) -> None:
    """Bring the files kept in step with the libraries that a verb has written to up to date, and say what is wrong."""
    for path in dict.fromkeys(request.written):
        from mscref.library.library import Library

        with Library.open(path) as library:
            if not library.auto_exports():
                continue
            from mscref.jobs import auto_export

            for outcome in auto_export.keep_in_step(library):
                if outcome.problem and outcome.is_news:
                    request.tell(f"mscref: {outcome.path}: {outcome.problem}")


def _placed(error: QueryError, args: argparse.Namespace) -> str:
    """What is wrong with a query, with the query and the place in it."""
    given: str | list[str] | None = getattr(args, "query", None)
    query = given if isinstance(given, str) else " ".join(given or ())
    if not query:
        return str(error)
    start = max(0, error.position - _SHOWN // 2) if len(query) > _SHOWN else 0
    end = start + _SHOWN
    shown = f"{'…' if start else ''}{query[start:end]}{'…' if end < len(query) else ''}"
    place = "At the end" if error.position >= len(query) else f"At character {error.position + 1}"
    return f"{place} of the query {shown}: {error}"


def _verb_of(argv: list[str]) -> str | None:
    """The verb in `argv`, None when the window is meant; raises UserError for a word that is neither verb nor file."""
    skip = False
    for word in argv:
        if skip or word.startswith("-"):
            if not skip and word.partition("=")[0] not in _OPTIONS:
                raise UserError(f'There is no option "{word}" to stand before a verb; see mscref --help.')
            skip = word == "--library" and not skip
            continue
        if word in VERBS:
            return word
        if word.endswith(".mscref") or Path(word).exists():
            return None
        near = difflib.get_close_matches(word, VERBS, n=1)
        hint = f'Did you mean "{near[0]}"?' if near else "See mscref --help."
        raise UserError(f'There is no verb and no file "{word}". {hint}')
    return None


def _for_window(argv: list[str]) -> list[str]:
    """What the window is asked to open: files, a library (also one named by --library), or --sample."""
    if "--json" in argv:
        raise UserError("The window answers with no JSON; give --json with a verb (see mscref --help).")
    named = [following for word, following in zip_longest(argv, argv[1:], fillvalue="") if word == "--library"]
    named += [word.removeprefix("--library=") for word in argv if word.startswith("--library=")]
    if any(not name or name.startswith("-") for name in named):
        raise UserError("Argument --library: the path of a library is missing; see mscref --help.")
    return [word.removeprefix("--library=") for word in argv if word != "--library"]


def _failed(message: str, code: int) -> int:
    print(f"mscref: {message}", file=sys.stderr)
    return code


def _reader_has_gone() -> int:
    """Whoever read our output has closed it (`mscref list | head`): end quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def _speak_utf8(stream: TextIO) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:
        reconfigure(encoding="utf-8", errors="backslashreplace")
