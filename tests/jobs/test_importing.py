"""A plan: what comes in, what is one paper, what is held; showing it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mscref import settings
from mscref.errors import Interrupted
from mscref.jobs import importing
from mscref.jobs.import_draft import completed
from mscref.library import Library
from mscref.model.document import Citation, Document, Mention
from mscref.model.plan import Plan, Unread
from mscref.model.reading import Problem, Reading
from mscref.model.reference import Contributor, Name, Reference, authors

BIER = Reference(
    title="Placenta-derived mesenchymal stromal cells and their exosomes exert therapeutic effects in Duchenne "
    "muscular dystrophy",
    contributors=authors([Name("Bier", "Ariel")]),
    incomplete_roles=("author",),
    fields={"issued": "2018", "container-title": "Biomaterials", "volume": "174", "page": "67-78"},
)


def sclerosis(family: str, year: str, **fields: str) -> Reference:
    return Reference(
        title="Amyotrophic lateral sclerosis", contributors=authors([Name(family)]), fields={"issued": year, **fields}
    )


def plan(*readings: Reading | Unread, with_cited: bool = False) -> Plan:
    return importing.plan(None, readings, vocabulary=settings.vocabulary(), with_cited=with_cited)


def page(*references: Reference, name: str = "page.txt", **more: object) -> Reading:
    citations = tuple(Citation(each, f"printed {i}", 0, 9) for i, each in enumerate(references))
    document = Document("Stem cells in ALS", "text", path=name, sha256=name, citations=citations, **more)  # type: ignore[arg-type]
    return Reading(name, "text", documents=(document,))


def test_a_paper_that_two_documents_cite_is_one_reference_with_two_citations() -> None:
    made = plan(page(BIER), page(sclerosis("Hardiman", "2017"), BIER, name="b.txt"))
    assert [each.reference.key for each in made.references] == ["bier2018placenta", "hardiman2017amyotrophic"]
    assert [each.citations for each in made.documents] == [(0,), (1, 0)]
    assert made.act == "Import 2 files"


def test_three_papers_with_one_title_are_three_references() -> None:
    made = plan(
        Reading(
            "refs.bib",
            "bibtex",
            (sclerosis("Wijesekera", "2009"), sclerosis("Kiernan", "2011"), sclerosis("Hardiman", "2017")),
        )
    )
    assert len(made.references) == 3
    assert made.act == "Import refs.bib"


def test_two_items_of_one_doi_are_one_and_complete_each_other() -> None:
    short = sclerosis("Hardiman", "2017", DOI="10.1038/nrdp.2017.71")
    full = Reference(
        title="Amyotrophic Lateral Sclerosis",
        contributors=authors([Name("Hardiman", "Orla"), Name("al-Chalabi", "Ammar")]),
        fields={"DOI": "https://doi.org/10.1038/NRDP.2017.71", "volume": "3"},
        key="Hardiman:2017",
    )
    made = plan(Reading("a.ris", "ris", (short, full)))
    (only,) = made.references
    assert only.reference.fields["volume"] == "3"
    assert only.reference.fields["issued"] == "2017"
    assert only.reference.key == "Hardiman:2017"


def test_a_key_of_the_file_is_kept_and_a_clash_gets_a_letter() -> None:
    made = plan(
        Reading(
            "a.bib",
            "bibtex",
            (
                Reference(title="One", key="Bier2018"),
                Reference(title="Two", key="bier2018"),
                Reference(title="Three", key="a key{}"),
            ),
        )
    )
    assert [each.reference.key for each in made.references] == ["Bier2018", "bier2018a", "akey"]


def test_the_second_key_of_one_paper_becomes_an_alias() -> None:
    again = Reference(**{**BIER.as_mapping(), "key": "old"})  # type: ignore[arg-type]
    first = Reference(**{**BIER.as_mapping(), "key": "Bier2018"})  # type: ignore[arg-type]
    (only,) = plan(Reading("a.bib", "bibtex", (first, again))).references
    assert (only.reference.key, only.reference.aliases) == ("Bier2018", ("old",))


def test_entries_without_a_title_are_told_apart_by_all_they_hold() -> None:
    one = Reference(type="document", fields={"note": "a", "volume": "1"})
    two = Reference(type="document", fields={"note": "a", "volume": "2"})
    assert len(plan(Reading("a.bib", "bibtex", (one, two, one))).references) == 2


def test_an_abstract_and_its_article_stay_apart() -> None:
    abstract = sclerosis("Blanquer", "2012", volume="18", page="S12")
    article = sclerosis("Blanquer", "2012", volume="30", page="1277-1285")
    assert len(plan(Reading("a.bib", "bibtex", (abstract, article))).references) == 2


def test_a_saved_page_of_a_paper_brings_the_paper_itself() -> None:
    own = sclerosis("Gugliandolo", "2019", DOI="10.1155/2019/3675627")
    made = plan(page(BIER, represents=own))
    assert made.documents[0].represents == 0
    assert made.documents[0].citations == (1,)


def test_terms_come_from_the_title_of_the_reference_not_from_the_document() -> None:
    (planned,) = plan(page(BIER)).references
    terms = {(each.facet, each.term) for each in planned.assignments}
    assert ("condition", "dmd") in terms
    assert ("cell_source", "placenta") in terms
    assert ("condition", "als") not in terms


def test_terms_that_a_file_states_count_before_what_rules_read_for_that_facet() -> None:
    stated = Reference(**{**BIER.as_mapping(), "facets": (("condition", "als"), ("condition", "no-such-term"))})  # type: ignore[arg-type]
    (planned,) = plan(Reading("a.json", "csl-json", (stated,))).references
    terms = {(each.facet, each.term): each.origin for each in planned.assignments}
    assert terms["condition", "als"] == "import"
    assert ("condition", "dmd") not in terms
    assert terms["cell_source", "placenta"] == "rule"
    assert ("condition", "no-such-term") not in terms


def pdf(own: Reference, *cited: Reference, name: str) -> Reading:
    citations = tuple(Citation(each, "printed", 0, 7) for each in cited)
    document = Document(
        own.title,
        "text",
        "paper",
        path=name,
        media_type="application/pdf",
        sha256=name,
        represents=own,
        citations=citations,
    )
    return Reading(name, "pdf", (own,), (document,))


def test_the_reference_list_of_a_pdf_is_linked_where_its_papers_come_in_too() -> None:
    hardiman, kiernan = sclerosis("Hardiman", "2017"), sclerosis("Kiernan", "2011")
    readings = pdf(hardiman, kiernan, BIER, name="h.pdf"), pdf(kiernan, name="k.pdf")
    made = plan(*readings)
    assert [each.reference.authors[0].family for each in made.references] == ["Hardiman", "Kiernan"]
    assert made.documents[0].represents == 0
    assert made.documents[0].citations == (1,)
    assert [each.reference.title for each in made.documents[0].document.citations] == [kiernan.title]
    assert len(plan(*readings, with_cited=True).references) == 3


def test_the_pdf_is_attached_to_its_paper() -> None:
    (planned,) = plan(pdf(sclerosis("Kiernan", "2011"), name="papers/k.pdf")).references
    (file,) = planned.reference.attachments
    assert Path(file.path).is_absolute()
    assert file.path.endswith("k.pdf")
    assert file.media_type == "application/pdf"


def test_problems_and_unread_inputs_are_told() -> None:
    problem = Problem("The entry of line 3 has no end.", 3, lost=True)
    made = plan(
        Reading("a.bib", "bibtex", (BIER,), problems=(problem,)),
        Unread("b.bib", "b.bib is empty."),
        Reading("c.bib", "bibtex", problems=(problem,)),
    )
    assert made.problems[0] == ("a.bib", problem)
    assert [each.path for each in made.unreadable] == ["b.bib", "c.bib"]
    assert "no end" in made.unreadable[1].reason


def test_mentions_ride_along_with_their_document() -> None:
    mention = Mention("Deda et al.", "study", "Deda et al. (2009) treated 13 patients.", 0, 39, ("Deda",), "2009")
    made = plan(page(mentions=(mention,)))
    assert made.references == ()
    assert made.documents[0].document.mentions == (mention,)


def test_folders_are_searched_in_order_and_what_is_missing_is_named(tmp_path: Path) -> None:
    for name in ("b/z.bib", "b/a.ris", "a.txt", ".hidden/x.bib", "b/picture.png", "b/.y.bib"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "empty").mkdir()
    found = list(importing.expanded([tmp_path, tmp_path / "empty", tmp_path / "no.bib", tmp_path / "b/picture.png"]))
    shown = [str(f.relative_to(tmp_path)) if isinstance(f, Path) else f.reason.split(" ", 1)[1] for f in found]
    assert shown == [
        "a.txt",
        str(Path("b/a.ris")),
        str(Path("b/z.bib")),
        "is a folder without a file that mscref reads.",
        "does not exist; check the name.",
        str(Path("b/picture.png")),
    ]


def test_completing_takes_nothing_away_and_prefers_the_whole_list_of_authors() -> None:
    whole = Reference(
        title="Another title",
        contributors=(*authors([Name("Bier", "Ariel"), Name("Brodie", "Chaya")]), Contributor(Name("Ed"), "editor")),
        fields={"volume": "999", "DOI": "10.1/x"},
        keywords=("exosome",),
    )
    made = completed(BIER, whole)
    assert made.title == BIER.title
    assert made.fields["volume"] == "174"
    assert made.fields["DOI"] == "10.1/x"
    assert [name.family for name in made.authors] == ["Bier", "Brodie"]
    assert not made.authors_incomplete
    assert made.keywords == ("exosome",)
    assert completed(BIER, BIER) is BIER


@pytest.mark.parametrize(
    ("names", "act"), [(["a/b.bib"], "Import b.bib"), (["a", "b", "a"], "Import 2 files"), ([], "Import 0 files")]
)
def test_an_import_is_named_for_what_it_brings(names: list[str], act: str) -> None:
    assert importing.act_name(names) == act


def test_files_are_told_one_by_one_and_a_stopped_reading_plans_nothing(tmp_path: Path) -> None:
    paths = []
    for number in range(3):
        path = tmp_path / f"{number}.bib"
        path.write_text(f"@article{{k{number}, title={{Paper {number}}}, year=2001}}", "utf-8")
        paths.append(path)
    told: list[importing.Seen] = []
    made = importing.plan_files(None, [*paths, tmp_path / "gone.bib"], on_file=told.append)
    assert len(made.references) == 3
    assert [(seen.number, seen.total, bool(seen.reason)) for seen in told] == [
        (1, 4, False),
        (2, 4, False),
        (3, 4, False),
        (4, 4, True),
    ]
    with pytest.raises(Interrupted):
        importing.plan_files(None, paths, cancelled=lambda: True)


def test_copied_files_are_stored_before_their_references_and_stay_when_the_import_is_undone(tmp_path: Path) -> None:
    source = tmp_path / "download.pdf"
    source.write_bytes(b"%PDF-1.4 one")
    with Library.open(tmp_path / "l.mscref", create=True) as library:
        made = plan(pdf(sclerosis("Kiernan", "2011"), name=str(source)))
        (one,) = made.references
        file = replace(one.reference.attachments[0], sha256="is known")
        one = replace(one, reference=replace(one.reference, attachments=(file,)))
        importing.apply(library, replace(made, references=(one,), documents=()), copy_files=True, name_pattern="{key}")
        (kept,) = library.record(1).attachments
        assert kept.stored
        assert Path(kept.path).name == f"{library.record(1).reference.key}.pdf"
        library.undo()
        assert library.count() == 0
        assert Path(kept.path).is_file()


def test_a_held_reference_takes_the_marks_that_it_has_none_of(tmp_path: Path) -> None:
    said = replace(BIER, key="bier", fields={**BIER.fields, "readstatus": "read", "ranking": "rank5"})
    with Library.open(tmp_path / "library.mscref", create=True) as library:
        number = library.add(replace(BIER, key="bier")).references[0]
        library.set_rating([number], 2)
        importing.apply(library, importing.plan(library, [Reading("a.bib", "bibtex", (said,))]))
        record = library.record(number)
        assert (record.status, record.rating) == ("read", 2)
        assert "ranking" not in record.reference.fields
        library.undo()
        assert library.record(number).status == "unread"
