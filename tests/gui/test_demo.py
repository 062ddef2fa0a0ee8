"""The demonstration does the whole job and leaves what it promises; the map can be drawn without a window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from mscref import settings
from mscref.gui import demo, map_picture
from mscref.library import Library


def test_the_demonstration_takes_documents_to_bibtex(qtbot: QtBot, tmp_path: Path) -> None:
    told = demo.run(tmp_path / "demo")
    assert (told["references"], told["documents"], told["mentions"], told["written"]) == (8, 5, 9, 8)
    assert (tmp_path / "demo" / "references.bib").read_text("utf-8").count("\n@") + 1 >= 8
    assert len(told["screenshots"]) == 5
    for path in told["screenshots"]:
        image = QImage(path)
        assert image.width() >= 1000
    for path in told["map"]:
        assert Path(path).stat().st_size > 100


def test_the_demonstration_can_be_run_again_in_the_same_folder(qtbot: QtBot, tmp_path: Path) -> None:
    assert demo.run(tmp_path)["references"] == demo.run(tmp_path)["references"]


def test_the_map_is_drawn_at_twice_its_size(qtbot: QtBot, library_path: Path, tmp_path: Path) -> None:
    with Library.open(library_path, write=False) as library:
        map = library.evidence_map()
    map_picture.save(map, settings.vocabulary(), tmp_path / "map.png", title="What is there")
    image = QImage(str(tmp_path / "map.png"))
    assert not image.isNull()
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 5
