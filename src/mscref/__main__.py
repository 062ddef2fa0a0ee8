"""Where mscref starts: the window without a verb, the command line with one, or a reader's child process."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mscref.model.facets import Vocabulary
    from mscref.model.holdings import EvidenceMap

OUR_BUG = 70


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the command line asks and return the exit code: 0, 1, 2, or 70 for an error of our own."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["--worker"]:
        from mscref.sandbox import worker_main

        return worker_main()
    from mscref.cli.run import run

    return _guarded(lambda: run(arguments, window=_window, demo=_demo, save_picture=_save_picture))


def window() -> int:
    """Open the window, for a start from a menu or an icon."""
    return _guarded(lambda: _window(sys.argv[1:]))


def _guarded(work: Callable[[], int]) -> int:
    try:
        return work()
    except Exception as error:  # noqa: BLE001 - what reaches this line is our mistake; its only cure is a report
        print(
            f"mscref has run into an error of its own ({type(error).__name__}: {error}). Your library is as the last "
            "completed step left it. Please report what you did, together with these lines:",
            file=sys.stderr,
        )
        traceback.print_exception(error, file=sys.stderr)
        return OUR_BUG


def _window(argv: list[str]) -> int:
    from mscref.gui.app import run

    return run(argv)


def _demo(directory: Path) -> dict[str, Any]:
    from mscref.gui.demo import run

    return run(directory)


def _save_picture(map: EvidenceMap, vocabulary: Vocabulary, path: Path) -> None:
    from mscref.gui.map_picture import save

    save(map, vocabulary, path)


if __name__ == "__main__":
    sys.exit(main())
