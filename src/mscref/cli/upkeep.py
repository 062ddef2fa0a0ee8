"""Verbs that keep the library in order: undo, redo, history, verify, backup, restore, rebuild; and the demo."""

from __future__ import annotations

from pathlib import Path

from mscref.cli.request import DONE, PARTLY, Request, counted
from mscref.errors import UserError
from mscref.jobs import exporting


def undo(request: Request) -> int:
    """Take back the last step, whoever made it."""
    with request.open(write=True) as library:
        return request.changed(library.undo())


def redo(request: Request) -> int:
    """Do again the step that was taken back last."""
    with request.open(write=True) as library:
        return request.changed(library.redo())


def history(request: Request) -> int:
    """List what was done, to everything or to one reference."""
    with request.open() as library:
        steps = library.history(library.find(request.args.key) if request.args.key else None)
    lines = [f"{each.step:>5}  {each.at}  {each.act}{'  (undone)' if each.undone else ''}" for each in steps]
    request.answer([exporting.history_item(step) for step in steps], lines)
    return DONE


def verify(request: Request) -> int:
    """Check the library and its files; exit code 1 when something is wrong."""
    with request.open() as library:
        report = library.verify()
    problems = list(report.problems)
    counts = dict(report.counts)
    told = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in counts.items())
    verdict = "The library is sound." if not problems else f"{counted(len(problems), 'problem')}."
    request.answer({"sound": not problems, "counts": counts, "problems": problems}, [*problems, told, verdict])
    return PARTLY if problems else DONE


def backup(request: Request) -> int:
    """Write a copy of the library that was opened again and checked."""
    with request.open() as library:
        copy = library.backup(Path(request.args.directory) if request.args.directory else None)
        request.committed(library.count())
    request.answer({"path": str(copy)}, [f"The backup is {copy}."])
    return DONE


def restore(request: Request) -> int:
    """Put a backup in the place of the library; what stood there is kept in a folder beside it."""
    from mscref.library.library import Library

    path = request.library_path
    kept = Library.restore(path, Path(request.args.file))
    if request.args.progress:
        with request.open() as library:
            request.committed(library.count())
    where = f" What it replaced is in {kept}." if kept else ""
    value = {"library": str(path), "kept": str(kept) if kept else None}
    request.answer(value, [f"{path} is restored from {request.args.file}.{where}"])
    return DONE


def rebuild(request: Request) -> int:
    """Make the search index anew from the references."""
    with request.open(write=True) as library:
        library.rebuild()
        count = library.count()
    request.committed(count)
    request.answer({"references": count}, [f"The search index of {counted(count, 'reference')} is new."])
    return DONE


def demo(request: Request) -> int:
    """Do the main job on the sample documents in DIR and print what came of it."""
    directory = Path(request.args.directory)
    if directory.exists() and not directory.is_dir():
        raise UserError(f"{directory} is a file; name a folder for what the demo writes.")
    directory.mkdir(parents=True, exist_ok=True)
    result = request.doors.demo(directory)
    request.answer(result, [f"{name}: {value}" for name, value in result.items()])
    return DONE
