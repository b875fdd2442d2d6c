"""Every document of the library reads, and every source is used."""

from __future__ import annotations

import pytest

from remit.cli.check import check
from remit.reading.folders import KIND_FOLDERS
from remit.reading.shelf import BUILT_IN, Shelf

SHELF = Shelf(has_plug_ins=False)
DOCUMENTS = [(kind, name) for kind in KIND_FOLDERS for name in SHELF.names(kind)]


@pytest.mark.parametrize(("kind", "name"), DOCUMENTS)
def test_it_reads_and_says_what_it_is_about(kind: str, name: str) -> None:
    assert SHELF.read(kind, name).about


@pytest.mark.parametrize("name", SHELF.names("observation"))
def test_an_observation_has_its_arms_readouts_and_units(name: str) -> None:
    model = check(SHELF.file_of("observation", name), SHELF)
    assert model.states


@pytest.mark.parametrize("name", SHELF.names("observation"))
def test_an_observation_lies_in_the_folder_of_its_area(name: str) -> None:
    file = SHELF.file_of("observation", name)
    assert file.relative_to(BUILT_IN / "observations").parts[0] == SHELF.read("observation", name).area


def test_every_source_is_named_by_a_document() -> None:
    named = {key for kind, name in DOCUMENTS for key, _ in SHELF.sources(kind, name)}
    assert set(SHELF.references) == named


def test_the_library_holds_data_only() -> None:
    assert not list(BUILT_IN.rglob("*.py"))
