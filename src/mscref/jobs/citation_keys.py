"""Citation keys: made once by a pattern (`key_patterns`), stored, and given anew only when the user asks for it."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from mscref import settings
from mscref.jobs import key_patterns
from mscref.jobs.key_patterns import DEFAULT, PatternError
from mscref.jobs.latin import to_ascii
from mscref.model.reference import Reference

if TYPE_CHECKING:
    from mscref.library.library import Library
    from mscref.model.holdings import Changes

_UNSAFE = re.compile(r"[^A-Za-z0-9:._+/-]+")


def make(reference: Reference, taken: Container[str] = (), pattern: str | None = None) -> str:
    """A key for `reference` that `taken` (keys in lower case) does not hold, by `pattern` or else the chosen one.

    Raises PatternError for a pattern that cannot be read.
    """
    return unique(expand(reference, chosen_pattern() if pattern is None else pattern), taken)


def unique(key: str, taken: Container[str]) -> str:
    """`key` made fit for BibTeX, with a, b, ..., aa, ... behind it while `taken` (lower case) holds it in any case."""
    wanted = safe(key) or "reference"
    return next(key for key in (wanted + suffix for suffix in _suffixes()) if key.casefold() not in taken)


def _suffixes() -> Iterator[str]:
    yield ""
    for length in itertools.count(1):
        yield from map("".join, itertools.product(ascii_lowercase, repeat=length))


def safe(key: str) -> str:
    """`key` with only what every BibTeX program accepts: ASCII letters, digits and `:._+/-`."""
    return _UNSAFE.sub("", to_ascii(unicodedata.normalize("NFC", key)))


def expand(reference: Reference, pattern: str = DEFAULT) -> str:
    """The pattern filled in, before it is made unique."""
    return key_patterns.parse(pattern).fill(reference)


def chosen_pattern() -> str:
    """The pattern that the user chose, or the default; one that cannot be read any more counts as none.

    The settings are read again only when their file has changed, for imports ask this for every reference.
    """
    file = settings.config_dir() / "settings.toml"
    try:
        found = file.stat()
    except OSError:
        return DEFAULT
    return _stored_pattern(str(file), found.st_mtime_ns, found.st_size)


@functools.lru_cache(maxsize=4)
def _stored_pattern(file: str, changed: int, size: int) -> str:
    pattern = settings.load().get("key_pattern", DEFAULT)
    try:
        return key_patterns.parse(pattern).text if isinstance(pattern, str) else DEFAULT
    except PatternError:
        return DEFAULT


def choose_pattern(pattern: str) -> None:
    """Make `pattern` the one for new keys; keys that were given stay. Raises PatternError."""
    settings.save({"key_pattern": key_patterns.parse(pattern).text})


# --- keys given anew, on request --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewKey:
    """What a pattern would call a reference: its key now, the key by the pattern, and whether that got a suffix."""

    id: int
    old: str
    new: str
    is_suffixed: bool = False

    @property
    def differs(self) -> bool:
        return self.old != self.new


def plan(library: Library, ids: Sequence[int], pattern: str) -> list[NewKey]:
    """What `pattern` would call references, in the order of `ids`; nothing is changed. Raises PatternError."""
    key_patterns.parse(pattern)
    return planned(library.references(ids), library.key_owners(), pattern)


def planned(references: Iterable[Reference], owners: Mapping[str, int], pattern: str) -> list[NewKey]:
    """What `pattern` would call held references; `owners` tells whose each key and alias is (`Library.key_owners`).

    A key or alias of another reference is never given: the newcomer gets a suffix. A reference keeps the suffix it has.
    """
    read = key_patterns.parse(pattern)
    given: set[str] = set()
    found: list[NewKey] = []
    for reference in references:
        own = owners[reference.key.casefold()]
        wanted = safe(read.fill(reference)) or "reference"
        others = _Others(owners, given, own)
        is_kept = wanted.casefold() in others and _is_suffixed(reference.key, wanted)
        new = reference.key if is_kept else unique(wanted, others)
        given.add(new.casefold())
        found.append(NewKey(own, reference.key, new, new != wanted))
    return found


def _is_suffixed(key: str, wanted: str) -> bool:
    """True when `key` is `wanted` with one or two letters behind it."""
    suffix = key.removeprefix(wanted)
    return key.startswith(wanted) and len(suffix) in (1, 2) and suffix.isascii() and suffix.islower()


class _Others:
    """The keys that a reference may not have: those of others, and those just given."""

    def __init__(self, owners: Mapping[str, int], given: set[str], own: int) -> None:
        self._owners, self._given, self._own = owners, given, own

    def __contains__(self, key: object) -> bool:
        return key in self._given or self._owners.get(str(key), self._own) != self._own


def apply(library: Library, planned: Sequence[NewKey]) -> Changes:
    """Give the planned keys as one step; the old ones stay as aliases."""
    return library.rekey({each.id: each.new for each in planned if each.differs})
