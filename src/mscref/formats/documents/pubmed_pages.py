"""Pages saved from PubMed: the article that such a page is about, and the page's furniture."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mscref.formats.reference_strings.dates import DATE, MONTH, edtf
from mscref.formats.reference_strings.lettering import APOSTROPHE, HYPHEN, LETTER, UPPER, YEAR, fold, plain_dashes
from mscref.formats.reference_strings.names import make_name
from mscref.model import identifiers
from mscref.model.reference import Name, Reference, authors

_JOURNAL_LINE = re.compile(
    rf"^(?P<journal>[^\n.]{{0,120}}?)[^\S\n]*\.\s*{DATE}"
    rf"(?:(?:;(?P<volume>[^:;()\s]*)(?:\((?P<issue>[^)]*)\))?)?:"
    rf"(?P<first>[\w.+–-]+)(?::(?P<second>[\w.+–-]+))?)?\.[^\S\n]*"
    rf"(?:doi: ?(?P<doi>\S+?)\.?(?= |$))?(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_DOI_LINE = re.compile(r"^\s*doi:\s*(10\.\S+?)\.?(?:\s|$)(?P<rest>.*)$", re.IGNORECASE | re.MULTILINE)
_EPUB = re.compile(rf"Epub ({YEAR}(?: {MONTH}(?: \d{{1,2}})?)?)")
_COLLECTION = re.compile(rf"eCollection ({YEAR}(?: {MONTH})?)")
_NAMED = re.compile(
    r"^(?P<name>[^\n.;:]{3,60}?)[^\S\n]et[^\S\n]al\.?[^\S\n]+(?P<journal>[^\n]{2,80}?)\.?(?:[^\S\n]*\.| (?:19|"
    r"20)\d\d.*)?[^\S\n]*$",
    re.MULTILINE,
)
_MARK = re.compile(
    r"(?<=[^\W\d_])[^\S\n]*\d{1,2}(?:[^\S\n]+\d{1,2})*(?=[^\S\n]*(?:,|$|;))|[*†‡§#]|(?<=\.)[^\S\n]*\d{1,2}(?=,|$)"
)
_ABSTRACT = re.compile(r"^[^\S\n]*Abstract[^\S\n]*$", re.IGNORECASE | re.MULTILINE)
_ABSTRACT_END = re.compile(
    r"^[^\S\n]*(?:PubMed Disclaimer|Keywords?:.*|Figures?|Copyright.*|©.*|Conflict of interest.*|Similar articles|"
    r"Cited by|"
    r"References|Publication types|MeSH terms|LinkOut.*|Trial registration.*|Comment in|Erratum in)[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_PERSON = re.compile(
    rf"[{UPPER}][{LETTER}.{APOSTROPHE}{HYPHEN}]*(?: (?:[{UPPER}][{LETTER}.{APOSTROPHE}{HYPHEN}]*|van|von|de|del|der|"
    rf"den|la|le|da|di|dos|du|ten|ter|al|el|bin)){{1,6}}"
)
_FAMILY_PART = re.compile(
    r"(?:(?<= )(?:van|von|de|del|der|den|la|le|da|di|dos|du|ten|ter|al|el|"
    r"bin) )*[^ ]+(?: (?:Jr|Sr|III?)\.?)?$"
)
_FURNITURE = re.compile(
    r"^[^\S\n]*(?:Skip to main (?:page )?content|U\.S\. flag|An official website of the United States government.*|"
    r"Dot\s+gov|Https|"
    r"The \.gov means.*|Federal government websites often.*|The site is secure\.?|The https:// ensures.*|"
    r"Access keys.*|PubMed Disclaimer|"
    r"Affiliations?|Review|Abstract|Figures?|Full text links|Actions|Cite|Display options|Format|Share|Permalink|Copy|"
    r"Page navigation|"
    r"Free (?:PMC )?article|Item in Clipboard|Add to Collections|Title & authors|Similar articles|Cited by|"
    r"Publication types|"
    r"MeSH terms|Substances|Related information|LinkOut.*|Log in|Search|Advanced|Clipboard|User Guide|Save|Email|"
    r"Send to)[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNS = re.compile(
    r"PubMed Disclaimer|National Library of Medicine|MyNCBI Homepage|pubmed\.ncbi\.nlm\.nih\.gov|^PMID: \d+|"
    r"Access keys NCBI",
    re.MULTILINE,
)


@dataclass(frozen=True)
class SavedPage:
    """What a saved PubMed page is about; `furniture` are the spans of what every such page prints."""

    reference: Reference
    furniture: tuple[tuple[int, int], ...]
    is_review: bool


def read_saved_page(text: str) -> SavedPage | None:
    """The article that a page copied from PubMed shows, or None when `text` is no such page."""
    head = text[:6000]
    if not _SIGNS.search(text):
        return None
    line = next(
        (
            found
            for found in _JOURNAL_LINE.finditer(head)
            if found.group("first") or found.group("volume") or found.group("doi")
        ),
        None,
    )
    if line is None:
        return None
    title = _title(text, line.end())
    if not title:
        return None
    fields = _fields(line, text)
    names, incomplete, journal = _authors(text, line.end(), title)
    fields.setdefault("container-title", journal)
    fields["abstract"] = _abstract(text)
    is_review = bool(re.search(r"^[^\S\n]*(?:Systematic )?Review[^\S\n]*$", head, re.MULTILINE))
    if is_review:
        fields["genre"] = "Review"
    reference = Reference(
        type="article-journal",
        title=title,
        contributors=authors(names),
        fields=fields,
        incomplete_roles=("author",) if incomplete else (),
        trials=tuple(dict.fromkeys(found.value for found in identifiers.find_trials(title + " " + fields["abstract"]))),
    )
    return SavedPage(reference, tuple(_furniture(text, line.span())), is_review)


def _fields(line: re.Match[str], text: str) -> dict[str, str]:
    found = {name: value or "" for name, value in line.groupdict().items()}
    volume, page = found["volume"], found["first"]
    if found["second"]:
        volume, page = found["first"], found["second"]
    fields = {
        "issued": edtf(line.group()[line.group().index(found["year"]) :]),
        "volume": volume,
        "issue": plain_dashes(found["issue"]),
        "page": plain_dashes(page),
        "DOI": identifiers.trim_doi(found["doi"]),
    }
    if journal := found["journal"].strip():
        fields["container-title"] = journal
    rest = found["rest"]
    if doi := _DOI_LINE.search(text, line.end(), line.end() + 400):
        fields["DOI"] = fields["DOI"] or identifiers.trim_doi(doi.group(1))
        rest += doi.group("rest")
    if epub := _EPUB.search(rest):
        fields["available-date"] = edtf(epub.group(1))
    if collection := _COLLECTION.search(rest):
        fields["ecollection"] = collection.group(1)
    for found_id in identifiers.find(text[line.end() : line.end() + 3000]):
        if found_id.kind in ("PMID", "PMCID"):
            fields.setdefault(found_id.kind, found_id.value)
    return fields


def _lines_after(text: str, position: int, most: int = 40) -> Iterator[str]:
    for line in text[position : position + 6000].split("\n")[:most]:
        if line.strip():
            yield line.strip()


def _title(text: str, position: int) -> str:
    """The title: the line that is printed twice, else the first long one after the journal's line."""
    first = ""
    seen: set[str] = set()
    for line in _lines_after(text, position):
        if len(line) < 15 or _FURNITURE.match(line) or _DOI_LINE.match(line) or line.startswith("PMID"):
            continue
        if _ABSTRACT.match(line):
            break
        if fold(line) in seen:
            return line.rstrip(".")
        seen.add(fold(line))
        first = first or line
    return first.rstrip(".")


def _authors(text: str, position: int, title: str) -> tuple[tuple[Name, ...], bool, str]:
    """The authors of the page, whether "et al." ends them, and the journal printed behind that."""
    if named := _NAMED.search(text, position, position + 4000):
        words = named.group("name").split()
        journal = re.sub(r"[\s.]+$", "", named.group("journal"))
        return (make_name(words[-1], " ".join(words[:-1])),), True, journal
    for line in _lines_after(text, position):
        if fold(line) == fold(title):
            continue
        if names := _given_first(" ".join(_MARK.sub("", line).split())):
            return names, False, ""
    return (), False, ""


def _given_first(line: str) -> tuple[Name, ...]:
    """The names of a line that holds nothing but names, given names first; () for any other line."""
    people = [person.strip() for person in line.rstrip(" .,;").split(", ")]
    if not all(_PERSON.fullmatch(person) for person in people):
        return ()
    found = [_FAMILY_PART.search(person) for person in people]
    return tuple(
        make_name(part.group(), person[: part.start()]) for part, person in zip(found, people, strict=True) if part
    )


def _abstract(text: str) -> str:
    start = _ABSTRACT.search(text)
    if start is None:
        return ""
    end = _ABSTRACT_END.search(text, start.end())
    body = text[start.end() : end.start() if end else start.end() + 5000]
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", body) if part.strip())


def _furniture(text: str, journal_line: tuple[int, int]) -> Iterator[tuple[int, int]]:
    yield journal_line
    for pattern in (_FURNITURE, _NAMED, _DOI_LINE):
        for match in pattern.finditer(text):
            yield match.span()
