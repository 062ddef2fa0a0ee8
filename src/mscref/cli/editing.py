"""Verbs that change single references: add, edit, note, attach, trash, untrash."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from mscref import settings
from mscref.cli.annotations import offer_marks
from mscref.cli.fields import Typed, type_name, typed, undated
from mscref.cli.reading import input_text
from mscref.cli.request import DONE, NOTHING, PARTLY, Request, counted
from mscref.errors import UserError
from mscref.jobs import citation_keys, finding_files, proposing
from mscref.library import files
from mscref.model.reference import Reference


def add(request: Request) -> int:
    """Add a reference by hand, with the facet terms that its title gives, or what identifiers mean."""
    if request.args.ids:
        from mscref.cli import lookup

        return lookup.add_by_identifier(request)
    if not request.args.fields:
        raise UserError("Say what to add: --set FIELD=VALUE, or --id IDENTIFIER.")
    given = typed(request.args.fields)
    reference = Reference(
        type=given.type or type_name(request.args.type),
        title=given.title or "",
        contributors=given.contributors(()) or (),
        fields=given.fields,
        incomplete_roles=given.incomplete_roles(()) or (),
    )
    wanted = request.args.key or given.key or ""
    with request.open(write=True) as library:
        taken = library.key_owners()
        if wanted.casefold() in taken:
            raise UserError(f"The key {wanted} is taken; choose another.")
        key = citation_keys.unique(wanted, taken) if wanted else citation_keys.make(reference, taken)
        keyed = replace(reference, key=key)
        assignments, proposals = proposing.propose(keyed, library.vocabulary)
        _warn_of_dates(request, given)
        return request.changed(library.add(keyed, assignments, proposals))


def edit(request: Request) -> int:
    """Change fields of a reference; a changed key keeps the old one as an alias."""
    with request.open(write=True) as library:
        id = library.find(request.args.key)
        before = library.record(id).reference
        given = typed(request.args.fields, known=before.fields)
        if not request.args.fields and not request.args.type:
            raise UserError("Say what to change: --set FIELD=VALUE or --type TYPE.")
        changes = library.edit(
            id,
            fields=given.fields or None,
            type=given.type or (type_name(request.args.type) if request.args.type else None),
            title=given.title,
            contributors=given.contributors(before.contributors),
            incomplete_roles=given.incomplete_roles(before.incomplete_roles),
            key=given.key,
        )
        _warn_of_dates(request, given)
        return request.changed(changes)


def _warn_of_dates(request: Request, given: Typed) -> None:
    for name in undated(given):
        request.tell(f'mscref: "{given.fields[name]}" is no date that mscref understands; {name} is kept as printed.')


def note(request: Request) -> int:
    """Add a note (Markdown) to a reference."""
    text = input_text() if request.args.text == "-" else request.args.text
    if not text.strip():
        raise UserError("The note is empty; give its text.")
    with request.open(write=True) as library:
        id = library.find(request.args.key)
        return request.changed(library.add_note(id, text.strip(), request.args.title))


def attach(request: Request) -> int:
    """Attach a file to a reference: a copy in the library's folder, or a link; --find finds missing files again."""
    if request.args.find:
        if request.args.key or request.args.file:
            raise UserError("attach --find FOLDER takes no KEY and no FILE.")
        return _find_files(request)
    if not request.args.key or not request.args.file:
        raise UserError("Say which reference and which file: mscref attach KEY FILE.")
    path = Path(request.args.file)
    if not path.is_file():
        raise UserError(f"{path} is not a file; check the name.")
    with request.open(write=True) as library:
        id = library.find(request.args.key)
        pattern = str(settings.load().get("file_name_pattern", files.NAME_PATTERN))
        done = request.changed(library.attach(id, path.absolute(), store=not request.args.link, pattern=pattern))
        offer_marks(request, library, id, path)
        return done


def _find_files(request: Request) -> int:
    """Look for missing files in a folder and put what is found in their place."""
    with request.open(write=True) as library:
        missing = library.missing_files()
        search = finding_files.search(missing, Path(request.args.find))
        library.mend_files(search.found)
        keys = {one.id: one.key for one in missing}
        found = [{"key": keys[id], "path": str(path)} for id, path in search.found.items()]
        lost = [{"key": one.key, "path": one.path} for one in search.lost]
        lines = [f"  found: {one['key']}: {one['path']}" for one in found]
        lines += [f"  missing: {one['key']}: {one['path']}" for one in lost]
        count = f"{counted(len(found), 'file')} found again, {len(lost)} still missing."
        request.answer({"found": found, "missing": lost}, [*lines, count])
        return NOTHING if lost and not found else PARTLY if lost else DONE


def trash(request: Request) -> int:
    """Move references to the trash."""
    with request.open(write=True) as library:
        return request.changed(library.trash([library.find(key) for key in request.args.keys]))


def untrash(request: Request) -> int:
    """Take references out of the trash."""
    with request.open(write=True) as library:
        return request.changed(library.untrash([library.find(key) for key in request.args.keys]))
