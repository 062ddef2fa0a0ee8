"""A second start hands its files to the first window."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from mscref.gui.single_instance import SingleInstance

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from mscref.gui.single_instance import SingleInstance
app = QCoreApplication([])
single = SingleInstance(Path(sys.argv[1]))
print(single.is_first, single.hand_over(sys.argv[2:]))
"""


def test_files_reach_the_first_window(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.is_first
    second = subprocess.Popen(
        [sys.executable, "-c", _SECOND, str(tmp_path), "paper one.pdf", "b.bib"], stdout=subprocess.PIPE, text=True
    )
    with qtbot.waitSignal(first.called, timeout=15_000) as told:
        pass
    out, _ = second.communicate(timeout=15)
    first.release()
    assert [Path(path).name for path in told.args[0]] == ["paper one.pdf", "b.bib"]
    assert out.split() == ["False", "True"]


def test_the_next_start_is_first_again_when_the_first_has_ended(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    first.release()
    second = SingleInstance(tmp_path)
    assert second.is_first
    second.release()
