"""The LaTeX tables of resources/latex: symbols, accents, superscripts, and the commands an export may hold."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from mscref.settings import resource


@dataclass(frozen=True)
class Tables:
    """All maps between LaTeX and Unicode.

    `text` and `math` map command names to characters; `to_text` and `to_math` are the encoder's inverses.
    `combining`, `spacing` map accent commands; `superscript`, `subscript` map plain to raised characters.
    `kept_text` maps the allowed text commands to their number of arguments; `kept_math` names the allowed math ones.
    """

    text: Mapping[str, str]
    math: Mapping[str, str]
    to_text: Mapping[str, str]
    to_math: Mapping[str, str]
    combining: Mapping[str, str]
    math_combining: Mapping[str, str]
    spacing: Mapping[str, str]
    to_spacing: Mapping[str, str]
    superscript: Mapping[str, str]
    subscript: Mapping[str, str]
    kept_text: Mapping[str, int]
    kept_math: frozenset[str]


def _load(name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads(resource("latex", name).read_text("utf-8"))


def _strings(table: Mapping[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in table.items()}


def _inverse(table: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for command, char in table.items():
        found.setdefault(char, command)
    return found


@functools.cache
def tables() -> Tables:
    """The tables, read once."""
    symbols = _load("symbols.toml")
    accents = _load("accents.toml")
    kept = _load("kept.toml")
    text, math = _strings(symbols["text"]), _strings(symbols["math"])
    raised = {name: _strings(accents[name]) for name in ("superscript", "subscript")}
    words = kept["math"]["commands"]
    return Tables(
        text={**_strings(symbols["text_read_only"]), **text},
        math={**_strings(symbols["math_read_only"]), **math},
        to_text=_inverse(text),
        to_math=_inverse(math),
        combining=_strings(accents["combining"]),
        math_combining=_strings(accents["math_combining"]),
        spacing=_strings(accents["spacing"]),
        to_spacing={char: name for char, name in _inverse(_strings(accents["spacing"])).items() if not char.isascii()},
        superscript=dict(zip(raised["superscript"]["chars"], raised["superscript"]["forms"], strict=True)),
        subscript=dict(zip(raised["subscript"]["chars"], raised["subscript"]["forms"], strict=True)),
        kept_text={name: int(str(count)) for name, count in kept["text"].items()},
        kept_math=frozenset(str(words).split()) | frozenset(math) | frozenset(symbols["math_read_only"]),
    )


def raised(text: str, forms: Mapping[str, str]) -> str | None:
    """`text` in superscript or subscript characters, None when one of them has no such form."""
    found = [forms.get(char) for char in text]
    return None if None in found else "".join(part for part in found if part)
