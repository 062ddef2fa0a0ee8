"""Open Library: books by ISBN (https://openlibrary.org/dev/docs/api/books)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mscref.lookup.http import Web
from mscref.lookup.services import OPEN_LIBRARY


def book(web: Web, isbn: str) -> Mapping[str, Any] | None:
    """The book with an ISBN (digits and X alone), None when it is not known."""
    if not isbn.isalnum():
        return None
    params = {"bibkeys": f"ISBN:{isbn}", "format": "json", "jscmd": "data"}
    answer = web.get(OPEN_LIBRARY, "/api/books", params)
    told = answer.json() if answer else None
    found = told.get(f"ISBN:{isbn}") if isinstance(told, Mapping) else None
    return found if isinstance(found, Mapping) else None
