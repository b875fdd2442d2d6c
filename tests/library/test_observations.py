"""Every observation of the library runs, and nothing happens where nothing must."""

from __future__ import annotations

import pytest

from remit.compare.verdict import Judged
from remit.run.validate import Library, validate

pytestmark = pytest.mark.observations


@pytest.fixture(scope="module")
def found() -> tuple[Judged, ...]:
    library = Library(has_plug_ins=False)
    shelf = library.shelf()
    return validate([shelf.read("observation", name) for name in shelf.names("observation")], library)


def test_every_observation_runs_and_every_part_has_a_number(found: tuple[Judged, ...]) -> None:
    assert found
    failed = [
        f"{one.observation}, {one.part}: {one.why}"
        for each in found
        for one in each.verdicts
        if one.outcome == "failed"
    ]
    assert not failed, "\n".join(failed)


def test_every_part_of_every_null_is_met(found: tuple[Judged, ...]) -> None:
    missed = [
        f"{one.observation}, {one.part}: {one.got:g}"
        for each in found
        for one in each.verdicts
        if one.kind == "null" and one.outcome != "met"
    ]
    assert not missed, "\n".join(missed)
