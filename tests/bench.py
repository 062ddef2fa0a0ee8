"""`make bench`: times of the main work as ratios against peers in the same run.

Prints one line a task: median seconds, the peer's median, and the ratio (below 1 is faster than the peer). Each pair
is run in turn, so that a machine whose speed drifts slows both. `python -m tests.bench large` reads 100,000 entries
instead and prints the memory that takes.
"""

from __future__ import annotations

import importlib.util
import io
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

COUNT = 2_000
ROUNDS = 3
CONDITIONS = ("amyotrophic lateral sclerosis", "Duchenne muscular dystrophy", "multiple sclerosis", "stroke", "asthma")
SOURCES = ("bone marrow", "adipose tissue", "umbilical cord", "placenta", "dental pulp")
FAMILIES = ("García", 'M{\\"u}ller', "van der Berg", "Dvo{\\v r}{\\'a}k", "Smith", "Le Blanc", "Tanaka", "{\\L}ukasz")


def library_of(count: int) -> str:
    """A BibTeX file of `count` entries, the same at every run."""
    return "\n".join(entries_of(count))


def entries_of(count: int) -> Iterator[str]:
    """Its entries one by one."""
    rng = random.Random(7)
    words = [f"word{n}" for n in range(5_000)]
    for n in range(count):
        names = " and ".join(f"{rng.choice(FAMILIES)}, {rng.choice('ABCDEF')}." for _ in range(rng.randint(1, 9)))
        title = " ".join(rng.sample(words, 5))
        yield (
            f"@article{{key{n},\n  author = {{{names}}},\n"
            f"  title = {{{title} of {rng.choice(SOURCES)} mesenchymal stem cells in {rng.choice(CONDITIONS)}}},\n"
            f"  journal = {{Cytotherapy}},\n  year = {{{rng.randint(1990, 2025)}}},\n  volume = {{{n % 90}}},\n"
            f"  pages = {{{n}--{n + 9}}},\n  doi = {{10.1000/x{n}}},\n"
            f"  abstract = {{{' '.join(rng.choices(words, k=180))}}}\n}}\n"
        )


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
    if importlib.util.find_spec("bibtexparser"):
        import bibtexparser
        from bibtexparser import middlewares

        compare("read it beside", lambda: list(bibtex.read(text)), "bibtexparser, nothing decoded",
                lambda: bibtexparser.parse_string(text))  # fmt: skip
        few = library_of(COUNT // 10)
        decoding = [
            middlewares.LatexDecodingMiddleware(),
            middlewares.SeparateCoAuthors(),
            middlewares.SplitNameParts(),
        ]
        compare(f"the same of {COUNT // 10} entries", lambda: list(bibtex.read(few)), "bibtexparser, names and LaTeX",
                lambda: bibtexparser.parse_string(few, append_middleware=decoding))  # fmt: skip
    else:
        print("bibtexparser is not installed (pip install mscref[bench]), so nothing is compared with it")
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


def large() -> None:
    """Read a file of 100,000 entries and print time and memory (of this process; where the system tells it)."""
    from mscref.formats import large_files
    from mscref.model.reference import Reference

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.bib"
        with path.open("w", encoding="utf-8") as out:
            out.writelines(f"{entry}\n" for entry in entries_of(100_000))
        before = most_memory()
        start = time.perf_counter()
        count = sum(isinstance(found, Reference) for found in large_files.read(path))
        took = time.perf_counter() - start
        print(f"{count} entries, {path.stat().st_size / 1e6:.0f} MB of BibTeX read one by one in {took:.1f} s")
    print(f"most memory of the process: {before} MB before, {most_memory()} MB after")


def most_memory() -> int:
    """The most memory this process has had, in MB; 0 where the system does not tell."""
    try:
        import resource
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 10 if sys.platform != "darwin" else 1 << 20)


if __name__ == "__main__":
    large() if sys.argv[1:] == ["large"] else main()
