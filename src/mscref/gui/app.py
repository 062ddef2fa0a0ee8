"""The composition root of the window: one application, one desk, one event loop."""

from __future__ import annotations

import logging
import logging.handlers
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from mscref import __version__, settings
from mscref.errors import UserError
from mscref.gui import icons, theme
from mscref.gui.desk import Desk
from mscref.gui.single_instance import SingleInstance

_log = logging.getLogger(__name__)


def run(argv: Sequence[str]) -> int:
    """Open the window on the named library, the last one, or the sample; the exit code of the event loop.

    `argv` holds the arguments without the program's name: a library or files to import.
    """
    app = application()
    single = SingleInstance(settings.data_dir())
    if not single.is_first and single.hand_over(argv):
        return 0
    _log_to_file()
    theme.apply(str(settings.load().get("theme", "system")), float(settings.load().get("zoom", 1.0)))
    app.setWindowIcon(_window_icon())
    desk = Desk()
    slips = Slips(desk)
    sys.excepthook = slips.report
    threading.excepthook = lambda args: slips.report(args.exc_type, args.exc_value or args.exc_type(), None)
    opener = _FileOpener(desk)
    app.installEventFilter(opener)
    desk.window.show()
    single.called.connect(lambda paths: _called(desk, paths))
    QTimer.singleShot(0, lambda: begin(desk, argv))
    code = app.exec()
    desk.close()
    single.release()
    return code


def application() -> QApplication:
    """The one QApplication, made when there is none yet."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    app = QApplication(["mscref"])
    app.setApplicationName("mscref")
    app.setApplicationDisplayName("mscref")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("mscref")
    translator = QTranslator(app)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    return app


def begin(desk: Desk, argv: Sequence[str]) -> None:
    """What is opened at the start: what was named, what was open last, or the sample."""
    paths = [Path(one) for one in argv if not one.startswith("-")]
    library = next((path for path in paths if path.suffix == ".mscref"), None)
    files = [path for path in paths if path != library]
    if library is not None:
        desk.open(library)
    else:
        last = settings.load().get("last_library")
        if last and Path(str(last)).exists():
            desk.open(Path(str(last)))
        elif settings.default_library().exists():
            desk.open(settings.default_library())
        else:
            desk.files.open_sample()
    if files:
        desk.plan_when_open(files)
    desk.tasks.reloaded.connect(lambda: _back_up(desk), Qt.ConnectionType.SingleShotConnection)


def _back_up(desk: Desk) -> None:
    """Make the day's backup when something has changed since the last one."""
    desk.tasks.work(lambda library: library.backup() if library.is_backup_due() else None, lambda _path: None)


def _called(desk: Desk, paths: Sequence[str]) -> None:
    """A later start: come to the front and take its files."""
    window = desk.window
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()
    if paths:
        desk.files.take_files([Path(path) for path in paths], None)


def _window_icon() -> QIcon:
    return QIcon(icons.pixmap("mscref", theme.LIGHT.accent, 256))


def _log_to_file() -> None:
    """Keep a small log beside the library; nothing is ever sent."""
    folder = settings.data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        file = logging.handlers.RotatingFileHandler(folder / "mscref.log", maxBytes=500_000, backupCount=2, delay=True)
    except OSError:
        return
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger("mscref").addHandler(file)
    logging.getLogger("mscref").setLevel(logging.INFO)


class Slips(QObject):
    """Turns what nobody caught into one message; the whole story goes to the log."""

    happened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.happened.connect(desk.window.toasts.complain)

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception and show one sentence."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, UserError):
            self.happened.emit(str(error))
            return
        _log.error("%s", error, exc_info=(kind, error, trace))
        text = self.tr("Something went wrong in mscref: {error}. The log in {folder} tells more; please report it.")
        self.happened.emit(text.format(error=f"{kind.__name__}: {error}"[:200], folder=settings.data_dir()))


class _FileOpener(QObject):
    """Takes files that the desktop opens with mscref (macOS)."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFileOpenEvent) and event.file():
            self._desk.files.take_files([Path(event.file())], None)
            return True
        return super().eventFilter(watched, event)
