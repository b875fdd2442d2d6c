"""Every stiff problem ends where its reference says, and the nearer the tighter the tolerance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from problems.documents import problem_scenario, problem_shelf
from problems.references import REFERENCES
from remit.reading.shelf import Shelf
from remit.run import run_scenario

WITHIN = 10.0  # relative tolerances
TOLERANCES = (1e-4, 1e-6, 1e-8)
ATOL = 1e-3  # absolute tolerance, in relative ones times each state's scale

problems = pytest.mark.parametrize("name", sorted(REFERENCES))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return problem_shelf(tmp_path_factory.mktemp("problems") / "made")


@pytest.fixture(scope="module")
def known() -> dict[tuple[str, float], dict[str, float]]:
    """Errors already computed."""
    return {}


def errors(name: str, rtol: float, shelf: Shelf, known: dict) -> dict[str, float]:
    """Error of each component at the end of a run, by full name."""
    if (name, rtol) not in known:
        scenario = problem_scenario(name, shelf)
        asked = replace(scenario, run=replace(scenario.run, rtol=rtol, atol=ATOL * rtol))
        found = run_scenario(asked, shelf=shelf)
        assert found["failed"].item() == 0, found["status"].item()
        ends = {quantity: found[quantity].values.ravel()[-1] for quantity in REFERENCES[name].values()}
        known[name, rtol] = REFERENCES[name].errors(ends)
    return known[name, rtol]


@pytest.mark.parametrize("rtol", TOLERANCES)
@problems
def test_a_stiff_problem_ends_within_ten_tolerances_of_its_reference(name, rtol, shelf, known):
    found = errors(name, rtol, shelf, known)
    worst = max(found, key=lambda quantity: found[quantity])
    assert all(error <= WITHIN * rtol for error in found.values()), (
        f"{worst} is off by {found[worst] / rtol:.3g} tolerances"
    )


@problems
def test_a_hundredfold_tighter_tolerance_brings_the_end_of_a_stiff_problem_nearer(name, shelf, known):
    worst = [max(errors(name, rtol, shelf, known).values()) for rtol in TOLERANCES]
    assert worst[0] > worst[1] > worst[2]
