"""Figures show what the result holds, and say what they leave out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from remit.present.figures import draw, save
from remit.result.dataset import to_dataset
from remit.result.notice import DISCLAIMER
from remit.result.outcome import Outcome


def words_of(figure: object) -> str:
    """All text in a figure."""
    from matplotlib.text import Text

    return "\n".join(text.get_text() for text in figure.findobj(Text))  # type: ignore[attr-defined]


def test_there_is_a_panel_with_name_and_unit_for_each_quantity(outcome: Outcome) -> None:
    figure = draw(to_dataset(outcome), ["substance.concentration", "substance.plasma"])
    labels = [panel.get_ylabel() for panel in figure.axes]
    assert labels == ["substance\nconcentration\n[mg/L]", "substance\nplasma\n[mg]"]
    assert figure.axes[-1].get_xlabel() == "time [d]"


def test_a_single_person_is_drawn_as_the_stored_numbers(outcome: Outcome) -> None:
    dataset = to_dataset(outcome).isel(subject=[0])
    panel = draw(dataset, ["substance.plasma"]).axes[0]
    line = next(line for line in panel.lines if line.get_label() == "drug")
    assert np.array_equal(line.get_ydata(), dataset["substance.plasma"].sel(arm="drug").values[0])
    assert np.array_equal(line.get_xdata(), dataset["time"].values / 24.0)


def test_a_population_is_drawn_as_its_median_with_a_band(outcome: Outcome) -> None:
    healthy = replace(
        outcome, status=np.zeros((2, 2), dtype=int), states=np.ones((2, 2, 5, 1)) * [[[1.0]], [[3.0]]]
    )
    panel = draw(to_dataset(healthy), ["substance.plasma"]).axes[0]
    assert len(panel.collections) == 2
    assert {
        float(line.get_ydata()[0]) for line in panel.lines if line.get_label() in ("placebo", "drug")
    } == {2.0}


def test_a_figure_says_that_it_is_no_advice_and_counts_failures(outcome: Outcome) -> None:
    words = words_of(draw(to_dataset(outcome)))
    assert DISCLAIMER in words
    assert "1 of 4 solves failed and are not drawn" in words
    assert "example" in words


def test_an_arm_in_which_everybody_failed_is_named_in_the_legend(outcome: Outcome) -> None:
    lost = to_dataset(replace(outcome, status=np.array([[0, 0], [3, 3]])))
    assert "drug (failed)" in words_of(draw(lost))


def test_a_quantity_that_is_not_there_is_refused_with_a_suggestion(outcome: Outcome) -> None:
    with pytest.raises(ValueError, match=r"no quantity 'substance.plasm'; did you mean 'substance.plasma'"):
        draw(to_dataset(outcome), ["substance.plasm"])


@pytest.mark.parametrize(("ending", "start"), [("png", b"\x89PNG"), ("pdf", b"%PDF"), ("svg", b"<?xml")])
def test_the_ending_chooses_the_format(outcome: Outcome, tmp_path: Path, ending: str, start: bytes) -> None:
    path = save(draw(to_dataset(outcome)), tmp_path / f"figure.{ending}")
    assert path.read_bytes().startswith(start)
