"""The review of an import as a value: what is sure, what a person decides and edits, and the plan that comes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mscref import settings
from mscref.jobs import importing, review_values, reviewing
from mscref.jobs.reviewing import ADD, ALIKE, HELD, LOOK, MERGE, OPEN, READY, SKIP, TAKE, Review
from mscref.library import Library
from mscref.model.plan import Alike, Plan, Planned, Unread
from mscref.model.reading import Problem, Provenance, Reading
from mscref.model.reference import Name, Reference, authors

WORDS = settings.vocabulary()
SURE = Provenance("page", 1, "A line", 0.97, (10, 10, 90, 20))
UNSURE = Provenance("page", 1, "A line", 0.5, (10, 10, 90, 20))


def paper(title: str = "Stromal cells of cord tissue in motor neuron disease", family: str = "Fir") -> Reference:
    return Reference(
        title=title,
        contributors=authors([Name(family=family, given="Ada B.")]),
        fields={"issued": "2011", "container-title": "Invented Journal", "DOI": "10.5555/fir.1"},
        key=f"{family.lower()}2011stromal",
    )


def seen(**others: Provenance) -> dict[str, Provenance]:
    return {**dict.fromkeys(("title", "author", "issued", "DOI"), SURE), **others}


def review(*planned: Planned, **rest: object) -> Review:
    return Review(replace(Plan("Import 1 file", tuple(planned)), **rest))  # type: ignore[arg-type]


def test_a_paper_read_without_doubt_comes_in_by_itself() -> None:
    made = review(Planned(paper(), "a.pdf", provenance=seen()))
    assert (made.state(0), made.decision(0)) == (READY, TAKE)
    assert len(made.outcome.references) == 1


def test_a_field_of_low_confidence_waits_for_a_look_and_names_itself() -> None:
    made = review(Planned(paper(), "a.pdf", provenance=seen(issued=UNSURE)))
    assert (made.state(0), made.decision(0), made.doubts(0)) == (LOOK, OPEN, ("issued",))
    assert made.waiting == (0,)
    assert made.outcome.references == ()
    assert len(made.decided(0, TAKE).outcome.references) == 1


def test_a_paper_without_authors_waits_for_a_look() -> None:
    made = review(Planned(replace(paper(), contributors=()), "a.pdf", provenance=seen()))
    assert made.doubts(0) == ("author",)


def test_an_entry_of_a_bibliography_is_never_doubted_for_its_confidence() -> None:
    assert review(Planned(replace(paper(), contributors=()), "a.bib")).state(0) == READY


def test_a_confirmed_field_is_no_longer_doubted() -> None:
    made = review(Planned(paper(), "a.pdf", provenance=seen(issued=UNSURE))).without_doubt(0, "issued")
    assert (made.state(0), made.doubts(0)) == (READY, ())


def test_a_held_paper_completes_the_held_one_or_comes_in_beside_it_or_stays_out() -> None:
    held = Planned(paper(), "a.pdf", match=7, match_key="fir2011", reason="same DOI", provenance=seen())
    made = review(held)
    assert (made.state(0), made.decision(0)) == (HELD, MERGE)
    assert made.outcome.references[0].match == 7
    assert made.decided(0, ADD).outcome.references[0].match is None
    assert made.decided(0, SKIP).outcome.references == ()


def test_a_nearly_same_title_is_asked_about_and_merges_only_on_request() -> None:
    made = review(Planned(paper(), "a.pdf", alike=Alike(7, "fir2011", "same title"), provenance=seen()))
    assert (made.state(0), made.decision(0)) == (ALIKE, OPEN)
    assert made.outcome.references == ()
    assert made.decided(0, MERGE).outcome.references[0].match == 7
    assert made.decided(0, ADD).outcome.references[0].match is None


def test_taking_all_takes_what_waits_and_what_was_left_out() -> None:
    made = review(Planned(paper(), "a.pdf", provenance=seen(issued=UNSURE)), Planned(paper("Other", "Elm"), "b.bib"))
    assert len(made.toggled(1).outcome.references) == 0
    assert len(made.toggled(1).all_taken().outcome.references) == 2
    assert made.all_taken().none_taken().outcome.references == ()


def test_an_edit_gives_a_new_plan_and_leaves_the_old_one_alone() -> None:
    before = review(Planned(paper(), "a.pdf", provenance=seen(issued=UNSURE)))
    after = before.with_field(0, "issued", "2013", WORDS)
    assert before.plan.references[0].reference.year == "2011"
    one = after.plan.references[0]
    assert one.reference.year == "2013"
    assert one.provenance["issued"].source == "user"
    assert after.state(0) == READY


def test_an_edit_of_a_paper_makes_its_key_and_terms_anew() -> None:
    before = review(Planned(paper(), "a.pdf", provenance=seen()))
    one = before.with_field(0, "title", "Marrow cells in Duchenne muscular dystrophy", WORDS).plan.references[0]
    assert one.reference.key == "fir2011marrow"
    assert ("condition", "dmd") in [(a.facet, a.term) for a in one.assignments]


def test_the_key_of_a_bibliography_entry_is_kept_when_it_is_edited() -> None:
    made = review(Planned(replace(paper(), key="mykey"), "a.bib")).with_field(0, "issued", "2013", WORDS)
    assert made.plan.references[0].reference.key == "mykey"


def test_an_edit_that_changes_nothing_is_none() -> None:
    made = review(Planned(paper(), "a.pdf", provenance=seen()))
    assert made.with_field(0, "issued", "2011", WORDS) is made


def test_a_file_without_text_is_filled_in_by_hand_and_keeps_its_file(tmp_path: Path) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4\n%%EOF\n")
    made = Review(Plan("Import scan.pdf", unreadable=(Unread(str(scan), "scan.pdf has no text."),)))
    assert reviewing.can_be_filled_in(made.plan.unreadable[0])
    filled = made.by_hand(0, WORDS).with_field(0, "title", "A scanned paper", WORDS)
    assert filled.plan.unreadable == ()
    one = filled.all_taken().outcome.references[0]
    assert one.reference.title == "A scanned paper"
    assert one.reference.attachments[0].path == str(scan)
    assert len(one.reference.attachments[0].sha256) == 64


def test_problems_stand_with_the_entry_they_are_about_and_the_rest_by_themselves() -> None:
    entries = Planned(replace(paper(), key="a1"), "x.bib"), Planned(replace(paper("Other", "Elm"), key="b2"), "x.bib")
    about, lost = Problem('The year of "b2" is odd.'), Problem("An entry has no end.", 9, lost=True)
    made = review(*entries, problems=(("x.bib", about), ("x.bib", lost)))
    assert made.remarks == ({1: (about,)}, (1,))


def library_with(path: Path, *references: Reference) -> Library:
    library = Library.open(path, create=True)
    library.import_plan(importing.plan(None, [Reading("x.bib", "bibtex", references)]))
    return library


def test_a_paper_is_compared_again_after_its_doi_was_typed(tmp_path: Path) -> None:
    with library_with(tmp_path / "l.mscref", paper()) as library:
        other = replace(paper("Something else entirely, long enough", "Oak"), fields={"DOI": "10.5555/FIR.1"})
        one = reviewing.compared(library, Planned(other, "a.pdf", provenance=seen()))
        assert (one.match_key, one.reason) == ("fir2011stromal", "same DOI")
        assert one.held is not None
        assert one.held.title == paper().title


def test_near_titles_of_one_first_author_are_alike_and_other_dois_are_not(tmp_path: Path) -> None:
    held = replace(paper(), fields={"issued": "2011"})
    near = replace(paper("Stromal cells of cord tissues in motor neurone disease"), fields={"issued": "2012"})
    with library_with(tmp_path / "l.mscref", held) as library:
        (one,) = importing.plan(library, [Reading("n.bib", "bibtex", (near,))]).references
        assert one.match is None
        assert one.alike == Alike(1, "fir2011stromal", "same first author, nearly the same title")
        assert one.held is not None
        far = replace(near, contributors=authors([Name(family="Elm", given="B.")]))
        assert importing.plan(library, [Reading("n.bib", "bibtex", (far,))]).references[0].alike is None


def test_the_same_file_is_held_whatever_was_read_in_it(tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(b"%PDF-1.4 one")
    with library_with(tmp_path / "l.mscref", paper()) as library:
        library.attach(1, pdf)
        digest = review_values.digest_of(str(pdf))
        file = importing.plan(None, [Reading(str(pdf), "pdf", (Reference(title="a"),))]).references[0].reference
        read = replace(file, attachments=(replace(file.attachments[0], sha256=digest),))
        (one,) = importing.plan(library, [Reading(str(pdf), "pdf", (read,))]).references
        assert (one.match, one.reason) == (1, "same file")
