"""Readings: from a result to one number per reading."""

from __future__ import annotations

import math

import numpy as np
import pytest
import xarray as xr

from remit.compare.reading import over_subjects, taken
from remit.quantity.parameter import Address
from remit.reading.documents import ScenarioDoc
from remit.reading.observed import OverDoc, ReadingDoc
from remit.reading.pieces import Quantity
from remit.reading.read import read_document
from remit.readout.measure import measure
from remit.readout.signatures import SIGNATURES, unit_of_answer
from remit.result.dataset import to_dataset
from remit.result.outcome import Outcome

HERE = Address("one.yaml", 3, 5)
LEVEL = Quantity("500 ug/L", 500.0, "ug/L", HERE)
MEDIAN = OverDoc("median")
ARMS = "scenario: s\nindividual: i\nrun: {until: 24 h}\narms: {placebo: {}, drug: {}}\n"


def scenario() -> ScenarioDoc:
    """With the arms of the result."""
    document = read_document(ARMS.encode(), "s.yaml").document
    assert isinstance(document, ScenarioDoc)
    return document


def reading(readout: str, arm: str = "drug", over: OverDoc = MEDIAN) -> ReadingDoc:
    return ReadingDoc("it", readout, arm, over, HERE, HERE)


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        (OverDoc("median"), 0.6),
        (OverDoc("mean"), 0.7),
        (OverDoc("share above", LEVEL), 0.75),
        (OverDoc("share below", LEVEL), 0.25),
        (OverDoc("percentile", None, 100.0), 1.2),
    ],
)
def test_subjects_become_one_number(over: OverDoc, expected: float) -> None:
    numbers = np.array([0.4, 0.6, 0.6, 1.2])
    assert over_subjects(numbers, over, "mg/L") == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("over", [OverDoc("median"), OverDoc("mean"), OverDoc("share above", LEVEL)])
def test_one_subject_without_a_number_leaves_none(over: OverDoc) -> None:
    assert math.isnan(over_subjects(np.array([0.4, math.nan, 0.6]), over, "mg/L"))


def test_a_reading_is_taken_from_its_arm_with_the_unit_of_its_readout(outcome: Outcome) -> None:
    dataset = to_dataset(outcome)
    found = taken(dataset, [reading("peak(substance.plasma)", "placebo")], scenario())["it"]
    assert (found.value, found.unit, found.why) == (0.0, "mg", "")


def test_a_failed_solve_is_told_and_harms_no_other_arm(outcome: Outcome) -> None:
    found = taken(to_dataset(outcome), [reading("peak(substance.plasma)")], scenario())["it"]
    assert math.isnan(found.value)
    assert found.why == "1 of 2 solves failed; subject 2: at 1.5 h the step size fell below 1e-12 h"


def test_a_half_life_of_what_does_not_fall_is_told(outcome: Outcome) -> None:
    found = taken(to_dataset(outcome), [reading("half_life(substance.plasma)", "placebo")], scenario())["it"]
    assert math.isnan(found.value)
    assert found.why == "it: half_life(substance.plasma) is no number"


@pytest.mark.parametrize("name", SIGNATURES)
@pytest.mark.parametrize("unit", ["mg", "1"])
def test_the_unit_a_check_expects_is_the_unit_a_run_gives(outcome: Outcome, name: str, unit: str) -> None:
    dataset: xr.Dataset = to_dataset(outcome)
    dataset["substance.plasma"].attrs["unit"] = unit
    arguments = {"moment": "2 h", "level": f"1 {unit}"}
    rest = [arguments[kind] for kind in SIGNATURES[name].takes if kind in arguments]
    text = f"{name}({', '.join(['substance.plasma', *rest])})"
    assert measure(dataset, [text])[text].attrs["unit"] == unit_of_answer(name, unit)
