"""Enzymes of the liver against closed forms: turnover, the three kinds of inhibition, alleles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import xarray as xr
from tests.library.measures import at

Run = Callable[[str, str], xr.Dataset]
ENZYMES = {"cyp1a2": 39.0, "cyp2b6": 32.0, "cyp2c19": 26.0, "cyp2d6": 51.0, "cyp3a4": 36.0}  # half-lives [h]
ALL = f"modules: [{', '.join(ENZYMES)}]\n"
INACTIVATION = 0.05  # 1/h


def exposed(port: str, level: str) -> str:
    """Arms in which a port of every enzyme is held at a level from the first hour to 400 h."""
    held = ", ".join(
        f"{name}.{port}: {{level: {level}, from: 0 h, until: 400 h, kind: assumed, note: a test}}"
        for name in ENZYMES
    )
    return f"  {port}: {{exposures: {{{held}}}}}\n"


@pytest.fixture(scope="module")
def held(run: Run) -> xr.Dataset:
    arms = (
        "  rest: {}\n"
        + exposed("inactivating", f"{INACTIVATION} /h")
        + exposed("competing", "3")
        + exposed("noncompeting", "1")
        + exposed("expression", "0.5")
    )
    return run("enzymes_held", f"{ALL}arms:\n{arms}run: {{until: 500 h, report_every: 1 h}}\n")


@pytest.mark.parametrize(("name", "half_life"), ENZYMES.items())
class TestEnzyme:
    def test_an_adult_left_alone_keeps_activity_one(
        self, held: xr.Dataset, name: str, half_life: float
    ) -> None:
        assert at(held, f"{name}.activity", 500, "rest") == pytest.approx(1, abs=1e-9)

    def test_inactivated_enzyme_falls_to_what_synthesis_and_loss_balance(
        self, held: xr.Dataset, name: str, half_life: float
    ) -> None:
        turnover = np.log(2) / half_life
        left = turnover / (turnover + INACTIVATION)
        for hour in (5, 50, 399):
            expected = left + (1 - left) * np.exp(-(turnover + INACTIVATION) * hour)
            assert at(held, f"{name}.enzyme", hour, "inactivating") == pytest.approx(expected, rel=1e-4)

    def test_it_recovers_with_its_own_half_life_afterwards(
        self, held: xr.Dataset, name: str, half_life: float
    ) -> None:
        lost = [1 - at(held, f"{name}.activity", hour, "inactivating") for hour in (400, 480)]
        assert 80 * np.log(2) / np.log(lost[0] / lost[1]) == pytest.approx(half_life, rel=1e-3)

    def test_reversible_inhibitors_act_at_once_and_leave_the_enzyme(
        self, held: xr.Dataset, name: str, half_life: float
    ) -> None:
        assert at(held, f"{name}.activity", 1, "competing") == pytest.approx(1 / 4, rel=1e-9)
        assert at(held, f"{name}.activity", 1, "noncompeting") == pytest.approx(1 / 2, rel=1e-9)
        assert at(held, f"{name}.enzyme", 399, "competing") == pytest.approx(1, rel=1e-9)

    def test_halved_synthesis_halves_the_enzyme_over_its_turnover(
        self, held: xr.Dataset, name: str, half_life: float
    ) -> None:
        expected = 0.5 + 0.5 * 0.5 ** (100 / half_life)
        assert at(held, f"{name}.activity", 100, "expression") == pytest.approx(expected, rel=1e-4)


def alleles(run: Run, number: str, values: tuple[float, ...]) -> list[float]:
    """Activity at rest for values of one number of an enzyme."""
    name = number.split(".")[0]
    arms = "".join(
        f"  a{i}: {{set: {{{number}: {{to: {v}, because: a test}}}}}}\n" for i, v in enumerate(values)
    )
    found = run(
        f"alleles_{name}", f"modules: [{name}]\narms:\n{arms}run: {{until: 1 h, report_every: 1 h}}\n"
    )
    return [at(found, f"{name}.activity", 1, f"a{i}") for i in range(len(values))]


class TestAlleles:
    def test_cyp2d6_falls_faster_than_the_score(self, run: Run) -> None:
        seen = alleles(run, "cyp2d6.activity_score", (0, 0.25, 0.5, 1, 2, 3))
        turnover_numbers = np.array([0, 5.3, 32.9, 96.6, 242.5, 413.2])  # per minute, dextromethorphan
        assert seen == pytest.approx(turnover_numbers / 242.5, abs=1e-4)

    def test_cyp2c19_explains_serum_escitalopram_of_2087_patients(self, run: Run) -> None:
        seen = alleles(run, "cyp2c19.phenotype", (0, 0.5, 1, 1.5, 2))
        share = 1 - 1 / 3.3
        fold = [1 / (1 - share + share * activity) for activity in seen]
        assert fold == pytest.approx([3.3, 1.6, 1, 0.9, 0.8], rel=0.01)

    def test_cyp2b6_keeps_a_third_in_homozygotes_of_the_slow_allele(self, run: Run) -> None:
        assert alleles(run, "cyp2b6.phenotype", (0.37,)) == pytest.approx([0.37])
