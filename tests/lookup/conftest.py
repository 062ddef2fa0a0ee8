"""A server that plays all services, and settings in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from tests.lookup.services import Services


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An own folder for settings and the cache."""
    folder = tmp_path / "home"
    monkeypatch.setenv("MSCREF_HOME", str(folder))
    return folder


@pytest.fixture
def services(httpserver: HTTPServer) -> Services:
    """All services on this machine."""
    return Services(httpserver)
