"""references.bib: every source once, by its key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address

FIELDS = (
    "title", "author", "editor", "journal", "booktitle", "publisher", "school", "institution", "year",
    "volume", "number", "pages", "chapter", "edition", "series", "address", "month", "doi", "pmid", "pmcid",
    "isbn", "url", "howpublished", "note", "eprint", "archiveprefix",
)  # fmt: skip
REQUIRED = ("title", "author", "year")
ENTRY = re.compile(r"@\s*([A-Za-z]+)\s*\{\s*")
KEY = re.compile(r"([A-Za-z][A-Za-z0-9_:-]*)\s*,\s*")
FIELD = re.compile(r"([A-Za-z]+)\s*=\s*")
BARE = re.compile(r"[0-9A-Za-z]+")
BRACES = re.compile(r'[{}"]')
YEAR = re.compile(r"[12][0-9]{3}")
DOI = re.compile(r"10\.[0-9]{4,9}/\S+")


@dataclass(frozen=True, slots=True)
class Reference:
    """One source."""

    key: str  # 'author1999'
    kind: str  # article | book | ...
    title: str
    authors: tuple[str, ...]
    journal: str  # or the book, publisher or institution
    year: str
    doi: str
    pmid: str
    note: str
    address: Address

    def __str__(self) -> str:
        """One line of a bibliography."""
        names = ", ".join(self.authors[:3]) + (" et al." if len(self.authors) > 3 else "")
        doi = f"doi:{self.doi}" if self.doi else f"PMID {self.pmid}" if self.pmid else ""
        return " ".join(
            part for part in (f"{names} ({self.year}).", ended(self.title), ended(self.journal), doi) if part
        )


def read_references(text: str, file: str) -> dict[str, Reference]:
    """All entries of a BibTeX file, by key, in the order written.

    Enough of BibTeX for a file of one's own: no @string, no concatenation, no cross-references.

    Raises
    ------
    ReadingError
        With every mistake of the file and its line: repeated keys, unknown or repeated fields, entries
        without title, author or year, years and DOIs that are none.
    """
    reader = _Reader(text, file)
    references: dict[str, Reference] = {}
    for reference in reader.entries():
        if reference.key in references:
            first = references[reference.key].address.line
            reader.wrong_at(
                reference.address, f"{quoted(reference.key)} is there twice; first in line {first}"
            )
        references.setdefault(reference.key, reference)
    if reader.mistakes:
        raise ReadingError(reader.mistakes)
    return references


def unknown_sources(used: Iterable[tuple[str, Address]], known: Mapping[str, Reference]) -> list[Mistake]:
    """A mistake for each key that is in no references.bib."""
    return [
        Mistake(address, f"unknown source {quoted(key)}{suggestion(key, known)}")
        for key, address in used
        if key not in known
    ]


def ended(text: str) -> str:
    """The text with a full stop."""
    return f"{text}." if text and not text.endswith((".", "?", "!")) else text


class _Reader:
    """Reads entry after entry; a broken one is reported and skipped."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.mistakes: list[Mistake] = []
        self._counted, self._line = 0, 1

    def address(self, offset: int) -> Address:
        """Where an offset stands; asked in rising order, so lines are counted once."""
        if offset < self._counted:
            return Address(self.file, self.text.count("\n", 0, offset) + 1)
        self._line += self.text.count("\n", self._counted, offset)
        self._counted = offset
        return Address(self.file, self._line)

    def wrong_at(self, address: Address, text: str) -> None:
        self.mistakes.append(Mistake(address, text))

    def entries(self) -> Iterator[Reference]:
        """Everything that starts with @, but comments."""
        at = 0
        while found := ENTRY.search(self.text, at):
            line_start = self.text.rfind("\n", 0, found.start()) + 1
            at = found.end()
            if "%" in self.text[line_start : found.start()] or found[1].lower() == "comment":
                continue
            address = self.address(found.start())
            try:
                reference, at = self._entry(found[1].lower(), found.end(), address)
            except ReadingError as error:
                self.mistakes.extend(error.mistakes)
                continue
            yield reference

    def _entry(self, kind: str, at: int, address: Address) -> tuple[Reference, int]:
        key = KEY.match(self.text, at)
        if key is None:
            raise ReadingError([Mistake(address, f"@{kind} without a key; write @{kind}{{author1999, ...}}")])
        fields: dict[str, str] = {}
        at = key.end()
        while found := FIELD.match(self.text, at):
            name, place = found[1].lower(), self.address(found.start())
            if name not in FIELDS:
                self.wrong_at(place, f"unknown field {quoted(name)}{suggestion(name, FIELDS)}")
            if name in fields:
                self.wrong_at(place, f"{key[1]} has two fields {quoted(name)}")
            fields[name], at = self._value(found.end(), place)
            comma = re.compile(r"\s*,?\s*").match(self.text, at)
            at = comma.end() if comma else at
            if comma and "," not in comma.group():
                break
        if self.text[at : at + 1] != "}":
            raise ReadingError(
                [Mistake(self.address(at), f"the entry {key[1]} is not closed, or misses a comma")]
            )
        return self._reference(kind, key[1], fields, address), at + 1

    def _value(self, at: int, place: Address) -> tuple[str, int]:
        """The text of a field in braces, quotes or bare, its own braces taken out."""
        opening = self.text[at : at + 1]
        if opening not in ("{", '"'):
            bare = BARE.match(self.text, at)
            if bare is None:
                raise ReadingError([Mistake(place, 'a field\'s value stands in {braces} or "quotes"')])
            return bare.group(), bare.end()
        depth = 0
        for found in BRACES.finditer(self.text, at + 1):
            character = found.group()
            if depth == 0 and character == ("}" if opening == "{" else '"'):
                inside = self.text[at + 1 : found.start()]
                return " ".join(inside.replace("{", "").replace("}", "").split()), found.end()
            depth += (character == "{") - (character == "}")
            if depth < 0:
                break
        raise ReadingError([Mistake(place, "a brace or quote is not closed")])

    def _reference(self, kind: str, key: str, fields: dict[str, str], address: Address) -> Reference:
        """The entry as a record; what is missing or odd is a mistake."""
        for name in REQUIRED:
            if not fields.get(name) and not (name == "author" and fields.get("editor")):
                self.wrong_at(address, f"{key} has no {name}")
        year, doi = fields.get("year", ""), fields.get("doi", "").removeprefix("https://doi.org/")
        if year and not YEAR.fullmatch(year):
            self.wrong_at(address, f"{key}: {quoted(year)} is no year")
        if doi and not DOI.fullmatch(doi):
            self.wrong_at(address, f"{key}: {quoted(doi)} is no DOI")
        places = ("journal", "booktitle", "publisher", "institution", "school", "howpublished")
        authors = fields.get("author") or fields.get("editor", "")
        return Reference(
            key=key,
            kind=kind,
            title=fields.get("title", ""),
            authors=tuple(name.strip() for name in authors.split(" and ") if name.strip()),
            journal=next((fields[place] for place in places if fields.get(place)), ""),
            year=year,
            doi=doi,
            pmid=fields.get("pmid", ""),
            note=fields.get("note", ""),
            address=address,
        )
