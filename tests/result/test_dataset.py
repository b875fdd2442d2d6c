"""Labels, honesty about failures, and files that give back what was written."""

from __future__ import annotations

import csv
import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from remit.result.dataset import to_dataset
from remit.result.files import read_netcdf, trajectories_of, write_csv, write_netcdf
from remit.result.outcome import Outcome


def test_every_quantity_of_the_model_is_a_variable_with_unit_and_meaning(outcome: Outcome) -> None:
    dataset = to_dataset(outcome)
    assert trajectories_of(dataset) == ("substance.plasma", "body.drive", "substance.concentration")
    concentration = dataset["substance.concentration"]
    assert concentration.dims == ("subject", "arm", "time")
    assert concentration.attrs == {"unit": "mg/L", "about": "plasma concentration", "role": "assignment"}


def test_a_trajectory_is_found_under_its_own_subject_and_arm(outcome: Outcome) -> None:
    values = to_dataset(outcome)["substance.plasma"].sel(subject=1, arm="drug").values
    assert np.array_equal(values, outcome.states[1, 0, :, 0])


def test_a_failed_subject_has_no_number_at_all_and_says_why(outcome: Outcome) -> None:
    dataset = to_dataset(outcome)
    for name in trajectories_of(dataset):
        assert np.isnan(dataset[name].sel(subject=2, arm="drug").values).all()
    assert "step size" in dataset["status"].sel(subject=2, arm="drug").item()


def test_a_failed_subject_does_not_spoil_the_others(outcome: Outcome) -> None:
    dataset = to_dataset(outcome)
    for subject, arm in ((1, "placebo"), (1, "drug"), (2, "placebo")):
        assert np.isfinite(dataset["substance.plasma"].sel(subject=subject, arm=arm).values).all()


def test_labelling_leaves_the_outcome_as_it_was(outcome: Outcome) -> None:
    before = outcome.states.copy()
    to_dataset(outcome)
    assert np.array_equal(outcome.states, before)


def test_a_number_keeps_its_birth_certificate_and_its_history(outcome: Outcome) -> None:
    clearance = to_dataset(outcome).sel(parameter="substance.clearance")
    assert (clearance["value"].item(), clearance["published"].item()) == (2.0, "3 L/h")
    assert (clearance["source"].item(), clearance["at"].item()) == ("author2001", "Table 1")
    (change,) = json.loads(clearance["history"].item())
    assert (change["by"], change["before"], change["after"]) == ("phenotype slow", 3.0, 2.0)


def test_only_numbers_that_differ_between_persons_are_stored_per_person(outcome: Outcome) -> None:
    dataset = to_dataset(outcome)
    assert dataset["varied"].values.tolist() == ["substance.clearance"]
    assert dataset["varied_value"].sel(arm="drug", varied="substance.clearance").values.tolist() == [2.0, 2.5]


def test_nothing_is_stored_per_person_when_all_are_alike(outcome: Outcome) -> None:
    alike = np.broadcast_to(np.array([2.0, 10.0]), outcome.parameters.shape)
    assert "varied_value" not in to_dataset(replace(outcome, parameters=alike))


def test_doses_and_driven_inputs_are_events_of_their_arm(outcome: Outcome) -> None:
    dataset = to_dataset(outcome)
    events = zip(
        dataset["event_arm"].values, dataset["event_kind"].values, dataset["event_text"].values, strict=True
    )
    assert list(events) == [("drug", "dose", "0.1 mg/kg"), ("drug", "input", "2")]
    assert dataset["event_until"].values.tolist() == [0.5, 2.0]


def test_arrays_that_do_not_fit_the_model_are_refused(outcome: Outcome) -> None:
    with pytest.raises(ValueError, match=r"inputs has shape \(2, 2, 5, 2\) instead of \(2, 2, 5, 1\)"):
        to_dataset(replace(outcome, inputs=np.ones((2, 2, 5, 2))))


def test_netcdf_gives_back_exactly_what_was_written(outcome: Outcome, tmp_path: Path) -> None:
    dataset = to_dataset(outcome)
    again = read_netcdf(write_netcdf(dataset, tmp_path / "deep" / "result.nc"))
    xr.testing.assert_identical(again, dataset)
    for name in dataset.variables:
        assert again[name].dtype == dataset[name].dtype, name
    assert list(again.data_vars) == list(dataset.data_vars)
    assert again.attrs == dataset.attrs


def test_a_result_opens_in_plain_xarray(outcome: Outcome, tmp_path: Path) -> None:
    path = write_netcdf(to_dataset(outcome), tmp_path / "result.nc")
    with xr.open_dataset(path) as stored:
        assert stored["time"].values.tolist() == outcome.times.tolist()


def test_an_interrupted_write_leaves_neither_half_a_file_nor_the_old_one_damaged(
    outcome: Outcome, tmp_path: Path
) -> None:
    path = write_netcdf(to_dataset(outcome), tmp_path / "result.nc")
    before = path.read_bytes()
    broken = to_dataset(outcome).assign_attrs(bad=object())
    with pytest.raises(TypeError):
        write_netcdf(broken, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["result.nc"]


def test_a_file_that_is_no_result_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "a.nc").write_text("hello")
    with pytest.raises(ValueError, match="not a netCDF-4 file"):
        read_netcdf(tmp_path / "a.nc")
    xr.Dataset({"a": 1.0}).to_netcdf(tmp_path / "b.nc", engine="h5netcdf")
    with pytest.raises(ValueError, match="not a result of remit"):
        read_netcdf(tmp_path / "b.nc")


def test_csv_keeps_every_digit_and_leaves_failures_empty(outcome: Outcome, tmp_path: Path) -> None:
    dataset = to_dataset(outcome)
    path = write_csv(dataset, tmp_path / "result.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * 2 * 2 * 5
    for row in rows:
        place = {"subject": int(row["subject"]), "arm": row["arm"], "time": float(row["time"])}
        stored = dataset[row["quantity"]].sel(place)
        assert row["unit"] == stored.attrs["unit"]
        assert (row["value"] == "") if np.isnan(stored) else float(row["value"]) == stored.item()


def test_csv_quotes_what_would_break_its_columns(outcome: Outcome, tmp_path: Path) -> None:
    dataset = to_dataset(replace(outcome, arms=("placebo", 'drug, "high"')))
    with write_csv(dataset, tmp_path / "result.csv").open(encoding="utf-8", newline="") as file:
        assert {row["arm"] for row in csv.DictReader(file)} == {"placebo", 'drug, "high"'}


def test_seventy_thousand_values_are_written_as_csv_without_a_noticeable_wait(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    quantities = {
        f"a.q{i}": xr.Variable(("subject", "arm", "time"), rng.random((1, 1, 700)), {"unit": "1"})
        for i in range(100)
    }
    dataset = xr.Dataset(quantities, {"subject": [1], "arm": ["all"], "time": np.arange(700.0)})
    began = time.process_time()
    write_csv(dataset, tmp_path / "result.csv")
    assert time.process_time() - began < 0.5  # 0.06 s where it was written; the rest is for slow machines
