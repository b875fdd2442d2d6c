"""Every module of the library, alone with what it needs and all together: each species rests, within bounds.

Nothing is listed here: documents are found, and a module without values for a species is left out of it.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from remit.reading.documents import ModuleDoc
from remit.reading.shelf import Shelf
from remit.run import run_scenario

SHELF = Shelf(has_plug_ins=False)
MODULES: dict[str, ModuleDoc] = {name: SHELF.read("module", name) for name in SHELF.names("module")}
ANIMALS = {"human": "human_adult", "rat": "rat_adult", "mouse": "mouse_adult"}
DAYS = 60
FIRST = [f"{hour} h" for hour in range(0, 24, 3)]
LAST = [f"{DAYS * 24 + hour} h" for hour in range(0, 24, 3)]
MOST_DRIFT = 1e-6  # per day, relative to the state's greatest value over the day
SIGNED = {f"{owner}.{one.name}" for owner, doc in MODULES.items() for one in doc.states if one.signed}
SCALED = {
    f"{owner}.{one.name}"
    for owner, doc in MODULES.items()
    for one in doc.states
    if one.unit == "1" and getattr(one.start, "text", "") == "1"
}
MOST_FOLD = 3.0  # of the mean over the settled day: the whole may sit elsewhere than its parts, not far off


def owners(doc: ModuleDoc) -> set[str]:
    """The modules whose quantities a module reads or contributes to."""
    read = {name.partition(".")[0] for name, _ in doc.uses.values()}
    return (read | {one.port.partition(".")[0] for one in doc.contributes}) - {"individual"}


def with_needs(name: str) -> set[str]:
    """A module and everything it needs."""
    found, waiting = set(), {name}
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= owners(MODULES[one]) - found
    return found


def has_values(name: str, species: str) -> bool:
    """Whether every number of a module is known in a species."""
    return all(
        any(one.species in (species, "any") for one in entries)
        for entries in MODULES[name].parameters.values()
    )


def alone() -> list[tuple[str, str]]:
    """Modules with states of their own, in every species that has the numbers."""
    return [
        (name, species)
        for name, doc in MODULES.items()
        for species in ANIMALS
        if doc.states and all(has_values(needed, species) for needed in with_needs(name))
    ]


def two_days(folder: Path, species: str, modules: str) -> xr.Dataset:
    """The settled day, and the same day two months later."""
    file = folder / f"{species}.yaml"
    file.write_text(
        f"scenario: {species}\nabout: a test\nindividual: {ANIMALS[species]}\nmodules: {modules}\n"
        f"run: {{until: {DAYS + 1} d, report_at: [{', '.join(FIRST + LAST)}], rtol: 1e-9}}\n",
        encoding="utf-8",
    )
    found = run_scenario(file)
    assert (found["failed"] == 0).all(), found["status"].values
    return found


def states(found: xr.Dataset) -> dict[str, np.ndarray]:
    """Every state at the first and the last day's hours, (2, 8)."""
    names = [f"{owner}.{state.name}" for owner, doc in MODULES.items() for state in doc.states]
    return {name: found[name].values.reshape(-1)[:16].reshape(2, 8) for name in names if name in found}


def drifting(found: xr.Dataset) -> dict[str, float]:
    """States whose day is not the day of two months before, with the change per day."""
    moved = {
        name: float(np.abs(days[1] - days[0]).max() / max(np.abs(days[0]).max(), 1e-12) / DAYS)
        for name, days in states(found).items()
    }
    return {name: value for name, value in moved.items() if not value < MOST_DRIFT}


@pytest.fixture(scope="module", params=list(ANIMALS))
def whole(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return two_days(tmp_path_factory.mktemp("whole"), request.param, "all")


class TestTheWhole:
    def test_it_rests_for_two_months(self, whole: xr.Dataset) -> None:
        assert drifting(whole) == {}

    def test_every_state_is_finite_and_only_signed_ones_are_negative(self, whole: xr.Dataset) -> None:
        for name, days in states(whole).items():
            assert np.isfinite(days).all(), name
            assert name in SIGNED or (days >= 0).all(), name

    def test_what_is_scaled_to_health_stays_near_one(self, whole: xr.Dataset) -> None:
        means = {name: float(days[0].mean()) for name, days in states(whole).items() if name in SCALED}
        assert {name: mean for name, mean in means.items() if not 1 / MOST_FOLD < mean < MOST_FOLD} == {}

    def test_it_is_at_least_as_large_as_was_asked_for(self, whole: xr.Dataset) -> None:
        assert len(states(whole)) >= 70


@pytest.mark.parametrize(("name", "species"), alone())
def test_every_module_rests_alone_with_what_it_needs(name: str, species: str, tmp_path: Path) -> None:
    assert drifting(two_days(tmp_path, species, f"[{', '.join(sorted(with_needs(name)))}]")) == {}
