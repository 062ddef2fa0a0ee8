"""The `file` field as JabRef, Zotero and Mendeley write it, and the groups that JabRef keeps in comments."""

from __future__ import annotations

import re

from mscref.formats.latex_encode import clean
from mscref.model.reference import Attachment

_MEDIA = {
    "pdf": "application/pdf", "html": "text/html", "epub": "application/epub+zip", "txt": "text/plain",
    "xml": "text/xml",
    "doc": "application/msword", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ps": "application/postscript", "djvu": "image/vnd.djvu", "ppt": "application/vnd.ms-powerpoint",
    "snapshot": "text/html",
}  # fmt: skip
_KINDS = {media: kind.upper() for kind, media in reversed(_MEDIA.items())}
_UNESCAPE = re.compile(r"\\([\\:;{}_&%#$])")
_ESCAPE = re.compile(r"([\\:;])")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_SCHEME = re.compile(r"\w+://")
_EXPLICIT = re.compile(r"(\d+) (?:Explicit|Static)Group:", re.I)


def read(text: str) -> tuple[Attachment, ...]:
    """The files of a `file` field: "title:path:type;..." or bare paths."""
    flat = text.replace("\n", " ").strip()
    return tuple(found for part in _split(flat, ";") if part.strip() and (found := _attachment(part.strip())))


def _split(text: str, separator: str) -> list[str]:
    """`text` cut at each `separator` that no backslash escapes."""
    parts = [""]
    for found in re.finditer(r"\\.|[^\\]|\\\Z", text):
        if found.group() == separator:
            parts.append("")
        else:
            parts[-1] += found.group()
    return parts


def _attachment(part: str) -> Attachment | None:
    if _DRIVE.match(part) or _SCHEME.match(part):
        return Attachment(path=part)
    pieces = [_UNESCAPE.sub(r"\1", piece) for piece in _split(part, ":")]
    if len(pieces) >= 4 and re.fullmatch(r"[A-Za-z]", pieces[1]) and pieces[2].startswith(("\\", "/")):
        pieces[1:3] = [f"{pieces[1]}:{pieces[2]}"]
    if len(pieces) >= 3 and pieces[1]:
        kind = pieces[2].strip()
        return Attachment(path=pieces[1], title=pieces[0], media_type=_MEDIA.get(kind.lower(), kind))
    if len(pieces) == 2 and pieces[1]:
        return Attachment(path=pieces[1], title=pieces[0])
    path = _UNESCAPE.sub(r"\1", part)
    return Attachment(path=path) if path.strip(":") else None


def write(attachments: tuple[Attachment, ...]) -> str:
    """A `file` field; a lone file without title stands as its bare path."""
    return ";".join(_written(attachment) for attachment in attachments if clean(attachment.path).strip())


def _written(attachment: Attachment) -> str:
    kind = _KINDS.get(attachment.media_type, attachment.media_type)
    title, path, kind = (_flat(part) for part in (attachment.title, attachment.path, kind))
    if not title and not kind and not re.search(r"[:;\\]", path):
        return path
    return ":".join(_ESCAPE.sub(r"\\\1", part) for part in (title, path, kind))


def _flat(text: str) -> str:
    """A part on one line; braces, which a field cannot hold alone, as parentheses."""
    return " ".join(clean(text).split()).replace("{", "(").replace("}", ")")


def groups_by_key(comment: str) -> dict[str, list[str]]:
    """The group names of each citation key in a `jabref-meta` grouping comment that lists its entries."""
    found: dict[str, list[str]] = {}
    if "jabref-meta" not in comment or "roup" not in comment:
        return found
    body = comment.replace("\r", "").replace("\n", "")
    for line in re.split(r"(?<!\\);(?=\d+ |$)", body):
        head = _EXPLICIT.search(line)
        if not head:
            continue
        parts = [part.replace("\\;", ";").replace("\\\\", "\\") for part in re.split(r"(?<!\\)\\;", line[head.end() :])]
        name, members = parts[0].strip(), parts[2:]
        for key in members:
            cleaned = key.strip().rstrip(";")
            if name and cleaned and not cleaned.isdigit() and not cleaned.startswith("0x"):
                found.setdefault(cleaned, []).append(name)
    return found
