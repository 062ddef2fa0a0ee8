"""The study table as LaTeX, Markdown, CSV and Word: the same rows and columns everywhere, citation keys included."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from mscref.errors import UserError
from mscref.formats.latex_encode import encode, is_printed
from mscref.jobs import atomic_file, docx_writer
from mscref.jobs.study_table import LABELS, StudyRow, StudyTable

# Shares of the line that the columns take in print; they are scaled to the columns that a table has.
_WIDTHS = {"study": 8, "condition": 8, "cell_source": 8, "donor": 6.5, "dose": 9, "sample": 8, "phase": 4.5, "trial": 8}
_WIDTH = 7.0
_LATEX_HEAD = r"""% The characteristics of {n} studies. Compile this file by itself, or \input it into a document
% that loads booktabs, longtable and array (a lying page suits it best).
\makeatletter
\ifx\@nodocument\relax
  \let\mscrefend\relax
\else
  \documentclass[10pt,a4paper]{{article}}
  \usepackage[T1]{{fontenc}}
  \usepackage[utf8]{{inputenc}}
  \usepackage{{textcomp,longtable,array}}
  \IfFileExists{{lmodern.sty}}{{\usepackage{{lmodern}}}}{{}}
  \IfFileExists{{booktabs.sty}}{{\usepackage{{booktabs}}}}{{\let\toprule\hline\let\midrule\hline\let\bottomrule\hline}}
  \usepackage[landscape,margin=15mm]{{geometry}}
  \def\mscrefend{{\end{{document}}}}
  \begin{{document}}
\fi
\makeatother
\begingroup
\scriptsize
\setlength{{\tabcolsep}}{{2pt}}
\setlength{{\LTcapwidth}}{{\linewidth}}
\begin{{longtable}}{{@{{}}
{columns}@{{}}}}
\caption{{{caption}}}\\
\toprule
{heads} \\
\midrule
\endfirsthead
\toprule
{heads} \\
\midrule
\endhead
\bottomrule
\endlastfoot
"""
_LATEX_END = r"""\end{longtable}
\endgroup
\mscrefend
"""
_CAPTION = "Characteristics of studies"
_COLUMN = r">{\raggedright\arraybackslash\hspace{0pt}}p{%.3f\linewidth}"
_FREE = 0.92  # what the gaps between columns leave of the line
_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~^$#])")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def latex(table: StudyTable, *, caption: str = _CAPTION) -> str:
    """A booktabs longtable for a lying page, with a `\\cite` a row; it compiles alone and can be \\input."""
    shares = [_WIDTHS.get(field, _WIDTH) for field in table.fields]
    columns = "\n".join("  " + _COLUMN % (_FREE * share / sum(shares)) for share in shares)
    heads = " & ".join(rf"\textbf{{{encode(LABELS[field])}}}" for field in table.fields)
    head = _LATEX_HEAD.format(n=len(table.rows), columns=columns, heads=heads, caption=_latex(caption))
    rows = [" & ".join(_latex_cell(row, field) for field in table.fields) + " \\\\[2pt]\n" for row in table.rows]
    return head + "".join(rows) + _LATEX_END


def _latex_cell(row: StudyRow, field: str) -> str:
    if field == "key":
        return rf"\cite{{{row.key}}}"
    return _latex(row.value(field))


def _latex(text: str) -> str:
    """`text` as LaTeX prints it; a sign that pdflatex has no letter for becomes a question mark."""
    found = encode(" ".join(text.split()))
    return found if is_printed(found) else "".join(sign if is_printed(sign) else "?" for sign in found)


def markdown(table: StudyTable) -> str:
    """A pipe table with Pandoc citations, then the warnings."""
    rows = [[LABELS[field] for field in table.fields], ["---"] * len(table.fields)]
    rows += [[_markdown_cell(row, field) for field in table.fields] for row in table.rows]
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    notes = [f"\n*{_markdown(warning)}*\n" for warning in table.warnings]
    return "".join([*lines, *notes])


def _markdown_cell(row: StudyRow, field: str) -> str:
    return f"[@{row.key}]" if field == "key" else _markdown(row.value(field))


def _markdown(text: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", " ".join(text.split()))


def comma_separated(table: StudyTable, *, quotes: bool = False) -> str:
    """One line a study (RFC 4180); with `quotes`, each value is followed by where it stands and the words there."""
    out = io.StringIO()
    writer = csv.writer(out)
    head: list[str] = []
    for field in table.fields:
        head.append(field)
        if quotes and field not in ("study", "key"):
            head += [f"{field}_source", f"{field}_quote"]
    writer.writerow(head)
    for row in table.rows:
        values: list[str] = []
        for field in table.fields:
            cell = row.cells.get(field)
            values.append(_inert(row.value(field)))
            if quotes and field not in ("study", "key"):
                page = f", page {cell.page}" if cell and cell.page else ""
                values += [_inert(f"{cell.source}{page}"), _inert(cell.quote)] if cell else ["", ""]
        writer.writerow(values)
    return out.getvalue()


def _inert(value: str) -> str:
    """A value that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def docx(table: StudyTable, *, caption: str = _CAPTION) -> bytes:
    """A Word document with the table on a landscape page, its head repeated on each page."""
    heads = tuple(LABELS[field] for field in table.fields)
    rows = (tuple(row.key if field == "key" else row.value(field) for field in table.fields) for row in table.rows)
    shares = tuple(_WIDTHS.get(field, _WIDTH) for field in table.fields)
    blocks: tuple[docx_writer.Block, ...] = (
        docx_writer.paragraph(caption, "Heading2"),
        docx_writer.Table((heads, *rows), shares=shares),
        *(docx_writer.paragraph(note) for note in table.warnings),
    )
    return docx_writer.document(blocks, landscape=True)


_TEXTS: Mapping[str, Callable[[StudyTable], str]] = {"latex": latex, "markdown": markdown, "csv": comma_separated}
FORMATS = (*_TEXTS, "docx")
EXTENSIONS = {".tex": "latex", ".md": "markdown", ".csv": "csv", ".docx": "docx"}


def check_text(format: str) -> None:
    """Raise UserError for a format that is no text: a Word document needs a file."""
    if format not in _TEXTS:
        raise UserError("A Word document goes to a file; name one with -o, for example -o studies.docx.")


def text(table: StudyTable, format: str, *, quotes: bool = False) -> str:
    """The table in a format that is text; raises UserError for Word's."""
    check_text(format)
    return comma_separated(table, quotes=quotes) if format == "csv" else _TEXTS[format](table)


def write(table: StudyTable, path: Path, format: str, *, quotes: bool = False) -> None:
    """Write the table to a file, whole or not at all."""
    if format == "docx":
        atomic_file.put(path, lambda fresh: fresh.write_bytes(docx(table)))
    else:
        written = text(table, format, quotes=quotes)
        atomic_file.write(path, lambda out: out.write(written))


def format_of(path: Path) -> str:
    """The format that a file's name asks for; raises UserError naming those there are."""
    format = EXTENSIONS.get(path.suffix.lower())
    if format is None:
        raise UserError(f'A study table cannot be written as "{path.suffix or path.name}"; {_known()}')
    return format


def _known() -> str:
    names: Sequence[str] = list(EXTENSIONS)
    return f"use {', '.join(names[:-1])} or {names[-1]}."
