"""Wait in the window's event loop until everything asked has been answered: for the demonstration and its pictures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

from mscref.errors import Bug
from mscref.gui.tasks import Tasks

_STEP_MS = 15


def settle(tasks: Tasks, *, seconds: float = 60.0, until: Callable[[], bool] | None = None) -> None:
    """Run the event loop until no answer is outstanding and `until` holds; raises Bug when that takes too long."""
    loop = QEventLoop()
    calm = [0]

    def look() -> None:
        is_done = tasks.is_idle and (until is None or until())
        calm[0] = calm[0] + 1 if is_done else 0
        if calm[0] >= 3:
            loop.exit(0)

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(_STEP_MS)
    QTimer.singleShot(int(seconds * 1000), lambda: loop.exit(1))
    if loop.exec() != 0:
        raise Bug("The window did not come to rest while it was being shown.")
