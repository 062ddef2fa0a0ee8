"""Marks of another version of a file, set to where their words stand in the open one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from mscref.jobs import anchoring
from mscref.model.holdings import AnnotationRecord
from mscref.sandbox.pages import Pages, PageText


def refound(records: Sequence[AnnotationRecord], source: Pages, pages: int) -> dict[int, AnnotationRecord]:
    """The marks whose words stand in the file, by id, at their new page and quads; runs on the lane of the pages."""

    @cache
    def text_of(page: int) -> PageText:
        return source.words(page)

    found: dict[int, AnnotationRecord] = {}
    for record in records:
        place = anchoring.find_again(record, text_of, pages)
        if place is not None:
            boxes = text_of(place.page).lines(place.start, place.stop)
            quads = tuple((left, top, right, top, left, bottom, right, bottom) for left, bottom, right, top in boxes)
            found[record.id] = replace(record, page=place.page, quads=quads)
    return found
