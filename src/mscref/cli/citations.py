"""The verb `cite`: references as a text cites them, or printed in a style."""

from __future__ import annotations

from mscref.cli.request import DONE, Request
from mscref.jobs import citation_forms, citation_styles


def cite(request: Request) -> int:
    """Print what cites some references, or the references themselves in a style."""
    args = request.args
    with request.open() as library:
        references = list(library.references([library.find(key) for key in args.keys]))
    if args.style or args.html:
        text = citation_styles.printed(references, args.style or citation_styles.chosen_style(), html=args.html)
    else:
        text = citation_forms.cite([reference.key for reference in references], args.form)
    request.answer({"text": text, "keys": [reference.key for reference in references]}, [text])
    return DONE
