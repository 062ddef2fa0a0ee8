"""A BibTeX file read in parts gives what it gives when read whole."""

from __future__ import annotations

from pathlib import Path

from mscref import sandbox
from mscref.formats import bibtex, files, large_files
from mscref.model.reading import Problem, Reading

PARTS = (
    '@string{jrn = "Cells"}\n@inproceedings{a, title={A}, journal=jrn, crossref={p}}\n',
    "@article{b, title={B}, journal=jrn}\n@article{b, title={Again}}\n",
    "@proceedings{p, title={P}, year=2001}\n@article{c, title={C} year={1}}\n",
    "@comment{jabref-meta: grouping:\n0 AllEntriesGroup:;\n1 ExplicitGroup:Mine\\;0\\;b\\;;\n}\n",
)


def test_parts_share_strings_parents_keys_groups_and_lines() -> None:
    whole = list(bibtex.read("".join(PARTS)))
    assert list(bibtex.read_parts(PARTS)) == whole
    problems = [item for item in whole if isinstance(item, Problem)]
    assert [problem.line for problem in problems] == [4, 6]


def test_a_large_file_is_read_part_by_part_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.bib"
    words = "many cells of the umbilical cord\n and @article of Zoë " * 20_000
    entry = f"@article{{k%d,\n  title = {{T}},\n  abstract = {{{words.strip()}}},\n  note = {{n%d}}\n}}\n\n"
    count = large_files.LARGE // len(entry) + 2
    with path.open("w", encoding="utf-8") as out:
        out.write("\ufeff")
        out.writelines(entry % (n, n) for n in range(count))
    assert large_files.is_large(path)
    reading = files.read_file(path)
    assert [(r.key, r.get("note")) for r in reading.references] == [(f"k{n}", f"n{n}") for n in range(count)]
    assert len({r.get("abstract") for r in reading.references}) == 1
    (sent,) = sandbox.read_files([path])
    assert isinstance(sent, Reading)
    assert [r.key for r in sent.references] == [f"k{n}" for n in range(count)]
    assert [problem.lost for problem in sent.problems] == [True] * count  # abstracts over the sandbox's bound are cut


def test_other_files_are_not_read_in_parts(tmp_path: Path) -> None:
    small = tmp_path / "small.bib"
    small.write_text(PARTS[0], "utf-8")
    ris = tmp_path / "large.ris"
    ris.write_bytes(b"TY  - JOUR\n" * (large_files.LARGE // 10))
    wide = tmp_path / "wide.bib"
    wide.write_bytes(("@article{a, title={A}}\n" * (large_files.LARGE // 40)).encode("utf-16"))
    assert [large_files.is_large(path) for path in (small, ris, wide)] == [False, False, False]
