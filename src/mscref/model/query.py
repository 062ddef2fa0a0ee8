"""The search language: text -> a small tree of frozen values; no SQL.

    query  = both { "OR" both }          both = one { ["AND"] one }
    one    = "-" one | "(" query ")" | [field ":"] value
    value  = word | word"*" | "a phrase" | 2009-2012 | >=3 | none

`in:title` or `in:fields`, anywhere, says where the words without a field are sought (SCOPES); without it, everywhere.

Everything malformed raises QueryError with the place where reading stopped making sense.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mscref.errors import QueryError
from mscref.model.facets import FACETS, SHORT_NAMES
from mscref.model.folding import nearest
from mscref.model.holdings import APPRAISALS, NONE, STATUSES
from mscref.model.studies import DECISIONS

# What the user writes -> column of the search index; "" searches all of them.
TEXT_FIELDS = {
    "any": "", "title": "title", "author": "authors", "authors": "authors", "journal": "journal",
    "abstract": "abstract", "note": "notes", "notes": "notes", "keyword": "keywords", "keywords": "keywords",
    "text": "pdf", "fulltext": "pdf", "other": "other",
}  # fmt: skip
# Where words without a field are sought, as columns of the search index; "title" takes a year too.
SCOPES = {
    "title": "title authors",
    "fields": "title authors journal abstract keywords other",
    "everything": "",
}
MATCH_FIELDS = (
    "key", "doi", "pmid", "pmcid", "trial", "tag", "collection", "type", "status", "screened", "appraisal", "cited-by"
)  # fmt: skip
# The fields of MATCH_FIELDS that have few values; "screened" is what was decided last, the report before the title.
CHOICES = {"status": STATUSES, "screened": DECISIONS, "appraisal": APPRAISALS}
NUMBER_FIELDS = {"year": 9999, "rating": 5, "colour": 9}
_ALSO = {"documents": "cited-by", "document": "cited-by", "color": "colour", "label": "colour", "trials": "trial"}
HAS = ("pdf", "file", "note", "abstract", "doi", "pmid", "trial", "tag", "annotation", "document", "collection")
IS = (*STATUSES, "proposed", "retracted", "concern", "corrected", "cited", "untagged", "incomplete", "waiting")
_MOST_TERMS = 200
_DEEPEST = 40
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Everything:
    """Matches every reference: the empty query."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the text: one word, or a phrase; `column` is one of the search index, "" for all of them."""

    text: str
    column: str = ""
    is_prefix: bool = False
    position: int = 0


@dataclass(frozen=True, slots=True)
class Empty:
    """References that have nothing in a field (`doi:none`, `year:none`)."""

    field: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Matches:
    """A field of MATCH_FIELDS that equals a value; `*` in it stands for anything."""

    field: str
    value: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Between:
    """A number of NUMBER_FIELDS from `low` to `high`, both included; None is no limit."""

    field: str
    low: int | None
    high: int | None
    position: int = 0


@dataclass(frozen=True, slots=True)
class HasTerm:
    """A facet term, its narrower terms included; `term` as written, NONE for "no term of this facet"."""

    facet: str
    term: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Flag:
    """`has:` or `is:` something."""

    kind: str
    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match."""

    part: Query


@dataclass(frozen=True, slots=True)
class And:
    """What matches every part."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What matches one part at least."""

    parts: tuple[Query, ...]


Query = Everything | Words | Empty | Matches | Between | HasTerm | Flag | Not | And | Or


@dataclass(frozen=True, slots=True)
class _Token:
    """`kind` is "(", ")", "-", "or", "and", "field", "word" or "phrase"; `field` goes before the next value."""

    kind: str
    text: str
    position: int


_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]*):(?=(\S)?)")
_WORD = re.compile(r"[^\s()\"]+")
_WITHIN = re.compile(r"[^\s\"]+")


def parse(text: str) -> Query:
    """The tree of a query; raises QueryError(message, position) for every malformed one."""
    if len(text) > _LONGEST:
        raise QueryError("This query is too long to search for.", _LONGEST)
    tokens = _tokens(text)
    if not tokens:
        return Everything()
    reader = _Reader(tokens, len(text))
    tree = reader.either(0)
    left = reader.here()
    if left:
        raise QueryError("This ) closes nothing.", left.position)
    return _scoped(tree, reader.scope) if reader.scope in ("title", "fields") else tree


def _scoped(tree: Query, scope: str) -> Query:
    """The tree with its words without a field sought in a scope only."""
    if isinstance(tree, Words) and not tree.column:
        words = replace(tree, column=SCOPES[scope])
        is_year = scope == "title" and len(tree.text) == 4 and tree.text.isdecimal()
        return Or((words, Between("year", int(tree.text), int(tree.text), tree.position))) if is_year else words
    if isinstance(tree, And | Or):
        return type(tree)(tuple(_scoped(part, scope) for part in tree.parts))
    return Not(_scoped(tree.part, scope)) if isinstance(tree, Not) else tree


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        space = _SPACE.match(text, place)
        if space:
            place = space.end()
            continue
        token, place = _token(text, place, after_field=bool(tokens) and tokens[-1].kind == "field")
        tokens.append(token)
        if len(tokens) > 3 * _MOST_TERMS:
            raise QueryError("This query has too many parts.", place)
    return tokens


def _token(text: str, place: int, *, after_field: bool) -> tuple[_Token, int]:
    char = text[place]
    if char == '"':
        end = text.find('"', place + 1)
        if end < 0:
            raise QueryError('This " is never closed.', place)
        return _Token("phrase", text[place + 1 : end], place), end + 1
    if after_field:
        return _value(text, place)
    if char in "()":
        return _Token(char, char, place), place + 1
    if char == "-" and place + 1 < len(text) and not text[place + 1].isspace():
        return _Token("-", char, place), place + 1
    field = _FIELD.match(text, place)
    if field and (field[2] or _known(field[1])):
        return _Token("field", _field_name(field[1], place), place), _value_place(text, field)
    word = _WORD.match(text, place)
    assert word, "every other character starts a word"
    kind = {"OR": "or", "AND": "and"}.get(word[0], "word")
    return _Token(kind, word[0], place), word.end()


def _value(text: str, place: int) -> tuple[_Token, int]:
    """A value that directly follows its field: brackets that it opens itself belong to it."""
    if text[place] in "()":
        raise QueryError("A field needs a word, or a phrase in quotes, after its colon.", place)
    found = _WITHIN.match(text, place)
    assert found, "a value starts with no space and no quote"
    value = found[0]
    while value.endswith(")") and value.count(")") > value.count("("):
        value = value[:-1]
    return _Token("word", value, place), place + len(value)


def _value_place(text: str, field: re.Match[str]) -> int:
    if not field[2]:
        raise QueryError(f'"{field[1]}:" needs a value directly after the colon.', field.end())
    return field.end()


def _known(name: str) -> bool:
    folded = name.casefold()
    return folded in _names() or folded.replace("-", "_") in FACETS


def _names() -> list[str]:
    return [*TEXT_FIELDS, *MATCH_FIELDS, *NUMBER_FIELDS, *_ALSO, "has", "is", "in", *FACETS, *SHORT_NAMES]


def _field_name(name: str, place: int) -> str:
    folded = _ALSO.get(name.casefold(), name.casefold())
    facet = SHORT_NAMES.get(folded, folded).replace("-", "_")
    if facet in FACETS:
        return facet
    if folded not in _names():
        near = nearest(folded, _names())
        hint = f' Did you mean "{near}:"?' if near else ' To search for these words, put them in quotes ("...").'
        raise QueryError(f'There is no field "{name}".{hint}', place)
    return folded


class _Reader:
    """Tokens -> tree, by recursive descent."""

    def __init__(self, tokens: list[_Token], length: int) -> None:
        self._tokens = tokens
        self._next = 0
        self._length = length
        self.scope = "everything"

    def here(self) -> _Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> _Token | None:
        token = self.here()
        self._next += 1
        return token

    def _is(self, *kinds: str) -> bool:
        token = self.here()
        return token is not None and token.kind in kinds

    def either(self, depth: int) -> Query:
        parts = [self._both(depth)]
        while self._is("or"):
            self._take()
            parts.append(self._both(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _both(self, depth: int) -> Query:
        parts = [self._one(depth)]
        while self.here() and not self._is("or", ")"):
            if self._is("and"):
                self._take()
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, depth: int) -> Query:
        token = self._take()
        if depth > _DEEPEST:
            raise QueryError("This query is nested too deeply.", token.position if token else self._length)
        if token is None:
            raise QueryError("Something to search for is missing at the end.", self._length)
        if token.kind == "-":
            return Not(self._one(depth + 1))
        if token.kind == "(":
            inner = self.either(depth + 1)
            if not self._is(")"):
                raise QueryError("This ( is never closed.", token.position)
            self._take()
            return inner
        if token.kind in ("or", "and"):
            raise QueryError(f"{token.text} needs something to search for on both sides.", token.position)
        if token.kind == ")":
            raise QueryError("This ) closes nothing.", token.position)
        if token.kind == "field":
            return self._field(token)
        return self._words(token, "")

    def _field(self, field: _Token) -> Query:
        value = self._take()
        if value is None or value.kind not in ("word", "phrase"):
            raise QueryError(f'"{field.text}:" needs a value.', field.position)
        return self._valued(field.text, value)

    def _valued(self, name: str, value: _Token) -> Query:
        text = value.text.strip()
        if not text:
            raise QueryError("Nothing stands between these quotes.", value.position)
        is_none = value.kind == "word" and text.casefold() == NONE
        if name in FACETS:
            return HasTerm(name, NONE if is_none else text, value.position)
        if name == "in":
            return self._scope(text.casefold(), value.position)
        if name in ("has", "is"):
            return _flag(name, text.casefold(), value.position)
        if is_none and name not in ("any", "cited-by", "type", "status"):
            return Empty(TEXT_FIELDS.get(name, name), value.position)
        if name in NUMBER_FIELDS:
            return _between(name, text, value.position)
        if name in TEXT_FIELDS:
            return self._words(value, TEXT_FIELDS[name])
        return _choice(name, text, value.position) if name in CHOICES else Matches(name, text, value.position)

    def _scope(self, name: str, position: int) -> Query:
        if name not in SCOPES:
            raise QueryError(f'There is no scope "{name}"; there are {", ".join(SCOPES)}.', position)
        self.scope = name
        return Everything()

    def _words(self, token: _Token, column: str) -> Query:
        text = token.text.strip()
        starred = token.kind == "word" and text.endswith("*")
        if starred:
            text = text.rstrip("*")
        if not any(c.isalnum() for c in text):
            what = f'in "{token.text}"' if token.text.strip() else "between these quotes"
            raise QueryError(f"There is no word to search for {what}.", token.position)
        if token.kind == "word" and "*" in text:
            raise QueryError("A * may stand only at the end of a word.", token.position + text.index("*"))
        last = token.kind == "word" and self.here() is None and not column and text[-1].isalnum()
        return Words(text, column, starred or last or (column == "journal" and token.kind == "word"), token.position)


def _choice(name: str, text: str, position: int) -> Matches:
    chosen = text.casefold()
    if chosen not in CHOICES[name]:
        known = CHOICES[name] if name == "status" else (*CHOICES[name], NONE)
        raise QueryError(f'There is no {name}:{text}; after "{name}:" goes one of {", ".join(known)}.', position)
    return Matches(name, chosen, position)


def _flag(kind: str, name: str, position: int) -> Flag:
    known = HAS if kind == "has" else IS
    if name not in known:
        near = nearest(name, known)
        hint = f' Did you mean "{kind}:{near}"?' if near else f" There are {', '.join(known)}."
        raise QueryError(f'Nothing is known as "{kind}:{name}".{hint}', position)
    return Flag(kind, name, position)


_RANGE = re.compile(r"(\d{1,4})?\s*(?:-|\.\.|–)\s*(\d{1,4})?")
_LIMIT = re.compile(r"(>=|<=|>|<|=)?\s*(\d{1,4})")


def _between(name: str, text: str, position: int) -> Between:
    limit = _LIMIT.fullmatch(text)
    if limit:
        return Between(name, *_limits(limit[1] or "=", int(limit[2])), position)
    span = _RANGE.fullmatch(text)
    if not span or not (span[1] or span[2]):
        raise QueryError(f'"{text}" is no {name}; write {name}:3, {name}:>=3 or {name}:2-4.', position)
    low, high = (int(end) if end else None for end in span.groups())
    if low is not None and high is not None and low > high:
        raise QueryError(f"This range of {name} ends before it begins.", position)
    return Between(name, low, high, position)


def _limits(sign: str, number: int) -> tuple[int | None, int | None]:
    return {
        "=": (number, number),
        ">=": (number, None),
        ">": (number + 1, None),
        "<=": (None, number),
        "<": (None, number - 1),
    }[sign]
