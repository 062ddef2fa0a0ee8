"""The limits of the reader's process, tried in processes of their own."""

from __future__ import annotations

import subprocess
import sys

import pytest


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.getaddrinfo('localhost', 80)",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
    ],
)
def test_connections_and_programs_are_forbidden(attempt):
    done = run(f"from mscref.sandbox.limits import forbid_network_and_programs as f; f(); {attempt}")
    assert "PermissionError: A reader of files may not do this" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_memory_beyond_the_limit_is_refused():
    done = run("from mscref.sandbox.limits import limit_memory as f; f(1 << 29); x = bytearray(1 << 29)")
    assert "MemoryError" in done.stderr


def test_reading_goes_on_under_the_limits():
    done = run(
        "from mscref.sandbox import limits; limits.limit_memory(); limits.forbid_network_and_programs();"
        "import json, pypdfium2, lxml.etree; print('fine')"
    )
    assert done.stdout == "fine\n", done.stderr
