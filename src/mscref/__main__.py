"""Where mscref starts: the window without a verb, the command line with one, or a reader's child process."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mscref.errors import UserError

if TYPE_CHECKING:
    from mscref.jobs.evidence_map import Folded
    from mscref.model.facets import Vocabulary
    from mscref.model.holdings import EvidenceMap

AT_FAULT = 2
OUR_BUG = 70
_NO_DISPLAY = "There is no display here. Use the verbs (mscref --help), or mscref demo DIR."


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
    except UserError as error:
        print(f"mscref: {error}", file=sys.stderr)
        return AT_FAULT
    except Exception as error:  # noqa: BLE001 - what reaches this line is our mistake; its only cure is a report
        print(
            f"mscref has run into an error of its own ({type(error).__name__}: {error}). Your library is as the last "
            "completed step left it. Please report what you did, together with these lines:",
            file=sys.stderr,
        )
        traceback.print_exception(error, file=sys.stderr)
        return OUR_BUG


def _window(argv: list[str]) -> int:
    if _lacks_display():
        raise UserError(_NO_DISPLAY)
    words = [_sample() if word == "--sample" else word for word in argv]
    from mscref.gui.app import run

    return run(words)


def _lacks_display() -> bool:
    """True on Linux when Qt would find neither a display nor a platform of the user's choice, and abort."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names)


def _sample() -> str:
    """The sample library, made when it is not there yet; the window opens it like any other."""
    from mscref import settings
    from mscref.jobs import sample

    path = settings.data_dir() / "sample.mscref"
    if not path.exists():
        sample.open_sample(path).close()
    return str(path)


def _demo(directory: Path) -> dict[str, Any]:
    if _lacks_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    from mscref.gui.demo import run

    def pass_on(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if "propagateSizeHints" not in message:  # said of every window that is drawn offscreen
            print(message, file=sys.stderr)

    before = qInstallMessageHandler(pass_on)
    try:
        return run(directory)
    finally:
        qInstallMessageHandler(before)


def _save_picture(
    map: EvidenceMap, vocabulary: Vocabulary, path: Path, *, title: str, dark: bool, folded: Folded
) -> None:
    from mscref.gui.map_picture import save

    save(map, vocabulary, path, title=title, dark=dark, folded=folded)


if __name__ == "__main__":
    sys.exit(main())
