"""What parent and child say to each other: one JSON object a line, a reading cut into parts of bounded size.

The child says `{"ready": true}` once, then answers each request with any number of parts and one end:
`{"reading": ...}`, `{"references": [...]}`, `{"document": ...}`, `{"citations": [...]}`, `{"problems": [...]}`,
then `{"end": true}`; or `{"refused": "one sentence"}`.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import Any

from mscref.errors import UserError
from mscref.model.document import Citation, Document
from mscref.model.reading import Problem, Reading
from mscref.model.reference import Reference
from mscref.sandbox.caps import capped
from mscref.sandbox.codec import decode, encode, encode_lines

CHUNK = 500


def line(message: dict[str, Any]) -> bytes:
    """A message as one line of ASCII JSON (lone surrogates in file names survive that)."""
    return json.dumps(message, separators=(",", ":")).encode("ascii") + b"\n"


def parts(reading: Reading) -> Iterator[dict[str, Any]]:
    """A reading as messages, at most 500 references, citations or problems in each."""
    yield {"reading": encode(dataclasses.replace(reading, references=(), documents=(), problems=()))}
    yield from _chunks("references", reading.references)
    for document in reading.documents:
        yield {"document": encode(dataclasses.replace(document, citations=()))}
        yield from _chunks("citations", document.citations)
    yield from _chunks("problems", reading.problems)
    yield {"end": True}


def streamed(path: str, format_name: str, found: Iterable[Reference | Problem]) -> Iterator[dict[str, Any]]:
    """What a reader yields as messages, sent on while it reads, within the same bounds as a whole reading."""
    yield {"reading": encode(Reading(path, format_name))}
    references: list[Reference] = []
    problems: list[Problem] = []

    def full() -> Iterator[dict[str, Any]]:
        part = capped(Reading(path, format_name, references=tuple(references)))
        references.clear()
        problems.extend(part.problems)
        yield from _chunks("references", part.references)

    try:
        for each in found:
            if isinstance(each, Problem):
                problems.append(each)
                continue
            references.append(each)
            if len(references) == CHUNK:
                yield from full()
    except UserError as error:
        yield {"refused": f"{path} cannot be read as {format_name}. {error}"}
        return
    except OSError as error:
        yield {"refused": f"{path} could not be read: {error.strerror or error}."}
        return
    yield from full()
    yield from _chunks("problems", capped(Reading(path, format_name, problems=tuple(problems))).problems)
    yield {"end": True}


def _chunks(name: str, values: tuple[object, ...]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(values), CHUNK):
        yield {name: encode_lines(values[start : start + CHUNK])}


class Gathering:
    """The parts of one answer, put together again; `done` is the reading, or the sentence of refusal."""

    def __init__(self) -> None:
        self.done: Reading | str | None = None
        self._reading: Reading | None = None
        self._references: list[Reference] = []
        self._documents: list[Document] = []
        self._citations: list[list[Citation]] = []
        self._problems: list[Problem] = []

    def take(self, message: dict[str, Any]) -> None:
        """Add one message; raises ValueError when it is none that a child sends."""
        match message:
            case {"refused": str(reason)}:
                self.done = reason
            case {"reading": data}:
                self._reading = decode(Reading, data)
            case {"references": list(items)}:
                self._references.extend(decode(Reference, item) for item in items)
            case {"document": data}:
                self._documents.append(decode(Document, data))
                self._citations.append([])
            case {"citations": list(items)} if self._citations:
                self._citations[-1].extend(decode(Citation, item) for item in items)
            case {"problems": list(items)}:
                self._problems.extend(decode(Problem, item) for item in items)
            case {"end": True} if self._reading is not None:
                self.done = self._whole(self._reading)
            case _:
                raise ValueError("an answer that no reader gives")

    def _whole(self, reading: Reading) -> Reading:
        documents = (
            dataclasses.replace(document, citations=tuple(citations))
            for document, citations in zip(self._documents, self._citations, strict=True)
        )
        return dataclasses.replace(
            reading,
            references=tuple(self._references),
            documents=tuple(documents),
            problems=tuple(self._problems),
        )
