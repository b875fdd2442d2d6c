"""Exposures over time, and the plan of each arm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.written import PERSON, scenario_of, shelf_of
from remit.model.assemble import assemble
from remit.quantity.mistakes import ReadingError
from remit.scenario.exposures import Spell, course_of, plans_of
from remit.scenario.plan import InputCourse, Plan

MODULE = """
module: m
inputs: {stress: {unit: "1", rest: 1}, heat: {unit: mg/L, rest: 2 mg/L}}
states: {x: {unit: "1", start: 1}}
parameters:
  k: {value: 1 /h, kind: assumed, species: any, note: an example}
  weight: {value: 1 L/mg, kind: assumed, species: any, note: an example}
equations: |
  dx/dt = k*(stress + weight*heat - x)
---
phenotype: stressed
exposures: {m.stress: {level: 2, from: 0 d, until: 2 d, kind: assumed, note: an example}}
"""
RUN = "run: {until: 4 d, report_every: 1 h}"


def plans(text: str, run: str = RUN) -> tuple[Plan, ...]:
    scenario = scenario_of(f"modules: [m]\n{text}", run=run)
    shelf = shelf_of(MODULE, PERSON)
    return plans_of(scenario, shelf, assemble(scenario, shelf))


def courses(exposures: str, extra: str = "") -> tuple[InputCourse, ...]:
    return plans(f"exposures: {{{exposures}}}\n{extra}")[0].courses


def said(text: str) -> str:
    with pytest.raises(ReadingError) as caught:
        plans(text)
    return str(caught.value)


NOTE = "kind: assumed, note: x"


def test_an_exposure_holds_from_its_start_until_its_end() -> None:
    (course,) = courses(f"m.stress: {{level: 3, from: 1 d, until: 2 d, {NOTE}}}")
    assert course == InputCourse("m.stress", (24.0, 48.0), (3.0, 1.0))


def test_an_exposure_without_times_lasts_the_whole_run_and_its_last_report() -> None:
    (course,) = courses(f"m.stress: {{level: 3, {NOTE}}}")
    assert course == InputCourse("m.stress", (0.0,), (3.0,))


def test_a_level_is_converted_to_the_unit_of_the_input() -> None:
    (course,) = courses(f"m.heat: {{level: 5000 ug/L, until: 1 h, {NOTE}}}")
    assert course.levels == (5.0, 2.0)


def test_overlapping_exposures_add_what_they_add_to_rest() -> None:
    first = f"{{level: 3, from: 0 h, until: 10 h, {NOTE}}}"
    second = f"{{level: 1.5, from: 5 h, until: 15 h, {NOTE}}}"
    (course,) = courses(f"m.stress: [{first}, {second}]")
    assert course == InputCourse("m.stress", (0.0, 5.0, 10.0, 15.0), (3.0, 3.5, 1.5, 1.0))


def test_exposures_that_follow_each_other_do_not_overlap() -> None:
    first, second = (f"{{level: 3, from: {a} h, until: {a + 5} h, {NOTE}}}" for a in (0, 5))
    (course,) = courses(f"m.stress: [{first}, {second}]")
    assert course == InputCourse("m.stress", (0.0, 10.0), (3.0, 1.0))


def test_phenotype_scenario_and_arm_expose_together() -> None:
    arm = f"arms: {{more: {{exposures: {{m.stress: {{level: 4, from: 1 d, until: 3 d, {NOTE}}}}}}}}}"
    (course,) = courses(f"m.heat: {{level: 5 mg/L, {NOTE}}}", f"phenotypes: [stressed]\n{arm}")[1:]
    assert course == InputCourse("m.stress", (0.0, 24.0, 48.0, 72.0), (2.0, 5.0, 4.0, 1.0))


def test_a_repeated_exposure_returns_to_rest_between() -> None:
    (course,) = courses(f"m.stress: {{level: 2, from: 8 h, until: 10 h, every: 24 h, times: 2, {NOTE}}}")
    assert course == InputCourse("m.stress", (8.0, 10.0, 32.0, 34.0), (2.0, 1.0, 2.0, 1.0))


def test_a_repeated_exposure_goes_on_to_the_end_of_the_run() -> None:
    (course,) = courses(f"m.stress: {{level: 2, from: 8 h, until: 10 h, every: 24 h, {NOTE}}}")
    assert course.times == (8.0, 10.0, 32.0, 34.0, 56.0, 58.0, 80.0, 82.0)


def test_what_began_before_the_run_begins_with_it() -> None:
    (course,) = courses(f"m.stress: {{level: 2, from: -3 d, until: 1 h, {NOTE}}}")
    assert course == InputCourse("m.stress", (0.0, 1.0), (2.0, 1.0))


@pytest.mark.parametrize(
    ("exposure", "complaint"),
    [
        ("m.stres: {level: 2, %s}", "exposes unknown input 'm.stres'; did you mean 'm.stress'?"),
        ("m.x: {level: 2, %s}", "exposes unknown input 'm.x'"),
        ("m.heat: {level: 2 mg, %s}", "the level of 'm.heat' and its unit measure different things"),
        ("m.stress: {level: 2, from: 5 d, until: 6 d, %s}", "lies outside the run from 0 h to 96 h"),
        ("m.stress: {level: 2, from: -5 d, until: 0 d, %s}", "lies outside the run from 0 h to 96 h"),
        (
            "m.stress: {level: 2, from: 0 h, until: 30 h, every: 1 d, %s}",
            "lasts longer than",
        ),
    ],
)
def test_an_exposure_that_cannot_be_says_why(exposure: str, complaint: str) -> None:
    assert complaint in said(f"exposures: {{{exposure % NOTE}}}")


class Input:
    """An input at rest at 0.3."""

    name, unit, rest = "m.stress", "1", 0.3


spells = st.builds(
    lambda start, length, level: Spell(start, start + length, level),
    st.integers(0, 20).map(float),
    st.integers(1, 10).map(float),
    st.sampled_from([0.0, 0.1, 0.7, 1.3]),
)


@given(st.lists(spells, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_exposures_does_not_matter(given_spells: list[Spell], random: object) -> None:
    shuffled = list(given_spells)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert course_of(Input(), given_spells) == course_of(Input(), shuffled)


@given(st.lists(spells, min_size=1, max_size=8))
def test_a_course_is_the_sum_of_its_spells_everywhere(given_spells: list[Spell]) -> None:
    course = course_of(Input(), given_spells)
    assert list(course.times) == sorted(set(course.times))
    for moment in range(32):
        time = moment + 0.5
        passed = [level for at, level in zip(course.times, course.levels, strict=True) if at <= time]
        expected = 0.3 + sum(one.level - 0.3 for one in given_spells if one.start <= time < one.until)
        assert (passed[-1] if passed else 0.3) == pytest.approx(expected, abs=1e-12)
    assert course.levels[-1] == 0.3 if course.levels else True


# Arms


def test_without_arms_there_is_one_called_all() -> None:
    (only,) = plans("")
    assert (only.arm, only.doses, only.resets, only.courses, only.changes) == ("all", (), (), (), ())


def test_an_arm_replaces_doses_and_adds_changes() -> None:
    text = """
doses: [{into: m.x, amount: 1}]
set: {m.k: {to: 2 /h, because: x}}
arms:
  none: {doses: []}
  same: {}
  fast: {set: {m.k: {times: 3, because: x}}}
"""
    none, same, fast = plans(text)
    assert [arm.arm for arm in (none, same, fast)] == ["none", "same", "fast"]
    assert (len(none.doses), len(same.doses), len(fast.doses)) == (0, 1, 1)
    assert (same.changes, fast.changes) == ((), (("m.k", 6.0),))


def test_an_arm_that_changes_weight_changes_surface() -> None:
    (plan,) = plans("arms: {heavy: {set: {individual.weight: {times: 4, because: x}}}}")
    changes = dict(plan.changes)
    assert changes["individual.weight"] == 280.0
    assert changes["individual.surface"] == pytest.approx((170 * 280 / 3600) ** 0.5, rel=1e-15)


def test_a_mistake_of_all_arms_is_told_once() -> None:
    text = "doses: [{into: m.y, amount: 1}]\narms: {a: {}, b: {}}"
    assert len(said(text).split("\n")) == 1


def test_an_arm_can_change_only_what_there_is() -> None:
    wrong = "arms: {a: {set: {m.kk: {to: 1 /h, because: x}, individual.surface: {to: 1 m2, because: x}}}}"
    assert "changes unknown parameter 'm.kk'; did you mean 'm.k'?" in said(wrong)
    assert "follows from weight and height; change those" in said(wrong)
