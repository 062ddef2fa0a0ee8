"""What Pandoc, Quarto and R Markdown documents cite."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.jobs.manuscripts import cited_in
from mscref.jobs.manuscripts.markdown import citations


def keys(text: str) -> list[str]:
    return [key for _, key in citations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cells [@bier2018].", ["bier2018"]),
        ("Cells [see @bier2018, p. 3; also -@deda2009, chap. 2].", ["bier2018", "deda2009"]),
        ("@bier2018 [p. 3] says so; -@deda2009, too.", ["bier2018", "deda2009"]),
        ("As @bier2018's cells, and @doi:10.1000/x-y.", ["bier2018", "doi:10.1000/x-y"]),
        ("@{https://example.org/a?b=c} and [@{10.1000/(x)}, p. 1].", ["https://example.org/a?b=c", "10.1000/(x)"]),
        ("@a--b and @c:. and @_d and @3e and (@f)", ["a", "c", "_d", "3e", "f"]),
        ("@Müller2018 and @Łuk_2013", ["Müller2018", "Łuk_2013"]),
        ("Raw LaTeX \\citep[p. 3]{a} here [@b].", ["a", "b"]),
        ("- a list\n\n    with more [@a]\n\n[^1]: A note.\n\n    Its second paragraph [@b].", ["a", "b"]),
        ("> quoted [@a]\n\nText\n    wrapped [@b].", ["a", "b"]),
        ("A ``` that opens nothing\n\n```\n\n[@a]", ["a"]),
        ("A ` tick and [@a]", ["a"]),
        ("```{=html}\nx\n```\n[@a]", ["a"]),
    ],
)
def test_every_form_of_citation_gives_its_keys(text: str, expected: list[str]) -> None:
    assert keys(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Write to someone@example.org or <me@example.org>.",
        "An \\@escaped one, `@code`, ``a ` @code``, and @ alone.",
        "```r\n@code\n```",
        "~~~~ {.r}\n@code\n~~~\n@code\n~~~~",
        "- item\n\n  ```\n  @code\n  ```",
        "Text:\n\n    @code\n\n    @code\n",
        "\t@code",
        "<!-- @hidden\n\n [@hidden] -->",
        "[Someone](https://example.org/@someone) and https://example.org/@someone, or example.org/@someone.",
        '<a href="@x">link</a>',
        "See @fig-one, @tbl-two, @sec-three, @eq:four and \\@ref(fig:five).",
        "---\ntitle: '@title'\nauthor: '[@author]'\n---\n",
    ],
)
def test_code_addresses_and_cross_references_are_no_citations(text: str) -> None:
    assert keys(text) == []


def test_front_matter_counts_where_pandoc_looks_for_citations() -> None:
    front = "title: x@y\nabstract: |\n  As [@a] says.\n\n  More [@b].\nnocite: |\n  @c, @d\nauthor: '@e'\n"
    assert keys(f"---\n{front}---\nText [@f].\n") == ["a", "b", "c", "d", "f"]
    assert keys("---\n\n[@a]\n\n---\n[@b]") == ["a", "b"]


def test_everything_is_cited_only_by_the_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "paper.qmd"
    path.write_text("---\nnocite: |\n  @*\n---\n[@a]\n")
    assert cited_in([path]).everything
    path.write_text("---\ntitle: A\n---\n[@a] and @*\n")
    assert not cited_in([path]).everything


def test_lines_are_those_of_the_file_and_included_documents_are_followed(tmp_path: Path) -> None:
    (tmp_path / "paper.qmd").write_text(
        "---\ntitle: A\n---\n\n[@a]\n\n{{< include _methods.qmd >}}\n\n```{r, child='results.Rmd'}\n```\n\n@b\n\n"
        "```\n{{< include _none.qmd >}}\n```\n\n{{< include _gone.qmd >}}\n"
    )
    (tmp_path / "_methods.qmd").write_text("x\n\n[@c]\n")
    (tmp_path / "results.Rmd").write_text("[@d]")
    cited = cited_in([tmp_path / "paper.qmd"])
    where = {c.key: (Path(c.places[0].file).name, c.places[0].line) for c in cited.citations}
    assert list(where.items()) == [
        ("a", ("paper.qmd", 5)),
        ("c", ("_methods.qmd", 3)),
        ("d", ("results.Rmd", 1)),
        ("b", ("paper.qmd", 12)),
    ]
    (problem,) = cited.problems
    assert "_gone.qmd" in problem
    assert "line 18" in problem


def test_text_made_to_be_slow_is_read_in_time() -> None:
    for text in (
        "<!--" * 50_000,
        "[](" * 50_000,
        "`" * 50_000,
        "@a:" * 50_000,
        "```\n" * 20_001,
        "](((" * 20_000,
        "<a " * 50_000,
    ):
        citations(text)
