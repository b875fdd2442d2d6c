"""Readouts against closed forms and against what their names promise."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st

from remit.readout import dynamic, kinetic
from remit.readout.stretch import Window


def curve(times: object, values: object, unit: str = "nmol/L") -> xr.DataArray:
    """One trajectory per row of values."""
    values = np.atleast_2d(np.asarray(values, dtype=float))
    return xr.DataArray(
        values,
        dims=("subject", "time"),
        coords={"time": np.asarray(times, dtype=float)},
        attrs={"unit": unit},
    )


HOURS = np.linspace(0.0, 48.0, 4801)
DECLINE = curve(HOURS, 8.0 * np.exp(-np.log(2.0) * HOURS / 6.0))


def test_area_under_an_exponential_is_its_closed_form() -> None:
    exact = 8.0 * 6.0 / np.log(2.0) * (1.0 - 2.0 ** (-48.0 / 6.0))
    assert kinetic.area_under(DECLINE).item() == pytest.approx(
        exact, rel=2e-7
    )  # trapezoid error h**2/12*k**2


def test_area_under_straight_lines_is_exact_also_where_the_window_cuts_them() -> None:
    triangle = curve([0.0, 2.0, 4.0], [0.0, 10.0, 0.0])
    assert kinetic.area_under(triangle).item() == 20.0
    assert kinetic.area_under(triangle, Window(1.0, 3.0)).item() == 15.0


def test_areas_of_neighbouring_windows_add_up() -> None:
    parts = [kinetic.area_under(DECLINE, Window(a, b)).item() for a, b in ((0.0, 7.003), (7.003, 48.0))]
    assert sum(parts) == pytest.approx(kinetic.area_under(DECLINE).item(), rel=1e-12 + 1e-6 * 0.01**2)


def test_half_life_of_an_exponential_is_its_half_life() -> None:
    assert kinetic.half_life(DECLINE, Window(3.0, 40.0)).item() == pytest.approx(6.0, rel=1e-6)
    assert kinetic.half_life(DECLINE).item() == pytest.approx(6.0, rel=1e-12)


@pytest.mark.parametrize("values", [[1.0, 2.0, 4.0], [1.0, 1.0, 1.0], [4.0, 1.0, 0.0]])
def test_there_is_no_half_life_of_what_does_not_decline_exponentially(values: list[float]) -> None:
    assert np.isnan(kinetic.half_life(curve([0.0, 1.0, 2.0], values)).item())


def test_value_at_is_exact_at_a_report_and_on_the_line_between_two() -> None:
    line = curve([0.0, 1.0, 3.0], [0.1, 0.7, 0.2])
    assert kinetic.value_at(line, 1.0).item() == 0.7
    assert kinetic.value_at(line, 3.0).item() == 0.2
    assert kinetic.value_at(line, 2.0).item() == pytest.approx(0.45, rel=1e-15)


def test_peak_and_trough_count_the_cut_ends_of_the_window() -> None:
    line = curve([0.0, 10.0], [0.0, 10.0])
    assert kinetic.peak(line, Window(2.0, 6.0)).item() == pytest.approx(6.0)
    assert kinetic.trough(line, Window(2.0, 6.0)).item() == pytest.approx(2.0)
    assert kinetic.time_of_peak(line, Window(2.0, 6.0)).item() == 6.0
    assert kinetic.time_of_trough(line, Window(2.0, 6.0)).item() == 2.0


def test_time_of_peak_is_the_first_of_equal_peaks() -> None:
    assert kinetic.time_of_peak(curve([0.0, 1.0, 2.0, 3.0], [0.0, 5.0, 5.0, 0.0])).item() == 1.0


def test_mean_over_a_whole_period_of_a_cosine_is_its_middle() -> None:
    rhythm = curve(HOURS, 300.0 + 100.0 * np.cos(2 * np.pi * (HOURS - 8.0) / 24.0))
    assert dynamic.mean_over(rhythm, Window(11.0, 35.0)).item() == pytest.approx(300.0, rel=1e-12)
    assert dynamic.swing(rhythm).item() == pytest.approx(200.0, rel=1e-12)


def test_mean_over_a_moment_is_the_value() -> None:
    assert dynamic.mean_over(DECLINE, Window(6.0, 6.0)).item() == pytest.approx(4.0)


def test_change_and_ratio_use_last_and_first_value_unless_told_otherwise() -> None:
    line = curve([0.0, 1.0, 2.0, 3.0], [2.0, 4.0, 6.0, 8.0])
    assert dynamic.change_from_baseline(line).item() == 6.0
    assert dynamic.ratio_to_baseline(line).item() == 4.0
    last, first = Window(2.0, 3.0), Window(0.0, 1.0)
    assert dynamic.change_from_baseline(line, last, first).item() == 4.0
    assert dynamic.ratio_to_baseline(line, last, first).item() == pytest.approx(7.0 / 3.0)


def test_a_ratio_to_nothing_is_not_a_number() -> None:
    assert np.isnan(dynamic.ratio_to_baseline(curve([0.0, 1.0], [0.0, 1.0])).item())


def test_time_above_finds_crossings_between_reports() -> None:
    triangle = curve([0.0, 2.0, 4.0], [0.0, 10.0, 0.0])
    assert dynamic.time_above(triangle, 5.0).item() == pytest.approx(2.0)
    assert dynamic.time_above(triangle, 7.5, Window(0.0, 2.0)).item() == pytest.approx(0.5)
    assert dynamic.time_above(triangle, 11.0).item() == 0.0


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20), st.floats(-1e3, 1e3))
def test_time_above_and_time_below_share_the_whole_time(values: list[float], level: float) -> None:
    line = curve(np.arange(len(values)), values)
    shared = dynamic.time_above(line, level) + dynamic.time_below(line, level)
    flat = sum(a == b == level for a, b in pairwise(values))
    assert shared.item() == pytest.approx(len(values) - 1 - flat)


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20))
def test_the_mean_lies_between_trough_and_peak(values: list[float]) -> None:
    line = curve(np.arange(len(values)), values)
    low, middle, high = (
        measure(line).item() for measure in (kinetic.trough, dynamic.mean_over, kinetic.peak)
    )
    assert low - 1e-9 * abs(low) <= middle <= high + 1e-9 * abs(high)


def test_day_night_ratio_of_a_daytime_hormone_is_above_one() -> None:
    hours = np.arange(0.0, 72.01, 0.25)
    day = ((hours % 24.0) >= 7.0) & ((hours % 24.0) < 19.0)
    square = curve(hours, np.where(day, 3.0, 1.0))
    for start in (0.0, 7.0, 13.5, 48.0):
        ratio = dynamic.day_night_ratio(square, Window(start, start + 24.0)).item()
        # Flanks are a quarter of an hour wide: the rising one lies in the night, the falling one in the day.
        assert ratio == pytest.approx((36.0 - 0.25) / (12.0 + 0.25), rel=1e-12)


def test_day_night_ratio_needs_both() -> None:
    with pytest.raises(ValueError, match="both day and night"):
        dynamic.day_night_ratio(DECLINE, Window(8.0, 12.0))


def test_a_failed_subject_has_no_readout_and_does_not_spoil_its_neighbour() -> None:
    two = curve([0.0, 1.0, 2.0], [[np.nan, np.nan, np.nan], [4.0, 2.0, 1.0]])
    for measure in (
        kinetic.peak,
        kinetic.half_life,
        kinetic.area_under,
        kinetic.time_of_peak,
        dynamic.mean_over,
    ):
        answer = measure(two)
        assert np.isnan(answer[0])
        assert np.isfinite(answer[1])


@pytest.mark.parametrize("window", [Window(-1.0, 2.0), Window(0.0, 49.0), Window(5.0, 4.0)])
def test_a_window_outside_the_run_is_refused(window: Window) -> None:
    with pytest.raises(ValueError, match=r"not inside the run|turned round"):
        kinetic.peak(DECLINE, window)


def test_units_of_readouts_follow_their_meaning() -> None:
    assert kinetic.area_under(DECLINE).attrs["unit"] == "nmol/L*h"
    assert kinetic.time_of_peak(DECLINE).attrs["unit"] == "h"
    assert dynamic.ratio_to_baseline(DECLINE).attrs["unit"] == "1"
    assert dynamic.change_from_baseline(DECLINE).attrs["unit"] == "nmol/L"
