"""Every way of dosing, run by remit and compared with exact answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from numpy.typing import NDArray

from doses.cases import CONCENTRATIONS, Case
from doses.corner_cases import CORNER_CASES
from doses.plain_cases import PLAIN_CASES
from doses.steady_cases import STEADY_CASES
from oracles.closed_forms import amounts
from oracles.compartments import Drug
from oracles.propagator import trajectory
from oracles.regimen import Reset

if TYPE_CHECKING:
    import xarray as xr

HERE = Path(__file__).parent
SCENARIOS = HERE / "scenarios"
CASES: dict[str, Case] = {**PLAIN_CASES, **STEADY_CASES, **CORNER_CASES}

WITHIN = 1e-6  # of the peak, and of the value where that exceeds
WORTH_A_DIGIT = 1e-3  # of the peak
ATOL = 1e-12  # the absolute tolerance that every scenario asks for


def expected(case: Case) -> dict[str, NDArray[np.float64]]:
    """Amounts and concentrations of one arm at its report times, by name."""
    system = case.system
    walked = trajectory(system, case.events, case.times, begin=case.begin, after=case.after)
    found = dict(zip(system.names, walked.T, strict=True))
    for name, (state, volume) in CONCENTRATIONS.items():
        if state in found:
            found[name] = found[state] / volume
    return found


def assert_close(name: str, got: NDArray[np.float64], exact: NDArray[np.float64]) -> None:
    """Within a millionth of the peak everywhere, and of the value wherever it is not small."""
    peak = np.abs(exact).max()
    assert np.isfinite(got).all(), f"{name} is not finite"
    if peak == 0.0:
        assert np.abs(got).max() <= ATOL, f"{name} was never given, but reaches {np.abs(got).max():g}"
        return
    error = np.abs(got - exact)
    worst = error.argmax()
    assert error[worst] <= WITHIN * peak, (
        f"{name}: {got[worst]:.9g} instead of {exact[worst]:.9g} (report {worst})"
    )
    sizeable = np.abs(exact) > WORTH_A_DIGIT * peak
    relative = error[sizeable] / np.abs(exact[sizeable])
    assert relative.max() <= WITHIN, f"{name}: off by {relative.max():.2g} of its value"


def run(name: str) -> xr.Dataset:
    """One scenario of this folder."""
    from remit.reading.shelf import Shelf
    from remit.run import run_scenario

    return run_scenario(SCENARIOS / f"{name}.yaml", shelf=Shelf(folders=[HERE]))


@pytest.mark.parametrize("name", CASES)
def test_remit_gives_the_exact_answer(name: str) -> None:
    case, dataset = CASES[name], run(name)
    arms = case.arms or {"all": case}
    assert list(dataset["arm"].values) == list(arms)
    np.testing.assert_allclose(dataset["time"].values, case.times, rtol=1e-12, atol=1e-12)
    for arm, meaning in arms.items():
        for quantity, exact in expected(meaning).items():
            got = dataset[quantity].sel(arm=arm).isel(subject=0).values
            assert_close(f"{name}, {arm}, {quantity}", got, exact)


def test_every_scenario_has_its_meaning_and_every_meaning_its_scenario() -> None:
    assert sorted(CASES) == sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


def textbook(case: Case) -> dict[str, NDArray[np.float64]]:
    """Amounts by superposition, of every drug that has textbook responses."""
    return {
        state: amounts(responses, case.events, case.times, after=case.after)
        for drug in case.drugs
        if isinstance(drug, Drug)
        for state, responses in drug.responses().items()
    }


def has_a_textbook(case: Case) -> bool:
    """Whether no compartment is reset by itself and nothing is made by the body."""
    partial = any(isinstance(event, Reset) and event.states for event in case.events)
    return not case.arms and not partial and all(isinstance(drug, Drug) for drug in case.drugs)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if has_a_textbook(case)])
def test_the_textbook_and_the_matrices_agree_on_what_is_expected(name: str) -> None:
    walked = expected(CASES[name])
    for state, exact in textbook(CASES[name]).items():
        peak = max(np.abs(exact).max(), 1e-300)
        np.testing.assert_allclose(walked[state] / peak, exact / peak, rtol=0, atol=1e-9, err_msg=state)


def test_every_case_expects_something() -> None:
    """A comparison with nothing proves nothing; only a placebo may be flat."""
    for name, case in CASES.items():
        for arm, meaning in (case.arms or {"all": case}).items():
            largest = max(values.max() for values in expected(meaning).values())
            assert (largest > 1.0) == (arm != "placebo"), f"{name}, {arm}"
