"""Two ways to the same numbers: sums of exponentials against matrix exponentials, and both against facts."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest
from scipy.integrate import quad, solve_ivp

from oracles.closed_forms import Decay, amounts, difference_quotient, one_compartment, two_compartments
from oracles.compartments import Drug
from oracles.propagator import LinearSystem, side_by_side, trajectory
from oracles.regimen import Dose, Event, Reset, given_at

ONE = Drug("one", absorption=1.1, k10=0.12)
FLIP = Drug("flip", absorption=0.05, k10=0.4)
EQUAL = Drug("equal", absorption=0.12, k10=0.12)
NEARLY = Drug("nearly", absorption=0.12 * (1 + 1e-7), k10=0.12)
TWO = Drug("two", absorption=0.9, k10=0.4, k12=0.3, k21=0.1, peripherals=("peripheral",))
THREE = Drug(
    "three", absorption=1.5, k10=0.42, k12=0.6, k21=0.27, k13=0.12, k31=0.015, peripherals=("shallow", "deep")
)
DRUGS = [ONE, FLIP, EQUAL, NEARLY, TWO, THREE]
TIMES = np.arange(0.0, 48.5, 0.5)

GUT, CENTRAL = ".gut", ".central"
REGIMENS: dict[str, list[Event]] = {
    "bolus": [Dose(1, CENTRAL, 100)],
    "oral with lag and fraction": [Dose(1, GUT, 100, fraction=0.7, lag=0.75)],
    "infusion": [Dose(1, CENTRAL, 100, over=3)],
    "infusion into the gut, lagged": [Dose(1, GUT, 100, over=3, lag=2, fraction=0.6)],
    "rate with fraction": [Dose(0, CENTRAL, 100, rate=10, fraction=0.8)],
    "series": [*given_at([0, 8, 16, 24], Dose(0, CENTRAL, 50))],
    "overlapping infusions": [*given_at([0, 4, 8, 12], Dose(0, CENTRAL, 50, over=10))],
    "loading": [*given_at([2, 10, 18], Dose(0, GUT, 50, lag=0.5), loading=150)],
    "several routes": [Dose(0, CENTRAL, 10), Dose(0, GUT, 40, lag=1), Dose(2, CENTRAL, 30, over=24)],
    "reset": [Dose(0, CENTRAL, 100, over=20), Dose(8, GUT, 60, lag=5), Dose(1, CENTRAL, 7), Reset(10)],
    "reset and dose": [
        Dose(0, CENTRAL, 100, over=20),
        Reset(10),
        Dose(10, CENTRAL, 30),
        Dose(10, GUT, 9, lag=1),
    ],
    "reset as a lag ends": [Dose(4, CENTRAL, 60), Dose(8, GUT, 60, lag=2), Reset(10)],
    "steady bolus": [Dose(3, CENTRAL, 50, every=8, steady_state="replace")],
    "steady oral": [*given_at([3, 15, 27], Dose(0, GUT, 50, lag=2, every=12, steady_state="replace"))],
    "steady oral, lag of one interval": [Dose(3, GUT, 50, lag=8, every=8, steady_state="replace")],
    "steady oral, long lag": [Dose(3, GUT, 50, lag=20, every=8, steady_state="replace")],
    "steady bolus, lag of two intervals": [Dose(3, CENTRAL, 50, lag=16, every=8, steady_state="replace")],
    "steady infusion": [Dose(3, CENTRAL, 50, over=2, every=8, steady_state="replace")],
    "steady infusion, lagged": [Dose(3, CENTRAL, 50, over=5, lag=6, every=8, steady_state="replace")],
    "steady infusion as long as the interval": [
        Dose(3, CENTRAL, 50, over=8, every=8, steady_state="replace")
    ],
    "steady infusion of two intervals": [Dose(3, CENTRAL, 50, over=16, every=8, steady_state="replace")],
    "steady long infusion": [Dose(3, CENTRAL, 50, over=21, every=8, steady_state="replace")],
    "steady long infusion, long lag": [Dose(3, GUT, 50, over=21, lag=13, every=8, steady_state="replace")],
    "steady infusion by rate": [Dose(3, CENTRAL, 50, rate=4, fraction=0.8, every=8, steady_state="replace")],
    "steady state forgets": [
        Dose(0, CENTRAL, 500, over=30),
        Dose(2, GUT, 80, lag=3),
        Dose(3, CENTRAL, 50, every=8, steady_state="replace"),
    ],
    "steady state added": [
        Dose(0, CENTRAL, 500, over=30),
        Dose(2, GUT, 80, lag=3),
        Dose(3, CENTRAL, 50, over=10, lag=1, every=8, steady_state="add"),
    ],
    "two steady states at once": [
        Dose(3, CENTRAL, 50, over=10, every=8, steady_state="replace"),
        Dose(3, GUT, 20, lag=9, every=6, steady_state="add"),
    ],
    "the second steady state replaces the first": [
        Dose(3, CENTRAL, 50, over=10, every=8, steady_state="replace"),
        Dose(3, GUT, 20, lag=9, every=6, steady_state="replace"),
    ],
    "a reset comes before a steady state at once": [
        Dose(0, CENTRAL, 70),
        Dose(3, CENTRAL, 50, over=10, every=8, steady_state="add"),
        Reset(3),
    ],
    "a reset ends a steady state": [Dose(3, CENTRAL, 50, over=10, every=8, steady_state="add"), Reset(5)],
}


def for_drug(drug: Drug, regimen: list[Event]) -> list[Event]:
    """The regimen, with its doses into this drug's states."""
    return [
        event
        if isinstance(event, Reset)
        else Dose(
            event.time,
            drug.name + event.into,
            event.amount,
            event.fraction,
            event.lag,
            event.over,
            event.rate,
            event.every,
            event.steady_state,
        )
        for event in regimen
    ]


def agree(one: np.ndarray, other: np.ndarray, within: float = 1e-10) -> None:
    """Equal to a fraction of the peak."""
    peak = max(np.abs(one).max(), np.abs(other).max(), 1e-300)
    np.testing.assert_allclose(one / peak, other / peak, rtol=0, atol=within)


@pytest.mark.parametrize("after", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("regimen", REGIMENS)
@pytest.mark.parametrize("drug", DRUGS, ids=lambda drug: drug.name)
def test_exponentials_and_matrices_agree(drug: Drug, regimen: str, after: bool) -> None:
    events = for_drug(drug, REGIMENS[regimen])
    walked = trajectory(drug.system(), events, TIMES, after=after)
    for place, state in enumerate(drug.states):
        agree(amounts(drug.responses()[state], events, TIMES, after=after), walked[:, place])


def test_regimens_reach_their_states() -> None:
    """Agreement on nothing would be no agreement: every regimen leaves something at some time."""
    for name, regimen in REGIMENS.items():
        walked = trajectory(ONE.system(), for_drug(ONE, regimen), TIMES)
        assert walked.max() > 1, name


@pytest.mark.parametrize(
    "regimen", [name for name in REGIMENS if name.startswith("steady") and "added" not in name]
)
@pytest.mark.parametrize("drug", [ONE, TWO, THREE], ids=lambda drug: drug.name)
def test_steady_state_is_what_a_long_past_leaves(drug: Drug, regimen: str) -> None:
    events = for_drug(drug, REGIMENS[regimen])
    dose = next(event for event in events if isinstance(event, Dose) and event.steady_state)
    past = int(np.ceil(60 / min(0.008, drug.k10) / dose.every))
    moment = dose.time
    shift = past * dose.every
    plain = Dose(0, dose.into, dose.amount, dose.fraction, dose.lag, dose.over, dose.rate)
    history = given_at([n * dose.every for n in range(past + 1)], plain)
    later = np.arange(0.0, 40.0, 0.5)
    expected = trajectory(drug.system(), history, shift + later)
    agree(trajectory(drug.system(), [dose], moment + later), expected, within=1e-9)


def test_steady_state_repeats_itself() -> None:
    dose = Dose(0, "two.gut", 50, fraction=0.6, lag=20, over=30, every=8, steady_state="replace")
    events = given_at(np.arange(0, 80, 8.0), dose)
    times = np.arange(0.0, 8.0, 0.5)
    for after in (True, False):
        first = trajectory(TWO.system(), events, 0.5 + times, after=after)
        agree(trajectory(TWO.system(), events, 56.5 + times, after=after), first)


def test_mean_over_an_interval_of_steady_state_is_dose_over_clearance() -> None:
    dose = Dose(0, "three.gut", 50, fraction=0.8, lag=1, every=12, steady_state="replace")
    mean = quad(lambda t: trajectory(THREE.system(), [dose], [t], after=True)[0, 1], 1.0, 12.0, epsrel=1e-11)[
        0
    ]
    mean += quad(lambda t: trajectory(THREE.system(), [dose], [t], after=True)[0, 1], 0.0, 1.0, epsrel=1e-11)[
        0
    ]
    assert mean == pytest.approx(0.8 * 50 / THREE.k10, rel=1e-9)


def test_the_walk_agrees_with_a_numerical_integration() -> None:
    """A third way: scipy's DOP853 through overlapping infusions, a bolus and a partial reset."""
    system = TWO.system()
    events: list[Event] = [
        Dose(0, "two.central", 60, over=6),
        Dose(3, "two.gut", 40, lag=1),
        Dose(2, "two.central", 30, over=8),
        Reset(5, ("two.peripheral", "two.gut")),
    ]

    def rates(t: float, x: np.ndarray) -> np.ndarray:
        inflow = 10.0 * (t < 6) + 3.75 * (2 <= t < 10)
        return system.matrix @ x + [0.0, inflow, 0.0]

    x, rows = np.zeros(3), []
    for left, right in [(0, 2), (2, 4), (4, 5), (5, 6), (6, 10), (10, 15)]:
        # A hair inside each stretch, so that the switch of the inflow is not stepped over.
        inside = (left + right) / 2
        done = solve_ivp(
            lambda t, x, at=inside: rates(at, x), (left, right), x, method="DOP853", rtol=1e-12, atol=1e-12
        )
        x = done.y[:, -1].copy()
        if right == 4:
            x[0] += 40
        if right == 5:
            x[[0, 2]] = 0.0
        rows.append(x.copy())
    agree(trajectory(system, events, [2, 4, 5, 6, 10, 15]), np.array(rows))


def test_reset_of_one_compartment_leaves_the_rest_to_decay() -> None:
    times = np.arange(0.0, 12.5, 0.5)
    events: list[Event] = [Dose(0, "one.gut", 100), Reset(4, ("one.gut",))]
    walked = trajectory(ONE.system(), events, times)
    central = amounts(ONE.responses()["one.central"], events[:1], times)
    at_reset = central[8]
    expected = np.where(times < 4, central, at_reset * np.exp(-0.12 * np.maximum(times - 4, 0)))
    agree(walked[:, 1], expected)
    assert walked[8:, 0].max() == 0.0


def test_reset_of_one_compartment_stops_neither_infusion_nor_lag() -> None:
    events: list[Event] = [
        Dose(0, "one.central", 100, over=10),
        Dose(0, "one.gut", 30, lag=5),
        Reset(4, ("one.central", "one.gut")),
    ]
    later: list[Event] = [Dose(4, "one.central", 60, over=6), Dose(5, "one.gut", 30)]
    times = np.arange(4.0, 20.0, 0.5)
    agree(trajectory(ONE.system(), events, times), trajectory(ONE.system(), later, times))


def test_reports_differ_only_at_the_moments_of_jumps() -> None:
    events = [*given_at([0, 6, 12], Dose(0, "one.gut", 50, lag=0.5)), Dose(3, "one.central", 9, over=2)]
    before = trajectory(ONE.system(), events, TIMES, after=False)
    after = trajectory(ONE.system(), events, TIMES, after=True)
    moments = TIMES[(before != after).any(axis=1)]
    assert moments.tolist() == [0.5, 6.5, 12.5]


def test_an_infusion_that_ends_as_another_begins_is_one_long_infusion() -> None:
    third = 1 / 3
    parts = [Dose(n * third, "one.central", 10, over=third) for n in range(9)]
    whole = Dose(0, "one.central", 90, over=3)
    agree(trajectory(ONE.system(), parts, TIMES), trajectory(ONE.system(), [whole], TIMES))


def test_production_settles_where_it_equals_loss_and_adds_to_what_is_given() -> None:
    endogenous = LinearSystem(("x",), np.array([[-0.25]]), np.array([2.0]), np.array([20.0]))
    assert endogenous.at_rest.tolist() == [8.0]
    dose = Dose(2, "x", 5, every=6, steady_state="add")
    walked = trajectory(endogenous, [dose], TIMES)[:, 0]
    expected = 8 + 12 * np.exp(-0.25 * TIMES) + amounts({"x": one_compartment(0.25)}, [dose], TIMES)
    agree(walked, expected)


def test_systems_side_by_side_do_not_touch() -> None:
    both = side_by_side([ONE.system(), TWO.system()])
    events: list[Event] = [Dose(0, "one.gut", 5), Dose(1, "two.central", 7, over=2)]
    walked = trajectory(both, events, TIMES)
    agree(walked[:, :2], trajectory(ONE.system(), events[:1], TIMES))
    agree(walked[:, 2:], trajectory(TWO.system(), events[1:], TIMES))


def test_a_dose_of_nothing_changes_nothing() -> None:
    nothing: list[Event] = [
        Dose(1, "one.gut", 0),
        Dose(2, "one.central", 0, over=3),
        Dose(2, "one.central", 0, rate=1),
    ]
    something: list[Event] = [Dose(0, "one.gut", 5)]
    assert (trajectory(ONE.system(), nothing, TIMES) == 0).all()
    agree(trajectory(ONE.system(), something + nothing, TIMES), trajectory(ONE.system(), something, TIMES))


def test_the_peak_of_an_oral_dose_comes_when_the_textbook_says() -> None:
    """t = ln(ka/k)/(ka - k), and the level there is F dose exp(-k t)."""
    peak = log(1.1 / 0.12) / (1.1 - 0.12)
    level = amounts(ONE.responses()["one.central"], [Dose(0, "one.gut", 100)], [peak])[0]
    assert level == pytest.approx(100 * exp(-0.12 * peak), rel=1e-13)


@pytest.mark.parametrize("b", [2.0, 0.3, 0.3 * (1 + 1e-12), 0.1, 0.3 + 1e-7])
def test_tails_and_repetitions_are_integrals_and_sums(b: float) -> None:
    decay = Decay(((2.0, 0.3, b), (0.5, 0.3, None)))
    area = quad(decay.at, 1.5, 400.0, limit=400, epsabs=1e-13, epsrel=1e-12)[0]
    assert decay.tail().at(1.5) == pytest.approx(area, rel=1e-10)
    assert decay.repeated(1.5, 6.0) == pytest.approx(
        sum(decay.at(1.5 + 6 * n) for n in range(200)), rel=1e-12
    )


def test_the_difference_quotient_has_its_limit() -> None:
    assert difference_quotient(3.0, 0.2, 0.2) == 3 * exp(-0.6)
    assert difference_quotient(3.0, 0.2, 0.2 + 1e-12) == pytest.approx(3 * exp(-0.6), rel=1e-11)
    assert difference_quotient(3.0, 0.2, 0.5) == pytest.approx((exp(-0.6) - exp(-1.5)) / 0.3, rel=1e-14)


def test_two_compartments_conserve_what_the_central_one_does_not_lose() -> None:
    central, peripheral = two_compartments(0.4, 0.3, 0.1)
    lost = 0.4 * (central.tail().at(0.0) - central.tail().at(5.0))
    assert central.at(5.0) + peripheral.at(5.0) + lost == pytest.approx(1.0, rel=1e-13)


def test_the_textbook_refuses_what_it_cannot_do() -> None:
    with pytest.raises(ValueError, match="no formula for the reset of one compartment"):
        amounts({"x": one_compartment(1.0)}, [Reset(1, ("x",))], [2.0])
    with pytest.raises(ValueError, match="plain exponentials"):
        one_compartment(1.0).absorbed(2.0).absorbed(3.0)
