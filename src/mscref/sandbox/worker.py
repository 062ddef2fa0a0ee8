"""The child process that reads untrusted files (`mscref --worker`): requests on stdin, answers on stdout."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO

from mscref.errors import UserError
from mscref.model.reading import Reading
from mscref.sandbox.caps import capped
from mscref.sandbox.limits import MEMORY, forbid_network_and_programs, limit_memory
from mscref.sandbox.messages import line, parts, streamed

if TYPE_CHECKING:
    from mscref.sandbox.pages_child import OpenPdf

_GRACE = 2.0  # seconds after the parent's own limit; this one matters when the parent is gone


def worker_main() -> int:
    """Answer requests until stdin ends; returns the exit code.

    A request is `{"path": ..., "seconds": ...}` or `{"text": ..., "seconds": ...}`; or one on the pages of a PDF, which
    stays open between requests: `{"pages": "open", "path": ..., ...}`, then `{"pages": "render", ...}` and so on; or
    one on the marks of a PDF (`{"marks": "write", ...}`, see `pdf_marks`).
    """
    answers = _private_stdout()
    _say_why_on_death(answers)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    forbid_network_and_programs()
    pages = _Reader()
    with Path(os.devnull).open("w") as nowhere:
        _send(answers, {"ready": True})
        for request in sys.stdin.buffer:
            task = json.loads(request)
            faulthandler.dump_traceback_later(task["seconds"] + _GRACE, exit=True, file=nowhere)
            if "pages" in task:
                pages.answer(task, answers)
            elif "marks" in task:
                _answer_marks(task, answers)
            else:
                _answer(task, answers)
            faulthandler.cancel_dump_traceback_later()
    return 0


def _answer(task: dict[str, Any], answers: BinaryIO) -> None:
    from mscref.formats import large_files

    try:
        if "path" in task and Path(task["path"]).is_file() and large_files.is_large(Path(task["path"])):
            answer = streamed(task["path"], "bibtex", large_files.read(Path(task["path"])))
        else:
            answer = parts(capped(_read(task)))
    except UserError as error:
        _send(answers, {"refused": str(error)})
    except OSError as error:
        _send(answers, {"refused": f"{task.get('path', 'The text')} could not be read: {error.strerror or error}."})
    else:
        for part in answer:
            _send(answers, part)


def _answer_marks(task: dict[str, Any], answers: BinaryIO) -> None:
    from mscref.sandbox import pdf_marks_child

    try:
        told = pdf_marks_child.answer(task)
    except UserError as error:
        _send(answers, {"refused": str(error)})
    except OSError as error:
        _send(answers, {"refused": f"{task['path']} could not be copied: {error.strerror or error}."})
    else:
        _send(answers, {"answer": told})


class _Reader:
    """Answers requests on the pages of the one PDF that is open; each answer is a line and the bytes it tells of."""

    def __init__(self) -> None:
        self._pdf: OpenPdf | None = None

    def answer(self, task: dict[str, Any], answers: BinaryIO) -> None:
        """Answer one request."""
        from mscref.sandbox import pages_child

        try:
            told, data = self._told(task.pop("pages"), task, pages_child.OpenPdf)
        except pages_child.Refused as refused:
            _send(answers, {"refused": str(refused), "kind": refused.kind})
        except OSError as error:
            _send(answers, {"refused": f"{task.get('path', 'The file')} could not be read: {error.strerror or error}."})
        else:
            answers.write(line({"answer": told, "bytes": len(data)}))
            answers.write(data)
            answers.flush()

    def _told(self, ask: str, task: dict[str, Any], opened: type[OpenPdf]) -> tuple[dict[str, Any], bytes]:
        if ask == "warm":
            import_module("pypdfium2")
            return {}, b""
        if ask == "open":
            self._pdf = opened(Path(task["path"]), task["password"])
            return {}, b""
        assert self._pdf is not None
        return self._pdf.answer(ask, task)


def _read(task: dict[str, Any]) -> Reading:
    from mscref.formats import files

    if "text" in task:
        return files.read_text(task["text"])
    return files.read_file(Path(task["path"]))


def _send(answers: BinaryIO, message: dict[str, Any]) -> None:
    answers.write(line(message))
    answers.flush()


def _private_stdout() -> BinaryIO:
    """The pipe to the parent, kept from libraries that print: their stdout becomes stderr."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return answers


def _say_why_on_death(answers: BinaryIO) -> None:
    """Tell the parent the kind and place of an error that nobody foresaw, before this process ends by it."""

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, MemoryError):
            reason = f"reading it needs more than {MEMORY >> 30} GB of memory"
        else:
            while trace and trace.tb_next:
                trace = trace.tb_next
            place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
            reason = f"its reader stopped with {kind.__name__}{place}"
        _send(answers, {"died": reason})

    sys.excepthook = tell
