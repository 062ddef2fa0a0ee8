"""The main job from end to end in the real window: documents in, references organised and annotated, BibTeX out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize

from mscref.gui import icons, theme
from mscref.gui.app import application
from mscref.gui.desk import Desk
from mscref.gui.export_dialog import ExportWish
from mscref.gui.filters import Filters
from mscref.gui.import_review.dialog import ImportDialog
from mscref.gui.shots import photograph
from mscref.gui.staging import settle
from mscref.jobs import evidence_map, exporting, sample
from mscref.library import Library

_SIZE = QSize(1440, 860)
_NOTE = "Read the methods again before citing: which cells, how many, by which route?"


def run(directory: Path) -> dict[str, Any]:
    """Do the main job in `directory` and say what came of it: counts, files written, pictures taken.

    A display is used when there is one; without it the window is drawn offscreen.
    """
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    directory.mkdir(parents=True, exist_ok=True)
    library = directory / "demo.mscref"
    for suffix in ("", "-wal", "-shm", ".lock"):
        library.with_name(library.name + suffix).unlink(missing_ok=True)
    application()
    theme.apply("light")
    icons.redress()
    demo = _Demo(directory, library)
    try:
        return demo.play()
    finally:
        demo.desk.tasks.stop()
        demo.desk.window.close()


class _Demo:
    """One run: its window, its folder and what has been written so far."""

    def __init__(self, directory: Path, library: Path) -> None:
        self._directory, self._library = directory, library
        self._pictures: list[str] = []
        self.desk = Desk()
        self.desk.window.resize(_SIZE)
        self.desk.window.show()

    def play(self) -> dict[str, Any]:
        """All acts in order."""
        desk, window = self.desk, self.desk.window
        desk.tasks.open(self._library, create=True)
        settle(desk.tasks, until=lambda: desk.tasks.is_open)
        self._picture("1-empty")
        self._import()
        window.table.select_ids([self._find("condition:dmd source:placenta")])
        settle(desk.tasks, until=lambda: window.detail.record is not None)
        self._annotate()
        self._picture("3-annotated")
        desk.browser.narrow(Filters(included={"condition": ("als",)}))
        settle(desk.tasks)
        self._picture("4-filtered")
        desk.browser.narrow(Filters())
        written = self._export()
        self._map()
        return {
            "library": str(self._library),
            "references": self._answer(lambda lib: lib.count()),
            "documents": self._answer(lambda lib: lib.counts()["documents"]),
            "mentions": self._answer(lambda lib: sum(len(one.mentions) for one in lib.documents())),
            "written": written,
            "bibtex": str(self._directory / "references.bib"),
            "map": [str(self._directory / f"evidence-map.{kind}") for kind in ("png", "svg", "csv")],
            "screenshots": self._pictures,
        }

    def _import(self) -> None:
        """Plan the documents, show the plan, accept it."""
        desk = self.desk
        desk.files.plan_files(sample.documents())
        settle(desk.tasks, until=lambda: desk.files.dialog is not None)
        self._pictures.append(self._save("2-plan", is_dialog=True))
        dialog = desk.files.dialog
        assert isinstance(dialog, ImportDialog)
        wanted = len(dialog.chosen.references)
        dialog.accept()
        settle(desk.tasks, until=lambda: len(desk.window.table.references.ids) >= wanted)

    def _annotate(self) -> None:
        """A note, a status, stars, and one term by the reader's own word."""
        id = self.desk.window.table.selected_ids()[0]
        change = self.desk.tasks.change
        change(lambda lib: lib.add_note(id, _NOTE))
        change(lambda lib: lib.set_status([id], "reading"))
        change(lambda lib: lib.set_rating([id], 4))
        change(lambda lib: lib.retag([id], "model", add=["mdx-mouse"]))
        settle(self.desk.tasks)

    def _export(self) -> int:
        """All references as BibTeX; gives how many were written."""
        ids = list(self._answer(lambda lib: lib.ids(sort="key", descending=False)))
        wish = ExportWish(ids, self._directory / "references.bib", "bibtex", {"facets": True})
        done: exporting.Exported = self._answer(
            lambda lib: exporting.export(lib, wish.ids, wish.path, format=wish.format, options=wish.options)
        )
        return done.written

    def _map(self) -> None:
        window = self.desk.window
        window.show_map()
        settle(self.desk.tasks, until=lambda: window.map.map is not None)
        self._picture("5-map")
        for kind in ("png", "svg", "csv"):
            self.desk.files.save_map(self._directory / f"evidence-map.{kind}")
        assert window.map.map is not None
        text = evidence_map.text(window.map.map, self.desk.tasks.vocabulary)
        (self._directory / "evidence-map.txt").write_text(text, "utf-8")

    def _find(self, query: str) -> int:
        ids = self._answer(lambda lib: lib.ids(query))
        return int(ids[0])

    def _answer(self, question: Any) -> Any:
        with Library.open(self._library, write=False) as library:
            return question(library)

    def _picture(self, name: str) -> None:
        self._pictures.append(self._save(name))

    def _save(self, name: str, *, is_dialog: bool = False) -> str:
        path = self._directory / f"{name}.png"
        photograph(self.desk.window, self.desk.files.dialog if is_dialog else None).save(str(path))
        return str(path)
