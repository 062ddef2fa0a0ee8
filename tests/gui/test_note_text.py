"""Notes are shown rendered, edited as Markdown, and fetch nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QFocusEvent, QImage, QTextDocument
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mscref.gui.note_text import MarkdownView, NoteText, html_of


def test_markdown_becomes_words_in_shape() -> None:
    made = html_of("# Head\n\n**bold** and *slanted*\n\n- one\n- two\n\n[page](https://example.org/)")
    for part in ("<h1>Head</h1>", "<strong>bold</strong>", "<em>slanted</em>", "<li>one</li>"):
        assert part in made
    assert 'href="https://example.org/"' in made


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src='file:///etc/hostname'>",
        "![picture](file:///etc/hostname)",
        "<script>alert(1)</script>",
        "<table><tr><td>x</td></tr></table>",
        "[press](file:///etc/hostname)",
        "[press](javascript:alert(1))",
        "<a href='file:///etc/hostname'>press</a>",
    ],
)
def test_no_tag_that_loads_or_runs_and_no_local_link_gets_through(hostile: str) -> None:
    made = html_of(hostile)
    for part in ("<img", "<script", "<table", 'href="file', 'href="javascript'):
        assert part not in made


def test_the_view_loads_nothing_even_when_it_is_asked(qtbot: QtBot) -> None:
    view = MarkdownView("Note")
    qtbot.addWidget(view)
    loaded = view.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl("file:///etc/hostname"))
    assert isinstance(loaded, QImage)
    assert (loaded.width(), loaded.height()) == (1, 1)
    assert not view.openLinks()


def test_a_note_is_rendered_until_it_is_edited_and_again_when_it_is_left(qtbot: QtBot) -> None:
    note = NoteText("Note")
    qtbot.addWidget(note)
    note.show()
    note.show_text("**bold**")
    assert note.view.isVisible()
    assert note.view.toPlainText() == "bold"
    qtbot.mouseClick(note.view.viewport(), Qt.MouseButton.LeftButton)
    assert note.source.isVisible()
    assert note.source.toPlainText() == "**bold**"
    note.source.setPlainText("*slanted*")
    with qtbot.waitSignal(note.committed) as told:
        QApplication.sendEvent(note.source, QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason))
    assert told.args == ["*slanted*"]
    assert note.view.isVisible()
    assert note.view.toPlainText() == "slanted"


def test_a_note_being_typed_stays_open_when_the_library_is_read_again(qtbot: QtBot) -> None:
    note = NoteText("Note")
    qtbot.addWidget(note)
    note.show()
    note.show_text("first")
    note.edit()
    note.show_text("first")
    assert note.source.isVisible()
