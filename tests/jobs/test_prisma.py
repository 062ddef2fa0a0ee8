"""The PRISMA diagram: its numbers add up whatever was imported, merged, trashed and decided."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mscref.jobs import prisma, prisma_drawing
from mscref.jobs.prisma import Flow, Prisma
from mscref.library import Library
from mscref.model.plan import Plan, Planned
from mscref.model.reference import Name, Reference, authors
from mscref.model.studies import Batch, Screening


def papers(prefix: str, n: int) -> tuple[Planned, ...]:
    return tuple(
        Planned(Reference(title=f"{prefix} {i}", key=f"{prefix}{i}", contributors=authors([Name(prefix)])))
        for i in range(n)
    )


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Ten papers of a database, four of a register of which one was held, three by other methods, one by hand."""
    with Library.open(tmp_path / "a.mscref", create=True) as library:
        library.import_plan(Plan("A", papers("a", 10), source="PubMed", source_kind="database", query="cells"))
        held = Planned(Reference(title="a 0", key="x"), match=library.find("a0"))
        library.import_plan(Plan("B", (*papers("b", 3), held), source="ICTRP", source_kind="register"))
        library.import_plan(Plan("C", papers("c", 3), source="Citation searching", source_kind="other"))
        library.add(Reference(title="By hand", key="hand"))
        yield library


def ids(library: Library, *keys: str) -> list[int]:
    return [library.find(key) for key in keys]


def check(flow: Flow) -> None:
    """Every record is in one place."""
    excluded = sum(n for _, n in flow.excluded_reports)
    assert flow.identified == flow.duplicates + flow.removed + flow.screened
    assert flow.screened == flow.excluded + flow.awaiting_screening + flow.sought
    assert flow.sought == flow.not_retrieved + flow.awaiting_assessment + flow.assessed
    assert flow.assessed == excluded + flow.included
    assert flow.excluded == sum(n for _, n in flow.excluded_records)
    assert all(n >= 0 for n in (flow.removed, flow.awaiting_screening, flow.awaiting_assessment))


def test_a_review_is_counted_from_its_imports_and_decisions(library: Library) -> None:
    library.merge(library.find("a1"), ids(library, "b1"))
    library.trash(ids(library, "a9"))
    library.screen(ids(library, "a0", "a1", "a2", "a3", "a4", "b0", "c0"), "title", "include")
    library.screen(ids(library, "a5", "a6"), "title", "exclude", "no cells")
    library.screen(ids(library, "a0", "a1", "c0"), "report", "include")
    library.screen(ids(library, "a2"), "report", "exclude", "wrong outcome")
    library.screen(ids(library, "a3"), "report", "not-retrieved")
    counted = prisma.count(library)
    check(counted.databases)
    check(counted.other)
    assert counted.databases == Flow(
        sources=(("PubMed", "database", 10), ("ICTRP", "register", 4)),
        duplicates=2,
        removed=1,
        screened=11,
        excluded=2,
        awaiting_screening=3,
        sought=6,
        not_retrieved=1,
        awaiting_assessment=2,
        assessed=3,
        excluded_reports=(("wrong outcome", 1),),
        excluded_records=(("no cells", 2),),
        included=2,
    )
    assert (counted.other.identified, counted.other.included) == (4, 1)
    assert (counted.studies, counted.reports) == (3, 3)
    library.link_family(library.find("a0"), {library.find("a1"): "secondary-analysis"})
    assert (prisma.count(library).studies, prisma.count(library).reports) == (2, 3)


def test_what_is_purged_stays_counted_as_removed(library: Library) -> None:
    library.trash(ids(library, "a0", "a1"))
    library.purge(ids(library, "a0", "a1"))
    flow = prisma.count(library).databases
    check(flow)
    assert flow.identified == 14
    assert flow.duplicates + flow.removed == 3


def test_a_report_that_was_assessed_has_passed_its_title(library: Library) -> None:
    library.screen(ids(library, "a0"), "title", "exclude", "no cells")
    library.screen(ids(library, "a0", "a1"), "report", "exclude")
    flow = prisma.count(library).databases
    check(flow)
    assert (flow.excluded, flow.sought, flow.excluded_reports) == (0, 2, ((prisma.NO_REASON, 2),))


_DECISIONS = st.sampled_from(
    [(), ("title", "include"), ("title", "exclude"), ("report", "include"), ("report", "exclude"),
     ("report", "not-retrieved")]
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from([None, 1, 2]), _DECISIONS, _DECISIONS), max_size=30), st.integers(0, 9))
def test_the_numbers_add_up_for_any_decisions(
    rows: list[tuple[int | None, tuple[str, ...], tuple[str, ...]]], duplicates: int
) -> None:
    held = {number: sum(batch == number for batch, _, _ in rows) for number in (None, 1, 2)}
    batches = [
        Batch(number, source_kind=kind, records=held[number] + 2 * duplicates, duplicates=duplicates, held=held[number])
        for number, kind in ((1, "database"), (2, ""), (None, "other"))
    ]
    decided = [
        Screening(id, str(id), *decision)
        for id, (_, *decisions) in enumerate(rows)
        for decision in {d[0]: d for d in decisions if d}.values()
    ]
    counted = prisma.counted(batches, {id: batch for id, (batch, _, _) in enumerate(rows)}, decided, 0)
    check(counted.databases)
    check(counted.other)
    assert counted.databases.screened + counted.other.screened == len(rows)


def drawn(prisma: Prisma, title: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(prisma_drawing.svg(prisma, title=title))


def words(picture: ElementTree.Element) -> str:
    return " ".join(node.text or "" for node in picture.iter("{http://www.w3.org/2000/svg}text"))


def test_the_diagram_says_every_number_in_its_box(library: Library) -> None:
    library.screen(ids(library, "a0", "a1"), "title", "exclude", "no cells & <none>")
    said = words(drawn(prisma.count(library), "A review <1>"))
    for text in (
        "A review <1>",
        "Databases (n = 10)",
        "Registers (n = 4)",
        "Duplicate records (n = 1)",
        "Records screened (n = 13)",
        "Records excluded (n = 2)",
        "no cells & <none> (n = 2)",
        "Not yet screened (n = 11)",
        "via other methods",
        "Citation searching (n = 3)",
        "Added by hand (n = 1)",
        "Studies included in review (n = 0)",
    ):
        assert text in said, text


def test_without_other_methods_the_diagram_has_one_side() -> None:
    flow = Flow(sources=(("PubMed", "database", 3),), screened=3, awaiting_screening=3)
    picture = drawn(Prisma(flow, Flow(), 0, 0))
    assert "other methods" not in words(picture)
    wide = drawn(Prisma(flow, flow, 0, 0))
    assert float(wide.get("width", "0")) > 1.7 * float(picture.get("width", "0"))


def test_no_box_of_the_diagram_covers_another(library: Library) -> None:
    reasons = [f"a rather long reason number {n} that takes more than one line" for n in range(9)]
    for n, reason in enumerate(reasons):
        library.screen(ids(library, f"a{n}"), "report", "exclude", reason)
    picture = drawn(prisma.count(library))
    boxes = [
        tuple(float(node.get(name, "0")) for name in ("x", "y", "width", "height"))
        for node in picture.iter("{http://www.w3.org/2000/svg}rect")
    ][1:]
    for n, (x, y, width, height) in enumerate(boxes):
        for other_x, other_y, other_width, other_height in boxes[n + 1 :]:
            apart = x + width <= other_x or other_x + other_width <= x
            assert apart or y + height <= other_y or other_y + other_height <= y


def test_the_same_stands_in_words(library: Library) -> None:
    lines = prisma_drawing.lines(prisma.count(library))
    assert "  Records identified: 14" in lines
    assert "    PubMed: 10" in lines
    assert "Via other methods:" in lines
