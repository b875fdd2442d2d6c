"""Readouts as scenarios write them."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.quantity.units import is_same
from remit.readout.expression import read_readout
from remit.readout.measure import measure
from remit.readout.signatures import SIGNATURES
from remit.readout.stretch import Window
from remit.readout.table import READOUTS
from remit.result.dataset import to_dataset
from remit.result.outcome import Outcome

UNITS = {"hpa.cortisol": "nmol/L", "hpa.acth": "ng/L", "ketamine.concentration": "ug/L"}
RUN = Window(0.0, 672.0)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("mean_over(hpa.cortisol, last 24 h)", (Window(648.0, 672.0),)),
        ("mean_over(hpa.cortisol, first 1 d)", (Window(0.0, 24.0),)),
        ("peak(ketamine.concentration)", ()),
        ("value_at(hpa.cortisol, 21 d)", (504.0,)),
        ("  area_under( hpa.cortisol ,0 h to 24 h ) ", (Window(0.0, 24.0),)),
        ("time_above(hpa.cortisol, 0.4 umol/L, last 1 d)", (400.0, Window(648.0, 672.0))),
        (
            "change_from_baseline(hpa.acth, last 24 h, 30 min to 90 min)",
            (Window(648.0, 672.0), Window(0.5, 1.5)),
        ),
    ],
)
def test_an_expression_is_understood(text: str, arguments: tuple[float | Window, ...]) -> None:
    assert read_readout(text, UNITS, RUN).arguments == arguments


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("mean_ovr(hpa.cortisol)", "there is no readout 'mean_ovr'; did you mean 'mean_over'?"),
        ("peak(hpa.cortsol)", "the model has no quantity 'hpa.cortsol'; did you mean 'hpa.cortisol'?"),
        ("peak hpa.cortisol", "not of the form name(quantity, ...)"),
        ("peak(hpa.cortisol", "not of the form name(quantity, ...)"),
        ("__import__('os')", "there is no readout '__import__'"),
        ("value_at(hpa.cortisol)", "value_at takes a moment after the quantity"),
        ("time_above(hpa.cortisol, 5 mg)", "measure different things"),
        ("peak(hpa.cortisol, 24 h)", "is no window; write 'last 24 h'"),
        ("peak(hpa.cortisol, last 24)", "'24' is no time"),
        ("peak(hpa.cortisol, last 24 mg)", "'24 mg' is no time"),
        ("peak(hpa.cortisol, last 29 d)", "not inside the run, which is reported from 0 h to 672 h"),
        ("peak(hpa.cortisol, 2 d to 1 d)", "ends before it begins"),
        ("value_at(hpa.cortisol, 30 d)", "not inside the run"),
        ("peak(hpa.cortisol, last 1 d, last 2 d)", "peak takes perhaps a window"),
    ],
)
def test_a_mistake_is_reported_with_its_address_and_a_way_out(text: str, complaint: str) -> None:
    with pytest.raises(ReadingError) as caught:
        read_readout(text, UNITS, RUN, Address("scenarios/a.yaml", 12, 3))
    message = str(caught.value)
    assert message.startswith("scenarios/a.yaml:12:3 readout ")
    assert complaint in message


def test_all_mistakes_are_reported_together(outcome: Outcome) -> None:
    with pytest.raises(ReadingError) as caught:
        measure(to_dataset(outcome), ["peek(substance.plasma)", "peak(substance.plasm)"])
    assert len(caught.value.mistakes) == 2


def test_every_example_in_the_table_is_understood() -> None:
    for name, row in SIGNATURES.items():
        assert read_readout(row.example, UNITS, RUN).name == name


def test_every_readout_that_can_be_asked_for_can_be_measured() -> None:
    assert list(READOUTS) == list(SIGNATURES)


def test_checking_a_readout_loads_neither_numpy_nor_xarray() -> None:
    code = "import sys, remit.readout.expression; print({'numpy', 'xarray'} & set(sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "set()\n"


def test_readouts_are_measured_for_every_subject_and_arm(outcome: Outcome) -> None:
    answers = measure(
        to_dataset(outcome), ["value_at(substance.plasma, 0 h)", "area_under(substance.concentration)"]
    )
    assert dict(answers.sizes) == {"subject": 2, "arm": 2}
    start = answers["value_at(substance.plasma, 0 h)"]
    assert start.sel(subject=1, arm="drug").item() == 10.0
    assert np.isnan(start.sel(subject=2, arm="drug"))
    assert is_same(answers["area_under(substance.concentration)"].attrs["unit"], "mg*h/L")
