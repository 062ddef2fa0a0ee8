"""One call of a verb: what was asked, where the library is, and how to answer."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref import settings
from mscref.errors import UserError

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.model.holdings import Changes

DONE = 0
PARTLY = 1
NOTHING = 2


@dataclass(frozen=True)
class Doors:
    """What the command line hands over to the window, so that no verb loads Qt by itself."""

    window: Callable[[list[str]], int]
    demo: Callable[[Path], dict[str, Any]]
    save_picture: Callable[..., None]


@dataclass(frozen=True)
class Request:
    """A verb's arguments and its way to answer: JSON or lines on stdout, all else on stderr."""

    args: argparse.Namespace
    doors: Doors
    written: list[Path] = field(default_factory=list)
    """The libraries that the verb has opened for writing."""

    @property
    def library_path(self) -> Path:
        """Where the library is: --library, else MSCREF_LIBRARY, else the one in the data folder."""
        named: str | None = self.args.library
        return Path(named) if named else settings.default_library()

    def open(self, *, write: bool = False, create: bool = False) -> Library:
        """Open the library; a missing one is made with `create`, else LibraryError says that there is none."""
        from mscref.library.library import Library

        path = self.library_path
        if create:
            self.check_place()
        if create and not self.args.library:
            path.parent.mkdir(parents=True, exist_ok=True)
        if write:
            self.written.append(path)
        return Library.open(path, write=write, create=create)

    def check_place(self) -> None:
        """Raise UserError when no library can be made at a place that the user named."""
        folder = self.library_path.absolute().parent
        if self.args.library and not folder.is_dir():
            raise UserError(f"The folder {folder} does not exist. Make it first, or choose another place.")
        if folder.is_dir() and not os.access(folder, os.W_OK):
            raise UserError(f"No library can be made in {folder}: you may not write there. Choose another place.")

    def answer(self, value: Any, lines: Iterable[str] = ()) -> None:
        """Print the one answer of a verb: `value` as JSON when asked for, else `lines`."""
        if self.args.json:
            print(json.dumps(value, ensure_ascii=False, indent=2))
        else:
            for line in lines:
                print(line)

    def tell(self, message: str) -> None:
        """Say something beside the answer: progress, a warning, a hint."""
        print(message, file=sys.stderr, flush=True)

    def committed(self, count: int) -> None:
        """Say, with --progress json, how many references a verb has written; to be called after the commit."""
        if self.args.progress:
            self.tell(json.dumps({"op": self.args.verb, "committed": count}))

    def changed(self, changes: Changes) -> int:
        """Answer with what a verb changed."""
        keys = list(changes.keys)
        self.committed(len(keys))
        value = {
            "step": changes.step,
            "act": changes.act,
            "references": keys,
            "documents": list(changes.documents),
        }
        self.answer(value, [_told(changes, keys)])
        return DONE


def counted(number: int, what: str) -> str:
    """A number with its noun, which takes an s unless the number is one."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _told(changes: Changes, keys: list[str]) -> str:
    if not changes:
        return "Nothing changed."
    if not keys or (len(keys) == 1 and keys[0] in changes.act):
        return f"{changes.act}."
    shown = ", ".join(keys[:5])
    more = f" and {len(keys) - 5} more" if len(keys) > 5 else ""
    return f"{changes.act}: {shown}{more}."
