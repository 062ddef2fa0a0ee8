"""What the reader needs to know of a file before it opens, what the user chose for all files, and safe addresses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import QUrl

from mscref import settings
from mscref.errors import UserError
from mscref.gui.reader.page_view import PageView
from mscref.library import Library, annotating, files
from mscref.model.holdings import AnnotationRecord, AttachmentRecord, Record
from mscref.model.reading_place import ReadingPlace
from mscref.sandbox.pages import Unpainted

_SETTING = "reader"


@dataclass(eq=False)
class Opened:
    """A file of a reference. `is_changed` tells that its bytes are no longer those that were attached.

    `removed` are the identities of marks that the user has removed; they may stand in the file still.
    """

    reference: int
    attachment: int
    path: Path
    name: str
    sha256: str
    is_changed: bool = False
    place: ReadingPlace | None = None
    marks: tuple[AnnotationRecord, ...] = ()
    removed: frozenset[str] = frozenset()
    attachments: frozenset[int] = field(default_factory=frozenset)


def pdf_of(record: Record, attachment: int = 0) -> AttachmentRecord | None:
    """The PDF to be read: the wanted one, else the first."""
    pdfs = [one for one in record.attachments if Path(one.path).suffix.lower() == ".pdf"]
    return next((one for one in pdfs if one.id == attachment), pdfs[0] if pdfs else None)


def look_up(library: Library, folder: Path, reference: int, attachment: int = 0) -> Opened | None:
    """All that is held of a reference's PDF; None when it has none. Raises UserError when the file is gone."""
    import hashlib

    record = library.record(reference)
    held = pdf_of(record, attachment)
    if held is None:
        return None
    refused = files.why_refused(held.path)
    if refused:
        raise UserError(f"The file {held.path} is not opened: {refused}.")
    path = folder / held.path
    if not path.is_file():
        raise UserError(f"The file {path} is not there any more. Attach it again, or detach it in the details.")
    digest = held.sha256
    if not held.stored or not digest:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Opened(
        reference,
        held.id,
        path,
        held.title or path.name,
        digest,
        bool(held.sha256) and digest != held.sha256,
        library.reading_place(digest),
        tuple(library.annotations(reference)),
        library.removed_annotations(reference),
        frozenset(one.id for one in record.attachments),
    )


def looked_up_again(library: Library, file: Opened) -> Opened:
    """What has changed in the library of an open file: its marks, which version of it is held."""
    record = library.record(file.reference)
    held = next((one for one in record.attachments if one.id == file.attachment), None)
    return replace(
        file,
        is_changed=held is not None and bool(held.sha256) and held.sha256 != file.sha256,
        marks=tuple(library.annotations(file.reference)),
        removed=library.removed_annotations(file.reference),
        attachments=frozenset(one.id for one in record.attachments),
    )


def unpainted(file: Opened) -> Unpainted:
    """The marks in the file that are not drawn with it: the library's, which are painted here, and the removed."""
    return Unpainted(frozenset(annotating.name_of(one) for one in file.marks), file.removed)


def sorted_out(
    file: Opened,
) -> tuple[list[AnnotationRecord], list[AnnotationRecord]]:
    """The marks that stand in this file, and those that have to be found again by their words.

    Marks of another file that is still attached are neither.
    """
    mine, astray = [], []
    for record in file.marks:
        if record.attachment == file.attachment and not (file.is_changed and record.text):
            mine.append(record)
        elif record.attachment == file.attachment or record.attachment not in file.attachments:
            astray.append(record)
    return mine, astray


def restore_view(view: PageView, chosen: Mapping[str, object]) -> None:
    """Show a file as it was shown last; values that make no sense are passed over."""
    columns, fit, zoom, rotation = (chosen.get(name) for name in ("columns", "fit", "zoom", "rotation"))
    if columns in (1, 2):
        view.columns = 1 if columns == 1 else 2
    if rotation in (90, 180, 270):
        view.rotation = int(str(rotation))
    if fit in ("width", "page"):
        view.set_fit(str(fit))
    elif isinstance(zoom, (int, float)):
        view.set_zoom(float(zoom))


def choice(name: str, otherwise: bool) -> bool:
    """What the user chose for all files: "side", "marks", "dark"."""
    stored = settings.load().get(_SETTING, {})
    value = stored.get(name) if isinstance(stored, dict) else None
    return value if isinstance(value, bool) else otherwise


def has_chosen(name: str) -> bool:
    """Whether the user chose at all."""
    stored = settings.load().get(_SETTING, {})
    return isinstance(stored, dict) and isinstance(stored.get(name), bool)


def keep_choice(name: str, value: bool) -> None:
    """Remember a choice for all files."""
    stored = settings.load().get(_SETTING, {})
    settings.save({_SETTING: {**(stored if isinstance(stored, dict) else {}), name: value}})


def safe_address(uri: str) -> QUrl | None:
    """The address of a web page; None for anything else that a PDF may want opened."""
    url = QUrl(uri.strip(), QUrl.ParsingMode.StrictMode)
    return url if url.isValid() and url.scheme().lower() in ("http", "https") and url.host() else None
