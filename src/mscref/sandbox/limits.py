"""What the reader's process may not do: use more memory than allowed, open a connection, start a program."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

MEMORY = 1 << 30
_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "os.startfile",
)


def limit_memory(size: int = MEMORY) -> None:
    """Allow this process `size` bytes of address space and no core dump, where the system has such limits."""
    try:
        resource: Any = import_module("resource")
    except ImportError:  # Windows has none; the parent's time limit remains
        return
    for name, wanted in (("RLIMIT_AS", size), ("RLIMIT_CORE", 0)):
        limit = getattr(resource, name, None)
        if limit is None:
            continue
        hard = resource.getrlimit(limit)[1]
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(limit, (allowed, hard))
        except (ValueError, OSError):  # macOS refuses RLIMIT_AS
            continue


def forbid_network_and_programs() -> None:
    """From now on, opening a connection or starting a program raises PermissionError. It cannot be taken back."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(_FORBIDDEN):
            raise PermissionError(f"A reader of files may not do this: {event}")

    sys.addaudithook(watch)
