"""The line of tools above the pages: where one is, how large, what a press does."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from mscref.gui import icons, tips, words
from mscref.sandbox.pages import PdfSheet

_ZOOMS = (50, 75, 100, 125, 150, 200, 300, 400)
# name, icon, stays pressed, stands before a gap
_BUTTONS: tuple[tuple[str, str, bool, bool], ...] = (
    ("close", "list", False, True),
    ("side", "pages", True, True),
    ("back", "back", False, False),
    ("forward", "forward", False, True),
    ("smaller", "minus", False, False),
    ("larger", "add", False, False),
    ("width", "fit_width", True, False),
    ("page", "fit_page", True, False),
    ("pair", "two_pages", True, False),
    ("turn", "turn", False, False),
    ("dark", "moon", True, True),
    ("note", "comment", True, False),
    ("area", "area", True, True),
    ("find", "search", False, False),
    ("window", "new_window", False, False),
    ("marks", "marker", True, False),
)


class ReaderBar(QFrame):
    """`asked` carries the name of a button; `page_asked` what was typed for a page; `zoom_asked` a factor."""

    asked = Signal(str)
    page_asked = Signal(str)
    zoom_asked = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Tools of the reader"))
        self._buttons: dict[str, QToolButton] = {}
        self._page = QLineEdit()
        self._page.setFixedWidth(52)
        self._page.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._page.setAccessibleName(self.tr("Page"))
        self._page.setToolTip(tips.plain(self.tr("Go to a page (Ctrl+G)")))
        self._page.returnPressed.connect(lambda: self.page_asked.emit(self._page.text()))
        self._of = words.label(muted=True, wrap=False, name=self.tr("How many pages"))
        self._zoom = QComboBox()
        self._zoom.setEditable(True)
        self._zoom.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._zoom.setAccessibleName(self.tr("Zoom"))
        self._zoom.view().setAccessibleName(self.tr("Zooms"))
        self._zoom.setFixedWidth(84)
        for percent in _ZOOMS:
            self._zoom.addItem(self.tr("{n} %").format(n=percent), percent / 100)
        field = self._zoom.lineEdit()
        assert field is not None
        field.setAccessibleName(self.tr("Zoom"))
        field.returnPressed.connect(self._read_zoom)
        self._zoom.activated.connect(lambda _n: self._read_zoom())
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 5, 8, 5)
        row.setSpacing(1)
        names = self._names()
        for name, icon, is_checkable, has_gap in _BUTTONS:
            button = self._buttons[name] = self._button(name, icon, names[name])
            button.setCheckable(is_checkable)
            if name == "find":
                row.addStretch(1)
            row.addWidget(button)
            if name == "smaller":
                row.addWidget(self._zoom)
            if has_gap:
                row.addWidget(_line())
            if name == "side":
                row.addWidget(self._page)
                row.addWidget(self._of)

    def __getitem__(self, name: str) -> QToolButton:
        return self._buttons[name]

    def show_sheet(self, sheet: PdfSheet) -> None:
        """Say how many pages there are."""
        words.set_text(self._of, self.tr("of {n}").format(n=len(sheet.pages)))
        if not any(page.label for page in sheet.pages):
            self._page.setValidator(QIntValidator(1, len(sheet.pages), self))

    def show_page(self, label: str) -> None:
        """Say which page is in sight."""
        if not self._page.hasFocus() or not self._page.isModified():
            self._page.setText(label)

    def show_zoom(self, zoom: float, fit: str) -> None:
        """Say how large the pages are, and whether they fit the room."""
        self._zoom.setEditText(self.tr("{n} %").format(n=round(zoom * 100)))
        self._buttons["width"].setChecked(fit == "width")
        self._buttons["page"].setChecked(fit == "page")

    def show_way(self, *, back: bool, forward: bool) -> None:
        """Say whether there is a place to go back or forward to."""
        self._buttons["back"].setEnabled(back)
        self._buttons["forward"].setEnabled(forward)

    def enable(self, *, has_pages: bool, has_file: bool, can_write: bool) -> None:
        """Offer only what can be done now."""
        for name, button in self._buttons.items():
            is_offered = can_write or name not in ("note", "area")
            button.setEnabled(name == "close" or (has_pages and is_offered) or (name == "window" and has_file))
        for field in (self._page, self._zoom):
            field.setEnabled(has_pages)
        if not has_pages:
            self._page.clear()
            words.set_text(self._of, "", self.tr("How many pages"))

    def type_page(self) -> None:
        """Put the cursor into the page box."""
        self._page.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._page.selectAll()

    def _read_zoom(self) -> None:
        typed = self._zoom.currentText().replace("%", "").replace(",", ".").strip()
        try:
            self.zoom_asked.emit(float(typed) / 100)
        except ValueError:
            return

    def _button(self, name: str, icon: str, text: str) -> QToolButton:
        button = QToolButton()
        button.setProperty("quiet", True)
        button.setMinimumSize(28, 28)
        icons.dress(button, icon)
        button.setAccessibleName(text)
        button.setToolTip(tips.plain(text))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.asked.emit(name))
        return button

    def _names(self) -> dict[str, str]:
        return {
            "close": self.tr("Back to the list (Ctrl+W)"),
            "side": self.tr("Pages, outline, search"),
            "back": self.tr("Back (Alt+Left)"),
            "forward": self.tr("Forward (Alt+Right)"),
            "smaller": self.tr("Smaller (Ctrl+-)"),
            "larger": self.tr("Larger (Ctrl++)"),
            "width": self.tr("Fit the width (W)"),
            "page": self.tr("Fit the page (F)"),
            "pair": self.tr("Two pages side by side (T)"),
            "turn": self.tr("Turn (R)"),
            "dark": self.tr("Dark pages (D)"),
            "note": self.tr("Place a note (N)"),
            "area": self.tr("Mark an area (A)"),
            "find": self.tr("Find in this file (Ctrl+F)"),
            "window": self.tr("Open in a window of its own"),
            "marks": self.tr("Marks (M)"),
        }


def _line() -> QLabel:
    line = QLabel()
    line.setFixedWidth(10)
    line.setAccessibleName("-")
    return line
