"""The style sheet laid over Fusion: edges, paddings and hover of the stock widgets in a theme's colours."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from mscref import settings

if TYPE_CHECKING:
    from mscref.gui.theme import Theme

_SHEET = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $line; padding: 5px 8px; }
QMainWindow::separator { width: 0; height: 0; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QSplitter::handle:hover, QSplitter::handle:focus { background: $accent; }

QMenuBar { background: $window; border: none; padding: 2px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 5px; background: transparent; }
QMenuBar::item:selected { background: $selection; }
QMenu { background: $raised; border: 1px solid $line; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 5px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }

QToolBar { background: $window; border: none; border-bottom: 1px solid $line; spacing: 4px; padding: 7px 10px; }
QToolButton { border: 1px solid transparent; border-radius: 7px; padding: 5px 9px; background: transparent; }
QToolButton:hover { background: $hover2; }
QToolButton:pressed, QToolButton:checked { background: $selection; }
QToolButton:focus { border-color: $accent; }
QToolButton:disabled { color: $faint; }
QToolButton::menu-indicator { image: none; width: 0; }
QToolButton[quiet="true"] { padding: 2px; border-radius: 5px; }

QPushButton { background: $raised; border: 1px solid $edge; border-radius: 7px; padding: 6px 15px; }
QPushButton:hover { background: $hover2; }
QPushButton:pressed { background: $selection; }
QPushButton:focus { border-color: $accent; }
QPushButton:disabled { color: $faint; background: $window; }
QPushButton[primary="true"], QPushButton:default { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:hover, QPushButton:default:hover { background: $accent_hover; }
QPushButton[primary="true"]:focus, QPushButton:default:focus { border: 2px solid $text; padding: 5px 14px; }
QPushButton[primary="true"]:disabled { background: $line; color: $muted; border-color: $line; }
QPushButton[link="true"] {
    border: 1px solid transparent; background: transparent; color: $accent; padding: 3px 6px; text-align: left;
}
QPushButton[link="true"]:hover { background: $hover2; }
QPushButton[link="true"]:focus { border-color: $accent; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {
    background: $base; border: 1px solid $edge; border-radius: 7px; padding: 5px 9px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus { border-color: $accent; }
QLineEdit[inline="true"], QPlainTextEdit[inline="true"] {
    background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 2px 5px;
}
QLineEdit[inline="true"]:hover, QPlainTextEdit[inline="true"]:hover { border-color: $line; }
QLineEdit[inline="true"]:focus, QPlainTextEdit[inline="true"]:focus { background: $base; border-color: $accent; }
QLineEdit[wrong="true"] { border-color: $bad; }
QComboBox { padding: 5px 9px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox[inline="true"] { border-color: transparent; background: transparent; padding: 2px 5px; }
QComboBox[inline="true"]:hover { border-color: $line; }
QComboBox[inline="true"]:focus { border-color: $accent; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $line; padding: 4px; outline: none; }

QTableView, QTreeView, QListView { background: $base; border: none; outline: none; }
QTreeView[side="true"], QWidget[side="true"] { background: $side; }
QListView[card="true"], QPlainTextEdit[card="true"], QFrame[card="true"], QTextEdit[card="true"] {
    background: $base; border: 1px solid $line; border-radius: 9px;
}
QFrame[card="true"] QLabel { background: transparent; }
QHeaderView { background: $base; border: none; }
QHeaderView::section {
    background: $base; color: $muted; border: none; border-bottom: 1px solid $line; padding: 8px 10px;
    font-weight: 600; text-align: left;
}
QHeaderView::section:hover { background: $hover; color: $text; }
QTableCornerButton::section { background: $base; border: none; border-bottom: 1px solid $line; }

QTabBar { background: $base; border: none; }
QDialog QTabBar { background: transparent; }
QTabBar::tab { padding: 9px 12px 8px 12px; color: $muted; border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:focus { color: $accent; }
QTabWidget::pane { border: none; border-top: 1px solid $line; background: $base; }

QStatusBar { background: $window; border-top: 1px solid $line; color: $muted; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: $muted; padding: 3px 6px; }
QProgressBar { border: none; background: $line; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollArea { border: none; background: transparent; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 11px; }
QScrollBar:horizontal { height: 11px; }
QScrollBar::handle { background: $thumb; border-radius: 4px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:vertical { min-height: 30px; }
QScrollBar::handle:horizontal { min-width: 30px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
    background: transparent; border: none; width: 0; height: 0;
}

QAbstractScrollArea::corner { background: transparent; border: none; }

QCheckBox { spacing: 8px; }
QCheckBox::indicator, QListView::indicator, QMenu::indicator:non-exclusive {
    width: 14px; height: 14px; border: 1px solid $muted; border-radius: 4px; background: $base;
}
QCheckBox::indicator:checked, QListView::indicator:checked, QMenu::indicator:non-exclusive:checked {
    background: $accent; border-color: $accent; image: url("$check");
}
QListView::indicator:indeterminate { border-color: $accent; image: url("$dash"); }
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $line; background: transparent; }
QCheckBox::indicator:checked:disabled { border-color: $faint; background: $faint; }
QListView::item { padding: 3px 6px; border-radius: 5px; }
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $selection; color: $text; }
QComboBox::down-arrow { image: url("$down"); width: 12px; height: 12px; margin-right: 8px; }
QHeaderView::down-arrow { image: url("$down"); width: 11px; height: 11px; margin-right: 6px; }
QHeaderView::up-arrow { image: url("$up"); width: 11px; height: 11px; margin-right: 6px; }

QLabel[muted="true"] { color: $muted; }
QLabel[caption="true"] { color: $muted; }
QLabel[error="true"] { color: $bad; }
QLabel[good="true"] { color: $good; }
QLabel[warn="true"] { color: $warn; }
QGroupBox { border: 1px solid $line; border-radius: 8px; margin-top: 14px; padding: 10px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; color: $muted; }
QDialog { background: $window; }
""")


def of(theme: Theme) -> str:
    """The style sheet of a theme."""
    dark = theme.name == "dark"
    return _SHEET.substitute(
        {name: getattr(theme, name) for name in theme.__slots__ if name != "tints"},
        check=_control("check", theme),
        dash=_control("dash", theme),
        down=_control("down", theme),
        up=_control("up", theme),
        edge="#3a404a" if dark else "#d3d8df",
        hover2="#2b3038" if dark else "#e8ecf2",
        thumb="#464d58" if dark else "#c6ccd5",
        accent_hover="#8ab8ff" if dark else "#174fb0",
    )


def _control(name: str, theme: Theme) -> str:
    """The path of a sign that only a style sheet can place; there is one for each theme."""
    return settings.resource("icons", "controls", f"{name}_{theme.name}.svg").as_posix()
