"""When a scenario is looked at."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.written import scenario_of
from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.reading.documents import Quantity
from remit.scenario.plan import Schedule
from remit.scenario.scenario import hours, schedule_of, steps

HERE = Address("trial.yaml")


def schedule(run: str) -> Schedule:
    return schedule_of(scenario_of(run=f"run: {{{run}}}"))


def time(value: float, unit: str) -> Quantity:
    return Quantity(f"{value!r} {unit}", value, unit, HERE)


def test_the_grid_runs_from_start_to_end_in_equal_steps() -> None:
    assert schedule("until: 4 h, report_every: 1 h").report == (0.0, 1.0, 2.0, 3.0, 4.0)


def test_the_end_is_reported_even_between_grid_points() -> None:
    assert schedule("until: 150 min, report_every: 1 h").report == (0.0, 1.0, 2.0, 2.5)


def test_the_grid_starts_where_the_run_starts() -> None:
    assert schedule("from: -1 h, until: 1 h, report_every: 30 min").report == (-1.0, -0.5, 0.0, 0.5, 1.0)


def test_report_at_adds_to_the_grid_once() -> None:
    report = schedule("until: 2 h, report_every: 1 h, report_at: [90 min, 60 min]").report
    assert report == (0.0, 1.0, 1.5, 2.0)


def test_report_at_alone_stands_for_itself() -> None:
    assert schedule("until: 1 d, report_at: [1 h, 20 min]").report == (1 / 3, 1.0)


def test_without_a_request_there_are_two_hundred_equal_steps() -> None:
    report = schedule("until: 10 d").report
    assert len(report) == 201
    assert report[:2] == (0.0, 1.2)
    assert report[-1] == 240.0


def test_a_run_of_no_length_is_reported_once() -> None:
    doc = scenario_of()
    still = replace(doc, run=replace(doc.run, until=doc.run.start))
    assert schedule_of(still).report == (0.0,)


def test_settings_are_passed_on() -> None:
    made = schedule(
        "from: 1 h, until: 1 d, at_events: before, begin: as_written, rtol: 1e-4, atol: 1e-7, max_steps: 9"
    )
    assert (made.start, made.until) == (1.0, 24.0)
    assert (made.at_events, made.begin) == ("before", "as_written")
    assert (made.rtol, made.atol, made.max_steps) == (1e-4, 1e-7, 9)


def test_ten_times_a_tenth_of_an_hour_is_an_hour() -> None:
    report = schedule("until: 3 h, report_every: 0.1 h").report
    assert 0.3 in report  # 3 * 0.1 is 0.30000000000000004
    assert len(report) == 31


@given(st.integers(1, 10_000), st.sampled_from(["s", "min", "h", "d", "week"]), st.integers(0, 2000))
def test_every_step_is_the_exact_product_rounded_once(length: int, unit: str, k: int) -> None:
    per_hour = {
        "s": Fraction(1, 3600),
        "min": Fraction(1, 60),
        "h": Fraction(1),
        "d": Fraction(24),
        "week": Fraction(168),
    }
    every = hours(time(length / 100, unit), [])
    assert steps(Fraction(0), every, k + 1)[k] == float(k * Fraction(length, 100) * per_hour[unit])


@pytest.mark.parametrize(
    ("run", "complaint"),
    [
        ({"report_at": (time(31, "d"),)}, "lies outside the run from 0 h to 28 d"),
        ({"report_at": (time(-1, "h"),)}, "lies outside the run"),
        ({"report_every": time(0, "h")}, "report_every must be above zero"),
        ({"report_every": time(1, "s")}, "2419200 reports are more than 1000000; report less often"),
        ({"until": time(-1, "h")}, "the run ends at -1 h, before it starts at 0 h"),
        ({"until": time(1, "mg")}, "run until and a unit of time measure different things: mg and h"),
    ],
)
def test_a_schedule_that_cannot_be_kept_says_why(run: dict[str, object], complaint: str) -> None:
    # Made in Python: the reader refuses some of these before.
    doc = scenario_of()
    wrong = replace(doc, run=replace(doc.run, **run))  # type: ignore[arg-type]
    with pytest.raises(ReadingError) as caught:
        schedule_of(wrong)
    assert complaint.replace("-1 h", "-1") in str(caught.value).replace("-1 h", "-1")
