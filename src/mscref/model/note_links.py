"""Links in notes: `[@key]` and `[@key, p. 3]` to a reference, `[p. 3](mscref:key#page=3)` to a page of its PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

SCHEME = "mscref"
_KEY = r"[^\s\[\]{}()<>,;@\"'`\\#%~]+"
_CITED = re.compile(rf"\[(?P<body>[^\[\]\n]*?-?@{_KEY}[^\[\]\n]*)\](?!\()")
_ONE = re.compile(rf"(?<![\w@])-?@(?P<key>{_KEY})(?:,\s*pp?\.\s*(?P<page>\d+))?")
_TARGET = re.compile(rf"\]\({SCHEME}:(?P<key>[^\s()#]+)(?:#page=(?P<page>\d+))?\)")


@dataclass(frozen=True, slots=True)
class NoteLink:
    """Where a link leads: a reference by its key, and a page from 1 when one is named."""

    key: str
    page: int | None = None


def address(key: str, page: int | None = None) -> str:
    """The address of a reference, or of a page of its PDF, in a note."""
    return f"{SCHEME}:{quote(key, safe=':+/._-')}{f'#page={page}' if page else ''}"


def followed(url: str) -> NoteLink | None:
    """Where an address leads; None when it is no address of ours."""
    scheme, colon, rest = url.partition(":")
    if scheme.casefold() != SCHEME or not colon:
        return None
    key, _, fragment = rest.lstrip("/").partition("#")
    page = fragment.removeprefix("page=")
    if not key:
        return None
    return NoteLink(unquote(key), int(page) if page.isdecimal() and 0 < len(page) < 7 and int(page) else None)


def keys_linked(markdown: str) -> list[str]:
    """The citation keys that a note links to, in the order of the text, each once."""
    found: dict[str, int] = {}
    for body in _CITED.finditer(markdown):
        for one in _ones(body):
            found.setdefault(one["key"].rstrip(".:"), one.start())
    for target in _TARGET.finditer(markdown):
        found.setdefault(unquote(target["key"]), target.start())
    return sorted(found, key=lambda key: found[key])


def _ones(body: re.Match[str]) -> list[re.Match[str]]:
    return list(_ONE.finditer(body.string, body.start("body"), body.end("body")))


def with_addresses(markdown: str) -> str:
    """A note with every `[@key]` written as a link, for showing it: `[@key, p. 3](mscref:key#page=3)`."""

    def linked(body: re.Match[str]) -> str:
        ones = _ones(body)
        if len(ones) != 1:
            return body[0]
        first = ones[0]
        page = int(first["page"]) if first["page"] else None
        return f"[{body['body']}]({address(first['key'].rstrip('.:'), page)})"

    return _CITED.sub(linked, markdown)
