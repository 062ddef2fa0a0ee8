"""Query trees as SQL and FTS5: parameters only, every word quoted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from mscref.errors import QueryError, UnknownTerm
from mscref.library.indexing import PendingIndex
from mscref.model import query
from mscref.model.facets import Vocabulary
from mscref.model.folding import clean, fold, nearest, search_form
from mscref.model.holdings import NONE

_AMONG = "IN (SELECT value FROM json_each(?))"
_EMPTY_COLUMNS = {
    "doi": "doi_key", "pmid": "pmid", "pmcid": "pmcid", "authors": "byline", "journal": "journal",
    "appraisal": "appraisal",
}  # fmt: skip
_EMPTY_TABLES = {
    "trial": "trial", "tag": "tag", "collection": "collection_member", "notes": "note", "pdf": "document",
    "screened": "screening",
}  # fmt: skip


def _has(table: str, also: str = "") -> str:
    return f"EXISTS (SELECT 1 FROM {table} x WHERE x.reference_id = r.id{also})"


_LEAST_ON_PAGES = 3
_ON_PAGES = (
    "r.id IN (SELECT a.reference_id FROM attachment a WHERE a.media_type = 'application/pdf'"
    " AND CASE a.sha256 WHEN '' THEN 'path:' || a.path ELSE a.sha256 END IN (SELECT p.sha256 FROM page_text p"
    " WHERE p.id IN (SELECT rowid FROM search_page WHERE search_page MATCH ?)))"
)
_DECIDED = "(SELECT s.decision FROM screening s WHERE s.reference_id = r.id ORDER BY s.stage = 'report' DESC LIMIT 1)"
_CITED = f"({_has('citation')} OR {_has('mention')})"
_PDF = " AND x.media_type = 'application/pdf'"
_RETRACTION = " AND x.kind = 'retraction'"
_FLAGS = {
    "has:file": _has("attachment"),
    "has:note": _has("note"),
    "has:trial": _has("trial"),
    "has:tag": _has("tag"),
    "has:annotation": _has("annotation"),
    "has:collection": _has("collection_member"),
    "has:document": _CITED,
    "has:pdf": f"({_has('attachment', _PDF)} OR {_has('document', _PDF)})",
    "has:abstract": "json_extract(r.fields, '$.abstract') IS NOT NULL",
    "has:doi": "r.doi_key <> ''",
    "has:pmid": "r.pmid <> ''",
    "is:unread": "r.status = 'unread'",
    "is:reading": "r.status = 'reading'",
    "is:read": "r.status = 'read'",
    "is:proposed": _has("proposal", " AND x.state = 'open'"),
    "is:retracted": f"(r.is_retracted OR {_has('link', _RETRACTION)})",
    "is:concern": _has("link", " AND x.kind = 'concern'"),
    "is:corrected": _has("link", " AND x.kind = 'erratum'"),
    "is:waiting": _has("lookup_waiting"),
    "is:cited": _CITED,
    "is:untagged": f"NOT {_has('assignment')}",
    "is:incomplete": "r.incomplete_roles <> '[]'",
}


@dataclass(slots=True)
class Condition:
    """A piece of a WHERE clause over `reference r`, with its parameters."""

    sql: str
    parameters: list[object] = field(default_factory=list)


def quoted(words: query.Words) -> str:
    """The FTS5 expression for words: one quoted string, a prefix or not, in one column or in all."""
    text = search_form(clean(words.text)).replace('"', " ")
    expression = f'"{text}"' + (" *" if words.is_prefix else "")
    return f"{{{words.column}}} : {expression}" if words.column else expression


def as_match(tree: query.Query) -> str | None:
    """The FTS5 expression of a tree that consists of words alone, else None."""
    if isinstance(tree, query.Words):
        return f"({quoted(tree)})"
    if isinstance(tree, query.And | query.Or):
        parts = [as_match(part) for part in tree.parts]
        if all(parts):
            joint = " AND " if isinstance(tree, query.And) else " OR "
            return f"({joint.join(part for part in parts if part)})"
    return None


class Translator:
    """Turns the trees of one library's queries into conditions."""

    def __init__(self, conn: sqlite3.Connection, vocabulary: Callable[[], Vocabulary], pending: PendingIndex) -> None:
        self._conn = conn
        self._vocabulary = vocabulary
        self._pending = pending
        self._holds_pages = conn.execute("SELECT 1 FROM page_text LIMIT 1").fetchone() is not None

    def condition(self, tree: query.Query) -> Condition:
        """The condition of a tree; raises QueryError for a term or collection that does not exist."""
        match = None if self._asks_pages(tree) else as_match(tree)
        if match:
            return self._matching(match)
        match tree:
            case query.Everything():
                return Condition("1")
            case query.Not(part):
                inner = self.condition(part)
                return Condition(f"NOT ({inner.sql})", inner.parameters)
            case query.And(parts):
                return self._joined(" AND ", self._words_together(parts))
            case query.Or(parts):
                return self._joined(" OR ", parts)
            case query.HasTerm():
                return self._term(tree)
            case query.Between():
                return _between(tree)
            case query.Flag(kind, name):
                return Condition(_FLAGS[f"{kind}:{name}"])
            case query.Empty():
                return self._empty(tree)
            case query.Matches():
                return self._matches(tree)
            case query.Words():
                return self._words(tree)

    def _words_together(self, parts: Sequence[query.Query]) -> list[query.Query]:
        """The parts of an AND with all that is words put into one, so that the index is asked once.

        Words that may stand on a page stay apart: one may be found there, the next in the title.
        """
        words = tuple(part for part in parts if as_match(part) and not self._asks_pages(part))
        others = [part for part in parts if part not in words]
        return [*([query.And(words)] if words else []), *others]

    def _joined(self, joint: str, parts: Sequence[query.Query]) -> Condition:
        conditions = [self.condition(part) for part in parts]
        parameters = [parameter for condition in conditions for parameter in condition.parameters]
        return Condition(f"({joint.join(condition.sql for condition in conditions)})", parameters)

    def _asks_pages(self, tree: query.Query) -> bool:
        """True for words that are sought on the pages of PDFs too."""
        if not self._holds_pages:
            return False
        if isinstance(tree, query.And | query.Or):
            return any(self._asks_pages(part) for part in tree.parts)
        if not isinstance(tree, query.Words) or tree.column not in ("", "pdf"):
            return False
        return not tree.is_prefix or len(tree.text) >= _LEAST_ON_PAGES

    def _words(self, wanted: query.Words) -> Condition:
        """Words of a reference or of a page of its PDFs; what is still being typed asks pages from three letters on."""
        held = self._matching(quoted(wanted))
        if not self._asks_pages(wanted):
            return held
        on_page = quoted(query.Words(wanted.text, "", wanted.is_prefix))
        return Condition(f"({held.sql} OR {_ON_PAGES})", [*held.parameters, on_page])

    def _matching(self, expression: str) -> Condition:
        waiting = self._pending.matches(self._conn, expression)
        sql = "r.id IN (SELECT rowid FROM search WHERE search MATCH ?)"
        if waiting:
            return Condition(f"({sql} OR r.id {_AMONG})", [expression, json.dumps(waiting)])
        return Condition(sql, [expression])

    def _term(self, wanted: query.HasTerm) -> Condition:
        if wanted.term == NONE:
            return Condition("r.id NOT IN (SELECT reference_id FROM assignment WHERE facet = ?)", [wanted.facet])
        vocabulary = self._vocabulary()
        try:
            term = vocabulary.find(wanted.facet, wanted.term).id
        except UnknownTerm as error:
            stored = self._conn.execute(
                "SELECT 1 FROM assignment WHERE facet = ? AND term = ? LIMIT 1", (wanted.facet, clean(wanted.term))
            ).fetchone()
            if not stored:
                raise QueryError(str(error), wanted.position) from error
            term = clean(wanted.term)
        narrower = json.dumps(sorted(vocabulary.narrower(wanted.facet, term)))
        return Condition(
            f"r.id IN (SELECT reference_id FROM assignment WHERE facet = ? AND term {_AMONG})",
            [wanted.facet, narrower],
        )

    def _empty(self, wanted: query.Empty) -> Condition:
        name = wanted.field
        if name in ("year", "rating", "colour"):
            return Condition("r.year IS NULL" if name == "year" else f"r.{name} = 0")
        if name in _EMPTY_COLUMNS:
            return Condition(f"r.{_EMPTY_COLUMNS[name]} = ''")
        if name == "title":
            return Condition("r.title = ''")
        if name == "abstract":
            return Condition("json_extract(r.fields, '$.abstract') IS NULL")
        if name == "keywords":
            return Condition("r.keywords = '[]'")
        if name in _EMPTY_TABLES:
            return Condition(f"NOT {_has(_EMPTY_TABLES[name])}")
        raise QueryError("This field is never without a value.", wanted.position)

    def _matches(self, wanted: query.Matches) -> Condition:
        value = clean(wanted.value)
        match wanted.field:
            case "key":
                return Condition(
                    "r.id IN (SELECT reference_id FROM citation_key WHERE folded LIKE ? ESCAPE '\\')",
                    [_like(value.casefold(), open_end=True)],
                )
            case "doi":
                return Condition("r.doi_key LIKE ? ESCAPE '\\'", [_like(_bare_doi(value), open_end=True)])
            case "pmid":
                return Condition("r.pmid LIKE ? ESCAPE '\\'", [_like(value)])
            case "pmcid":
                number = value.upper().removeprefix("PMC")
                return Condition("r.pmcid LIKE ? ESCAPE '\\'", [_like(f"PMC{number}")])
            case "trial":
                return Condition(
                    "r.id IN (SELECT reference_id FROM trial WHERE number LIKE ? ESCAPE '\\')", [_like(value)]
                )
            case "tag":
                return Condition(
                    "r.id IN (SELECT reference_id FROM tag WHERE folded LIKE ? ESCAPE '\\')", [_like(fold(value))]
                )
            case "type":
                return Condition("r.type LIKE ? ESCAPE '\\'", [_like(value, open_end=True)])
            case "status" | "appraisal":
                return Condition(f"r.{wanted.field} = ?", [value])
            case "screened":
                return Condition(f"{_DECIDED} = ?", [value])
            case "collection":
                return self._collection(value, wanted.position)
            case _:
                return self._cited_by(value)

    def _collection(self, name: str, position: int) -> Condition:
        named = dict(self._conn.execute("SELECT id, name FROM collection"))
        roots = [number for number, held in named.items() if fold(held) == fold(name)]
        if not roots:
            near = nearest(name, named.values())
            hint = f' Did you mean "{near}"?' if near else ""
            raise QueryError(f'There is no collection "{name}".{hint}', position)
        return Condition(
            "r.id IN (WITH RECURSIVE inside (id) AS (SELECT value FROM json_each(?) UNION"
            " SELECT c.id FROM collection c JOIN inside ON c.parent_id = inside.id)"
            " SELECT reference_id FROM collection_member WHERE collection_id IN inside)",
            [json.dumps(roots)],
        )

    def _cited_by(self, title: str) -> Condition:
        wanted = fold(title)
        found = [n for n, held in self._conn.execute("SELECT id, title FROM document") if wanted in fold(held)]
        among = json.dumps(found)
        return Condition(
            f"(r.id IN (SELECT reference_id FROM citation WHERE document_id {_AMONG})"
            f" OR r.id IN (SELECT reference_id FROM mention WHERE document_id {_AMONG}))",
            [among, among],
        )


def _bare_doi(value: str) -> str:
    bare = value.casefold()
    for prefix in ("https://", "http://", "dx.", "doi.org/", "doi:"):
        bare = bare.removeprefix(prefix)
    return bare


def _like(value: str, *, open_end: bool = False) -> str:
    pattern = value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
    return f"{pattern}%" if open_end and not pattern.endswith("%") else pattern


def _between(wanted: query.Between) -> Condition:
    parts, parameters = [], []
    if wanted.low is not None:
        parts.append(f"r.{wanted.field} >= ?")
        parameters.append(wanted.low)
    if wanted.high is not None:
        parts.append(f"r.{wanted.field} <= ?")
        parameters.append(wanted.high)
    return Condition(f"({' AND '.join(parts)})", list[object](parameters))
