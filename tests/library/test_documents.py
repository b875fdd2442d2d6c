"""Every document of the library reads, and every source is used."""

from __future__ import annotations

import pytest

from remit.reading.folders import KIND_FOLDERS
from remit.reading.shelf import BUILT_IN, Shelf

SHELF = Shelf(has_plug_ins=False)
DOCUMENTS = [(kind, name) for kind in KIND_FOLDERS for name in SHELF.names(kind)]


@pytest.mark.parametrize(("kind", "name"), DOCUMENTS)
def test_it_reads_and_says_what_it_is_about(kind: str, name: str) -> None:
    assert SHELF.read(kind, name).about


def test_every_source_is_named_by_a_document() -> None:
    named = {key for kind, name in DOCUMENTS for key, _ in SHELF.sources(kind, name)}
    assert set(SHELF.references) == named


def test_the_library_holds_data_only() -> None:
    assert not list(BUILT_IN.rglob("*.py"))
