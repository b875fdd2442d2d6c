"""Readouts of a population, some persons at a time."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from remit.readout.measure import measure
from remit.run import batches, run_scenario

POOL = """
module: pool
about: A level that persons differ in.
states: {x: {unit: "1", start: 1, about: the level}}
parameters:
  k: {value: 1 /h, species: any, kind: defined, spread: {cv: 0.5}, about: rate}
  made: {value: 2 /h, species: any, kind: defined, spread: {cv: 0.3}, about: production}
equations: |
  dx/dt = made - k*x
"""
ASKED = ["value_at(pool.x, 3 h)", "peak(pool.x)"]


def written(folder: Path, subjects: int, reports: str = "report_every: 1 h") -> Path:
    """A scenario of so many persons."""
    (folder / "modules").mkdir(exist_ok=True)
    (folder / "modules" / "pool.yaml").write_text(POOL)
    path = folder / "many.yaml"
    path.write_text(
        f"scenario: many\nindividual: human_adult\nmodules: [pool]\narms: {{usual: {{}}, slow: {{set: "
        "{pool.k: {times: 0.5, because: a test}}}}\n"
        f"population: {{subjects: {subjects}, seed: 7}}\nreadouts: ['{ASKED[0]}', '{ASKED[1]}']\n"
        f"run: {{until: 10 h, {reports}}}\n"
    )
    return path


def test_persons_are_the_same_in_batches_and_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "PERSONS", 7)
    path = written(tmp_path, 17)
    apart, together = batches.measure_scenario(path), measure(run_scenario(path), ASKED)
    assert apart["subject"].values.tolist() == list(range(1, 18))
    for name in ASKED:
        np.testing.assert_allclose(apart[name].values, together[name].values, rtol=1e-9)
        assert apart[name].attrs == together[name].attrs


def test_ten_times_the_persons_take_no_more_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "PERSONS", 50)

    def most(subjects: int) -> int:
        path = written(tmp_path, subjects, "report_every: 10 s")
        tracemalloc.start()
        batches.measure_scenario(path)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    most(50)  # loads and compiles
    one, ten = most(50), most(500)
    assert ten < 1.2 * one


def test_without_readouts_nothing_would_be_kept(tmp_path: Path) -> None:
    path = written(tmp_path, 3)
    path.write_text("\n".join(line for line in path.read_text().splitlines() if "readouts" not in line))
    with pytest.raises(ValueError, match="nothing would be kept"):
        batches.measure_scenario(path)
