"""The text that an entry was read from, kept with what it needs, so that it can be written back as it stood.

An entry needs the @strings it names, the @preamble that defines a command it uses, and the entries it inherits from.
These stand before the entry in `RawEntry.text`, between two comment lines; an entry that needs nothing stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mscref.formats.bibtex_scan import Entry, balanced_end, scan

_NEEDS = "% needed by the entry below\n"
_ENTRY = "% the entry as it stood\n"
_DEFINES = re.compile(r"\\(?:(?:re)?newcommand|providecommand|DeclareRobustCommand|def)\s*\*?\s*\{?\s*\\([A-Za-z]+)")
_COMMAND = re.compile(r"\\([A-Za-z]+)")
# What reads or writes files, runs programs, or changes what a sign means; an entry that holds one is written anew.
_HARMFUL_WORDS = """
    input include InputIfFileExists IfFileExists openin openout read readline write immediate special catcode csname
    endcsname directlua latelua luaexec ShellEscape pdfshellescape lstinputlisting verbatiminput includegraphics
    everyjob everypar lccode uccode mathcode scantokens endlinechar escapechar afterassignment aftergroup
"""
_HARMFUL = frozenset(_HARMFUL_WORDS.split())


@dataclass(frozen=True, slots=True)
class Kept:
    """An entry's own text, and the blocks it needs in the order they must be read."""

    text: str
    needs: str = ""

    @property
    def strings(self) -> list[tuple[str, str]]:
        """(lower-case names, text) of each @string and @preamble block."""
        found = [entry for entry in scan(self.needs) if entry.type in ("string", "preamble")]
        return [(_name_of(entry), self.needs[entry.start : entry.end]) for entry in found]

    @property
    def parents(self) -> list[tuple[str, str]]:
        """(citation key, text) of each entry that this one inherits from."""
        found = [entry for entry in scan(self.needs) if entry.type not in ("string", "preamble", "comment")]
        return [(entry.key, self.needs[entry.start : entry.end]) for entry in found]


def _name_of(entry: Entry) -> str:
    return " ".join(name for name, _ in entry.fields) or f"preamble {entry.key}"


def packed(text: str, needs: Iterable[str]) -> str:
    """One text of an entry and the blocks it needs."""
    before = "\n".join(block for block in needs if _ENTRY not in block)
    return f"{_NEEDS}{before}\n{_ENTRY}{text}" if before else text


def unpacked(text: str) -> Kept:
    """The parts that `packed` put together."""
    if not text.startswith(_NEEDS):
        return Kept(text)
    needs, _, own = text.removeprefix(_NEEDS).partition(_ENTRY)
    return Kept(own, needs)


def commands_defined(preamble: str) -> frozenset[str]:
    """The commands that a @preamble defines; none when it could do harm."""
    return frozenset(_DEFINES.findall(preamble)) if is_harmless(preamble) else frozenset()


def commands_used(text: str) -> frozenset[str]:
    """The names of the commands in an entry."""
    return frozenset(_COMMAND.findall(text))


def is_harmless(text: str) -> bool:
    """True when LaTeX that holds `text` only prints."""
    return "^^" not in text and _HARMFUL.isdisjoint(_COMMAND.findall(text))


def is_sound(kept: Kept) -> bool:
    """True when the entry's text is one whole entry that harms neither the file nor the document it is printed in."""
    found = list(scan(kept.text))
    return (
        len(found) == 1
        and not found[0].trouble
        and found[0].end == len(kept.text)
        and is_harmless(kept.text)
        and _is_balanced(kept.text)
    )


def _is_balanced(text: str) -> bool:
    opening = text.find("{")
    if opening < 0:
        return "}" not in text
    if text[:opening].rstrip().endswith("(") or "(" in text[:opening]:
        return text.count("{") == text.count("}")
    return balanced_end(text, opening) == len(text)
