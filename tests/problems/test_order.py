"""Errors shrink with the step as the method's order says, along the whole curve, and follow the tolerance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest

from problems.documents import problem_scenario, problem_shelf
from problems.references import CLOSED_FORMS
from remit.quantity.parameter import Address
from remit.reading.documents import Quantity
from remit.run import run_scenario

DECADES = tuple(range(4, 12))  # tolerances 1e-4 to 1e-11: past the first steps, above rounding
REPORTS = 201
SMOOTH = ("bell", "kaps", "prothero", "rotation")  # the stiff two lose order by design of the problem
ORDER = 4.5  # what counts as fifth order, measured over many decades
BEATEN = 0.3  # tolerances: an error below is luck, and a tighter run may have less of it
FOLLOWS = 20.0  # tolerances that the worst report of a run may be off

smooth = pytest.mark.parametrize("name", SMOOTH)
every = pytest.mark.parametrize("name", sorted(CLOSED_FORMS))


@dataclass(frozen=True)
class Errors:
    """Of one run, against the closed form."""

    steps: int
    end: float
    anywhere: float  # largest over all reports


@cache
def errors(name: str, decade: int) -> Errors:
    """One problem at the tolerance 10**-decade, looked at often."""
    with TemporaryDirectory() as folder:
        shelf = problem_shelf(Path(folder) / "made")
        scenario = problem_scenario(name, shelf)
        rtol, until = 10.0**-decade, scenario.run.until.value
        here = Address("test_order.py")
        report = tuple(
            Quantity(f"{time!r} h", time, "h", here) for time in np.linspace(0, until, REPORTS).tolist()
        )
        asked = replace(scenario, run=replace(scenario.run, rtol=rtol, atol=rtol, report_at=report))
        found = run_scenario(asked, shelf=shelf)
    assert found["failed"].item() == 0, found["status"].item()
    exact = [CLOSED_FORMS[name](time) for time in found["time"].values]
    off = np.array(
        [
            np.abs(found[quantity].values.ravel() - [at[quantity] for at in exact])
            for quantity in CLOSED_FORMS[name](0.0)
        ]
    ).max(axis=0)
    assert off.size == REPORTS
    return Errors(int(found["steps"].item()), float(off[-1]), float(off.max()))


def slope(runs: list[Errors], which: str) -> float:
    """Order of convergence: how the error falls with the mean step, fitted over all runs."""
    steps = np.log([run.steps for run in runs])
    size = np.log([getattr(run, which) for run in runs])
    return float(-np.polyfit(steps, size, 1)[0])


@smooth
def test_the_end_converges_with_order_five(name):
    assert slope([errors(name, decade) for decade in DECADES[1:]], "end") >= ORDER


@smooth
def test_what_lies_between_the_steps_converges_with_order_four_at_least(name):
    # Interpolation of order four has a local error of the fifth.
    assert slope([errors(name, decade) for decade in DECADES[1:]], "anywhere") >= 4.0


@every
def test_a_tighter_tolerance_never_worsens_the_answer(name):
    runs = [errors(name, decade) for decade in DECADES]
    for decade, looser, tighter in zip(DECADES[1:], runs, runs[1:], strict=False):
        assert tighter.anywhere <= max(looser.anywhere, BEATEN * 10.0**-decade), f"at 1e-{decade}"


@every
def test_every_report_is_off_by_the_order_of_the_tolerance_at_most(name):
    for decade in DECADES:
        assert errors(name, decade).anywhere <= FOLLOWS * 10.0**-decade, f"at 1e-{decade}"


@every
def test_the_error_is_spent_rather_than_bought_off_with_steps(name):
    # A thousand times tighter than asked would cost four times the steps.
    assert errors(name, 6).anywhere >= 1e-3 * 1e-6
    assert errors(name, 6).steps < 100
