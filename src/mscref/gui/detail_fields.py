"""The bibliographic fields of a reference, each edited where it stands, and its tags."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from mscref.gui import field_origins, labels, theme, tips, words
from mscref.gui.inline_edit import InlineLine, InlineText
from mscref.gui.tasks import Tasks
from mscref.model.holdings import Record
from mscref.model.lookups import FieldSource

_LONG = ("abstract",)


class DetailFields(QWidget):
    """Label and value of each field; a value that is emptied is removed."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._id: int | None = None
        self._names: list[str] = []
        self._extra: set[str] = set()
        self.editors: dict[str, InlineLine | InlineText] = {}
        self._labels: dict[QWidget, QLabel] = {}
        self.setAccessibleName(self.tr("Fields"))
        self._type = QComboBox()
        self._type.setProperty("inline", True)
        self._type.setAccessibleName(self.tr("Type"))
        self._type.view().setAccessibleName(self.tr("Type"))
        self._type.activated.connect(self._set_type)
        self._tags = InlineLine(self.tr("Tags, separated by commas"))
        self._tags.setPlaceholderText(self.tr("none"))
        self._tags.committed.connect(self._set_tags)
        self._held_tags: tuple[str, ...] = ()
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(1)
        self._grid.setColumnStretch(1, 1)
        self._add = QPushButton(self.tr("+ Add a field"))
        self._add.setProperty("link", True)
        self._add.setFont(theme.scaled(self.font(), 0.88))
        self._add.setAccessibleName(self.tr("Add a field"))
        self._add.clicked.connect(self._offer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._grid)
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_record(self, record: Record) -> None:
        """Show a record's fields: those its type usually has, then all others that it holds."""
        if self._id != record.id:
            self._extra.clear()
        self._id = record.id
        reference = record.reference
        usual = labels.FIELDS_BY_TYPE.get(reference.type, labels.USUAL_FIELDS)
        others = [name for name in reference.fields if name not in usual and name != "abstract"]
        names = [*usual, *others, *sorted(self._extra - {*usual, *others, "abstract"}), "abstract"]
        if names != self._names:
            self._build(names)
        self._fill_types(reference.type)
        for name, editor in self.editors.items():
            editor.show_text(reference.fields.get(name, ""))
        self._held_tags = record.tags
        self._tags.show_text(", ".join(record.tags))
        self._tasks.ask(lambda lib: lib.field_sources(record.id), self._show_sources, key="sources")

    def _show_sources(self, sources: dict[str, FieldSource]) -> None:
        """Say beside each field where it was seen; the name of one that was not seen clearly is amber."""
        for name, editor in self.editors.items():
            seen = sources.get(name)
            told = field_origins.told(seen) if seen else ""
            editor.setToolTip(tips.plain(told))
            editor.setAccessibleDescription(told)
            label = self._labels[editor]
            label.setToolTip(tips.plain(told))
            label.setProperty("warn", seen is not None and seen.is_weak)
            label.style().polish(label)

    def _build(self, names: list[str]) -> None:
        self._names = names
        for at in reversed(range(self._grid.count())):
            item = self._grid.takeAt(at)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in (self._type, self._tags):
                widget.hide()
                widget.deleteLater()
        self.editors = {}
        self._labels = {}
        rows: list[tuple[str, QWidget]] = [(self.tr("Type"), self._type)]
        for name in names:
            editor = self._editor(name)
            self.editors[name] = editor
            rows.append((labels.field(name), editor))
        rows.insert(len(rows) - 1, (self.tr("Tags"), self._tags))
        for row, (title, widget) in enumerate(rows):
            label = words.label(title, muted=True, wrap=False)
            label.setContentsMargins(0, 5, 0, 0)
            label.setBuddy(widget)
            self._labels[widget] = label
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(widget, row, 1)

    def _editor(self, name: str) -> InlineLine | InlineText:
        editor: InlineLine | InlineText
        editor = InlineText(labels.field(name), keeps_lines=True) if name in _LONG else InlineLine(labels.field(name))
        editor.setPlaceholderText("–")
        editor.committed.connect(lambda text, n=name: self._set_field(n, text))
        return editor

    def _fill_types(self, shown: str) -> None:
        names = [*labels.types(), *([] if shown in labels.types() else [shown])]
        if [self._type.itemData(n) for n in range(self._type.count())] != names:
            self._type.clear()
            for name in names:
                self._type.addItem(labels.type_name(name), name)
        self._type.setCurrentIndex(names.index(shown))

    def _offer(self) -> None:
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Fields to add"))
        for name in labels.fields():
            if name not in self._names:
                menu.addAction(labels.field(name)).setData(name)
        menu.triggered.connect(lambda action: self._open(str(action.data())))
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _open(self, name: str) -> None:
        self._extra.add(name)
        values = {n: e.text() if isinstance(e, InlineLine) else e.toPlainText() for n, e in self.editors.items()}
        self._build([*self._names[:-1], name, "abstract"])
        for one, editor in self.editors.items():
            editor.show_text(values.get(one, ""))
        self.editors[name].setFocus()

    def _set_field(self, name: str, text: str) -> None:
        if self._id is not None:
            id = self._id
            self._tasks.change(lambda lib: lib.edit(id, fields={name: text}))

    def _set_type(self) -> None:
        if self._id is not None:
            id, type = self._id, str(self._type.currentData())
            self._tasks.change(lambda lib: lib.edit(id, type=type))

    def _set_tags(self, text: str) -> None:
        if self._id is None:
            return
        id, held = self._id, self._held_tags
        wanted = list(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))
        add = [tag for tag in wanted if tag not in held]
        remove = [tag for tag in held if tag not in wanted]
        self._tasks.change(lambda lib: lib.set_tags([id], add=add, remove=remove))
