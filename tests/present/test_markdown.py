"""Tables and bands on pages."""

from __future__ import annotations

import pytest

from remit.present.markdown import band_text, table


def test_no_cell_breaks_out_of_its_row() -> None:
    lines = table(("", "a"), [("b", "x | y\nz"), ("c", "")])
    assert lines == ["| | a |", "|---|---|", "| b | x \\| y z |", "| c |  |"]


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (1.0, 2.5, "1 to 2.5"),
        (1.0, None, "at least 1"),
        (0.0, None, "at least 0"),
        (None, 2.5, "at most 2.5"),
        (None, None, ""),
    ],
)
def test_a_band_says_its_bounds(low: float | None, high: float | None, text: str) -> None:
    assert band_text(low, high) == text


def test_a_bound_that_is_shown_as_nothing_is_none() -> None:
    def shown(bound: float) -> str:
        return "" if bound != bound else f"{bound:.1f}"

    assert band_text(float("nan"), 2.0, shown) == "at most 2.0"
