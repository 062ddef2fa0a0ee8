"""What the window does to itself: views, panes, theme, text size, help."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog

from mscref import settings
from mscref.gui import icons, theme
from mscref.gui.browser import Browser
from mscref.gui.main_window import MainWindow
from mscref.gui.small_dialogs import AboutDialog, MessagesDialog, PreferencesDialog, ShortcutsDialog
from mscref.gui.tasks import Tasks
from mscref.lookup import save_permission

_ZOOMS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6)


class ViewActs(QObject):
    """Handlers of the actions on the window itself."""

    def __init__(self, window: MainWindow, tasks: Tasks, browser: Browser) -> None:
        super().__init__(window)
        self._window, self._tasks, self._browser = window, tasks, browser
        chosen = settings.load()
        self._theme = str(chosen.get("theme", "system"))
        self._zoom = float(chosen.get("zoom", 1.0))
        self._density = str(chosen.get("density", "comfortable"))
        self.dialog: QDialog | None = None
        window.actions_[f"theme_{self._theme if self._theme in theme.CHOICES else 'system'}"].setChecked(True)
        self.set_density(self._density)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _find(self) -> None:
        """Find in the file that is read, else in the library."""
        window = self._window
        if window.middle.currentWidget() is window.reader and window.reader.view is not None:
            window.reader.do("find")
        else:
            window.search.select_all()

    def handlers(self) -> dict[str, Callable[[], None]]:
        """Key of an action -> what it does."""
        window = self._window
        return {
            "quit": self.quit,
            "find": self._find,
            "find_term": window.facets.find_term,
            "clear_filters": lambda: self._browser.narrow(self._browser.filters.cleared()),
            "show_list": window.show_list,
            "show_map": window.show_map,
            "show_review": window.show_review,
            "toggle_sidebar": lambda: window.facets.setVisible(window.facets.isHidden()),
            "toggle_detail": lambda: window.show_detail(window.actions_["toggle_detail"].isChecked()),
            "theme_system": lambda: self.set_theme("system"),
            "theme_light": lambda: self.set_theme("light"),
            "theme_dark": lambda: self.set_theme("dark"),
            "density_comfortable": lambda: self.set_density("comfortable"),
            "density_compact": lambda: self.set_density("compact"),
            "zoom_in": lambda: self._step_zoom(1),
            "zoom_out": lambda: self._step_zoom(-1),
            "zoom_reset": lambda: self.set_zoom(1.0),
            "preferences": self.show_preferences,
            "show_shortcuts": lambda: self._open(ShortcutsDialog(window.actions_.shortcuts(), window)),
            "show_log": lambda: self._open(MessagesDialog(window.toasts.log, window)),
            "about": self.show_about,
        }

    def quit(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()

    def set_theme(self, choice: str) -> None:
        """Dress the window in another theme, at once and for the next start."""
        self._theme = choice
        self._window.actions_[f"theme_{choice}"].setChecked(True)
        self._dress()
        settings.save({"theme": choice})

    def set_density(self, density: str) -> None:
        """Rows comfortable or compact, at once and for the next start."""
        if density not in ("comfortable", "compact"):
            density = "comfortable"
        self._window.actions_[f"density_{density}"].setChecked(True)
        self._window.table.set_density(density)
        if density != self._density:
            settings.save({"density": density})
        self._density = density

    def set_zoom(self, zoom: float) -> None:
        """Another size of all text."""
        self._zoom = zoom
        self._dress()
        settings.save({"zoom": zoom})

    def show_preferences(self) -> None:
        """The preferences; each acts when it is chosen."""
        dialog = PreferencesDialog(self._theme, self._density, self._window)
        dialog.theme_chosen.connect(self.set_theme)
        dialog.density_chosen.connect(self.set_density)
        dialog.network.chosen.connect(save_permission)
        dialog.folders_chosen.connect(self._window.folders_chosen)
        self._open(dialog)

    def show_about(self) -> None:
        """Versions and the library's path."""
        self._open(AboutDialog(self._tasks.path, self._window))

    def _dress(self) -> None:
        theme.apply(self._theme, self._zoom)
        icons.redress()
        self._window.table.set_density(self._density)

    def _system_changed(self) -> None:
        if self._theme == "system":
            QTimer.singleShot(0, self._dress)

    def _step_zoom(self, step: int) -> None:
        nearest = min(range(len(_ZOOMS)), key=lambda n: abs(_ZOOMS[n] - self._zoom))
        self.set_zoom(_ZOOMS[min(max(nearest + step, 0), len(_ZOOMS) - 1)])

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()
