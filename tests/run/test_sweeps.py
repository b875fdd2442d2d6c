"""Sweeps: a dose, a time, an exposure, a parameter or a gene taken through several values."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from remit.present.swept import draw_sweep
from remit.quantity.mistakes import ReadingError
from remit.readout.measure import measure
from remit.result.files import read_netcdf, write_netcdf
from remit.run import run_scenario

TANK = """
module: tank
about: A level that fills and empties.
inputs: {tap: {unit: 1/h, rest: 0 /h, about: what runs in}}
states: {x: {unit: "1", start: 0, about: the level}}
parameters:
  k: {value: 0.5 /h, species: any, kind: defined, about: how fast it empties}
  amount: {value: 1, species: any, kind: defined, about: enzyme}
genes: {ENZ1: amount}
equations: |
  dx/dt = tap - k*amount*x
"""
DRUG = """
drug: pill
about: A drug of one compartment.
states: {body: {unit: mg, start: 0 mg, about: drug in the body}}
parameters:
  out: {value: 0.1 /h, species: any, kind: defined, about: rate}
equations: |
  dbody/dt = -out*body
doses_into: {oral: body}
"""
PILL = "doses: [{drug: pill, by: oral, amount: 1 mg, at: [2 h, 5 h]}]\n"
TAP = "exposures: {tank.tap: {level: 3 /h}}\n"
RUN = "run: {until: 10 h, report_every: 1 h, begin: as_written, rtol: 1e-10, atol: 1e-12}\n"


def ran(folder: Path, text: str) -> xr.Dataset:
    """The result of a scenario beside the tank and the pill."""
    for kind, name, document in (("modules", "tank", TANK), ("drugs", "pill", DRUG)):
        (folder / kind).mkdir(exist_ok=True)
        (folder / kind / f"{name}.yaml").write_text(document)
    path = folder / "swept.yaml"
    path.write_text("scenario: swept\nindividual: human_adult\nmodules: [tank]\n" + RUN + text)
    return run_scenario(path)


def test_a_swept_amount_multiplies_what_is_in_the_body(tmp_path: Path) -> None:
    found = ran(tmp_path, PILL + "sweep: {dose: {doses: pill, amount: [1 mg, 2 mg, 500 ug]}}\n")
    assert found["sweep_dose"].values.tolist() == [1.0, 2.0, 0.5]
    assert found["sweep_dose"].attrs["unit"] == "mg"
    body = found["pill.body"].sel(time=7.0).values[0]
    np.testing.assert_allclose(body / body[0], [1.0, 2.0, 0.5], rtol=1e-9)


def test_a_swept_time_moves_all_doses_of_the_drug_together(tmp_path: Path) -> None:
    found = ran(tmp_path, PILL + "sweep: {begin: {doses: pill, first: [2 h, 4 h]}}\n")
    early, late = found["pill.body"].values[0]
    np.testing.assert_allclose(late[2:], early[:-2], rtol=1e-9, atol=1e-9)


def test_a_swept_exposure_has_the_level_of_its_arm(tmp_path: Path) -> None:
    found = ran(tmp_path, TAP + "sweep: {tap: {exposure: tank.tap, level: [0 /h, 1 /h, 4 /h]}}\n")
    assert found["tank.tap"].sel(time=5.0).values[0].tolist() == [0.0, 1.0, 4.0]


@pytest.mark.parametrize(
    "how",
    [
        "parameter: tank.k, times: [1, 2]",
        "parameter: tank.k, to: [0.5 /h, 1 /h]",
        "gene: ENZ1, times: [1, 2]",
    ],
)
def test_twice_the_rate_leaves_the_level_of_the_closed_form(tmp_path: Path, how: str) -> None:
    found = ran(tmp_path, TAP + f"sweep: {{rate: {{{how}}}}}\n")
    times = found["time"].values
    for arm, rate in enumerate((0.5, 1.0)):
        wanted = 3.0 / rate * -np.expm1(-rate * times)
        np.testing.assert_allclose(found["tank.x"].values[0, arm], wanted, rtol=1e-8, atol=1e-10)


def test_two_sweeps_give_every_combination_and_a_placebo_stays_one(tmp_path: Path) -> None:
    text = PILL + "arms: {placebo: {doses: []}, drug: {}}\n"
    text += "sweep:\n  dose: {doses: pill, amount: [1 mg, 2 mg]}\n"
    text += "  begin: {doses: pill, first: [0 h, 1 h, 2 h]}\n"
    found = ran(tmp_path, text)
    assert found.sizes["arm"] == 1 + 2 * 3
    assert str(found["arm"].values[0]) == "placebo"
    assert np.isnan(found["sweep_dose"].values[0])
    assert not np.isnan(found["sweep_dose"].values[1:]).any()
    places = set(zip(found["sweep_dose"].values[1:], found["sweep_begin"].values[1:], strict=True))
    assert places == {(dose, begin) for dose in (1.0, 2.0) for begin in (0.0, 1.0, 2.0)}


def test_the_numbers_of_an_arm_are_those_of_the_scenario_written_out(tmp_path: Path) -> None:
    swept = ran(tmp_path, PILL + "sweep: {dose: {doses: pill, amount: [1 mg, 2 mg]}}\n")
    plain = ran(tmp_path, PILL.replace("1 mg", "2 mg"))
    assert swept["pill.body"].values[0, 1].tolist() == plain["pill.body"].values[0, 0].tolist()


def test_a_file_keeps_where_the_arms_stand(tmp_path: Path) -> None:
    found = ran(tmp_path, PILL + "sweep: {dose: {doses: pill, amount: [1 mg, 2 mg]}}\n")
    back = read_netcdf(write_netcdf(found, tmp_path / "swept.nc"))
    xr.testing.assert_identical(back, found)


def test_the_figure_has_a_line_per_further_value_and_a_level_line_for_the_placebo(tmp_path: Path) -> None:
    text = PILL + "arms: {placebo: {doses: []}, drug: {}}\n"
    text += "sweep:\n  dose: {doses: pill, amount: [1 mg, 2 mg, 50 mg], about: amount}\n"
    text += "  begin: {doses: pill, first: [0 h, 1 h]}\n"
    answers = measure(ran(tmp_path, text), ["peak(pill.body)"])
    (panel,) = draw_sweep(answers, "swept").axes
    assert panel.get_xlabel() == "amount [mg]"
    assert panel.get_xscale() == "log"
    assert [line.get_label() for line in panel.get_lines()] == [
        "drug, begin 0 h",
        "drug, begin 1 h",
        "placebo",
    ]
    np.testing.assert_allclose(panel.get_lines()[0].get_xdata(), [1.0, 2.0, 50.0])


@pytest.mark.parametrize(
    ("sweep", "words"),
    [
        ("{d: {doses: pill, amount: [1 mg]}}", "at least two values"),
        ("{d: {doses: pill, amount: [1 mg, 1 mg]}}", "stands twice"),
        ("{d: {doses: pill, amount: [1 L, 2 L]}}", "is no dose"),
        ("{d: {doses: pill, level: [1, 2]}}", "amount or first"),
        ("{d: {doses: pill, parameter: tank.k, times: [1, 2]}}", "not 2 of them"),
        ("{d: {doses: pil, amount: [1 mg, 2 mg]}}", "varies what no arm has: pil"),
        ("{d: {exposure: tank.tap, level: [0 /h, 1 /h]}}", "varies what no arm has: tank.tap"),
        ("{d: {parameter: tank.kk, times: [1, 2]}}", "tank.kk"),
        ("{d: {parameter: tank.k, to: [1 /h, 2 L]}}", "differ"),
        ("{a: {doses: pill, amount: [1 mg, 2 mg]}, b: {doses: pill, amount: [1 mg, 3 mg]}}", "both"),
    ],
)
def test_a_wrong_sweep_is_refused_with_its_place(tmp_path: Path, sweep: str, words: str) -> None:
    with pytest.raises(ReadingError) as caught:
        ran(tmp_path, PILL + f"sweep: {sweep}\n")
    assert words in str(caught.value)
    assert "swept.yaml:" in str(caught.value)


def test_too_many_combinations_are_refused_before_anything_runs(tmp_path: Path) -> None:
    values = ", ".join(f"{i} mg" for i in range(1, 40))
    later = ", ".join(f"{i / 10} h" for i in range(1, 40))
    text = f"sweep:\n  a: {{doses: pill, amount: [{values}]}}\n  b: {{doses: pill, first: [{later}]}}\n"
    with pytest.raises(ReadingError, match="1521 arms, more than 1000"):
        ran(tmp_path, PILL + text)
