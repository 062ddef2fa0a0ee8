"""Pictures of notes: the editor, places found in texts, a document with marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtGui import QImage, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from mscref.gui import words
from mscref.gui.desk import Desk
from mscref.gui.staging import settle
from mscref.jobs import note_templates
from mscref.library import Library

_PAGES = (
    "Patients were assigned at random to cells or to a sham procedure, and neither they nor their carers knew which.",
    "The slope of the ALSFRS-R fell by half in the treated arm; the vital capacity did not change between the arms. "
    "Serious events were as frequent after cells as after the sham procedure.",
    "Neurofilament light in the cerebrospinal fluid followed the slope of the ALSFRS-R in fast progressors.",
)


def states(desk: Desk, home: Path, photograph: Callable[..., QImage]) -> Iterator[tuple[str, QImage]]:
    """The states of the notes' views, in the sample library that is open."""
    window = desk.window
    _do(desk, lambda library: _fill(library, home))
    first, second = window.table.references.ids[:2]
    window.table.select_ids([second])
    window.detail.show_page("notes")
    settle(desk.tasks, until=lambda: window.detail.record is not None and window.detail.record.id == second)
    yield "notes-page", photograph(window)
    window.table.select_ids([first])
    settle(desk.tasks, until=lambda: window.detail.record is not None and window.detail.record.id == first)
    desk.notes.write_note()
    settle(desk.tasks, until=lambda: window.note.note is not None)
    yield "note-editor", photograph(window)
    yield "note-editor-2x", photograph(window, scale=2.0)
    window.show_list()
    window.search.show_text("alsfrs slope")
    window.search.ask_now()
    settle(desk.tasks, until=desk.notes.places.isVisible)
    desk.notes.index.status.show_progress(3, 41, 212)
    yield "places-found", photograph(window)
    desk.notes.index.status.show_done()
    desk.notes.find()
    settle(desk.tasks, until=lambda: bool(window.hits.model.rows))
    yield "hits", photograph(window)
    yield "hits-2x", photograph(window, scale=2.0)
    window.search.show_text("")
    window.search.ask_now()
    settle(desk.tasks)
    document = _marked_document(desk)
    window.document.open(document)
    window.show_document()
    settle(desk.tasks, until=lambda: window.document.document is not None)
    text = window.document.text.toPlainText()
    at = text.index(". ") + 2
    _select(window.document.text, at, text.index(".", at) + 1)
    yield "document-marked", photograph(window)
    window.document.choose_cited()
    settle(desk.tasks)
    yield "document-cite", photograph(window, window.document.dialog)
    if window.document.dialog is not None:
        window.document.dialog.reject()
    window.document.bar.hide()
    window.show_list()


def _do(desk: Desk, work: Callable[[Library], None]) -> None:
    def verb(library: Library) -> None:
        work(library)

    desk.tasks.change(verb, lambda _none: desk.tasks.reloaded.emit())
    settle(desk.tasks)


def _fill(library: Library, home: Path) -> None:
    """A reference with a read PDF, marks, an appraisal and a note elsewhere that links to it."""
    ids = list(library.ids())
    id, other = ids[0], ids[1]
    path = home / "paper.pdf"
    path.write_bytes(b"%PDF-1.4 a picture needs no more")
    library.attach(id, path)
    record = library.record(id)
    key = record.reference.key
    attachment = record.attachments[-1]
    library.keep_page_texts(attachment.sha256, _PAGES)
    quote = "The slope of the ALSFRS-R fell by half in the treated arm"
    library.add_annotation(id, attachment.id, page=2, text=quote, note="Main outcome, but post hoc?", colour=1)
    library.add_annotation(id, attachment.id, page=1, text="neither they nor their carers knew which", colour=2)
    form = note_templates.templates()[0]
    text = note_templates.filled(form, record.reference)
    text = text.replace("   - Judgement:", f"   - Judgement: low, see [p. 1](mscref:{key}#page=1)", 1)
    library.add_note(id, text, form.title)
    library.add_note(other, f"The slope differs from [@{key}, p. 2].", "Compare")
    library.add_note(id, f"Put beside [@{library.record(other).reference.key}].", "To do")
    library.add_annotation(other, page=4, text="no serious event")


def _marked_document(desk: Desk) -> int:
    assert desk.tasks.path is not None
    with Library.open(desk.tasks.path, write=False) as library:
        document = max(library.documents(), key=lambda one: len(one.mentions))

    def mark(library: Library) -> None:
        places = [at for at, char in enumerate(document.text) if char == "\n"][2:8] or [0]
        library.annotate_document(document.id, 0, min(48, len(document.text)), note="Who says so?", colour=3)
        start = places[0] + 1
        library.annotate_document(document.id, start, start + 60, colour=1)
        library.add_claim(document.text[start : start + 60].strip(), document.id, start=start, end=start + 60)

    _do(desk, mark)
    return document.id


def _select(text: QPlainTextEdit, start: int, end: int) -> None:
    whole = text.toPlainText()
    cursor = QTextCursor(text.document())
    cursor.setPosition(words.utf16(whole, start))
    cursor.setPosition(words.utf16(whole, end), QTextCursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
