"""Persons differ by their parameters' spreads, and each is the same person in every population."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import fmean, median, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.quantity.parameter import Address, Parameter, Spread
from remit.scenario.population import sample, uniform

MANY = 4000


def parameter(name: str, value: float, cv: float | None = 0.4, shape: str = "lognormal") -> Parameter:
    spread = None if cv is None else Spread(cv, shape, "")
    here = Address("m.yaml")
    return Parameter(name, value, "1", "", "any", "assumed", "", "", "", "", "", spread, here)


def test_the_value_is_the_median_and_cv_the_coefficient_of_variation() -> None:
    values = sample([parameter("m.k", 3.0)], MANY, seed=1)["m.k"]
    # Standard errors: median 1.25*0.385/sqrt(4000) = 0.8 %; cv about 2 %.
    assert median(values) == pytest.approx(3.0, rel=0.025)
    assert pstdev(values) / fmean(values) == pytest.approx(0.4, rel=0.08)


def test_a_normal_spread_has_its_mean_and_keeps_the_sign() -> None:
    values = sample([parameter("m.k", -3.0, 0.2, "normal")], MANY, seed=1)["m.k"]
    assert fmean(values) == pytest.approx(-3.0, rel=0.01)
    wide = sample([parameter("m.k", -3.0, 1.0, "normal")], MANY, seed=1)["m.k"]
    assert max(wide) < 0


def test_a_population_of_one_is_the_typical_subject() -> None:
    assert sample([parameter("m.k", 3.0)], 1, seed=1) == {"m.k": (3.0,)}


def test_what_has_no_spread_is_the_same_in_everybody() -> None:
    plain = [parameter("a.k", 1.0, None), parameter("b.k", 1.0, 0.0), parameter("c.k", 0.0)]
    assert sample(plain, 5, seed=1) == {}


@given(st.integers(2, 30), st.integers(2, 30), st.integers(0, 5))
def test_a_person_is_the_same_in_every_population(few: int, many: int, seed: int) -> None:
    one, other = parameter("m.k", 3.0), parameter("m.j", 2.0)
    alone = sample([one], few, seed)["m.k"]
    together = sample([other, one], many, seed)["m.k"]
    shared = min(few, many)
    assert alone[:shared] == together[:shared]


def test_seeds_names_and_persons_all_matter() -> None:
    numbers = {uniform(seed, name, k) for seed in range(3) for name in ("a", "b") for k in range(50)}
    assert len(numbers) == 300


@given(st.integers(0, 2**40), st.text(max_size=20), st.integers(0, 10**7))
def test_a_uniform_number_is_strictly_between_zero_and_one(seed: int, name: str, person: int) -> None:
    assert 0.0 < uniform(seed, name, person) < 1.0


def test_the_numbers_of_a_seed_are_pinned() -> None:
    # A change here changes every population ever reported.
    assert uniform(1, "hpa.feedback", 0) == 0.32496780868237984


def test_a_changed_value_moves_every_person_by_the_same_factor() -> None:
    before = sample([parameter("m.k", 3.0)], 10, seed=4)["m.k"]
    after = sample([replace(parameter("m.k", 3.0), value=6.0)], 10, seed=4)["m.k"]
    assert [b / a for a, b in zip(before, after, strict=True)] == pytest.approx([2.0] * 10, rel=1e-15)


def test_parameters_vary_independently() -> None:
    drawn = sample([parameter("m.k", 1.0), parameter("m.j", 1.0)], MANY, seed=2)
    logs = [[math.log(value) for value in drawn[name]] for name in ("m.k", "m.j")]
    means = [fmean(one) for one in logs]
    covariance = fmean((a - means[0]) * (b - means[1]) for a, b in zip(*logs, strict=True))
    assert abs(covariance / (pstdev(logs[0]) * pstdev(logs[1]))) < 4 / math.sqrt(MANY)


def test_surface_follows_each_persons_weight() -> None:
    body = [
        parameter("individual.height", 1.7, None),
        parameter("individual.surface", 1.8, None),
        parameter("individual.weight", 70.0),
    ]
    drawn = sample(body, 3, seed=1)
    expected = [math.sqrt(170.0 * weight / 3600.0) for weight in drawn["individual.weight"]]
    assert list(drawn["individual.surface"]) == pytest.approx(expected, rel=1e-14)
