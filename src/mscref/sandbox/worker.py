"""The child process that reads untrusted files (`mscref --worker`): requests on stdin, answers on stdout."""

from __future__ import annotations

import faulthandler
import json
import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from mscref.errors import UserError
from mscref.model.reading import Reading
from mscref.sandbox.caps import capped
from mscref.sandbox.limits import MEMORY, forbid_network_and_programs, limit_memory
from mscref.sandbox.messages import line, parts

_GRACE = 2.0  # seconds after the parent's own limit; this one matters when the parent is gone


def worker_main() -> int:
    """Answer requests until stdin ends; returns the exit code.

    A request is `{"path": ..., "seconds": ...}` or `{"text": ..., "seconds": ...}`.
    """
    answers = _private_stdout()
    _say_why_on_death(answers)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory()
    forbid_network_and_programs()
    with Path(os.devnull).open("w") as nowhere:
        _send(answers, {"ready": True})
        for request in sys.stdin.buffer:
            task = json.loads(request)
            faulthandler.dump_traceback_later(task["seconds"] + _GRACE, exit=True, file=nowhere)
            _answer(task, answers)
            faulthandler.cancel_dump_traceback_later()
    return 0


def _answer(task: dict[str, Any], answers: BinaryIO) -> None:
    try:
        reading = capped(_read(task))
    except UserError as error:
        _send(answers, {"refused": str(error)})
    except OSError as error:
        _send(answers, {"refused": f"{task.get('path', 'The text')} could not be read: {error.strerror or error}."})
    else:
        for part in parts(reading):
            _send(answers, part)


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
