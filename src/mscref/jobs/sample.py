"""The sample library: five documents in our own words, the papers they cite and name, and some work on them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from mscref import settings
from mscref.jobs import importing
from mscref.library import Library


def documents() -> list[Path]:
    """The five sample documents, in the order in which they are imported."""
    names = tomllib.loads(settings.resource("sample", "labels.toml").read_text("utf-8"))["kinds"]
    return [settings.resource("sample", "documents", name) for name in names]


def studies() -> Path:
    """The references of the studies that the documents name (CSL-JSON)."""
    return settings.resource("sample", "studies.json")


def open_sample(path: Path) -> Library:
    """The sample library at `path`, made there when the file does not exist yet."""
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    library = Library.open(path, create=True)
    if is_new:
        fill(library)
    return library


def fill(library: Library) -> None:
    """Bring the sample into `library`: references and documents first, then what a reader did with them."""
    labels = tomllib.loads(settings.resource("sample", "labels.toml").read_text("utf-8"))
    importing.apply(library, importing.plan_files(library, [studies()]))
    importing.apply(library, importing.plan_files(library, documents()))
    _settle_documents(library, labels)
    for note in labels["note"]:
        library.add_note(library.find(note["key"]), note["text"])
    for group in labels["reading"]:
        library.set_status([library.find(key) for key in group["keys"]], group["status"])
    for group in labels["rating"]:
        library.set_rating([library.find(key) for key in group["keys"]], group["stars"])
    for search in labels["search"]:
        library.save_search(search["name"], search["query"])


def _settle_documents(library: Library, labels: dict[str, Any]) -> None:
    resolved = {row["mention"]: row["key"] for row in labels["resolved"]}
    for document in library.documents():
        kind = labels["kinds"].get(Path(document.path).name)
        if kind and kind != document.kind:
            library.set_document_kind(document.id, kind)
        for mention in document.mentions:
            if mention.text in resolved:
                library.resolve(mention.id, library.find(resolved[mention.text]))
