"""Everything the window can do, one row each: key, text, menu, shortcuts, what it needs, icon.

A test checks that keys and shortcuts are unique and that every row has a handler.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from mscref.gui import icons, tips
from mscref.gui.translation import QT_TRANSLATE_NOOP

MENUS = {
    "file": QT_TRANSLATE_NOOP("actions", "&File"),
    "recent": QT_TRANSLATE_NOOP("actions", "Open &recent"),
    "edit": QT_TRANSLATE_NOOP("actions", "&Edit"),
    "send": QT_TRANSLATE_NOOP("actions", "Send citation to &editor"),
    "view": QT_TRANSLATE_NOOP("actions", "&View"),
    "theme": QT_TRANSLATE_NOOP("actions", "&Theme"),
    "density": QT_TRANSLATE_NOOP("actions", "&Row height"),
    "reference": QT_TRANSLATE_NOOP("actions", "&Reference"),
    "status": QT_TRANSLATE_NOOP("actions", "&Reading status"),
    "rating": QT_TRANSLATE_NOOP("actions", "R&ating"),
    "colour": QT_TRANSLATE_NOOP("actions", "&Colour label"),
    "appraisal": QT_TRANSLATE_NOOP("actions", "Risk of b&ias"),
    "studies": QT_TRANSLATE_NOOP("actions", "&Studies"),
    "screening": QT_TRANSLATE_NOOP("actions", "S&creening"),
    "help": QT_TRANSLATE_NOOP("actions", "&Help"),
}
SUBMENUS = {
    "recent": "file",
    "send": "edit",
    "theme": "view",
    "density": "view",
    "status": "reference",
    "rating": "reference",
    "colour": "reference",
    "appraisal": "reference",
    "screening": "studies",
}
_STANDS_BEFORE = {"recent": "open_sample"}
ROLES = {
    "quit": QAction.MenuRole.QuitRole,
    "preferences": QAction.MenuRole.PreferencesRole,
    "about": QAction.MenuRole.AboutRole,
}


@dataclass(frozen=True)
class Act:
    """One action.

    `needs` names what must hold for it to be enabled: library, write, selection, one, several, trash, undo, redo.
    `group` makes rows exclusive (radio); `separated` draws a line above it in its menu.
    """

    key: str
    text: str
    menu: str = ""
    shortcuts: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    icon: str = ""
    group: str = ""
    is_checkable: bool = False
    separated: bool = False
    in_context: bool = False


_WRITE = ("library", "write")
_CHOSEN = ("library", "write", "selection")

ACTS: tuple[Act, ...] = (
    Act("new_library", QT_TRANSLATE_NOOP("actions", "&New library…"), "file", ("Ctrl+Shift+N",)),
    Act("open_library", QT_TRANSLATE_NOOP("actions", "&Open library…"), "file", ("Ctrl+O",), (), "library"),
    Act("open_sample", QT_TRANSLATE_NOOP("actions", "Open the &sample library"), "file"),
    Act("import_files", QT_TRANSLATE_NOOP("actions", "&Import files…"), "file", ("Ctrl+I",), _WRITE, "import",
        separated=True),
    Act("import_folder", QT_TRANSLATE_NOOP("actions", "Import a &folder…"), "file", (), _WRITE, "folder"),
    Act("find_files", QT_TRANSLATE_NOOP("actions", "Find &missing files in a folder…"), "file", (), _WRITE),
    Act("paste", QT_TRANSLATE_NOOP("actions", "Import from the &clipboard"), "file", ("Ctrl+V",), _WRITE),
    Act("export", QT_TRANSLATE_NOOP("actions", "&Export…"), "file", ("Ctrl+E",), ("library",), "export"),
    Act("export_notes", QT_TRANSLATE_NOOP("actions", "Export n&otes and annotations…"), "file", ("Ctrl+Alt+E",),
        ("library",), "note"),
    Act("kept_files", QT_TRANSLATE_NOOP("actions", "Files &kept in step…"), "file", ("Ctrl+Alt+S",), ("library",)),
    Act("check_library", QT_TRANSLATE_NOOP("actions", "&Check the library…"), "file", ("Ctrl+Alt+C",), ("library",)),
    Act("preferences", QT_TRANSLATE_NOOP("actions", "&Preferences…"), "file", ("Ctrl+,",), (), "settings",
        separated=True),
    Act("quit", QT_TRANSLATE_NOOP("actions", "&Quit"), "file", ("Ctrl+Q",)),
    Act("undo", QT_TRANSLATE_NOOP("actions", "&Undo"), "edit", ("Ctrl+Z",), ("library", "write", "undo"), "undo"),
    Act("redo", QT_TRANSLATE_NOOP("actions", "&Redo"), "edit", ("Ctrl+Shift+Z", "Ctrl+Y"),
        ("library", "write", "redo"), "redo"),
    Act("find", QT_TRANSLATE_NOOP("actions", "&Find"), "edit", ("Ctrl+F",), ("library",), "search", separated=True),
    Act("find_term", QT_TRANSLATE_NOOP("actions", "Find a &term"), "edit", ("Ctrl+Shift+F",), ("library",)),
    Act("find_in_texts", QT_TRANSLATE_NOOP("actions", "Find in &PDFs and notes"), "edit", ("Ctrl+Alt+F",),
        ("library",), "document"),
    Act("clear_filters", QT_TRANSLATE_NOOP("actions", "&Clear all filters"), "edit", ("Ctrl+Shift+X",), ("library",)),
    Act("save_search", QT_TRANSLATE_NOOP("actions", "&Save this search…"), "edit", ("Ctrl+S",), _WRITE, "bookmark"),
    Act("copy_cite", QT_TRANSLATE_NOOP("actions", "Copy \\&cite{…}"), "edit", ("Ctrl+K",), ("library", "selection"),
        "copy", separated=True, in_context=True),
    Act("copy_key", QT_TRANSLATE_NOOP("actions", "Copy citation &key"), "edit", ("Ctrl+Shift+K",),
        ("library", "selection"), in_context=True),
    Act("copy_bibtex", QT_TRANSLATE_NOOP("actions", "Copy as &BibTeX"), "edit", ("Ctrl+Shift+C",),
        ("library", "selection"), in_context=True),
    Act("copy_pandoc", QT_TRANSLATE_NOOP("actions", "Copy [&@key]"), "edit", ("Ctrl+Alt+K",),
        ("library", "selection"), in_context=True),
    Act("copy_printed", QT_TRANSLATE_NOOP("actions", "Copy as &printed reference"), "edit", ("Ctrl+Alt+Shift+C",),
        ("library", "selection"), in_context=True),
    Act("send_texstudio", QT_TRANSLATE_NOOP("actions", "&TeXstudio"), "send", (), ("library", "selection")),
    Act("send_emacs", QT_TRANSLATE_NOOP("actions", "&Emacs"), "send", (), ("library", "selection")),
    Act("send_vim", QT_TRANSLATE_NOOP("actions", "&Vim"), "send", (), ("library", "selection")),
    Act("send_neovim", QT_TRANSLATE_NOOP("actions", "&Neovim"), "send", (), ("library", "selection")),
    Act("send_vscode", QT_TRANSLATE_NOOP("actions", "Visual Studio &Code"), "send", (), ("library", "selection")),
    Act("show_list", QT_TRANSLATE_NOOP("actions", "&List"), "view", ("Ctrl+1",), (), "list", "view", True),
    Act("show_map", QT_TRANSLATE_NOOP("actions", "&Evidence map"), "view", ("Ctrl+2",), (), "map", "view", True),
    Act("show_review", QT_TRANSLATE_NOOP("actions", "&Proposed terms"), "view", ("Ctrl+3",), (), "review", "view",
        True),
    Act("toggle_sidebar", QT_TRANSLATE_NOOP("actions", "&Sidebar"), "view", ("F9",), (), "sidebar", "", True, True),
    Act("toggle_detail", QT_TRANSLATE_NOOP("actions", "&Details"), "view", ("F10",), (), "details", "", True),
    Act("read_pdfs", QT_TRANSLATE_NOOP("actions", "Read PDFs for the searc&h"), "view", (), (), "", "", True, True),
    Act("theme_system", QT_TRANSLATE_NOOP("actions", "&System"), "theme", (), (), "", "theme", True),
    Act("theme_light", QT_TRANSLATE_NOOP("actions", "&Light"), "theme", (), (), "", "theme", True),
    Act("theme_dark", QT_TRANSLATE_NOOP("actions", "&Dark"), "theme", (), (), "", "theme", True),
    Act("density_comfortable", QT_TRANSLATE_NOOP("actions", "&Comfortable"), "density", (), (), "", "density", True),
    Act("density_compact", QT_TRANSLATE_NOOP("actions", "Co&mpact"), "density", (), (), "", "density", True),
    Act("zoom_in", QT_TRANSLATE_NOOP("actions", "Zoom &in"), "view", ("Ctrl++", "Ctrl+="), separated=True),
    Act("zoom_out", QT_TRANSLATE_NOOP("actions", "Zoom &out"), "view", ("Ctrl+-",)),
    Act("zoom_reset", QT_TRANSLATE_NOOP("actions", "&Actual size"), "view", ("Ctrl+0",)),
    Act("new_reference", QT_TRANSLATE_NOOP("actions", "&New reference…"), "reference", ("Ctrl+N",), _WRITE, "add"),
    Act("find_duplicates", QT_TRANSLATE_NOOP("actions", "Find &duplicates…"), "reference", ("Ctrl+Shift+D",), _WRITE,
        "copy"),
    Act("merge", QT_TRANSLATE_NOOP("actions", "&Merge…"), "reference", ("Ctrl+M",), (*_CHOSEN, "several"),
        in_context=True),
    Act("bulk_edit", QT_TRANSLATE_NOOP("actions", "Edit a field of &all…"), "reference", ("Ctrl+Shift+E",), _CHOSEN,
        in_context=True),
    Act("key_pattern", QT_TRANSLATE_NOOP("actions", "Citation &keys…"), "reference", ("Ctrl+Alt+P",), ("library",)),
    Act("rename_cited", QT_TRANSLATE_NOOP("actions", "Rename the key in &manuscripts…"), "reference",
        ("Ctrl+Alt+R",), ("library", "write", "one")),
    Act("add_by_identifier", QT_TRANSLATE_NOOP("actions", "Add by &identifier…"), "reference", ("Ctrl+Shift+I",),
        _WRITE),
    Act("look_up", QT_TRANSLATE_NOOP("actions", "Look &up on the network"), "reference", ("Ctrl+Shift+U",), _CHOSEN,
        "search", in_context=True),
    Act("look_up_waiting", QT_TRANSLATE_NOOP("actions", "Look up what &waits"), "reference", (), _WRITE),
    Act("find_copy", QT_TRANSLATE_NOOP("actions", "Find a &free copy"), "reference", (), ("library", "one")),
    Act("retag", QT_TRANSLATE_NOOP("actions", "Set &terms…"), "reference", ("Ctrl+T",), _CHOSEN, "tag",
        separated=True, in_context=True),
    Act("propose", QT_TRANSLATE_NOOP("actions", "Read a&bstracts for terms"), "reference", ("Ctrl+Shift+T",), _CHOSEN,
        "review", in_context=True),
    Act("propose_text", QT_TRANSLATE_NOOP("actions", "Read &PDFs for terms"), "reference", (), _CHOSEN),
    Act("accept_proposed", QT_TRANSLATE_NOOP("actions", "&Accept proposed terms"), "reference", ("Ctrl+Shift+A",),
        _CHOSEN, "check", in_context=True),
    Act("reject_proposed", QT_TRANSLATE_NOOP("actions", "Re&ject proposed terms"), "reference", ("Ctrl+Shift+J",),
        _CHOSEN, in_context=True),
    Act("add_note", QT_TRANSLATE_NOOP("actions", "Add a n&ote"), "reference", ("Ctrl+Shift+O",),
        ("library", "write", "one"), "note", in_context=True),
    Act("write_note", QT_TRANSLATE_NOOP("actions", "&Write in the note editor"), "reference", ("Ctrl+Alt+O",),
        ("library", "write", "one"), "edit", in_context=True),
    Act("collect_annotations", QT_TRANSLATE_NOOP("actions", "Collect annotations into a no&te"), "reference", (),
        ("library", "write", "one")),
    Act("import_annotations", QT_TRANSLATE_NOOP("actions", "Bring &in annotations of the PDF"), "reference", (),
        ("library", "write", "one")),
    Act("export_pdf_copy", QT_TRANSLATE_NOOP("actions", "Write a PDF copy with annotations…"), "reference", (),
        ("library", "one")),
    Act("collect", QT_TRANSLATE_NOOP("actions", "Add to co&llection…"), "reference", ("Ctrl+Shift+L",), _CHOSEN,
        "folder", in_context=True),
    Act("attach", QT_TRANSLATE_NOOP("actions", "Attach &files…"), "reference", (), ("library", "write", "one"),
        "paperclip", in_context=True),
    Act("read", QT_TRANSLATE_NOOP("actions", "R&ead the PDF"), "reference", ("Ctrl+R",), ("library", "one"), "book",
        in_context=True),
    Act("open_link", QT_TRANSLATE_NOOP("actions", "Open file or &link"), "reference", ("Ctrl+L",),
        ("library", "one"), "link", in_context=True),
    Act("status_unread", QT_TRANSLATE_NOOP("actions", "Mark as &unread"), "status", ("Alt+U",), _CHOSEN),
    Act("status_reading", QT_TRANSLATE_NOOP("actions", "Mark as rea&ding"), "status", ("Alt+I",), _CHOSEN),
    Act("status_read", QT_TRANSLATE_NOOP("actions", "Mark as &read"), "status", ("Alt+O",), _CHOSEN),
    *(
        Act(f"rating_{stars}", "★" * stars or QT_TRANSLATE_NOOP("actions", "No rating"), "rating", (f"Alt+{stars}",),
            _CHOSEN)
        for stars in range(6)
    ),
    Act("colour_0", QT_TRANSLATE_NOOP("actions", "No label"), "colour", ("Ctrl+Alt+0",), _CHOSEN),
    Act("colour_1", QT_TRANSLATE_NOOP("actions", "Red"), "colour", ("Ctrl+Alt+1",), _CHOSEN),
    Act("colour_2", QT_TRANSLATE_NOOP("actions", "Orange"), "colour", ("Ctrl+Alt+2",), _CHOSEN),
    Act("colour_3", QT_TRANSLATE_NOOP("actions", "Yellow"), "colour", ("Ctrl+Alt+3",), _CHOSEN),
    Act("colour_4", QT_TRANSLATE_NOOP("actions", "Green"), "colour", ("Ctrl+Alt+4",), _CHOSEN),
    Act("colour_5", QT_TRANSLATE_NOOP("actions", "Blue"), "colour", ("Ctrl+Alt+5",), _CHOSEN),
    Act("colour_6", QT_TRANSLATE_NOOP("actions", "Purple"), "colour", ("Ctrl+Alt+6",), _CHOSEN),
    Act("colour_7", QT_TRANSLATE_NOOP("actions", "Grey"), "colour", ("Ctrl+Alt+7",), _CHOSEN),
    Act("colour_8", QT_TRANSLATE_NOOP("actions", "Pink"), "colour", ("Ctrl+Alt+8",), _CHOSEN),
    Act("colour_9", QT_TRANSLATE_NOOP("actions", "Brown"), "colour", ("Ctrl+Alt+9",), _CHOSEN),
    Act("appraisal_none", QT_TRANSLATE_NOOP("actions", "Not judged"), "appraisal", (), _CHOSEN),
    Act("appraisal_low", QT_TRANSLATE_NOOP("actions", "Low"), "appraisal", (), _CHOSEN),
    Act("appraisal_some", QT_TRANSLATE_NOOP("actions", "Some concerns"), "appraisal", (), _CHOSEN),
    Act("appraisal_high", QT_TRANSLATE_NOOP("actions", "High"), "appraisal", (), _CHOSEN),
    Act("trash", QT_TRANSLATE_NOOP("actions", "Move to &trash"), "reference", ("Del", "Ctrl+Backspace"),
        ("library", "write", "selection", "kept"), "trash", separated=True, in_context=True),
    Act("untrash", QT_TRANSLATE_NOOP("actions", "&Restore from trash"), "reference", ("Ctrl+Shift+R",),
        ("library", "write", "selection", "trash"), "restore", in_context=True),
    Act("purge", QT_TRANSLATE_NOOP("actions", "Delete for &good…"), "reference", ("Shift+Del",),
        ("library", "write", "selection", "trash"), in_context=True),
    Act("show_studies", QT_TRANSLATE_NOOP("actions", "Study &table"), "studies", ("Ctrl+4",), (), "list", "view", True),
    Act("show_claims", QT_TRANSLATE_NOOP("actions", "&Claims"), "studies", ("Ctrl+5",), (), "quote", "view", True),
    Act("show_trials", QT_TRANSLATE_NOOP("actions", "T&rials"), "studies", ("Ctrl+6",), (), "pages", "view", True),
    Act("add_claim", QT_TRANSLATE_NOOP("actions", "&Add a claim…"), "studies", (), _WRITE, separated=True),
    Act("add_evidence", QT_TRANSLATE_NOOP("actions", "Use as &evidence for a claim…"), "studies", ("Ctrl+Alt+V",),
        _CHOSEN, in_context=True),
    Act("fetch_trials", QT_TRANSLATE_NOOP("actions", "Ask the re&gistry about trials"), "studies", (), _WRITE),
    Act("prisma", QT_TRANSLATE_NOOP("actions", "&PRISMA diagram…"), "studies", ("Ctrl+Alt+D",), ("library",),
        separated=True),
    Act("include_title", QT_TRANSLATE_NOOP("actions", "&Include by its title"), "screening", ("Ctrl+Alt+I",), _CHOSEN),
    Act("exclude_title", QT_TRANSLATE_NOOP("actions", "&Exclude by its title…"), "screening", ("Ctrl+Alt+X",), _CHOSEN),
    Act("include_report", QT_TRANSLATE_NOOP("actions", "Include the re&port"), "screening", ("Ctrl+Alt+Shift+I",),
        _CHOSEN, separated=True),
    Act("exclude_report", QT_TRANSLATE_NOOP("actions", "E&xclude the report…"), "screening", ("Ctrl+Alt+Shift+X",),
        _CHOSEN),
    Act("not_retrieved", QT_TRANSLATE_NOOP("actions", "Report &not retrieved"), "screening", (), _CHOSEN),
    Act("undecide", QT_TRANSLATE_NOOP("actions", "&Take the decision back"), "screening", ("Ctrl+Alt+Backspace",),
        _CHOSEN, separated=True),
    Act("show_shortcuts", QT_TRANSLATE_NOOP("actions", "&Keyboard shortcuts"), "help", ("Ctrl+/", "F1"), (),
        "keyboard"),
    Act("show_log", QT_TRANSLATE_NOOP("actions", "&Messages"), "help"),
    Act("about", QT_TRANSLATE_NOOP("actions", "&About mscref"), "help", (), (), "info"),
)  # fmt: skip


class Actions(QObject):
    """The QActions of a window, made from ACTS; `handlers` maps each key to a function."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._made: dict[str, QAction] = {}
        self._groups: dict[str, QActionGroup] = {}
        self.menus: dict[str, QMenu] = {}
        for act in ACTS:
            self._make(act)

    def __getitem__(self, key: str) -> QAction:
        return self._made[key]

    def connect_all(self, handlers: Mapping[str, Callable[[], None]]) -> None:
        """Give every action its handler; checkable ones act when chosen by the user only."""
        for key, action in self._made.items():
            action.triggered.connect(lambda _checked=False, act=handlers[key]: act())

    def fill_menu_bar(self) -> None:
        """Build the menus in the order of MENUS."""
        bar = self._window.menuBar()
        for key, title in MENUS.items():
            text = QCoreApplication.translate("actions", title)
            home = self.menus.get(SUBMENUS.get(key, ""))
            menu = QMenu(text, bar)
            if key in _STANDS_BEFORE and home is not None:
                home.insertMenu(self._made[_STANDS_BEFORE[key]], menu)
            else:
                (home if home is not None else bar).addMenu(menu)
            menu.setAccessibleName(text.replace("&", ""))
            self.menus[key] = menu
            for act in ACTS:
                if act.menu == key:
                    if act.separated:
                        menu.addSeparator()
                    menu.addAction(self._made[act.key])

    def context_menu(self) -> QMenu:
        """The menu of a row: what can be done with the selection, shortcuts shown."""
        menu = QMenu(self._window)
        for act in ACTS:
            if act.in_context:
                if act.separated and not menu.isEmpty():
                    menu.addSeparator()
                menu.addAction(self._made[act.key])
            if act.key == "open_link":
                for name in ("status", "rating", "colour", "appraisal"):
                    menu.addMenu(self.menus[name])
        return menu

    def enable(self, held: set[str]) -> None:
        """Enable each action whose needs are all in `held`."""
        for act in ACTS:
            self._made[act.key].setEnabled(held.issuperset(act.needs))

    def name_act(self, key: str, act: str | None) -> None:
        """Let undo or redo name the act it would take back or do again."""
        row = next(one for one in ACTS if one.key == key)
        text = QCoreApplication.translate("actions", row.text)
        self._made[key].setText(f"{text} “{act}”" if act else text)
        self._tip(self._made[key])

    def shortcuts(self) -> Iterator[tuple[str, str, str]]:
        """(menu, text, shortcuts) of every action that has a shortcut, for the sheet of shortcuts."""
        for act in ACTS:
            if act.shortcuts:
                menu = QCoreApplication.translate("actions", MENUS[act.menu]).replace("&", "")
                text = QCoreApplication.translate("actions", act.text).replace("&", "").replace("…", "")
                keys = [QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in act.shortcuts]
                yield menu, text, ", ".join(keys)

    def _make(self, act: Act) -> None:
        action = QAction(QCoreApplication.translate("actions", act.text), self._window)
        action.setObjectName(act.key)
        action.setShortcuts([QKeySequence(one) for one in act.shortcuts])
        action.setCheckable(act.is_checkable)
        action.setMenuRole(ROLES.get(act.key, QAction.MenuRole.NoRole))
        if act.icon:
            icons.dress(action, act.icon)
        if act.group:
            group = self._groups.setdefault(act.group, QActionGroup(self._window))
            group.addAction(action)
        self._tip(action)
        self._window.addAction(action)
        self._made[act.key] = action

    @staticmethod
    def _tip(action: QAction) -> None:
        text = action.text().replace("&", "").replace("…", "")
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setToolTip(tips.plain(f"{text} ({keys})" if keys else text))
