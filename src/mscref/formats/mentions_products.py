"""Cell products named in running text, from resources/products.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator

from mscref.formats.reference_strings.lettering import HYPHEN
from mscref.model.document import Mention


def find_products(sentence: str, offset: int) -> Iterator[tuple[int, Mention]]:
    """(place in the sentence, mention) of every product that the sentence names, under the name it prints."""
    pattern, names = _known()
    seen: set[str] = set()
    for match in pattern.finditer(sentence):
        product = names[_key(match.group())]
        if product not in seen:
            seen.add(product)
            yield match.start(), Mention(match.group(), "product", sentence, offset, offset + len(sentence))


def product_of(text: str) -> str:
    """The first name of the product called `text` ("MSC-NTF" -> "NurOwn"), or ""."""
    return _known()[1].get(_key(text), "")


@functools.cache
def _known() -> tuple[re.Pattern[str], dict[str, str]]:
    from mscref.settings import resource

    rows = tomllib.loads(resource("products.toml").read_text("utf-8"))["product"]
    names = {name: row["name"] for row in rows for name in (row["name"], *row.get("aka", ()))}
    spelled = (re.escape(name).replace(r"\-", f"[{HYPHEN}]?") for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w{HYPHEN}])(?:{'|'.join(spelled)})(?![\w])", re.IGNORECASE)
    return pattern, {_key(name): product for name, product in names.items()}


def _key(name: str) -> str:
    return re.sub(f"[{HYPHEN}]", "", name).casefold()
