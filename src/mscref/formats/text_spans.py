"""Spans of a text, (start, end) with the end exclusive: merged, and asked whether another overlaps them."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def merged(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that meet or overlap joined into one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """True when one of the merged `spans` overlaps start..end."""
    place = bisect.bisect_right(spans, (end, 0)) - 1
    return place >= 0 and spans[place][1] > start and spans[place][0] < end
