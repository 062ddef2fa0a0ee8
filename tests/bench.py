"""`make bench`: times of the main work as ratios against peers in the same run.

Prints one line a task: median seconds, the peer's median, and the ratio (below 1 is faster than the peer). Each pair
is run in turn, so that a machine whose speed drifts slows both.
"""

from __future__ import annotations

import io
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

COUNT = 2_000
ROUNDS = 3
CONDITIONS = ("amyotrophic lateral sclerosis", "Duchenne muscular dystrophy", "multiple sclerosis", "stroke", "asthma")
SOURCES = ("bone marrow", "adipose tissue", "umbilical cord", "placenta", "dental pulp")
FAMILIES = ("García", 'M{\\"u}ller', "van der Berg", "Dvo{\\v r}{\\'a}k", "Smith", "Le Blanc", "Tanaka", "{\\L}ukasz")


def library_of(count: int) -> str:
    """A BibTeX file of `count` entries, the same at every run."""
    rng = random.Random(7)
    words = [f"word{n}" for n in range(5_000)]
    entries = []
    for n in range(count):
        names = " and ".join(f"{rng.choice(FAMILIES)}, {rng.choice('ABCDEF')}." for _ in range(rng.randint(1, 9)))
        title = " ".join(rng.sample(words, 5))
        entries.append(
            f"@article{{key{n},\n  author = {{{names}}},\n"
            f"  title = {{{title} of {rng.choice(SOURCES)} mesenchymal stem cells in {rng.choice(CONDITIONS)}}},\n"
            f"  journal = {{Cytotherapy}},\n  year = {{{rng.randint(1990, 2025)}}},\n  volume = {{{n % 90}}},\n"
            f"  pages = {{{n}--{n + 9}}},\n  doi = {{10.1000/x{n}}},\n"
            f"  abstract = {{{' '.join(rng.choices(words, k=180))}}}\n}}\n"
        )
    return "\n".join(entries)


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def compare(name: str, ours: Callable[[], object], peer_name: str, peer: Callable[[], object]) -> None:
    """Run both in turn and print the medians and the median of the ratios."""
    pairs = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS)]
    mine, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(f"{name:42} {mine:8.3f} s   {peer_name:28} {theirs:8.3f} s   ratio {ratio:6.3f}")


def main() -> None:
    """Measure reading, writing, importing and searching."""
    import sqlite3

    from pybtex.database import parse_string

    from mscref import settings
    from mscref.formats import bibtex
    from mscref.jobs import importing
    from mscref.library import Library
    from mscref.model.reading import Problem, Reading

    text = library_of(COUNT)
    references = tuple(r for r in bibtex.read(text) if not isinstance(r, Problem))
    print(f"{COUNT} entries, {len(text) / 1e6:.1f} MB of BibTeX; medians of {ROUNDS} rounds")
    compare("read BibTeX, names and LaTeX decoded", lambda: list(bibtex.read(text)), "pybtex parse_string",
            lambda: parse_string(text, "bibtex"))  # fmt: skip
    data = parse_string(text, "bibtex")
    compare("write BibTeX", lambda: bibtex.write(references, io.StringIO()), "pybtex to_string",
            lambda: data.to_string("bibtex"))  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        runs = iter(range(1_000))

        def run_import() -> None:
            with Library.open(Path(folder) / f"{next(runs)}.mscref", create=True) as library:
                reading = Reading("bench.bib", "bibtex", references=references)
                importing.apply(library, importing.plan(library, [reading], vocabulary=settings.vocabulary()))

        def bare_table() -> None:
            connection = sqlite3.connect(Path(folder) / f"bare{next(runs)}.db")
            connection.execute("create table t (title text, abstract text)")
            rows = [(r.title, r.get("abstract")) for r in bibtex.read(text) if not isinstance(r, Problem)]
            connection.executemany("insert into t values (?, ?)", rows)
            connection.commit()
            connection.close()

        compare("plan and import into a library", run_import, "parse and one bare table", bare_table)
        with Library.open(Path(folder) / "0.mscref", write=False) as library:
            likes = sqlite3.connect(Path(folder) / "bare1.db")
            like = "(title || abstract) like '%word17%' and (title || abstract) like '%word99%'"

            def scan() -> None:
                for _ in range(20):
                    likes.execute(f"select rowid from t where {like}").fetchall()

            def search() -> None:
                for _ in range(20):
                    library.ids("word17 word99")

            compare("search two words, 20 times", search, "LIKE over two columns", scan)
            likes.close()


if __name__ == "__main__":
    main()
