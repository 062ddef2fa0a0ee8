"""Whole contents of a library's file, for comparing before and after."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from mscref.library import schema


def snapshot(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that undo answers for, and what the search index holds."""
    with closing(sqlite3.connect(path)) as conn:
        tables = {table: conn.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in schema.JOURNALLED}
        for index in ("search", "search_document"):
            tables[index] = conn.execute(f"SELECT rowid, * FROM {index} ORDER BY rowid").fetchall()
        return tables
