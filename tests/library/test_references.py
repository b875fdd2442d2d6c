"""The sources of the library can be found: each has its names, and stands once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from remit.quantity.references import Reference
from remit.reading.shelf import Shelf

REFERENCES = tuple(Shelf(has_plug_ins=False).references.values())
PLACELESS = ("misc",)  # labels, models and entries of databases: who issued them is their author
PLACEHOLDER = re.compile(
    r"\b(authors? of|(names?|title) not|not (given|seen|known)|unknown|anonymous|et al|todo|fixme)\b"
    r"|\?\?|[\[\]]",
    re.IGNORECASE,
)
CHEMICAL = re.compile(r"\[(carbonyl-)?\d+[A-Z][a-z]?\]|\[\d-[^\]]+\]")  # [11C]DASB, [3-benzo(b)thienyl]


def plain(title: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[^a-z0-9]", "", title.lower())


def keys(is_wrong: Callable[[Reference], object]) -> list[str]:
    """The keys of the entries of which it holds."""
    return [reference.key for reference in REFERENCES if is_wrong(reference)]


def shared(of: Callable[[Reference], str]) -> list[str]:
    """What more than one entry has."""
    count = Counter(of(reference) for reference in REFERENCES)
    return [value for value, times in count.items() if value and times > 1]


def has_placeholder(text: str) -> bool:
    """Whether words stand where a name or title should."""
    return PLACEHOLDER.search(CHEMICAL.sub("", text)) is not None


def test_every_source_has_an_author_a_title_and_a_year() -> None:
    assert not keys(lambda entry: not (entry.authors and entry.title and entry.year))


def test_every_source_stands_in_a_journal_or_book_unless_its_type_has_none() -> None:
    assert not keys(lambda entry: not entry.journal and entry.kind not in PLACELESS)


def test_no_author_is_the_word_others_alone() -> None:
    assert not keys(lambda entry: entry.authors[0].lower() == "others")


def test_others_come_last_among_the_authors() -> None:
    assert not keys(lambda entry: "others" in entry.authors[:-1])


def test_no_placeholder_stands_for_an_author() -> None:
    assert not keys(lambda entry: has_placeholder(" ".join(entry.authors)))


def test_no_placeholder_stands_for_a_title() -> None:
    assert not keys(lambda entry: has_placeholder(entry.title))


def test_every_year_lies_between_1850_and_2030() -> None:
    assert not keys(lambda entry: not 1850 <= int(entry.year) <= 2030)


def test_no_two_sources_share_a_doi() -> None:
    assert not shared(lambda entry: entry.doi.lower())


def test_no_two_sources_share_a_title() -> None:
    assert not shared(lambda entry: plain(entry.title))


@pytest.mark.parametrize(
    "text", ["Authors of the study", "Names not given in the copy read", "[Title not seen]", "Smith et al"]
)
def test_placeholders_are_recognised(text: str) -> None:
    assert has_placeholder(text)


@pytest.mark.parametrize(
    "text", ["A [11C]DASB study", "beta-[3-benzo(b)thienyl]-alanine", "Is there a delay? A meta-analysis"]
)
def test_ordinary_titles_are_no_placeholders(text: str) -> None:
    assert not has_placeholder(text)
