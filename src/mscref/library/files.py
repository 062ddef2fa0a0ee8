"""Attached files: stored by their content beside the library, or linked where they lie.

A stored file lies in "<library>.files/<first two of sha256>/<sha256>/<its own name>"; it is whole on disk before
the library's row names it. Names and linked paths come from other people: they are judged as strings, before
anything asks the disk about them (asking about \\\\host\\share already sends a password hash over the network).
"""

from __future__ import annotations

import hashlib
import mimetypes
import os
import re
import shutil
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

from mscref.errors import UserError
from mscref.model.folding import without_markup
from mscref.model.reference import Reference

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|conin\$|conout\$)(?:\.|$)", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_RUNNABLE = re.compile(
    r"\.(?:exe|com|bat|cmd|scr|pif|ms[ip]|lnk|url|scf|desktop|library-ms|search-ms|hta|jse?|vb[se]|ws[fh]|psm?1|reg"
    r"|jar|app|command|[bzc]?a?sh|pyw?|pl|rb|appimage|deb|rpm|run)",
    re.IGNORECASE,
)
_OPENED = frozenset(
    ".pdf .txt .md .bib .ris .nbib .csv .tsv .png .jpg .jpeg .tif .tiff .gif .epub .djvu .ps .rtf"  # noqa: SIM905
    " .docx .xlsx .pptx .odt .ods .odp".split()
)
_PROGRAM_STARTS = (
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
    (b"#!", "a script"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\xfe\xed\xfa", "a macOS program"),
    (b"\xcf\xfa\xed\xfe", "a macOS program"),
    (b"\xce\xfa\xed\xfe", "a macOS program"),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut to something else"),
    (b"[Desktop Entry]", "a shortcut to a program"),
    (b"[InternetShortcut]", "a shortcut to an address"),
)
_NAME_BYTES = 120
NAME_PATTERN = "{author} {year} {title}"
_TITLE_LETTERS = 70


def safe_name(name: str) -> str:
    """A file name that every system can hold: letters, digits and ` ._-()+,&`, at most 120 bytes, never reserved."""
    last = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", name)).name).name
    kept = "".join(c if c.isalnum() or c in " ._-()+,&" else "_" for c in last).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot or len(ending.encode()) > 20:
        stem, ending = kept, ""
    room = _NAME_BYTES - len(ending.encode()) - len(dot)
    stem = stem.encode()[:room].decode("utf-8", "ignore").strip(" .") or "file"
    kept = f"{stem}.{ending}" if ending else stem
    return f"_{kept}" if _RESERVED.match(kept) else kept


def why_refused(path: str) -> str:
    """Why a linked path must not be touched, empty when it may: judged by its letters alone."""
    if not path.strip() or any(ord(c) < 32 or c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068" for c in path):
        return "it is empty or holds characters that hide what it is"
    if path.startswith(("\\\\", "//", "\\/", "/\\")):
        return "it lies on another computer"
    if _SCHEME.match(path) and not _DRIVE.match(path):
        return "it is an address and not a file"
    if ":" in (path[2:] if _DRIVE.match(path) else path) and os.name == "nt":
        return "it names a hidden stream of a file"
    if any(part and _RESERVED.match(part) for part in re.split(r"[\\/]", path)):
        return "it names a device"
    return ""


def is_runnable(path: str) -> bool:
    """True when opening the file could run a program: such a file is never opened."""
    return _RUNNABLE.fullmatch(PureWindowsPath(path.rstrip(" .")).suffix) is not None


def why_not_opened(path: Path) -> str:
    """Why a file is not handed to another program, one sentence, empty when it may: its kind, and what it begins with.

    Judged by the name first, so that nothing is asked of another computer; then by the first bytes.
    """
    reason = why_refused(str(path))
    if reason:
        return f"{path.name} is not opened: {reason}."
    if is_runnable(str(path)):
        return f"{path.name} is not opened: it is a program or a script, and no paper."
    if path.suffix.lower() not in _OPENED:
        return f"{path.name} is not opened from here: it is not a kind of document that mscref knows."
    if not path.is_file():
        return f"The file {path} is not there any more; find it again with File > Find missing files."
    try:
        with path.open("rb") as file:
            start = file.read(32).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError as error:
        return f"{path.name} could not be read: {error.strerror or error}."
    disguised = next((what for magic, what in _PROGRAM_STARTS if start.startswith(magic)), "")
    return f"{path.name} is not opened: it says that it is a document, but is {disguised}." if disguised else ""


def named(pattern: str, reference: Reference, suffix: str) -> str:
    """The name that people see on a stored file: `pattern` with {author}, {year}, {title}, {key}, {journal} filled in.

    Empty when the pattern gives nothing; raises UserError when it names something else.
    """
    words = without_markup(reference.title)
    title = words if len(words) <= _TITLE_LETTERS else words[:_TITLE_LETTERS].rsplit(" ", 1)[0]
    names = reference.authors
    values = {
        "author": names[0].sort_family if names else "",
        "year": reference.year,
        "title": title.rstrip(" .,:;-"),
        "key": reference.key,
        "journal": reference.journal,
    }
    try:
        filled = pattern.format_map({name: _no_slash(value) for name, value in values.items()})
    except (KeyError, ValueError, IndexError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in values)
        raise UserError(f'The name pattern "{pattern}" cannot be read; it may hold {known}.') from error
    tidy = " ".join(filled.split()).strip(" -_.,")
    return safe_name(f"{tidy}{suffix.lower()}") if tidy else ""


def _no_slash(text: str) -> str:
    return re.sub(r"[\\/:]+\s*", " - ", text)


def files_folder(library: Path) -> Path:
    """The folder of a library's stored files."""
    return library.with_name(f"{library.stem}.files")


def attachment_path(library: Path, name: str, is_stored: bool) -> str:
    """Where an attachment lies: a stored one in the files folder, a linked one as it was given."""
    return str(files_folder(library) / PurePosixPath(name)) if is_stored else name


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def media_type_of(name: str) -> str:
    """The media type that a file's name tells."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def check_source(path: Path) -> None:
    """Raise UserError unless `path` is a file that may be attached."""
    reason = why_refused(str(path))
    if reason:
        raise UserError(f"{path} is not attached: {reason}.")
    if not path.is_file():
        raise UserError(f"There is no file at {path}.")


def store(library: Path, source: Path, name: str = "") -> tuple[str, str]:
    """Copy a file into the store as `name`; gives its path within the store and its SHA-256.

    The copy is flushed to disk and appears whole. A file with the same content is stored once, under its first name.
    """
    check_source(source)
    store_folder = files_folder(library)
    try:
        store_folder.mkdir(exist_ok=True)
        fresh = store_folder / f".new-{os.getpid()}-{os.urandom(4).hex()}"
        try:
            digest = _copy(source, fresh)
            place = store_folder / digest[:2] / digest
            held = sorted(p for p in place.iterdir() if p.is_file()) if place.is_dir() else []
            for file in held:
                if sha256_of(file) == digest:
                    return f"{digest[:2]}/{digest}/{file.name}", digest
            place.mkdir(parents=True, exist_ok=True)
            name = safe_name(name or source.name)
            fresh.replace(place / name)
            for folder in (place, place.parent, store_folder):
                _sync_folder(folder)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise UserError(f"{source} could not be stored: {error.strerror or error}. Nothing was changed.") from error
    return f"{digest[:2]}/{digest}/{name}", digest


def _copy(source: Path, target: Path) -> str:
    with source.open("rb") as original, target.open("xb") as copy:
        shutil.copyfileobj(original, copy, 1 << 20)
        copy.flush()
        os.fsync(copy.fileno())
    return sha256_of(target)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
