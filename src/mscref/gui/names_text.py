"""Contributors as lines that a person can edit: "Family, Given"; an institution has no comma, or braces. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

from mscref.model.reference import Name


def to_text(names: Iterable[Name]) -> str:
    """One name a line."""
    return "\n".join(map(line_of, names))


def line_of(name: Name) -> str:
    """ "particle Family, Given, Suffix", or the institution, in braces when a comma is part of it."""
    if name.literal:
        return f"{{{name.literal}}}" if "," in name.literal else name.literal
    parts = [f"{name.particle} {name.family}".strip(), name.given, name.suffix]
    return ", ".join(part for part in parts if part) if name.given else f"{parts[0]},"


def from_text(text: str, held: Iterable[Name] = ()) -> tuple[Name, ...]:
    """The names of the lines; a line that was not touched keeps its whole name (ORCID, exact particle)."""
    known = {line_of(name): name for name in held}
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return tuple(known.get(line) or _name(line) for line in lines)


def _name(line: str) -> Name:
    family, comma, rest = line.partition(",")
    if not comma or (line.startswith("{") and line.endswith("}")):
        return Name(literal=line.strip("{}").strip())
    given, _, suffix = rest.partition(",")
    words = family.split()
    at = 0
    while at < len(words) - 1 and words[at][:1].islower():
        at += 1
    return Name(family=" ".join(words[at:]), given=given.strip(), particle=" ".join(words[:at]), suffix=suffix.strip())
