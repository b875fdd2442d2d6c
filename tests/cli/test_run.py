"""`remit run` and `remit draw`, from a scenario to files."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from remit.cli.main import FAILED, FINE, MISTAKEN, run
from remit.result.files import read_netcdf

SCENARIO = Path(__file__).parent / "shelf" / "cooling.yaml"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of one run."""
    folder = tmp_path_factory.mktemp("out") / "deep"
    assert run(["run", str(SCENARIO), "--out", str(folder)]) == FINE
    return folder


def test_a_run_writes_a_result_two_tables_and_a_figure(out: Path) -> None:
    names = {file.name for file in out.iterdir()}
    assert names == {"cooling.nc", "cooling.csv", "cooling_readouts.csv", "cooling.png"}
    assert (out / "cooling.png").read_bytes().startswith(b"\x89PNG")


def test_the_stored_numbers_are_right(out: Path) -> None:
    result = read_netcdf(out / "cooling.nc")
    drug = result["cooler.concentration"].sel(subject=1, arm="drug")
    later = drug["time"].values >= 24.0
    exact = 0.5 * 70 / 10.0 * np.exp(-0.3 * (drug["time"].values[later] - 24.0))
    np.testing.assert_allclose(drug.values[later], exact, rtol=1e-5, atol=1e-9)
    assert (result["cooler.concentration"].sel(subject=1, arm="vehicle").values == 0.0).all()


def test_readouts_in_the_table_are_those_of_the_file(out: Path) -> None:
    result = read_netcdf(out / "cooling.nc")
    with (out / "cooling_readouts.csv").open(encoding="utf-8") as file:
        rows = {(row["arm"], row["readout"]): float(row["value"]) for row in csv.DictReader(file)}
    peak = result["cooler.concentration"].sel(subject=1, arm="drug").values.max()
    assert rows["drug", "peak(cooler.concentration)"] == peak
    assert rows["vehicle", "peak(cooler.concentration)"] == 0.0


def test_a_run_without_a_folder_prints_readouts_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["run", str(SCENARIO)]) == FINE
    printed = capsys.readouterr().out
    assert "peak(cooler.concentration)" in printed
    assert "nothing was written" in printed
    assert not list(tmp_path.iterdir())


def test_piped_output_has_no_colours_and_is_not_cut(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run", str(SCENARIO)]) == FINE
    printed = capsys.readouterr().out
    assert "\x1b" not in printed
    assert "…" not in printed


def test_a_setting_changes_the_numbers(tmp_path: Path) -> None:
    settings = ["--set", "cooler.volume=5 L", "--set", "run.until=30 h", "--set", "population.subjects=3"]
    scenario = tmp_path / "shelf" / "cooling.yaml"
    shutil.copytree(SCENARIO.parent, tmp_path / "shelf")
    text = scenario.read_text(encoding="utf-8")
    scenario.write_text(text.replace("last 24 h", "last 1 h"), encoding="utf-8")
    assert run(["run", str(scenario), "--no-figure", "--out", str(tmp_path / "out"), *settings]) == FINE
    result = read_netcdf(tmp_path / "out" / "cooling.nc")
    assert result["time"].values[-1] == 30.0
    assert result.sizes["subject"] == 3
    assert result["value"].sel(parameter="cooler.volume").item() == 5.0
    volumes = result["varied_value"].sel(varied="cooler.volume", arm="drug").values
    assert len(set(volumes.tolist())) == 3
    assert not (tmp_path / "out" / "cooling.png").exists()


def test_a_mistake_ends_a_run_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["run", str(SCENARIO), "--out", str(tmp_path / "out"), "--set", "warmth.los=1 /h"]) == MISTAKEN
    assert "did you mean 'warmth.loss'?" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_failed_solve_is_named_and_the_others_are_written(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = read_netcdf(out / "cooling.nc")
    result["failed"].loc[{"arm": "drug"}] = 1
    result["status"] = result["status"].astype("<U60")
    result["status"].loc[{"arm": "drug"}] = "at 25 h the step size fell below the spacing of times"
    for values in result.data_vars.values():
        if "time" in values.dims:
            values.loc[{"arm": "drug"}] = np.nan

    def failing(*_: object, **__: object) -> xr.Dataset:
        return result

    monkeypatch.setattr("remit.run.scenario.run_scenario", failing)
    assert run(["run", str(SCENARIO), "--out", str(tmp_path)]) == FAILED
    printed = capsys.readouterr()
    assert "subject 1, arm drug: at 25 h the step size fell below" in printed.err
    assert "1 of 2 solves failed" in printed.err
    with (tmp_path / "cooling_readouts.csv").open(encoding="utf-8") as file:
        rows = {(row["arm"], row["readout"]): row["value"] for row in csv.DictReader(file)}
    assert rows["drug", "peak(cooler.concentration)"] == ""
    assert float(rows["vehicle", "peak(cooler.concentration)"]) == 0.0


def test_a_stored_result_can_be_drawn_later(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    picture = tmp_path / "later.svg"
    assert run(["draw", str(out / "cooling.nc"), "warmth.level", "--out", str(picture)]) == FINE
    assert picture.read_text(encoding="utf-8").startswith("<?xml")
    assert run(["draw", str(out / "cooling.nc"), "--names"]) == FINE
    assert "warmth.level [nmol/L] how warm it is" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["warmth.levle"], "did you mean 'warmth.level'?"),
        (["warmth.level", "--out", "a.gif"], "the ending must be .png, .pdf or .svg"),
    ],
)
def test_draw_refuses_what_it_cannot_draw(
    out: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert run(["draw", str(out / "cooling.nc"), *arguments]) == MISTAKEN
    assert complaint in capsys.readouterr().err


def test_a_new_scenario_runs_as_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", str(tmp_path / "mine.yaml")]) == FINE
    assert run(["run", str(tmp_path / "mine.yaml")]) == FINE
    assert "mean_over(hpa.cortisol, last 24 h)" in capsys.readouterr().out
