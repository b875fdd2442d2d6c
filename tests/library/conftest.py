"""Runs of the library's documents, from scenarios written in the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import xarray as xr

from remit.run import run_scenario

HEAD = "scenario: {name}\nabout: a test\nindividual: human_adult\n"


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], xr.Dataset]:
    """A function from a name and the rest of a scenario document to its dataset."""
    folder: Path = tmp_path_factory.mktemp("scenarios")

    def run_text(name: str, body: str) -> xr.Dataset:
        file = folder / f"{name}.yaml"
        file.write_text(HEAD.format(name=name) + body, encoding="utf-8")
        found = run_scenario(file)
        assert (found["failed"] == 0).all(), found["status"].values
        return found

    return run_text
