"""Mend a damaged BibTeX entry: keep every field that can be told apart, and say what was wrong."""

from __future__ import annotations

import re

from mscref.formats.bibtex_scan import Entry, Value, balanced_end

PATIENCE = 20

_HEAD_LINE = re.compile(r"\n[ \t]*@[ \t]*[^\W\d][\w-]*[ \t]*[{(]")
_PLAUSIBLE = re.compile(r"[^@]{0,300}?[,=]|\s*[^\s@{}]*\s*[})]")
_NAME = re.compile(r"[\s,;]*([^\W\d][\w+:.&?!/;*@$-]*)\s*=\s*")
_BOUNDARY = re.compile(r"[}\"”]?\s*(?:,\s*|\n\s*)[^\W\d][\w+:.-]*\s*=\s*[{\"“\w]")
_ON_NEW_LINE = re.compile(r"[}\"”]?[ \t]*,?[ \t\r]*\n[\s,]*[^\W\d][\w+:.-]*[ \t]*=[ \t]*[{\"“\w]")
_LONG_KEY = re.compile(r"\s*([^,={}\"\n]*?)\s*(,|\n|(?=\}))")
_KEY_BEFORE_FIELD = re.compile(r"\s*([^,={}\"\n]*?[^\s,={}\"])[ \t]+(?=[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"“\d])")
_BARE = re.compile(r"[^\s,{}\"#]+")
_COMMENT_LINE = re.compile(r"[ \t]*%[^\n]*\n")
_SMART = {"“": "”", "”": "”", "„": "“", "«": "»"}
_LAST = re.compile(r"[\s,]*[})]?\s*\Z")


def mend(text: str, head: re.Match[str]) -> Entry | None:
    """The entry at `head`, read field by field; None when it holds neither a key nor a field."""
    if not _PLAUSIBLE.match(text, head.end()):
        return None
    kind = head.group(1).lower()
    following = _HEAD_LINE.search(text, head.end())
    limit = following.start() + 1 if following else len(text)
    mender = _Mender(text, head.end(), limit, head.group(2))
    key = "" if kind == "string" else mender.key()
    fields = mender.fields()
    if not fields and not key and (kind == "string" or not mender.is_closed):
        return None
    trouble = list(dict.fromkeys(mender.trouble))
    return Entry(kind, key, fields, head.start(), max(mender.position, head.end()), trouble)


class _Mender:
    """Reads one entry's text from `position` to `limit` at most, collecting `trouble`."""

    def __init__(self, text: str, position: int, limit: int, opener: str) -> None:
        self.text = text
        self.position = position
        self.limit = limit
        self.closer = ")" if opener == "(" else "}"
        self.trouble: list[str] = []
        self.is_closed = False
        self.cuts = 0

    def key(self) -> str:
        """The citation key, with what stands between the brace and the first field."""
        found = _NAME.match(self.text, self.position, self.limit)
        if found and "\n" not in found.group().rstrip():
            after = self.text[found.end() : found.end() + 1]
            if after and after in '{"“0123456789':
                self.trouble.append("the entry has no citation key")
                return ""
        bare = _KEY_BEFORE_FIELD.match(self.text, self.position, self.limit)
        if bare:
            self.position = bare.end()
            self.trouble.append("the comma after the citation key is missing")
            return bare.group(1)
        found = _LONG_KEY.match(self.text, self.position, self.limit)
        if not found:
            braced = re.compile(r"\s*([^,\n]*?)\s*,").match(self.text, self.position, self.limit)
            if braced and "=" not in braced.group(1):
                self.position = braced.end()
                self.trouble.append(f"the citation key {braced.group(1)!r} holds characters no key may have")
                return re.sub(r"[{}\"]", "", braced.group(1))
            self.trouble.append("the entry has no citation key")
            return ""
        self.position = found.end()
        key = found.group(1)
        if not key:
            self.trouble.append("the entry has no citation key")
        elif found.group(2) == "\n" and not self._at_end():
            self.trouble.append("the comma after the citation key is missing")
        return key

    def _at_end(self) -> bool:
        rest = self.text[self.position : self.position + 200].lstrip()
        return rest.startswith((self.closer, ","))

    def fields(self) -> list[tuple[str, str | Value]]:
        """Every field up to the entry's end."""
        fields: list[tuple[str, str | Value]] = []
        while True:
            self._skip_comments()
            found = _NAME.match(self.text, self.position, self.limit)
            if found:
                self.position = found.end()
                name = found.group(1).lower()
                fields.append((name, self._value(name)))
                continue
            if self._ends():
                return fields
            if not self._skip_to_field():
                self.trouble.append("the entry is not closed; it was ended before the next one")
                self.position = max(self.position, self._last_word())
                return fields

    def _reach(self, start: int) -> int:
        """How far to look for a value's end: less far once an entry has proved a wreck."""
        return self.limit if self.cuts < PATIENCE else min(self.limit, start + PATIENCE * 100)

    def _last_word(self) -> int:
        end = self.limit
        while end > self.position and self.text[end - 1].isspace():
            end -= 1
        return end

    def _skip_comments(self) -> None:
        start = re.compile(r"[\s,]*").match(self.text, self.position, self.limit)
        at = start.end() if start else self.position
        while self.text.startswith("%", at) and (line := _COMMENT_LINE.match(self.text, at, self.limit)):
            if self.trouble.count("a comment line inside the entry was skipped") == 0:
                self.trouble.append("a comment line inside the entry was skipped")
            self.position = at = line.end()

    def _ends(self) -> bool:
        """Take the closing brace; one that fields still follow is taken as a stray."""
        found = re.compile(r"[\s,]*([})])").match(self.text, self.position, self.limit)
        if not found or found.group(1) != self.closer:
            return False
        more = re.compile(r"\s*,?\s*[A-Za-z][\w-]*\s*=\s*[{\"\d]").match(self.text, found.end(), self.limit)
        self.position = found.end()
        if more:
            self.trouble.append("a closing brace too many was ignored")
            return self._ends()
        self.is_closed = True
        return True

    def _skip_to_field(self) -> bool:
        found = re.compile(r"[,\n]\s*([^\W\d][\w+:.-]*)\s*=").search(self.text, self.position, self.limit)
        closing = re.compile(r"\n?\s*[})]\s*(?=\n|\Z|@)").search(self.text, self.position, self.limit)
        if found and not (closing and closing.start() < found.start()):
            junk = self.text[self.position : found.start()].strip(" \t\r\n,")
            if junk:
                self.trouble.append(f"text that belongs to no field was skipped: {_short(junk)}")
            self.position = found.start()
            return True
        if closing:
            junk = self.text[self.position : closing.start()].strip(" \t\r\n,")
            if junk:
                self.trouble.append(f"text that belongs to no field was skipped: {_short(junk)}")
            self.position = closing.start()
            if self.text[self.position : closing.end()].strip() != self.closer:
                self.position = closing.end()
                self.is_closed = True
                return False
            return True
        return False

    def _value(self, name: str) -> str | Value:
        """A value with its `#` pieces."""
        pieces = [self._piece(name)]
        while found := re.compile(r"\s*#\s*").match(self.text, self.position, self.limit):
            self.position = found.end()
            pieces.append(self._piece(name))
        self._after_value(name)
        if len(pieces) == 1 and not pieces[0][0]:
            return pieces[0][1]
        return Value(pieces)

    def _piece(self, name: str) -> tuple[bool, str]:
        first = self.text[self.position : self.position + 1]
        if first == "{":
            return False, self._braced(name)
        if first == '"' or first in _SMART:
            return False, self._quoted(name, first)
        return self._bare(name)

    def _braced(self, name: str) -> str:
        start = self.position
        end = balanced_end(self.text, start, self._reach(start))
        if end > 0 and not self._swallows(start, end):
            self.position = end
            rest = self._stray_tail(end)
            if rest is None:
                return self.text[start + 1 : end - 1]
            self.trouble.append(f"a closing brace too many in the field {name!r} was ignored")
            self.position = rest
            return _balanced(self.text[start + 1 : rest].strip().rstrip("}"))
        return self._cut(
            name, start + 1, "}", "a brace in the field {!r} is not closed; the field was ended at the next one"
        )

    def _stray_tail(self, end: int) -> int | None:
        """Where a value really ends that a stray brace has cut in the middle of a line, else None."""
        tail = re.compile(r"[ \t]*[^\s,}#){\"%][^\n]*?\}[ \t]*,?[ \t\r]*(?=\n|\Z)").match(self.text, end, self.limit)
        if not tail or "=" in tail.group():
            return None
        return end + len(tail.group().rstrip(" \t\r,"))

    def _swallows(self, start: int, end: int) -> bool:
        """True when a balanced value runs over later fields because a brace inside it is not closed."""
        inside = self.text[start:end]
        if "=" not in inside:
            return False
        if "\n" not in inside or not _ON_NEW_LINE.search(inside):
            return not self._closes_after(end) and bool(_BOUNDARY.search(inside))
        return not re.compile(r"\s*(?:[,#]|[})]\s*(?:\Z|@|\n))|\s*[A-Za-z][\w-]*\s*=").match(
            self.text, end, self.limit
        ) or not self._closes_after(end)

    def _closes_after(self, end: int) -> bool:
        """True when an entry's closing brace still stands between a value's end and the limit."""
        return self.closer in self.text[end : self.limit]

    def _cut(self, name: str, start: int, delimiter: str, message: str) -> str:
        self.cuts += 1
        reach = self._reach(start)
        found = _ON_NEW_LINE.search(self.text, start, reach) or _BOUNDARY.search(self.text, start, self.limit)
        if found:
            end = found.start()
            self.position = end + (1 if self.text[end] in '}"”' else 0)
        else:
            last = _LAST.search(self.text, start, self.limit)
            end = last.start() if last else self.limit
            while end > start and self.text[end - 1] in '}" \t\r\n,':
                end -= 1
            self.position = end + (1 if self.text[end : end + 1] == delimiter else 0)
        self.trouble.append(message.format(name))
        return _balanced(self.text[start:end])

    def _quoted(self, name: str, opener: str) -> str:
        closer = '"' if opener == '"' else _SMART[opener] + '"'
        if opener != '"':
            self.trouble.append(f"the field {name!r} stands in typographic quotes; they were read as plain ones")
        depth = 0
        at = self.position + 1
        for found in re.compile(rf"[{{}}{re.escape(closer)}]").finditer(self.text, at, self.limit):
            char = found.group()
            if char in "{}":
                depth = max(depth + (1 if char == "{" else -1), 0)
            elif depth == 0 and self._closes_quote(found.end()):
                value = self.text[at : found.start()]
                if not _ON_NEW_LINE.search(value):
                    self.position = found.end()
                    return _balanced(value)
                break
        return self._cut(name, at, '"', "a quote in the field {!r} is not closed; the field was ended at the next one")

    def _closes_quote(self, end: int) -> bool:
        return bool(re.compile(r"\s*(?:[,#})]|[\w-]+\s*=|\Z)").match(self.text, end, self.limit))

    def _bare(self, name: str) -> tuple[bool, str]:
        word = _BARE.match(self.text, self.position, self.limit)
        if not word:
            self.trouble.append(f"the field {name!r} has no value")
            return False, ""
        text = word.group().rstrip(")") if self.closer == ")" else word.group()
        end = self.position + len(text)
        if re.compile(r"\s*(?:[,#})]|\Z)").match(self.text, end, self.limit) or self._field_follows(end):
            self.position = end
            if text.isdigit():
                return False, text
            if re.fullmatch(r"[^\W\d][\w+:.-]*", text):
                return True, text
            self.trouble.append(f"the value of {name!r} has no braces; it was read as text")
            return False, text
        stop = re.compile(r"[ \t]*(?:,[ \t\r]*(?=\n|\Z)|,?\s*\n|,\s*[\w-]+\s*=|[}\n])").search(
            self.text, end, self.limit
        )
        stop_at = stop.start() if stop else self.limit
        value = self.text[self.position : stop_at].strip()
        self.position = stop_at
        self.trouble.append(f"the value of {name!r} has no braces; it was read as text")
        return False, _balanced(value)

    def _field_follows(self, end: int) -> bool:
        return bool(re.compile(r"\s*[^\W\d][\w+:.-]*\s*=\s*[{\"\d]").match(self.text, end, self.limit))

    def _after_value(self, name: str) -> None:
        found = re.compile(r"\s*(,|[})])").match(self.text, self.position, self.limit)
        if not found and _NAME.match(self.text, self.position, self.limit):
            self.trouble.append(f"the comma after the field {name!r} is missing")


def _balanced(value: str) -> str:
    """`value` without the braces that have no partner."""
    stack: list[int] = []
    drop: set[int] = set()
    for index, char in enumerate(value):
        if char == "{":
            stack.append(index)
        elif char == "}":
            if stack:
                stack.pop()
            else:
                drop.add(index)
    drop.update(stack)
    return "".join(char for index, char in enumerate(value) if index not in drop) if drop else value


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= 40 else flat[:40] + "…")
