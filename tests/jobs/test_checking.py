"""What a check of records finds, what it advises, and what it mends in one step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mscref.errors import QueryError, UserError
from mscref.jobs import checking
from mscref.jobs.checking import field_checks, name_checks
from mscref.library import Library
from mscref.model.reference import Name, Reference, authors

SOUND = Reference(
    title="Placenta-derived cells in SOD1 mice",
    contributors=authors([Name("Bier", "Ariel"), Name(literal="ALS Study Group")]),
    fields={
        "issued": "2018-05",
        "container-title": "Biomaterials",
        "page": "67-78",
        "DOI": "10.1016/j.biomaterials.2018.04.026",
        "ISSN": "0142-9612, 1878-5905",
        "PMID": "29783118",
    },
    key="bier2018",
)


def rules(reference: Reference) -> list[str]:
    return [found.rule for found in (*field_checks.findings(reference), *name_checks.findings(reference))]


def test_a_sound_record_gives_no_finding() -> None:
    assert rules(SOUND) == []


@pytest.mark.parametrize(
    ("fields", "rule", "mended"),
    [
        ({"DOI": "https://doi.org/10.1016/J.x"}, "doi", "10.1016/J.x"),
        ({"DOI": "doi:10.1016/j.x."}, "doi", "10.1016/j.x"),
        ({"DOI": "see paper"}, "doi", None),
        ({"ISSN": "01429612"}, "issn", "0142-9612"),
        ({"ISSN": "0142-9613"}, "issn", None),
        ({"ISBN": "978-3-16-148410-1"}, "isbn", None),
        ({"PMID": "PMID: 29783118"}, "pmid", "29783118"),
        ({"PMID": "PMC12345x"}, "pmid", None),
        ({"issued": "0218"}, "year", None),
        ({"issued": "2918"}, "year", None),
        ({"page": "67--78"}, "pages", "67-78"),
        ({"page": "67–78"}, "pages", "67-78"),
        ({"page": "178-67"}, "pages", None),
        ({"page": "1-9000"}, "pages", None),
        ({"container-title": "Cells &amp; Tissues"}, "entities", "Cells & Tissues"),
        ({"container-title": ""}, "missing", None),
        ({"issued": ""}, "missing", None),
        ({"abstract": "an { open brace"}, "braces", None),
    ],
)
def test_a_broken_field_is_found_and_mended_where_a_rule_can(
    fields: dict[str, str], rule: str, mended: str | None
) -> None:
    (found,) = field_checks.findings(SOUND.with_fields(fields))
    assert found.rule == rule
    assert found.advice.endswith(".")
    if mended is None:
        assert found.mend is None
    else:
        assert found.mend is not None
        assert list(found.mend.fields.values()) == [mended]


@pytest.mark.parametrize("page", ["1234-45", "e12", "S1-S12", "12", "1-3, 7-9", "1234-1245"])
def test_ordinary_pages_are_left_alone(page: str) -> None:
    assert rules(SOUND.with_fields({"page": page})) == []


def test_a_doi_that_stands_only_as_an_address_is_taken_over() -> None:
    fields = {"DOI": "", "URL": "https://doi.org/10.1016/j.x"}
    (found,) = field_checks.findings(SOUND.with_fields(fields))
    assert found.mend is not None
    assert found.mend.fields == {"DOI": "10.1016/j.x"}


def test_a_title_in_capitals_is_found_and_acronyms_are_not() -> None:
    assert rules(replace(SOUND, title="STEM CELLS IN MOTOR NEURON DISEASE")) == ["capitals"]
    assert rules(replace(SOUND, title="MSC, ALS, SOD1")) == []


def test_each_type_asks_for_its_own_fields() -> None:
    assert rules(Reference(type="webpage", title="Page")) == ["missing"]
    assert rules(Reference(type="dataset", title="Data")) == []
    assert rules(Reference(type="book", title="B", contributors=SOUND.contributors, fields={"issued": "2018"})) == [
        "missing"
    ]


def test_left_over_et_al_and_institutions_read_as_persons_are_found() -> None:
    reference = replace(SOUND, contributors=authors([Name("Bier"), Name("et al."), Name("Cochrane Stroke Group")]))
    left_over, institution = name_checks.findings(reference)
    assert left_over.mend is not None
    assert left_over.mend.incomplete_roles == ("author",)
    assert [each.name.family for each in left_over.mend.contributors or ()] == ["Bier", "Cochrane Stroke Group"]
    assert institution.mend is not None
    assert (institution.mend.contributors or ())[2].name == Name(literal="Cochrane Stroke Group")
    (inverted,) = name_checks.findings(replace(SOUND, contributors=authors([Name("Group", "Cochrane")])))
    assert inverted.mend is None, "which part comes first is for the user to say"
    (odd,) = name_checks.findings(replace(SOUND, contributors=authors([Name("Bier1,*")])))
    assert odd.mend is None


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "lib.mscref", create=True) as made:
        made.add(SOUND)
        made.add(replace(SOUND.with_fields({"page": "67--78", "PMID": ""}), key="twin2018"))
        made.add(
            Reference(
                title="RETRACTED: A paper &amp; its fate",
                key="vlček2019",
                contributors=authors([Name("Vlček", "Jan"), Name("others")]),
                fields={"issued": "2019", "container-title": "Cells", "DOI": "https://doi.org/10.1234/abc"},
            )
        )
        yield made


def found(library: Library, query: str = "") -> set[tuple[str, str]]:
    return {(each.key, each.rule) for each in checking.check(library, query)}


def test_a_library_is_checked_record_by_record_and_beside_one_another(library: Library, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(b"%PDF-1.4\n")
    library.attach(library.find("bier2018"), paper, store=False)
    paper.unlink()
    library.link(library.find("twin2018"), None, "concern", identifier="10.1/concern")
    assert found(library) == {
        ("bier2018", "duplicate"),
        ("bier2018", "file"),
        ("twin2018", "duplicate"),
        ("twin2018", "pages"),
        ("twin2018", "concern"),
        ("vlček2019", "retraction"),
        ("vlček2019", "doi"),
        ("vlček2019", "entities"),
        ("vlček2019", "names"),
        ("vlček2019", "key"),
    }
    assert found(library, "year:2019") <= found(library)
    assert {rule for _, rule in {(e.key, e.rule) for e in checking.check(library, "", ["key"])}} == {"key"}


def test_stored_files_are_found_whatever_folder_the_library_is_opened_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "paper.txt").write_text("text")
    monkeypatch.chdir(tmp_path)
    with Library.open(Path("inner/lib.mscref"), create=True) as library:
        library.add(SOUND)
        library.attach(library.find("bier2018"), Path("paper.txt"))
        assert checking.check(library) == []


def test_all_that_a_rule_can_mend_is_one_step(library: Library) -> None:
    ids = library.ids(sort="key")
    before = list(library.references(ids))
    steps = len(library.history())
    assert checking.mend(library, checking.check(library))
    assert len(library.history()) == steps + 1
    mended = next(library.references([library.find("vlček2019")]))
    assert mended.key == "vlcek2019"
    assert mended.title == "RETRACTED: A paper & its fate"
    assert mended.doi == "10.1234/abc"
    assert mended.authors == (Name("Vlček", "Jan"),)
    assert mended.authors_incomplete
    assert next(library.references([library.find("twin2018")])).get("page") == "67-78"
    assert all(each.mend is None for each in checking.check(library))
    library.undo()
    assert list(library.references(ids)) == before
    library.redo()
    assert library.find("vlcek2019")


def test_two_unfit_keys_are_mended_to_two_keys(library: Library) -> None:
    library.add(replace(SOUND.with_fields({"DOI": ""}), key="vlčék2019"))
    mended = {found.mend.key for found in checking.check(library, "", ["key"]) if found.mend is not None}
    assert mended == {"vlcek2019", "vlcek2019a"}


def test_nothing_to_mend_makes_no_step(library: Library) -> None:
    checking.mend(library, checking.check(library))
    steps = len(library.history())
    assert not checking.mend(library, checking.check(library))
    assert len(library.history()) == steps


def test_an_unknown_rule_and_a_broken_query_are_refused(library: Library) -> None:
    with pytest.raises(UserError, match="no rule"):
        checking.check(library, "", ["spelling"])
    with pytest.raises(QueryError):
        checking.check(library, "(a")
