"""What the window does to collections and saved searches: made, renamed, removed, filled."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QInputDialog, QMenu

from mscref.gui.acts.references import term_id
from mscref.gui.browser import Browser
from mscref.gui.facet_tree import Node
from mscref.gui.main_window import MainWindow
from mscref.gui.tasks import Tasks
from mscref.library import Library
from mscref.model.facets import Term
from mscref.model.holdings import NONE, Changes


class SidebarActs(QObject):
    """Handlers of the actions on collections and searches, and the menu of a line of the sidebar."""

    def __init__(self, window: MainWindow, tasks: Tasks, browser: Browser) -> None:
        super().__init__(window)
        self._window, self._tasks, self._browser = window, tasks, browser
        window.facets.menu_asked.connect(self._show_menu)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        return {"collect": self.choose_collection, "save_search": self.name_search}

    def choose_collection(self) -> None:
        """Put the selection into a collection that the user picks or names."""
        names = [node.value for node in self._lines("collection")]
        title, label = self.tr("Add to a collection"), self.tr("Collection (a new name makes a new one)")
        name, is_given = QInputDialog.getItem(self._window, title, label, names or [""], editable=True)
        if is_given and name.strip():
            self.collect(self._window.table.selected_ids(), name.strip())

    def collect(self, ids: list[int], name: str) -> None:
        """Put references into the collection of this name, made when there is none."""
        held = next((node for node in self._lines("collection") if node.value == name), None)
        if held is not None:
            self._tasks.change(lambda lib: lib.collect(ids, held.id))
        else:
            self._tasks.change(lambda lib: lib.add_collection(name))
            self._tasks.change(lambda lib: _fill(lib, name, ids))

    def name_search(self) -> None:
        """Keep the filters in force under a name."""
        query = self._browser.filters.query()
        if not query:
            self._window.toasts.complain(self.tr("Search or filter first; then the search can be saved."))
            return
        title, label = self.tr("Save this search"), self.tr("Name")
        name, is_given = QInputDialog.getText(self._window, title, label, text=query[:60])
        if is_given and name.strip():
            self._tasks.change(lambda lib: lib.save_search(name.strip(), query))

    def menu_of(self, node: Node) -> QMenu:
        """What can be done with a line of the sidebar; an empty menu when nothing can."""
        menu = QMenu(self._window)
        menu.setAccessibleName(node.title)
        if node.kind == "collection":
            menu.addAction(self.tr("New collection inside…"), lambda: self._add_inside(node))
            menu.addAction(self.tr("Rename…"), lambda: self._rename(node))
            menu.addAction(
                self.tr("Remove the collection"), lambda: self._change(lambda lib: lib.remove_collection(node.id))
            )
        elif node.kind == "search":
            menu.addAction(self.tr("Remove the search"), lambda: self._change(lambda lib: lib.remove_search(node.id)))
        elif node.kind == "documents":
            menu.addAction(self.tr("Open the document"), lambda: self._window.facets.document_asked.emit(node.id))
        elif node.kind == "term":
            filters = self._browser.filters
            either = self.tr("Show these too")
            menu.addAction(either, lambda: self._browser.narrow(filters.toggled(node.facet, node.value)))
            menu.addAction(self.tr("Hide these"), lambda: self._browser.narrow(filters.without(node.facet, node.value)))
            if node.value != NONE:
                menu.addSeparator()
                menu.addAction(self.tr("Synonyms…"), lambda: self._edit_synonyms(node))
                menu.addAction(self.tr("New term below…"), lambda: self._add_below(node))
        return menu

    def _show_menu(self, node: Node, at: QPoint) -> None:
        menu = self.menu_of(node)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not menu.isEmpty():
            menu.popup(at)

    def _rename(self, node: Node) -> None:
        title, label = self.tr("Rename the collection"), self.tr("Name")
        name, is_given = QInputDialog.getText(self._window, title, label, text=node.value)
        if is_given and name.strip():
            self._change(lambda lib: lib.rename_collection(node.id, name.strip()))

    def _add_inside(self, node: Node) -> None:
        title, label = self.tr("New collection inside {collection}").format(collection=node.title), self.tr("Name")
        name, is_given = QInputDialog.getText(self._window, title, label)
        if is_given and name.strip():
            self._change(lambda lib: lib.add_collection(name.strip(), node.id))

    def _edit_synonyms(self, node: Node) -> None:
        term = self._tasks.vocabulary.find(node.facet, node.value)
        held = term.synonyms if term.is_users else term.users_synonyms
        title = self.tr("Synonyms of {term}").format(term=term.label)
        label = self.tr("Other names that rules and searches should know, one a line, besides those they know already:")
        text, is_given = QInputDialog.getMultiLineText(self._window, title, label, "\n".join(held))
        if is_given:
            self.set_synonyms(node.facet, node.value, text)

    def set_synonyms(self, facet: str, term: str, text: str) -> None:
        """Give a term the user's synonyms, one a line."""
        self._change(lambda lib: lib.set_synonyms(facet, term, text.splitlines()))

    def _add_below(self, node: Node) -> None:
        title, label = self.tr("New term below {term}").format(term=node.title), self.tr("Name")
        name, is_given = QInputDialog.getText(self._window, title, label)
        if is_given and name.strip():
            id = term_id(name.strip(), self._tasks.vocabulary, node.facet)
            made = Term(node.facet, id, name.strip(), parent=node.value, is_users=True)
            self._change(lambda lib: lib.add_term(made))

    def _change(self, verb: Callable[[Library], Changes]) -> None:
        self._tasks.change(verb)

    def _lines(self, kind: str) -> list[Node]:
        roots = self._window.facets.view.tree.roots
        return [node for root in roots for node in root.walk() if node.kind == kind]


def _fill(library: Library, name: str, ids: list[int]) -> Changes:
    """Put references into the collection of this name."""
    found = next(one for one in library.collections() if one.name == name)
    return library.collect(ids, found.id)
