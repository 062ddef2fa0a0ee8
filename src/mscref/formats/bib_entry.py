"""The fields of one reference in LaTeX, by the names of either dialect; `bibtex_write` lays them out."""

from __future__ import annotations

import re

from mscref.formats import bib_dates, bib_files, bib_names, bib_titles, journal_names
from mscref.formats.bib_fields import FACET_PAIR, NOTE_BREAK, PROSE_FIELDS, RICH_FIELDS, VERBATIM_FIELDS, pmcid, pmid
from mscref.formats.bib_fieldset import FieldSet, verbatim
from mscref.formats.bib_options import Options
from mscref.formats.bib_types import BOOK_PARTS, CSL_TYPES, babel_name, entry_types, is_english
from mscref.formats.latex_encode import clean, encode, encode_clean, settled
from mscref.model.identifiers import normalise_doi
from mscref.model.reference import Name, Reference

_ORDINALS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
_ADDRESS = re.compile(r"https?://[!#-;=?-\[\]_a-z|~]+[#-'*+/0-9=?-Z_a-z~-]")
_AND = re.compile(r"\band\b", re.I)
_NAME = re.compile(r"[^a-z0-9_:+-]+")
_MASTERS = re.compile(r"master|m\.?\s?sc|diplom|licen|bachelor", re.I)
_SERIAL_TYPES = frozenset({"article"})
_ROLE_FIELDS = {"author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor",
                "director": "director", "contributor": "commentator", "curator": "holder"}  # fmt: skip
_THESES = {"PhD thesis": "phdthesis", "Master's thesis": "mastersthesis"}


def fields(reference: Reference, options: Options) -> tuple[str, dict[str, str]]:
    """The entry type of `reference` and its fields as they stand after the equals sign."""
    builder = _Builder(reference, options)
    builder.build()
    return builder.kind, builder.written


class _Builder(FieldSet):
    """Takes the reference's values one meaning at a time and writes each as a field."""

    kind = "misc"

    def build(self) -> None:
        """All fields."""
        self._type()
        self._names()
        self._titles()
        self._dates()
        self._language()
        self._identifiers()
        self._numbers()
        self._publisher()
        self._known()
        self._lists()
        self._rest()

    def _type(self) -> None:
        """The entry type: what the file called it when that still fits, else the one of its CSL type."""
        table = entry_types()
        dialect = self.options.dialect
        csl_type = self.reference.type
        kind = table.write[dialect].get(csl_type, "misc")
        asked = self.left.get("entrytype", "").lower()
        if asked not in table.read:
            self.left.pop("entrytype", None)
        if asked in table.keep[dialect] and table.read.get(asked) == csl_type:
            kind = asked
            del self.left["entrytype"]
        elif csl_type == "thesis" and not self.is_biblatex and _MASTERS.search(self.left.get("genre", "")):
            kind = "mastersthesis"
        if kind == "online" and not any(self.left.get(name) for name in ("URL", "DOI", "eprint", "PMID")):
            kind = "misc"
        has_editor = any(name != Name() for name in self.reference.names("editor"))
        if kind == "incollection" and self.is_biblatex and not has_editor:
            kind = "inbook"
        self.kind = kind
        if csl_type in ("article-newspaper", "article-magazine"):
            self.put("entrysubtype", csl_type.removeprefix("article-"))
        elif csl_type == "article":
            if self.is_biblatex and kind == "online":
                self.left.setdefault("status", "prepublished")
            if self.left.get("eprinttype", "").lower() not in ("arxiv", "biorxiv", "medrxiv") and kind != "online":
                self.put("entrysubtype", csl_type)
        elif csl_type in CSL_TYPES and table.read.get(kind) != csl_type:
            self.put("entrysubtype", csl_type)

    def _names(self) -> None:
        by_role: dict[str, list[Name]] = {}
        for contributor in self.reference.contributors:
            by_role.setdefault(contributor.role, []).append(contributor.name)
        for role, names in by_role.items():
            is_incomplete = role in self.reference.incomplete_roles
            text = bib_names.write(
                tuple(names),
                is_incomplete=is_incomplete,
                ascii=self.options.ascii,
                is_extended=self.is_biblatex and self.options.extended_names,
            )
            self.put_ready(_ROLE_FIELDS.get(role, f"names-{role}"), text)

    def _titles(self) -> None:
        language = self.left.get("language", "")
        if self.reference.title:
            self._title("title", self.reference.title, language)
        container, short = self.left.pop("container-title", ""), self.left.pop("container-title-short", "")
        if self.kind not in BOOK_PARTS:
            container, short = journal_names.named(container, short, self.options.journals)
        if not container and self.kind in _SERIAL_TYPES:
            container, short = short, ""
        if container:
            name = "booktitle" if self.kind in BOOK_PARTS else "journaltitle" if self.is_biblatex else "journal"
            if not self.put_macro(name, container):
                self.put_rich(name, container)
        if short:
            self.left["container-title-short"] = short

    def _title(self, field: str, text: str, language: str) -> None:
        english = is_english(language)
        title = bib_titles.write(
            text,
            ascii=self.options.ascii,
            protect=self.options.protect if english else "none",
            is_biblatex=self.is_biblatex,
            title_case=self.options.title_case and english,
            protected=frozenset(self.options.protected),
        )
        if title:
            whole = not english and not self.is_biblatex and self.options.protect != "none"
            self.written[field] = f"{{{{{title}}}}}" if whole else f"{{{title}}}"

    def _dates(self) -> None:
        issued = clean(self.left.pop("issued", "")).strip()
        if issued and self.is_biblatex:
            if bib_dates.is_edtf(issued):
                self.written["date"] = f"{{{issued}}}"
            else:
                self.put("year", issued)
        elif issued:
            year, month = bib_dates.year_and_month(issued)
            if year.isascii() and year.isdigit():
                self.written["year"] = year
            else:
                self.put("year", year)
            if month:
                self.written["month"] = month
        for field, variable in (("urldate", "accessed"), ("origdate", "original-date"), ("eventdate", "event-date")):
            if date := self.left.get(variable):
                if self.is_biblatex and not bib_dates.is_edtf(date):
                    continue
                del self.left[variable]
                self.put_ready(field, date if bib_dates.is_edtf(date) else encode_clean(date, ascii=self.options.ascii))

    def _language(self) -> None:
        language = self.left.pop("language", "")
        if name := babel_name(language):
            self.put("langid", name)
        else:
            self.put("language", language)

    def _identifiers(self) -> None:
        take = self.left.pop
        doi, url = take("DOI", ""), take("URL", "")
        if not (doi and url and self.options.links == "url"):
            self.put_verbatim("doi", normalise_doi(doi) or doi)
        if not (doi and self.options.links == "doi" and self.kind != "online"):
            if self.options.url_in_note and not self.is_biblatex:
                self._note(self.left.pop("note", ""), url)
            else:
                self.put_verbatim("url", url)
        pubmed = pmid(take("PMID", ""))
        eprint = take("eprint", "")
        scheme = take("eprinttype", "")
        wider = take("eprintclass", "")
        if eprint:
            self.put_verbatim("eprint", eprint)
            self.put("eprinttype" if self.is_biblatex or scheme.lower() != "arxiv" else "archiveprefix", scheme)
            self.put("eprintclass" if self.is_biblatex else "primaryclass", wider)
            self.put_verbatim("pmid", pubmed)
        elif pubmed:
            self.put_verbatim("eprint", pubmed)
            self.written["eprinttype"] = "{pubmed}"
        self.put_verbatim("pmcid", pmcid(take("PMCID", "")))
        self.put_verbatim("isbn", take("ISBN", ""))
        self.put_verbatim("issn", take("ISSN", ""))

    def _numbers(self) -> None:
        take = self.left.pop
        if self.kind in _SERIAL_TYPES or self.reference.type in ("periodical", "article-newspaper"):
            self.put_range("number", take("issue", ""))
        elif self.reference.type in ("book", "chapter", "paper-conference", "entry-encyclopedia", "entry"):
            self.put_range("number", take("collection-number", ""))
        else:
            self.put_range("number", take("number", ""))
        if "issue" in self.left:
            self.put_range("issue", take("issue"))
        self.put_range("volume", take("volume", ""))
        self.put_range("pages", take("page", ""))
        edition = take("edition", "")
        if edition.isascii() and edition.isdigit() and 1 <= int(edition) <= 10 and not self.is_biblatex:
            edition = _ORDINALS[int(edition) - 1]
        self.put("edition", edition)

    def _publisher(self) -> None:
        publisher = self.left.pop("publisher", "")
        if publisher:
            if self.kind in ("phdthesis", "mastersthesis"):
                field = "school"
            elif self.kind in ("techreport", "report", "thesis"):
                field = "institution"
            elif self.kind in ("online", "misc", "manual", "software"):
                field = "organization"
            else:
                field = "publisher"
            text = encode_clean(publisher, ascii=self.options.ascii)
            if not self.put_macro(field, publisher):
                self.put_ready(field, f"{{{text}}}" if _AND.search(text) else text)
        place = encode(self.left.pop("publisher-place", ""), ascii=self.options.ascii)
        self.put_ready("location" if self.is_biblatex else "address", f"{{{place}}}" if _AND.search(place) else place)
        genre = self.left.pop("genre", "")
        if self.reference.type == "thesis":
            key = _THESES.get(genre, "")
            if self.is_biblatex:
                self.put("type", key or genre or "thesis")
            elif key != self.kind:
                self.put("type", genre or "thesis")
        elif self.kind == "report" and not genre:
            self.put("type", "techreport")
        else:
            self.put("type", genre)

    def _known(self) -> None:
        """The variables that need no thought: one field each."""
        for variable in [name for name in self.left if name in _SIMPLE]:
            field = _SIMPLE[variable]
            value = self.left.pop(variable)
            if field == "note":
                self._note(value)
            elif field in ("shortjournal", "shorttitle", "series", "origtitle"):
                if field != "series" or not self.put_macro(field, value):
                    self.put_rich(field, value)
            else:
                self.put(field, value, is_prose=field in PROSE_FIELDS)

    def _note(self, text: str, address: str = "") -> None:
        """A note; its addresses stand in `\\url`, so that TeX can break and print them. `address` goes to its end."""
        parts: list[str] = []
        at = 0
        flat = settled(text, is_rich=False)
        for found in _ADDRESS.finditer(flat):
            parts.append(encode_part(flat[at : found.start()], self.options.ascii))
            parts.append(f"\\url{{{found.group()}}}")
            at = found.end()
        if at == 0 and not address:
            self.put("note", flat, is_prose=True)
            return
        parts.append(encode_part(flat[at:], self.options.ascii))
        if address:
            parts.append(f" \\url{{{verbatim(address)}}}")
        self.put_ready("note", "".join(parts).strip())

    def _lists(self) -> None:
        words = list(self.reference.keywords)
        if callable(self.options.facets):
            words.extend(str(label) for label in self.options.facets(self.reference))
        ascii_only = self.options.ascii
        self.put_ready("keywords", ", ".join(_listed(words, ascii_only)))
        self.put("trials", clean(", ".join(self.reference.trials)).strip())
        self.put_ready("groups", ", ".join(_listed(self.reference.collections, ascii_only)))
        pairs = (f"{facet}={term}" for facet, term in self.reference.facets)
        self.put("facets", clean("; ".join(pair for pair in pairs if FACET_PAIR.fullmatch(pair))))
        self.put_ready("ids", ", ".join(re.sub(r"[^\w:.+/-]+", "_", clean(alias)) for alias in self.reference.aliases))
        self.put_ready("file", bib_files.write(self.reference.attachments))
        if self.options.notes and self.reference.notes:
            text = NOTE_BREAK.join(note.text.strip() for note in self.reference.notes if note.text.strip())
            self.put("annotation" if self.is_biblatex else "annote", clean(text).strip(), is_prose=True)

    def _rest(self) -> None:
        """What has no place of its own, under its name."""
        for variable, value in self.left.items():
            if variable in ("crossref", "xdata"):
                continue
            name = _NAME.sub("-", variable.lower()).strip("-")
            if not name or not name[0].isalpha():
                name = f"x-{name}".rstrip("-")
            if name in VERBATIM_FIELDS:
                self.put_verbatim(name, value)
            elif name in RICH_FIELDS:
                self.put_rich(name, value)
            elif name in ("number", "issue", "volume", "pages", "eid"):
                self.put_range(name, value)
            else:
                self.put(name, value, is_prose=name in PROSE_FIELDS)


_SIMPLE = {
    "container-title-short": "shortjournal",
    "collection-title": "series",
    "title-short": "shorttitle",
    "original-title": "origtitle",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "number-of-volumes": "volumes",
    "number-of-pages": "pagetotal",
    "chapter-number": "chapter",
    "part-number": "part",
    "event-title": "eventtitle",
    "event-place": "venue",
    "section": "journalsubtitle",
    "medium": "howpublished",
    "status": "pubstate",
    "version": "version",
    "abstract": "abstract",
    "note": "note",
}


def encode_part(text: str, ascii_only: bool) -> str:
    """A stretch of a note between two addresses: white space at its ends stays, as one space."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    inner = encode(text, ascii=ascii_only, is_prose=True)
    return f"{before}{inner}{after}" if inner else before or after


def _listed(words: object, ascii_only: bool) -> list[str]:
    """The words of a list field, once each; one that holds a separator is braced."""
    found: list[str] = []
    for word in words if isinstance(words, (list, tuple)) else ():
        text = encode(word, ascii=ascii_only)
        if text:
            found.append(f"{{{text}}}" if "," in text or ";" in text else text)
    return list(dict.fromkeys(found))
