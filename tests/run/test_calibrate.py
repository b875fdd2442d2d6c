"""Fitting numbers to observations, on a model whose answer is known in closed form."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from remit.compare.fitting import Fit, errors_of
from remit.present.calibration import as_document
from remit.quantity.mistakes import ReadingError
from remit.reading.documents import CalibrationDoc
from remit.reading.read import read_document
from remit.reading.shelf import Shelf
from remit.run.calibrate import calibrate

TANK = """
module: tank
about: Fills at a rate and empties at another.
states: {level: {unit: L, start: 0 L, scale: 1 L, about: in the tank}}
parameters:
  inflow: {value: 1 L/h, species: any, kind: assumed, note: a guess, about: what runs in}
  loss: {value: 0.5 /h, species: any, kind: assumed, note: a guess, about: what runs out}
  idle: {value: 3, species: any, kind: assumed, note: a guess, about: moves nothing}
  size: {value: 1 L, species: any, kind: defined, about: a litre}
equations: |
  unseen = idle*level/size : 1
  flow nothing -> level = inflow
  flow level -> nothing = loss*level
"""
OBSERVATION = """
observation: filling
about: The level after one hour and at last.
area: pk
species: human
source: debono2009
seen: recalled
trust: C
status: memory
use: fit
kind: quantitative
scenario:
  individual: human_adult
  modules: [tank]
  run: {until: 400 h, report_at: [1 h, 400 h], begin: as_written, rtol: 1e-9}
  arms:
    plain: {}
    fast: {set: {tank.inflow: {times: 2, because: a wider pipe}}}
readings:
  early: value_at(tank.level, 1 h) in plain
  late: value_at(tank.level, 400 h) in plain
  late_fast: value_at(tank.level, 400 h) in fast
parts:
  - {name: early, is: early, unit: L, value: EARLY, low: LOWEARLY, high: HIGHEARLY}
  - {name: late, is: late, unit: L, value: 20, low: 19, high: 21}
  - {name: fast, is: late_fast, unit: L, value: 40, low: 38, high: 42}
"""
FIT = """
fit: tank_fit
about: The pipes of a tank.
species: human
observations: [filling]
parameters:
  tank.inflow: {low: 0.1 L/h, high: 100 L/h}
  tank.loss: {low: 0.001 /h, high: 10 /h}
"""
INFLOW, LOSS = 4.0, 0.2  # make 20 L at last
EARLY = INFLOW / LOSS * (1.0 - math.exp(-LOSS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fit")
    for kind, name, text in (("modules", "tank", TANK), ("observations/pk", "filling", observation())):
        (folder / kind).mkdir(parents=True)
        (folder / kind / f"{name}.yaml").write_text(text)
    return folder


def observation() -> str:
    text = OBSERVATION.replace("LOWEARLY", f"{0.9 * EARLY:.12f}").replace("HIGHEARLY", f"{1.1 * EARLY:.12f}")
    return text.replace("EARLY", f"{EARLY:.12f}")


def fitted(folder: Path, text: str = FIT) -> Fit:
    path = folder / "tank_fit.yaml"
    path.write_text(text)
    shelf = Shelf().beside(path)
    return calibrate(shelf.read_fit(path), shelf=shelf)


def test_the_numbers_that_made_the_data_are_found_again(folder: Path) -> None:
    found = fitted(folder)
    after = {one.name: one.after for one in found.numbers}
    assert after == pytest.approx({"tank.inflow": INFLOW, "tank.loss": LOSS}, rel=1e-4)
    assert found.cost[1] < 1e-8 < found.cost[0]
    assert {one.verdict for one in found.numbers} == {"determined"}
    late = next(one for one in found.residuals if one.part == "late")
    assert (late.before, late.after) == pytest.approx((2.0, 20.0), rel=1e-4)


def test_an_arms_own_change_acts_on_the_fitted_number(folder: Path) -> None:
    found = fitted(folder)
    fast = next(one for one in found.residuals if one.part == "fast")
    assert fast.after == pytest.approx(40.0, rel=1e-4)


def test_a_number_that_moves_nothing_is_said_not_to_be_determined(folder: Path) -> None:
    found = fitted(folder, FIT + "  tank.idle: {low: 1, high: 10}\n")
    verdicts = {one.name: one.verdict for one in found.numbers}
    assert verdicts["tank.idle"] == "not determined"
    assert verdicts["tank.inflow"] == "determined"
    assert np.isnan(found.correlation[2]).all()


def test_a_bound_holds_and_is_said_to(folder: Path) -> None:
    found = fitted(folder, FIT.replace("high: 100 L/h", "high: 3 L/h"))
    inflow = next(one for one in found.numbers if one.name == "tank.inflow")
    assert inflow.after == pytest.approx(3.0, rel=1e-2)
    assert inflow.verdict == "at its bound"


def test_two_numbers_of_which_only_the_ratio_is_seen_cannot_be_told_apart() -> None:
    errors, _ = errors_of(np.array([[1.0, -1.0], [2.0, -2.0]]))
    assert np.isinf(errors).all()
    errors, correlation = errors_of(np.array([[1.0, -0.9], [0.0, 0.3]]))
    assert np.isfinite(errors).all()
    assert correlation[0, 1] > 0.9


def test_the_calibration_it_writes_can_be_read_and_remembers(folder: Path) -> None:
    path = folder / "tank_fit.yaml"
    found = fitted(folder)
    shelf = Shelf().beside(path)
    doc = shelf.read_fit(path)
    text = as_document(
        doc, found, [shelf.read("observation", "filling")], "2026-01-31", "remit calibrate x.yaml"
    )
    read = read_document(text.encode(), "tank_fit.yaml", "calibration").document
    assert isinstance(read, CalibrationDoc)
    by_name = {one.parameter: one for one in read.values}
    assert by_name["tank.loss"].value.value == pytest.approx(LOSS, rel=1e-4)
    assert by_name["tank.loss"].note.startswith("was 0.5 1/h; bounds 0.001 to 10; determined")
    assert read.observations == ("filling",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("tank.inflow", "tank.inflo", "scenario has 'tank.inflo'; did you mean 'tank.inflow'"),
        ("high: 100 L/h", "high: 100 L", "high is in L, low in L/h"),
        ("high: 100 L/h", "high: 0.01 L/h", "the upper bound is not above the lower one"),
        ("low: 0.1 L/h, high: 100 L/h", "low: 0.1 /h, high: 100 /h", "bounds of 'tank.inflow' and its unit"),
        ("[filling]", "[filing]", "unknown observation 'filing'; did you mean 'filling'"),
    ],
)  # fmt: skip
def test_what_cannot_be_fitted_is_refused_in_words(folder: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ReadingError, match=said.replace("?", ".")):
        fitted(folder, FIT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("use: fit", "use: check", "only to be looked at"),
        ("status: memory", "status: uncertain", "is uncertain"),
    ],
)
def test_nothing_is_fitted_to_what_is_only_looked_at_or_uncertain(
    folder: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    (tmp_path / "modules").mkdir()
    (tmp_path / "observations" / "pk").mkdir(parents=True)
    (tmp_path / "modules" / "tank.yaml").write_text(TANK)
    (tmp_path / "observations" / "pk" / "filling.yaml").write_text(observation().replace(old, new))
    with pytest.raises(ReadingError, match=said):
        fitted(tmp_path)
