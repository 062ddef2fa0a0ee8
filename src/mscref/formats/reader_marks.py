"""What a reader marks a reference with: read or not, stars, a colour, in the fields that JabRef has for them.

A reference read from a file carries the marks in `fields` (`readstatus`, `ranking`, `colour`); an import takes them
out with `taken`, an export that is to carry them lays them in with `laid`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from mscref.model.marks import Marks
from mscref.model.reference import Reference

_RANK = re.compile(r"(?:rank)?([1-5])")
_STATUS = {"read": "read", "skimmed": "reading", "reading": "reading"}
_FIELDS = ("readstatus", "ranking", "colour")


def fields_of(custom: Mapping[str, Any]) -> dict[str, str]:
    """The fields for the marks under `custom` of our own CSL-JSON."""
    status, rating, colour = (custom.get(name) for name in ("status", "rating", "colour"))
    found = {"readstatus": status if isinstance(status, str) and status in _STATUS else ""}
    found["ranking"] = f"rank{rating}" if isinstance(rating, int) and 1 <= rating <= 5 else ""
    found["colour"] = str(colour) if isinstance(colour, int) and 1 <= colour <= 9 else ""
    return {name: value for name, value in found.items() if value}


def taken(reference: Reference) -> tuple[Marks, Reference]:
    """The marks in a reference's fields, and the reference without those that were understood."""
    said = {name: reference.fields.get(name, "").strip().lower() for name in _FIELDS}
    rank = _RANK.fullmatch(said["ranking"])
    colour = said["colour"]
    marks = Marks(
        status=_STATUS.get(said["readstatus"], ""),
        rating=int(rank.group(1)) if rank else 0,
        colour=int(colour) if len(colour) == 1 and colour.isascii() and colour.isdigit() else 0,
    )
    understood = zip(_FIELDS, (marks.status, marks.rating, marks.colour), strict=True)
    gone = {name: "" for name, value in understood if value}
    return marks, reference.with_fields(gone) if gone else reference


def laid(reference: Reference, marks: Marks) -> Reference:
    """The reference with its marks as fields."""
    shown = {"status": marks.status, "rating": marks.rating, "colour": marks.colour}
    found = fields_of(shown)
    return reference.with_fields(found) if found else reference
