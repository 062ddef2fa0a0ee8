"""The study table: what it reads, what the user says before it, and the files that it becomes."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mscref.errors import UserError
from mscref.jobs import study_reading, study_table, study_table_writing, trials
from mscref.jobs.study_reading import Text
from mscref.jobs.study_table import StudyTable
from mscref.library import Library
from mscref.model.reference import Name, Reference, authors
from mscref.model.studies import STUDY_FIELDS

TRIAL = Reference(
    title="Intrathecal bone marrow mesenchymal stromal cells in ALS: a randomised phase 2 trial",
    contributors=authors([Name("Müller", "A."), Name("O'Brien", "B."), Name("Third", "C.")]),
    fields={
        "issued": "2021",
        "abstract": "Background: ALS & its 50% rule_of_thumb. We randomly assigned 48 patients to cells or placebo. "
        "Patients received two injections of 1×106 cells/kg. The primary endpoint was the slope of the ALSFRS-R score. "
        "All were followed for 12 months. Registered as NCT01234567.",
    },
    key="mueller2021",
)
SECOND = Reference(
    title="Two years after intrathecal cells in ALS",
    contributors=authors([Name("Müller", "A.")]),
    fields={"issued": "2023", "abstract": "NCT01234567 was extended. In 30 patients nothing was new."},
    key="mueller2023",
)
MOUSE = Reference(
    title="Human umbilical cord mesenchymal stem cells in SOD1 mice",
    contributors=authors([Name("Li", "C.")]),
    fields={
        "issued": "2019",
        "abstract": "Cells were seeded at 5 × 10^3 cells/cm2. SOD1 mice (n = 12 per group) were injected intravenously "
        "with 1 million cells. Survival was assessed.",
    },
    key="li2019",
)
REVIEW = Reference(
    title="Mesenchymal stem cells for ALS: a systematic review",
    contributors=authors([Name("Rev", "D.")]),
    fields={
        "issued": "2022",
        "abstract": "We included 12 studies. Doses were 1 × 10^6 cells/kg injected. NCT01234567.",
    },
    key="rev2022",
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "a.mscref", create=True) as library:
        from mscref.jobs import importing
        from mscref.model.reading import Reading

        reading = Reading("x.bib", "bibtex", (TRIAL, SECOND, MOUSE, REVIEW))
        importing.apply(library, importing.plan(library, [reading]))
        yield library


def table_of(library: Library, query: str = "") -> StudyTable:
    return study_table.make(library, library.ids(query, sort="year", descending=False))


def values(library: Library, key: str) -> dict[str, str]:
    (row,) = table_of(library, f"key:{key}").rows
    return {field: row.value(field) for field in STUDY_FIELDS}


def test_a_trial_is_read_whole_from_title_and_abstract(library: Library) -> None:
    assert values(library, "mueller2021") == {
        "study": "Müller et al. 2021",
        "condition": "Amyotrophic lateral sclerosis",
        "cell_source": "Bone marrow (MSC or unspecified marrow cells)",
        "donor": "",
        "product": "Living cells",
        "dose": "1 × 10⁶ cells/kg, 2 times",
        "route": "Intrathecal (lumbar)",
        "sample": "n = 48",
        "design": "Randomised controlled trial",
        "phase": "Phase 2",
        "follow_up": "12 months",
        "outcome": "ALSFRS-R",
        "trial": "NCT01234567",
        "key": "mueller2021",
    }


def test_each_value_brings_the_words_that_say_so(library: Library) -> None:
    cells = table_of(library, "key:mueller2021").rows[0].cells
    assert cells["dose"].quote == "Patients received two injections of 1×106 cells/kg."
    assert cells["dose"].source == "abstract"
    assert cells["follow_up"].quote == "All were followed for 12 months."
    assert "donor" not in cells


def test_animals_show_their_model_and_the_dose_of_a_culture_is_none(library: Library) -> None:
    found = values(library, "li2019")
    assert found["sample"].endswith("mouse (ALS); n = 12 per group")
    assert found["dose"] == "1 × 10⁶ cells"
    assert found["route"] == "Intravenous"


def test_a_review_counts_studies_and_gave_no_dose(library: Library) -> None:
    found = values(library, "rev2022")
    assert (found["sample"], found["dose"], found["follow_up"], found["trial"]) == ("12 studies", "", "", "")


def test_what_the_user_stored_stands_before_what_is_read(library: Library) -> None:
    id = library.find("mueller2021")
    library.set_study_cell(id, "dose", "60 million cells", quote="as the supplement says", page=3)
    library.set_study_cell(id, "outcome", "")
    row = table_of(library, "key:mueller2021").rows[0]
    assert (row.value("dose"), row.cells["dose"].source, row.cells["dose"].page) == ("60 million cells", "user", 3)
    assert row.value("outcome") == ""
    library.set_study_cell(id, "dose", None)
    assert values(library, "mueller2021")["dose"] == "1 × 10⁶ cells/kg, 2 times"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1x106 cells/kg", "1 × 10⁶ cells/kg"),
        ("2e7 cells", "2 × 10⁷ cells"),
        ("1 x 10^6 cells/kg, as said in the protocol", "1 x 10^6 cells/kg, as said in the protocol"),
        ("two million", "two million"),
    ],
)
def test_a_dose_typed_as_a_power_of_ten_has_the_one_spelling(library: Library, typed: str, shown: str) -> None:
    library.set_study_cell(library.find("mueller2021"), "dose", typed)
    assert values(library, "mueller2021")["dose"] == shown


def test_rejected_terms_stay_out_of_the_table(library: Library) -> None:
    id = library.find("li2019")
    assert values(library, "li2019")["route"] == "Intravenous"
    library.settle([id], accept=False, facet="route")
    assert values(library, "li2019")["route"] == ""


def test_two_papers_of_one_trial_are_told(library: Library) -> None:
    table = table_of(library)
    assert table.warnings == ("2 papers, 1 trial (NCT01234567): mueller2021, mueller2023.",)
    assert table_of(library, "key:mueller2021").warnings == ()
    library.link_family(library.find("mueller2021"), {library.find("li2019"): "secondary-analysis"})
    assert "2 papers, 1 study: mueller2021, li2019." in {
        warning.replace("li2019, mueller2021", "mueller2021, li2019") for warning in table_of(library).warnings
    }


def test_papers_tied_by_trial_and_family_are_one_study() -> None:
    assert trials.groups([1, 2, 3, 4], [(1, 3), (3, 4), (9, 1)]) == [(1, 3, 4), (2,)]
    assert trials.studies([1, 2, 3], [], [(1, 2)]) == 2


def test_the_pages_of_a_pdf_are_read_up_to_the_reference_list() -> None:
    pages = [
        (1, "In the trans-\nplanted group"),
        (2, "text\nReferences\n1. A et al. 5 million cells injected"),
        (3, "x"),
    ]
    assert [(text.page, text.text.strip()) for text in study_reading.page_texts(pages)] == [
        (1, "In the transplanted group"),
        (2, "text"),
    ]
    said = study_reading.dose([Text("title", "Cells"), Text("pdf", "Each patient received 5 million cells.", 4)])
    assert said is not None
    assert (said.value, said.page) == ("5 × 10⁶ cells", 4)


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("A total of 196 participants were randomized.", "n = 196"),
        ("Forty-eight ALS patients were randomly assigned.", "n = 48"),
        ("In this study, 14 patients aged 18 to 75 years were treated.", "n = 14"),
        ("We enrolled 1,204 adults with COVID-19.", "n = 1,204"),
        ("Ten boys with Duchenne muscular dystrophy (mean age 9 years) were infused.", "n = 10"),
        ("The drug was safe (n = 26).", "n = 26"),
        ("Patients aged 18 to 75 years took part.", None),
        ("In 12% of patients nothing changed.", None),
        ("Groups A (n = 12) and B (n = 14).", None),
    ],
)
def test_a_sample_is_counted_in_persons(text: str, n: str | None) -> None:
    said = study_reading.people([Text("abstract", text)])
    assert (said.value if said else None) == n


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("They were followed for 12 months.", "12 months"),
        ("The median follow-up was 24 months (range, 6-36).", "24 months"),
        ("A 6-month follow-up showed nothing.", "6 months"),
        ("After one year of follow-up all were well.", "1 year"),
        ("Follow-up visits lasted up to 3 years.", "3 years"),
        ("Patients were monitored for adverse events for 28 days.", "28 days"),
        ("Patients were observed over 6 to 12 months after injection.", "6–12 months"),
        ("Cells were cultured for 3 days and frozen.", None),
    ],
)
def test_a_follow_up_is_read_as_it_is_worded(text: str, time: str | None) -> None:
    said = study_reading.follow_up([Text("abstract", text)])
    assert (said.value if said else None) == time


# --- files ------------------------------------------------------------------------------------------------------


def test_latex_compiles_by_itself_and_inside_another_text(library: Library, tmp_path: Path) -> None:
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is not installed")
    library.set_study_cell(library.find("li2019"), "product", r"50% & $x_1$ #1 ~ ^ \foo {y} 中 µ “q”")
    study_table_writing.write(table_of(library), tmp_path / "table.tex", "latex")
    around = r"\documentclass{article}\usepackage{longtable,array}\let\toprule\hline\let\midrule\hline"
    (tmp_path / "paper.tex").write_text(
        around + r"\let\bottomrule\hline\begin{document}Before \input{table.tex} after\end{document}", "utf-8"
    )
    for name in ("table.tex", "paper.tex"):
        done = subprocess.run(
            ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", name],
            cwd=tmp_path,
            capture_output=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout.decode("latin-1")[-2000:]


def test_latex_has_a_row_and_a_citation_for_each_study(library: Library) -> None:
    written = study_table_writing.latex(table_of(library))
    assert written.count(r"\cite{") == 4
    assert "1 × 10{$^{6}$} cells/kg" in written
    assert r"\toprule" in written
    assert r"\begin{longtable}" in written


def test_markdown_escapes_what_would_break_the_table(library: Library) -> None:
    library.set_study_cell(library.find("li2019"), "product", "a | b *c*")
    written = study_table_writing.markdown(table_of(library))
    lines = written.splitlines()
    assert lines[0].startswith("| Study | Condition |")
    assert r"a \| b \*c\*" in written
    assert "[@mueller2021]" in written
    assert len([line for line in lines if line.startswith("|")]) == 2 + 4
    assert lines[-1].startswith("*2 papers, 1 trial")


def test_csv_has_the_same_values_and_on_request_the_words(library: Library) -> None:
    library.set_study_cell(library.find("li2019"), "product", "=1+1")
    table = table_of(library)
    rows = list(csv.DictReader(io.StringIO(study_table_writing.text(table, "csv"))))
    assert tuple(rows[0]) == STUDY_FIELDS
    assert {row["key"] for row in rows} == {"mueller2021", "mueller2023", "li2019", "rev2022"}
    assert next(row for row in rows if row["key"] == "li2019")["product"] == "'=1+1"
    quoted = list(csv.DictReader(io.StringIO(study_table_writing.text(table, "csv", quotes=True))))
    trial = next(row for row in quoted if row["key"] == "mueller2021")
    assert trial["dose_quote"] == "Patients received two injections of 1×106 cells/kg."


def test_a_word_document_is_sound_and_holds_every_value(library: Library, tmp_path: Path) -> None:
    library.set_study_cell(library.find("li2019"), "product", "a < b & c\x00")
    path = tmp_path / "table.docx"
    study_table_writing.write(table_of(library), path, study_table_writing.format_of(path))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    rows = list(parts["word/document.xml"].iter(f"{space}tr"))
    assert len(rows) == 1 + 4
    assert all(len(list(row.iter(f"{space}tc"))) == len(STUDY_FIELDS) for row in rows)
    words = [node.text for node in parts["word/document.xml"].iter(f"{space}t")]
    assert {"a < b & c", "mueller2021", "NCT01234567"} <= set(words)
    before = path.read_bytes()
    study_table_writing.write(table_of(library), path, "docx")
    assert path.read_bytes() == before


def test_a_format_is_known_by_the_name_of_its_file() -> None:
    with pytest.raises(UserError, match=r"use \.tex"):
        study_table_writing.format_of(Path("table.xlsx"))
    with pytest.raises(UserError, match="goes to a file"):
        study_table_writing.text(StudyTable(()), "docx")
