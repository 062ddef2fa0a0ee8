"""What the sidebar lists: places, facet terms with counts, documents, collections, tags, saved searches.

`sections` is pure: contents in, a tree of nodes out. The model shows such a tree and patches counts in place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from mscref.gui import labels, tips
from mscref.model.facets import FACETS, Vocabulary
from mscref.model.holdings import NONE

NODE_ROLE = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


@dataclass(eq=False)
class Node:
    """One line of the sidebar. `kind`: section, place, term, documents, collection, tag or search.

    `facet` is a term's facet; `value` its id, or a title, name, tag or query; `count` is None where none is shown.
    """

    kind: str
    title: str
    value: str = ""
    facet: str = ""
    count: int | None = None
    icon: str = ""
    id: int = 0
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.facet}:{self.value}"

    def walk(self) -> Iterator[Node]:
        """This node and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Contents:
    """What the sidebar needs from a library.

    `present` counts each facet's terms in the whole place, `counts` under the other filters; documents and
    collections are (id, name, count, id of the one they stand in or None), searches (id, name, query, count).
    """

    totals: Mapping[str, int] = field(default_factory=dict)
    present: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    documents: Sequence[tuple[int, str, int]] = ()
    collections: Sequence[tuple[int, str, int, int | None]] = ()
    tags: Mapping[str, int] = field(default_factory=dict)
    searches: Sequence[tuple[int, str, str, int | None]] = ()


def sections(contents: Contents, vocabulary: Vocabulary, find: str = "") -> list[Node]:
    """The tree for these contents; `find` keeps what contains its words, with the nodes above."""
    tr = QCoreApplication.translate
    totals = contents.totals
    made = [
        Node("section", tr("facets", "Library"), "library", children=[
            Node("place", tr("facets", "All references"), "all", count=totals.get("all", 0), icon="library"),
            Node("place", tr("facets", "Unread"), "unread", count=totals.get("unread", 0), icon="unread"),
            Node("place", tr("facets", "To review"), "proposed", count=totals.get("proposed", 0), icon="review"),
            Node("place", tr("facets", "Trash"), "trash", count=totals.get("trash", 0), icon="trash"),
        ])
    ]  # fmt: skip
    for facet in FACETS:
        present = contents.present.get(facet, {})
        children = _terms(facet, present, contents.counts.get(facet, {}), vocabulary)
        if children:
            made.append(Node("section", labels.facet(facet), facet, facet=facet, children=children))
    rows = [
        Node("documents", title, title, count=count, icon="document", id=id) for id, title, count in contents.documents
    ]
    made += _section("documents", tr("facets", "Source documents"), rows)
    made += _section("collections", tr("facets", "Collections"), _collections(contents, None))
    rows = [Node("tag", tag, tag, count=count, icon="tag") for tag, count in sorted(contents.tags.items())]
    made += _section("tags", tr("facets", "Tags"), rows)
    rows = [
        Node("search", name, query, count=count, icon="bookmark", id=id) for id, name, query, count in contents.searches
    ]
    made += _section("searches", tr("facets", "Saved searches"), rows)
    if find.strip():
        made = [one for one in (_found(node, find.split(), vocabulary) for node in made) if one is not None]
    for node in made:
        _adopt(node)
    return made


def _section(value: str, title: str, rows: list[Node]) -> list[Node]:
    return [Node("section", title, value, children=rows)] if rows else []


def _collections(contents: Contents, inside: int | None) -> list[Node]:
    """The collections that stand in one, or at the top, each with those in it."""
    return [
        Node("collection", name, name, count=count, icon="folder", id=id, children=_collections(contents, id))
        for id, name, count, parent in contents.collections
        if parent == inside
    ]


def _terms(facet: str, present: Mapping[str, int], counts: Mapping[str, int], vocabulary: Vocabulary) -> list[Node]:
    """The terms in use as a forest, a lone heading left out, most used first, "none" last."""

    def grow(parent: str) -> list[Node]:
        nodes = []
        for term in vocabulary.children(facet, parent):
            if not present.get(term.id):
                continue
            below = grow(term.id)
            if term.kind == "group" and len(below) == 1:
                nodes += below
            else:
                nodes.append(Node("term", term.label, term.id, facet, counts.get(term.id, 0), children=below))
        return sorted(nodes, key=lambda node: (-present.get(node.value, 0), node.title.casefold()))

    forest = grow("")
    if len(forest) == 1 and forest[0].children and (vocabulary.get(facet, forest[0].value)) is not None:
        term = vocabulary.get(facet, forest[0].value)
        if term is not None and term.kind == "group":
            forest = forest[0].children
    if forest and present.get(NONE):
        forest.append(Node("term", labels.no_term(facet), NONE, facet, counts.get(NONE, 0)))
    return forest


def found(roots: Sequence[Node], find: str, vocabulary: Vocabulary) -> list[Node]:
    """The lines of a tree that answer the words themselves, from the top; none without words."""
    words = find.split()
    return [node for root in roots for node in root.walk() if words and _answers(node, words, vocabulary)]


def _answers(node: Node, words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """True for a line that contains the words; a term answers by its synonyms too."""
    names = [node.title]
    term = vocabulary.get(node.facet, node.value) if node.kind == "term" else None
    if term is not None:
        names += [*term.synonyms, *term.abbreviations]
    folded = " ".join(names).casefold()
    return node.kind != "section" and all(word.casefold() in folded for word in words)


def _found(node: Node, words: Sequence[str], vocabulary: Vocabulary) -> Node | None:
    """The part of a branch that answers the words."""
    if _answers(node, words, vocabulary):
        return node
    node.children = [one for one in (_found(child, words, vocabulary) for child in node.children) if one is not None]
    return node if node.children else None


def _adopt(node: Node) -> None:
    for child in node.children:
        child.parent = node
        _adopt(child)


class FacetTreeModel(QAbstractItemModel):
    """Shows a tree of nodes in one column."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.roots: list[Node] = []

    def show(self, roots: list[Node]) -> bool:
        """Show a tree; with the same lines only counts are patched. Says whether the lines are others."""
        old = [node for root in self.roots for node in root.walk()]
        new = [node for root in roots for node in root.walk()]
        if [(n.key, n.title) for n in old] == [(n.key, n.title) for n in new] and _shape(old) == _shape(new):
            for have, want in zip(old, new, strict=True):
                if have.count != want.count or have.id != want.id:
                    have.count, have.id = want.count, want.id
                    index = self.index_of(have)
                    self.dataChanged.emit(index, index)
            return False
        self.beginResetModel()
        self.roots = roots
        self.endResetModel()
        return True

    def index_of(self, node: Node) -> QModelIndex:
        """Where a node of this model stands."""
        siblings = node.parent.children if node.parent is not None else self.roots
        return self.createIndex(siblings.index(node), 0, node)

    def node(self, index: _Index) -> Node | None:
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Node) else None

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        siblings = self._children(parent)
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, siblings[row])

    def parent(self, child: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        node = self.node(child)
        return self.index_of(node.parent) if node is not None and node.parent is not None else QModelIndex()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.column() > 0 else len(self._children(parent))

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        return 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role == NODE_ROLE:
            return node
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == Qt.ItemDataRole.ToolTipRole and node.kind != "section":
            return tips.plain(node.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return node.title if node.count is None else f"{node.title}, {node.count}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        return QCoreApplication.translate("facets", "Filters") if role == Qt.ItemDataRole.DisplayRole else None

    def _children(self, parent: _Index) -> list[Node]:
        node = self.node(parent)
        return self.roots if node is None else node.children


def _shape(nodes: Sequence[Node]) -> list[int]:
    return [len(node.children) for node in nodes]
