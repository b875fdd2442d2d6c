"""What doses are made of, and the order in which they stand in the document, never changes what they do."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from invariances.regimens import (
    WORLD,
    Given,
    assert_close,
    boluses,
    doses_of,
    dosing_shelf,
    halved,
    quick,
    regimens,
    simulate,
    states_of,
    times,
)

RUN = "until: 24 h, report_every: 1 h, begin: as_written"
LINEAR = ("one.gut", "one.central", "two.gut", "two.central", "two.peripheral")
BODY = "individual: adult"


def course(lines: list[str], run: str = RUN) -> np.ndarray:
    """The nonlinear world under some doses."""
    return states_of(simulate(f"{WORLD}\n{doses_of(lines)}", run))


@quick
@given(regimen=regimens, nothing=regimens)
def test_a_dose_of_nothing_changes_nothing(regimen, nothing):
    lines = [one.line() for one in regimen]
    empty = [Given(one.time, one.route, 0.0, one.over).line() for one in nothing]
    assert_close(course([*lines, *empty]), course(lines))


@quick
@given(regimen=regimens)
def test_two_halves_given_together_are_one_dose(regimen):
    halves = [half for one in regimen for half in halved(one)]
    assert_close(course([one.line() for one in halves]), course([one.line() for one in regimen]))


@quick
@given(time=st.integers(0, 20).map(float), amount=st.sampled_from([8.0, 30.0]), parts=st.integers(2, 5))
def test_an_infusion_is_its_parts_one_after_the_other(time, amount, parts):
    piece = 4.0 / parts
    whole = Given(time, "iv", amount, 4.0)
    pieces = [Given(time + i * piece, "iv", amount / parts, piece) for i in range(parts)]
    assert_close(course([one.line() for one in pieces]), course([whole.line()]))


@quick
@given(regimen=st.lists(boluses, min_size=1, max_size=4))
@example(regimen=[Given(1.0, "oral", 5.0), Given(1.0, "oral", 12.5)])
def test_a_very_short_infusion_is_nearly_a_bolus(regimen):
    short = [Given(one.time, one.route, one.amount, 1e-9).line() for one in regimen]
    run = f"{RUN}, at_events: before"
    assert_close(course(short, run), course([one.line() for one in regimen], run), 1e-5)


def test_infusions_that_overlap_leave_no_rate_behind():
    """What is left of the drug decays; a rounding of the rates would hold it up or push it below zero."""
    lines = [f"{{drug: one, by: iv, amount: {amount} mg, at: 1 h, over: 1e-6 h}}" for amount in (0.1, 0.7)]
    body = f"drugs: [one]\n{doses_of(lines)}"
    run = "until: 800 h, report_at: [600 h, 700 h], begin: as_written"
    level = simulate(body, run, dosing_shelf())["one.central"].values.ravel()
    assert (level <= 1e-12).all(), "5e-31 mg and less are left of 0.8 mg"


@quick
@given(regimen=regimens, random=st.randoms(use_true_random=False), same_time=st.booleans())
def test_the_order_of_lines_in_the_document_does_not_matter(regimen, random, same_time):
    lines = [
        Given(6.0, one.route, one.amount, one.over).line() if same_time else one.line() for one in regimen
    ]
    lines += ["{reset: [axis.signal, calmer.gut], at: 6 h}", "{reset: all, at: 12 h}"]
    lines.append("{drug: calmer, by: iv, amount: 3 mg, first: 1 h, every: 5 h, times: 4}")
    shuffled = list(lines)
    random.shuffle(shuffled)
    assert_close(course(shuffled), course(lines))


@quick
@given(
    first=times,
    every=st.sampled_from([2.0, 5.0]),
    amount=st.sampled_from([2.0, 9.0]),
    count=st.integers(1, 5),
)
def test_a_series_is_its_doses_written_out(first, every, amount, count):
    when = f"first: {first!r} h, every: {every} h, times: {count}"
    series = f"{{drug: calmer, by: oral, amount: {amount} mg, {when}}}"
    given_at = [first + i * every for i in range(count) if first + i * every < 24.0]
    single = [Given(time, "oral", amount).line() for time in given_at]
    listed = ", ".join(f"{time!r} h" for time in given_at)
    together = f"{{drug: calmer, by: oral, amount: {amount} mg, at: [{listed}]}}"
    assert_close(course(single), course([series]))
    assert_close(course([together]), course([series]))


linear_doses = st.builds(
    lambda drug, route, time, amount, over: (
        f"{{drug: {drug}, by: {route}, amount: {amount} mg, at: {time!r} h"
        + (f", over: {over} h" if over and route == "iv" else "")
        + "}"
    ),
    st.sampled_from(["one", "two"]),
    st.sampled_from(["iv", "oral"]),
    times,
    st.sampled_from([3, 20, 100]),
    st.sampled_from([0, 1, 6]),
)
linear_regimens = st.lists(linear_doses, min_size=1, max_size=4)


def linear(lines: list[str]) -> np.ndarray:
    """Both linear drugs of the dosing tests."""
    found = simulate(f"drugs: [one, two]\n{doses_of(lines)}", RUN, dosing_shelf())
    return states_of(found, LINEAR)


@quick
@given(first=linear_regimens, second=linear_regimens)
def test_linear_drugs_add(first, second):
    assert_close(linear([*first, *second]), linear(first) + linear(second))


@quick
@given(regimen=linear_regimens, factor=st.sampled_from([0.01, 7, 1000]))
def test_linear_drugs_scale(regimen, factor):
    """The absolute tolerance does not, so small amounts are followed less closely."""
    more = [scaled(line, factor) for line in regimen]
    assert_close(linear(more), factor * linear(regimen))


def scaled(line: str, factor: float) -> str:
    before, _, after = line.partition("amount: ")
    amount, _, rest = after.partition(" mg")
    return f"{before}amount: {float(amount) * factor!r} mg{rest}"


def test_the_nonlinear_world_does_not_add_so_the_comparison_can_fail():
    one, other = Given(2.0, "iv", 40.0).line(), Given(3.0, "iv", 40.0).line()
    apart = course([one])[4] + course([other])[4]
    assert np.abs(course([one, other])[4] - apart).max() > 1.0
