"""The PRISMA 2020 flow diagram as SVG fit for print, and as text; the boxes are those of the official template."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from mscref.jobs.evidence_map.lettering import wrapped
from mscref.jobs.prisma import NO_REASON, Flow, Prisma

_FONTS = "'Noto Sans', 'DejaVu Sans', 'Helvetica Neue', Arial, sans-serif"
_SIZE = 12.0
_LINE = 16.0
_PAD = 10.0
_BOX = 250.0
_ARROW = 34.0
_GAP = 26.0
_BAR = 30.0
_MARGIN = 20.0
_HEAD = 44.0
_MOST_LINES = 14
_LEAST_BAR = 96.0
_MOST_REASONS = 12
_UNBROKEN = "(n\ue000=\ue000"


@dataclass(frozen=True, slots=True)
class _Paper:
    ground: str
    text: str
    line: str
    bar: str
    head: str
    box: str


_LIGHT = _Paper("#ffffff", "#16191d", "#5c6470", "#cfe0f2", "#f7e3a8", "#ffffff")
_DARK = _Paper("#1b1e22", "#e8eaed", "#98a1ad", "#24425f", "#574a1c", "#23272c")


@dataclass(frozen=True, slots=True)
class _Box:
    """A box with its lines of text; a line that begins with a space is set in."""

    x: float
    y: float
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return 2 * _PAD + _LINE * len(self.lines)


def svg(prisma: Prisma, *, dark: bool = False, title: str = "") -> str:
    """The diagram as an SVG picture; the side "via other methods" stands there when something came that way."""
    paper = _DARK if dark else _LIGHT
    sides = [prisma.databases, *([prisma.other] if prisma.other.identified else [])]
    step = 2 * _BOX + _ARROW + _ARROW
    left = _MARGIN + _BAR + 14
    width = left + step * len(sides) - _ARROW + _MARGIN
    top = _MARGIN + (30 if title else 0)
    rows = [_rows(flow, is_other=bool(i)) for i, flow in enumerate(sides)]
    included = _fit(_included(prisma))
    heights = [max(_height(side[n]) for side in rows) for n in range(len(rows[0]))] + [2 * _PAD + _LINE * len(included)]
    heights[0] = max(heights[0], _LEAST_BAR)
    tops = [top + _HEAD]
    for height in heights[:-1]:
        tops.append(tops[-1] + height + (_GAP if height else 0))
    total = tops[-1] + heights[-1] + _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{total:g}" '
        f'viewBox="0 0 {width:g} {total:g}" role="img" font-family="{escape(_FONTS)}" font-size="{_SIZE:g}">\n'
        f"<title>{escape(_printable(title or 'PRISMA 2020 flow diagram'))}</title>\n"
        f"<desc>{escape(_printable(' '.join(lines(prisma))))}</desc>\n"
        f'<rect width="{width:g}" height="{total:g}" fill="{paper.ground}"/>\n'
    ]
    if title:
        parts.append(_text(_MARGIN, _MARGIN + 12, title, paper, size=16, weight=700))
    parts += _bars(tops, heights, paper)
    for n, side in enumerate(rows):
        x = left + n * step
        parts.append(_heading(x, top, n == 1, paper))
        parts += _side(x, side, tops, heights, paper)
    parts += _last(left, left + step, len(sides), included, tops, heights, rows, paper)
    return "".join([*parts, "</svg>\n"])


_Row = tuple[tuple[str, ...], tuple[str, ...]]


def _height(row: _Row) -> float:
    most = max(len(row[0]), len(row[1]))
    return 2 * _PAD + _LINE * most if most else 0.0


def _rows(flow: Flow, *, is_other: bool) -> list[_Row]:
    """The boxes of one side, row by row: what goes on, and what drops out beside it."""
    via = [f" {name} (n = {n:,})" for name, _, n in flow.sources]
    identified = [f"Records identified (n = {flow.identified:,}):", *via]
    if not is_other:
        kinds = [("Databases", "database"), ("Registers", "register")]
        identified = ["Records identified from:"]
        for label, kind in kinds:
            identified.append(f" {label} (n = {flow.of_kind(kind):,})")
            named = [(name, n) for name, its_kind, n in flow.sources if its_kind == kind]
            identified += [f"  {name} (n = {n:,})" for name, n in named] if len(named) > 1 else []
    gone = [
        "Records removed before screening:",
        f" Duplicate records (n = {flow.duplicates:,})",
        f" Removed for other reasons (n = {flow.removed:,})",
    ]
    is_bare = is_other and not (flow.excluded or flow.awaiting_screening)
    screened = [f"Records screened (n = {flow.screened:,})"]
    excluded = [f"Records excluded (n = {flow.excluded:,})", *_reasons(flow.excluded_records, flow.excluded)]
    if flow.awaiting_screening:
        excluded.append(f"Not yet screened (n = {flow.awaiting_screening:,})")
    assessed = [f"Reports assessed for eligibility (n = {flow.assessed:,})"]
    dropped = sum(n for _, n in flow.excluded_reports)
    out = [f"Reports excluded (n = {dropped:,}):", *_reasons(flow.excluded_reports, dropped, always=True)]
    if flow.awaiting_assessment:
        out.append(f"Not yet assessed (n = {flow.awaiting_assessment:,})")
    rows = [
        (identified, gone if flow.duplicates or flow.removed or not is_other else []),
        ([], []) if is_bare else (screened, excluded),
        (
            [f"Reports sought for retrieval (n = {flow.sought:,})"],
            [f"Reports not retrieved (n = {flow.not_retrieved:,})"],
        ),
        (assessed, out),
    ]
    return [(_fit(main), _fit(beside)) for main, beside in rows]


def _reasons(reasons: Sequence[tuple[str, int]], n: int, *, always: bool = False) -> list[str]:
    """The reasons as lines; one that merely says that none was given is left out unless it stands among others."""
    if not always and {reason for reason, _ in reasons} <= {NO_REASON}:
        return []
    shown = [f" {reason} (n = {count:,})" for reason, count in reasons[:_MOST_REASONS]]
    rest = n - sum(count for _, count in reasons[:_MOST_REASONS])
    return [*shown, f" Other reasons (n = {rest:,})"] if rest else shown


def _included(prisma: Prisma) -> list[str]:
    return [
        f"Studies included in review (n = {prisma.studies:,})",
        f"Reports of included studies (n = {prisma.reports:,})",
    ]


def _fit(texts: Iterable[str]) -> tuple[str, ...]:
    """Texts broken into the lines of a box, set in by their leading spaces."""
    found: list[str] = []
    for text in texts:
        indent = len(text) - len(text.lstrip())
        room = _BOX - 2 * _PAD - 10 * indent
        whole = text.strip().replace("(n = ", _UNBROKEN)
        broken = wrapped(whole, room, _SIZE, _MOST_LINES)
        found += [" " * indent + line.replace(_UNBROKEN, "(n = ") for line in broken]
    return tuple(found)


# --- drawing ----------------------------------------------------------------------------------------------------


def _bars(tops: Sequence[float], heights: Sequence[float], paper: _Paper) -> Iterator[str]:
    spans = (
        ("Identification", tops[0], tops[0] + heights[0]),
        ("Screening", tops[1], tops[3] + heights[3]),
        ("Included", tops[4], tops[4] + heights[4]),
    )
    for label, y, bottom in spans:
        middle_x, middle_y = _MARGIN + _BAR / 2, (y + bottom) / 2
        yield (
            f'<rect x="{_MARGIN:.1f}" y="{y:.1f}" width="{_BAR:.1f}" height="{bottom - y:.1f}" rx="6" '
            f'fill="{paper.bar}"/>\n'
        )
        size = 12 if bottom - y > 90 else 9
        yield (
            f'<text x="{middle_x:.1f}" y="{middle_y + 4:.1f}" fill="{paper.text}" font-weight="600" '
            f'font-size="{size}" text-anchor="middle" transform="rotate(-90 {middle_x:.1f} {middle_y:.1f})">'
            f"{label}</text>\n"
        )


def _heading(x: float, y: float, is_other: bool, paper: _Paper) -> str:
    said = "other methods" if is_other else "databases and registers"
    width = 2 * _BOX + _ARROW
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{_HEAD - 12:.1f}" rx="6" fill="{paper.head}"/>\n'
        + _text(x + width / 2, y + 21, f"Identification of studies via {said}", paper, weight=600, anchor="middle")
    )


def _side(
    x: float, rows: Sequence[_Row], tops: Sequence[float], heights: Sequence[float], paper: _Paper
) -> Iterator[str]:
    above: _Box | None = None
    for (main, beside), y in zip(rows, tops, strict=False):
        if not main:
            continue
        box = _Box(x, y, main)
        if above:
            middle = x + _BOX / 2
            yield _arrow([(middle, above.y + above.height), (middle, y)], paper)
        yield from _box(box, paper)
        if beside:
            side = _Box(x + _BOX + _ARROW, y, beside)
            level = y + min(box.height, side.height) / 2
            yield _arrow([(x + _BOX, level), (side.x, level)], paper)
            yield from _box(side, paper)
        above = box


def _last(
    x: float,
    other_x: float,
    sides: int,
    included: tuple[str, ...],
    tops: Sequence[float],
    heights: Sequence[float],
    rows: Sequence[Sequence[_Row]],
    paper: _Paper,
) -> Iterator[str]:
    """The box of what is included, and the arrows that lead there."""
    box = _Box(x, tops[4], included)
    bottom = _Box(x, tops[3], rows[0][3][0])
    yield _arrow([(x + _BOX / 2, bottom.y + bottom.height), (x + _BOX / 2, box.y)], paper)
    yield from _box(box, paper)
    if sides > 1:
        there = _Box(other_x, tops[3], rows[1][3][0])
        middle, level = other_x + _BOX / 2, box.y + box.height / 2
        yield _arrow([(middle, there.y + there.height), (middle, level), (x + _BOX, level)], paper)


def _box(box: _Box, paper: _Paper) -> Iterator[str]:
    yield (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{_BOX:.1f}" height="{box.height:.1f}" fill="{paper.box}" '
        f'stroke="{paper.line}"/>\n'
    )
    for n, line in enumerate(box.lines):
        indent = len(line) - len(line.lstrip())
        yield _text(box.x + _PAD + 10 * indent, box.y + _PAD + _LINE * n + 12, line.strip(), paper)


def _arrow(points: Sequence[tuple[float, float]], paper: _Paper) -> str:
    """A line through points with a head at its end."""
    (x0, _), (x, y) = points[-2:]
    path = " ".join(f"{px:.1f},{py:.1f}" for px, py in points)
    ahead = (0.0, 1.0) if x == x0 else (1.0, 0.0) if x > x0 else (-1.0, 0.0)
    across = (ahead[1], ahead[0])
    corners = [(x, y)] + [
        (x - 8 * ahead[0] + side * 4 * across[0], y - 8 * ahead[1] + side * 4 * across[1]) for side in (1, -1)
    ]
    head = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners)
    return (
        f'<polyline points="{path}" fill="none" stroke="{paper.line}" stroke-width="1.4"/>\n'
        f'<polygon points="{head}" fill="{paper.line}"/>\n'
    )


def _text(
    x: float, y: float, words: str, paper: _Paper, *, size: float = _SIZE, weight: int = 400, anchor: str = "start"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{paper.text}" font-size="{size:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}">{escape(_printable(words))}</text>\n'
    )


def _printable(words: str) -> str:
    """XML 1.0 has no place for control characters and lone surrogates."""
    return "".join(c for c in words if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")


# --- text -------------------------------------------------------------------------------------------------------


def lines(prisma: Prisma) -> list[str]:
    """The diagram for a terminal, one number a line."""
    found = []
    for flow, via in ((prisma.databases, "databases and registers"), (prisma.other, "other methods")):
        if not flow.identified and flow is prisma.other:
            continue
        found.append(f"Via {via}:")
        found.append(f"  Records identified: {flow.identified:,}")
        found += [f"    {name}: {n:,}" for name, _, n in flow.sources]
        found.append(f"  Duplicate records removed: {flow.duplicates:,}")
        found.append(f"  Removed for other reasons: {flow.removed:,}")
        found.append(f"  Records screened: {flow.screened:,}")
        found.append(f"  Records excluded: {flow.excluded:,}")
        found += [f"    {reason}: {n:,}" for reason, n in flow.excluded_records]
        found.append(f"  Not yet screened: {flow.awaiting_screening:,}")
        found.append(f"  Reports sought for retrieval: {flow.sought:,}")
        found.append(f"  Reports not retrieved: {flow.not_retrieved:,}")
        found.append(f"  Not yet assessed: {flow.awaiting_assessment:,}")
        found.append(f"  Reports assessed for eligibility: {flow.assessed:,}")
        found += [f"    excluded, {reason}: {n:,}" for reason, n in flow.excluded_reports]
    found.append(f"Studies included in review: {prisma.studies:,}")
    found.append(f"Reports of included studies: {prisma.reports:,}")
    return found
