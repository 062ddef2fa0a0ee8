"""One scanned BibTeX entry as a Reference: types, names, dates, identifiers, and every other field under its name."""

from __future__ import annotations

import re

from mscref.formats import bib_dates, bib_files, bib_names
from mscref.formats.bib_types import (
    BOOK_PARTS,
    BY_ORGANIZATIONS,
    CSL_TYPES,
    PUBLISHERS,
    USUAL,
    entry_types,
    language_tag,
)
from mscref.formats.latex_decode import decode
from mscref.model.identifiers import normalise_doi
from mscref.model.reference import Attachment, Contributor, Note, RawEntry, Reference

RICH_FIELDS = frozenset(
    {
        "title",
        "booktitle",
        "journal",
        "journaltitle",
        "shortjournal",
        "series",
        "shorttitle",
        "origtitle",
        "maintitle",
        "subtitle",
    }
)
PROSE_FIELDS = frozenset({"abstract", "annote", "annotation", "note", "comment", "review"})
VERBATIM_FIELDS = frozenset({"doi", "url", "pmid", "pmcid", "eprint", "isbn", "issn", "verba", "verbb", "verbc"})
NOTE_BREAK = "\n\n* * *\n\n"
PACKED = "userf"

_ESCAPED = re.compile(r"\{?\\([%#&_$~{}])\}?(?:\{\})?")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_ORDINAL = re.compile(r"(\d+)\s*(?:st|nd|rd|th)\b\.?(?:\s+ed(?:ition|n)?\.?)?", re.I)
_DASH = re.compile(r"\s*(?:[-‐‑‒–—−](?:\s*[-‐‑‒–—−])+|[‐‑‒–—−])\s*")
_PLAIN_RANGE = re.compile(r"([A-Za-z]?\d+[A-Za-z]?)--?([A-Za-z]?\d+[A-Za-z]?)")
_BETWEEN = re.compile(r"(?<=\d)\s+-\s*(?=\d)|(?<=\d)-\s+(?=\d)")
_PAGE_WORD = re.compile(r"^(?:pp?|pages?)\.?\s*(?=\d)|^(?:pp?|pages?)\.\s*(?=\w*\d)", re.I)
URL_ONLY = re.compile(r"https?://\S+")
_BEFORE_PMID = re.compile(r"^(?:(?:pmid|pubmed):?\s*)+", re.I)
_PMCID = re.compile(r"(?:PMC)?\s*(\d+)(?:\.\d+)?", re.I)
_FIRST_EDITION = re.compile(r"\[(\d{4})\]\s*(\d{4})")
FACET_PAIR = re.compile(r"[a-z][\w-]*=[\w.:/()+-]+")
_FACETS = re.compile(rf"{FACET_PAIR.pattern}(?:; {FACET_PAIR.pattern})*")
_TRIAL_SPLIT = re.compile(r"[,;\s]+")
_ARXIV = re.compile(r"(?:arXiv:)?\s*(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)", re.I)
_SERIAL = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"})
_DEFAULT_GENRE = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis"}
_THESIS_KEYS = {"phdthesis": "PhD thesis", "mastersthesis": "Master's thesis", "mathesis": "Master's thesis"}


def to_reference(kind: str, key: str, raw: dict[str, str], text: str) -> tuple[Reference, list[str]]:
    """The reference that an entry of type `kind` with fields `raw` (LaTeX, lower-case names) says, and its trouble.

    `raw` is used up.
    """
    reader = _EntryReader(kind, raw)
    return reader.reference(key, text), reader.trouble


class _EntryReader:
    """Takes the fields out of one entry one meaning at a time; what is left rides along."""

    def __init__(self, kind: str, raw: dict[str, str]) -> None:
        self.kind = kind
        self.raw = raw
        self.fields: dict[str, str] = {}
        self.trouble: list[str] = []
        self.incomplete: list[str] = []
        self.attachments: tuple[Attachment, ...] = ()

    def reference(self, key: str, text: str) -> Reference:
        """The whole reference."""
        raw = self.raw
        csl_type = self._type()
        contributors = self._names()
        title = self._title()
        self._dates()
        self._language()
        keywords = _keywords(raw.pop("keywords", "") or raw.pop("keyword", ""))
        notes = self._notes()
        trials = tuple(_TRIAL_SPLIT.split(decode(raw.pop("trials")))) if raw.get("trials") else ()
        groups = [*_listed(raw.pop("groups", "")), *_listed(raw.pop("mendeley-groups", ""))]
        aliases = tuple(_listed(raw.pop("ids"))) if "ids" in raw else ()
        facets = _facets(raw.pop("facets")) if _FACETS.fullmatch(raw.get("facets", "")) else ()
        if "file" in raw:
            self.attachments = bib_files.read(raw.pop("file"))
        self._identifiers()
        self._number(csl_type)
        self._publisher()
        self._container()
        self._rest(csl_type)
        return Reference(
            type=csl_type,
            title=title,
            contributors=contributors,
            fields=self.fields,
            key=key,
            aliases=aliases,
            incomplete_roles=tuple(self.incomplete),
            keywords=keywords,
            trials=trials,
            notes=notes,
            attachments=self.attachments,
            collections=tuple(dict.fromkeys(groups)),
            facets=facets,
            raw=RawEntry("bibtex", text),
        )

    def _type(self) -> str:
        """The CSL type; `entrysubtype` names one that the entry type is too wide for."""
        raw = self.raw
        kind = self.kind
        csl_type = entry_types().read.get(kind)
        subtype = decode(raw["entrysubtype"]).lower() if "entrysubtype" in raw else ""
        if kind in ("article", "suppperiodical") and subtype in ("newspaper", "magazine"):
            del raw["entrysubtype"]
            return f"article-{subtype}"
        if subtype in CSL_TYPES:
            del raw["entrysubtype"]
            self._keep_kind(kind, subtype)
            return subtype
        if kind in ("misc", "online") and (
            raw.get("archiveprefix", raw.get("eprinttype", "")).lower() in ("arxiv", "biorxiv", "medrxiv")
            or raw.get("pubstate", "") == "prepublished"
        ):
            if raw.get("pubstate") == "prepublished":
                del raw["pubstate"]
            return "article"
        if csl_type is None:
            self.fields["entrytype"] = kind
            return "document"
        self._keep_kind(kind, csl_type)
        return csl_type

    def _keep_kind(self, kind: str, csl_type: str) -> None:
        """Remember an entry type that is not what the writer would choose for the CSL type."""
        table = entry_types().write
        if (
            kind not in (table["bibtex"].get(csl_type, "misc"), table["biblatex"].get(csl_type, "misc"))
            and kind not in USUAL
        ):
            self.fields["entrytype"] = kind

    def _names(self) -> tuple[Contributor, ...]:
        found: list[Contributor] = []
        for field, role in entry_types().names.items():
            if field not in self.raw:
                continue
            text = self.raw.pop(field)
            names, is_incomplete, trouble = bib_names.read(text)
            if trouble:
                self.trouble.append(f"in {field}, {trouble}")
            if is_incomplete:
                self.incomplete.append(role)
            found.extend([Contributor(name, role) for name in names])
        return tuple(found)

    def _title(self) -> str:
        title = decode(self.raw.pop("title", ""), is_rich=True)
        if "subtitle" in self.raw and (subtitle := decode(self.raw.pop("subtitle"), is_rich=True)):
            return f"{title}{'' if title.endswith(('?', '!', ':')) else ':'} {subtitle}" if title else subtitle
        return title

    def _dates(self) -> None:
        raw = self.raw
        year, month, day = raw.pop("year", ""), raw.pop("month", ""), raw.pop("day", "")
        if "date" in raw:
            self.fields["issued"] = bib_dates.to_edtf(self._year(_date(raw.pop("date"))))
            if month and not bib_dates.month_number(month):
                self.fields["month"] = decode(month)
        elif year or month:
            date, is_whole = bib_dates.from_parts(self._year(decode(year)), decode(month.replace("~", " ")), day)
            self.fields["issued"] = date
            if not is_whole:
                self.fields["month"] = decode(month)
        for field, variable in entry_types().dates.items():
            if field in raw and variable not in self.fields:
                self.fields[variable] = bib_dates.to_edtf(_date(raw.pop(field)))

    def _year(self, printed: str) -> str:
        """The date of "[1990] 2002", the year of the first edition kept apart."""
        found = _FIRST_EDITION.fullmatch(printed)
        if not found:
            return printed
        self.fields["original-date"] = found.group(1)
        return found.group(2)

    def _language(self) -> None:
        raw = self.raw
        tag = raw.pop("langid", "") or raw.pop("hyphenation", "")
        if not tag:
            if "language" in raw:
                self.fields["language"] = language_tag(decode(raw.pop("language")))
            return
        self.fields["language"] = language_tag(decode(tag))
        if "language" in raw and language_tag(decode(raw["language"])) == self.fields["language"]:
            del raw["language"]
        elif "language" in raw:
            self.fields["langname"] = decode(raw.pop("language"))

    def _notes(self) -> tuple[Note, ...]:
        texts = [
            decode(self.raw.pop(name), has_paragraphs=True) for name in ("annote", "annotation") if name in self.raw
        ]
        return tuple(Note(part.strip()) for text in texts for part in text.split(NOTE_BREAK) if part.strip())

    def _identifiers(self) -> None:
        raw = self.raw
        prefix = raw.get("eprinttype") or raw.get("archiveprefix") or ""
        eprint = raw.get("eprint", "")
        if eprint and prefix.lower() in ("pubmed", "pmid"):
            self.fields["PMID"] = pmid(_verbatim(eprint))
            for name in ("eprint", "eprinttype", "archiveprefix"):
                raw.pop(name, None)
        elif eprint:
            found = _ARXIV.fullmatch(_verbatim(eprint).strip())
            self.fields["eprint"] = found.group(1) if found else _verbatim(eprint)
            if prefix or found:
                self.fields["eprinttype"] = "arXiv" if prefix.lower() == "arxiv" or not prefix else decode(prefix)
            if kept := raw.get("eprintclass") or raw.get("primaryclass"):
                self.fields["eprintclass"] = decode(kept)
            for name in ("eprint", "eprinttype", "archiveprefix", "eprintclass", "primaryclass"):
                raw.pop(name, None)
        if "pmid" in raw:
            self.fields.setdefault("PMID", pmid(_verbatim(raw.pop("pmid"))))
        if "pmcid" in raw or "pmc" in raw:
            text = _verbatim(raw.pop("pmcid", "") or raw.pop("pmc", ""))
            self.fields["PMCID"] = pmcid(text)
        if "doi" in raw:
            text = _verbatim(raw.pop("doi"))
            self.fields["DOI"] = normalise_doi(text) or text
        if "url" in raw:
            self.fields["URL"] = _verbatim(raw.pop("url"))
        elif "howpublished" in raw and URL_ONLY.fullmatch(found_url := decode(raw["howpublished"])):
            self.fields["URL"] = found_url
            del raw["howpublished"]

    def _number(self, csl_type: str) -> None:
        """`number` is the issue of a serial, the number in a series of a book, the report's own number."""
        raw = self.raw
        if "number" in raw:
            if csl_type in _SERIAL:
                name = "issue"
            elif csl_type in ("book", "chapter", "paper-conference", "entry-encyclopedia", "entry"):
                name = "collection-number"
            else:
                name = "number"
            self.fields[name] = _number(raw.pop("number"))
        if "issue" in raw and "issue" not in self.fields:
            self.fields["issue"] = _number(raw.pop("issue"))
        elif "issue" in raw:
            self.fields["issuename"] = decode(raw.pop("issue"))
        for name in ("volume", "pages", "eid"):
            if name in raw:
                value = _number(raw.pop(name))
                if name == "pages" and (" " in value or not value[:1].isdigit()):
                    value = _BETWEEN.sub("-", _PAGE_WORD.sub("", value))
                variable = entry_types().fields[name]
                self.fields["eid" if variable in self.fields else variable] = value

    def _publisher(self) -> None:
        """The publisher, by the field that this entry type keeps it in; the other fields stay under their names."""
        for name in PUBLISHERS.get(
            self.kind, PUBLISHERS["online"] if self.kind in BY_ORGANIZATIONS else PUBLISHERS["book"]
        ):
            if self.raw.get(name):
                self.fields["publisher"] = decode(self.raw.pop(name))
                break
        for name in ("publisher", "school", "institution", "organization"):
            if name in self.raw:
                self.fields["bookpublisher" if name == "publisher" else name] = decode(self.raw.pop(name))

    def _container(self) -> None:
        """The journal or book that holds the work; a second one stays under its name."""
        names = ("journal", "journaltitle", "booktitle")
        for name in reversed(names) if self.kind in BOOK_PARTS else names:
            if self.raw.get(name) and "container-title" not in self.fields:
                self.fields["container-title"] = decode(self.raw.pop(name), is_rich=True)
        for name in names:
            if name in self.raw:
                self.fields[name] = decode(self.raw.pop(name), is_rich=True)

    def _rest(self, csl_type: str) -> None:
        known = entry_types().fields
        for name, text in self.raw.items():
            if name in VERBATIM_FIELDS:
                value = _verbatim(text)
            else:
                value = decode(text, is_rich=name in RICH_FIELDS, has_paragraphs=name in PROSE_FIELDS)
            variable = known.get(name, name)
            if variable in self.fields and self.fields[variable] == value:
                continue
            if variable in self.fields or variable in ("title", "type"):
                variable = name if name not in self.fields else f"{name}-2"
            self.fields[variable] = value
        if edition := self.fields.get("edition"):
            self.fields["edition"] = _edition(edition)
        if csl_type == "thesis":
            genre = self.fields.get("genre", self.kind)
            self.fields["genre"] = _THESIS_KEYS.get(genre, genre if genre != "thesis" else "")
        elif csl_type == "report" and self.fields.get("genre") == "techreport":
            del self.fields["genre"]


def _verbatim(text: str) -> str:
    """The text of an address or number: only the escapes that writers of BibTeX add are undone."""
    flat = "".join(text.split("\n")).strip()
    if "\\" in flat:
        if flat.startswith("\\url{"):
            flat = flat[5:].removesuffix("}")
        flat = _ESCAPED.sub(r"\1", flat.replace("\\textasciitilde{}", "~").replace("\\textasciitilde", "~"))
    while flat.startswith("{") and flat.endswith("}"):
        flat = flat[1:-1].strip()
    return flat


def _date(text: str) -> str:
    """A date's text, in which `~` says "about"."""
    return text.strip() if bib_dates.is_edtf(text.strip()) else decode(text)


def pmid(text: str) -> str:
    """A PubMed number without the words before it."""
    return _BEFORE_PMID.sub("", text).strip()


def pmcid(text: str) -> str:
    """A PubMed Central number with its "PMC"."""
    found = _PMCID.fullmatch(text)
    return f"PMC{found.group(1)}" if found else text


def _number(text: str) -> str:
    """A number or range as plain text."""
    if text.isalnum():
        return text
    found = _PLAIN_RANGE.fullmatch(text)
    return f"{found[1]}-{found[2]}" if found else ranges(decode(text))


def ranges(text: str) -> str:
    """Pages or numbers with plain hyphens, however their dashes were typed."""
    return _DASH.sub("-", text) if not text.isdigit() else text


def _edition(text: str) -> str:
    word = text.lower().removesuffix(" edition").removesuffix(" ed.")
    if word in _ORDINALS:
        return str(_ORDINALS.index(word) + 1)
    found = _ORDINAL.fullmatch(text)
    return found.group(1) if found else text


def _keywords(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    if "{" not in text and "\\" not in text:
        return tuple(dict.fromkeys(filter(None, map(str.strip, decode(text).split(";" if ";" in text else ",")))))
    parts = bib_names.split_outside_braces(text, ";")
    if len(parts) == 1:
        parts = bib_names.split_outside_braces(text, ",")
    return tuple(dict.fromkeys(word for part in parts if (word := decode(part))))


def _facets(text: str) -> tuple[tuple[str, str], ...]:
    """The (facet, term id) pairs of "condition=als; route=intrathecal"."""
    return tuple((facet, term) for facet, _, term in (pair.partition("=") for pair in text.split("; ")))


def _listed(text: str) -> list[str]:
    return [word for part in bib_names.split_outside_braces(text, ",") if (word := decode(part))] if text else []
