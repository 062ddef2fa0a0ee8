"""A cited key renamed in manuscripts: shown first, nothing else touched, every byte of the rest kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from mscref.errors import UserError
from mscref.jobs.manuscripts import renaming


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_plan_shows_a_diff_and_touches_nothing(tmp_path: Path) -> None:
    text = "One \\cite{old, other}.\n% \\cite{old}\n\\verb|\\cite{old}| and older \\citep[see][2]{older,old}\n"
    main = write(tmp_path, "main.tex", text)
    edits = renaming.plan([main], "old", "new2020")
    (file,) = edits.files
    assert file.places == 2
    assert main.read_text() == text
    assert "-One \\cite{old, other}." in edits.diff
    assert "+One \\cite{new2020, other}." in edits.diff
    renaming.apply(edits)
    assert main.read_text() == (
        "One \\cite{new2020, other}.\n% \\cite{old}\n\\verb|\\cite{old}| and older \\citep[see][2]{older,new2020}\n"
    )
    assert main.with_name("main.tex.bak").read_text() == text


def test_included_files_and_own_commands_are_followed(tmp_path: Path) -> None:
    main = write(
        tmp_path,
        "main.tex",
        "\\newcommand{\\see}[1]{(see \\cite{#1})}\n\\begin{document}\\input{part}\\end{document}\n",
    )
    part = write(tmp_path, "part.tex", "\\see{Old}\n")
    renaming.apply(renaming.plan([main], "old", "fresh"))
    assert part.read_text() == "\\see{fresh}\n"
    assert not main.with_name("main.tex.bak").exists(), "a file without the key is not written"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_and_line_ends_are_kept(tmp_path: Path, encoding: str) -> None:
    text = "Naïve \\cite{a}\r\ncafé — \\cite{b,\r\n a} and\rgarçon \\cite{a}\r\n"
    path = write(tmp_path, "main.tex", text.encode(encoding))
    renaming.apply(renaming.plan([path], "a", "key2"))
    assert path.read_bytes() == text.replace("{a}", "{key2}").replace(" a}", " key2}").encode(encoding)


def test_markdown_citations_are_renamed_and_code_is_not(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "paper.md",
        "As @old says [see @old, p. 3; -@older; @{old}].\n\n`@old`\n\n```\n@old\n```\nme@old.org\n",
    )
    renaming.apply(renaming.plan([path], "old", "new"))
    assert path.read_text() == (
        "As @new says [see @new, p. 3; -@older; @{new}].\n\n`@old`\n\n```\n@old\n```\nme@old.org\n"
    )


def test_a_key_that_pandoc_would_cut_short_gets_braces(tmp_path: Path) -> None:
    path = write(tmp_path, "paper.qmd", "See @old.\n")
    renaming.apply(renaming.plan([path], "old", "new++2"))
    assert path.read_text() == "See @{new++2}.\n"


def test_a_text_that_changed_meanwhile_stops_the_whole_writing(tmp_path: Path) -> None:
    one, two = write(tmp_path, "one.tex", "\\cite{a}\n"), write(tmp_path, "two.tex", "\\cite{a}\n")
    edits = renaming.plan([one, two], "a", "b")
    two.write_text("\\cite{a} more\n")
    with pytest.raises(UserError, match="changed meanwhile"):
        renaming.apply(edits)
    assert one.read_text() == "\\cite{a}\n"


def test_what_latex_makes_and_damaged_text_are_left_with_a_sentence(tmp_path: Path) -> None:
    aux = write(tmp_path, "main.aux", "\\citation{a}\n")
    bad = write(tmp_path, "bad.tex", b"\\cite{a} \x81\xff\xfe sch\xf6n \xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\n")
    edits = renaming.plan([aux, bad], "a", "b")
    assert edits.files == ()
    assert "LaTeX makes it anew" in edits.problems[0]
    assert "encoding" in edits.problems[1]
