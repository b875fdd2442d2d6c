"""The test problems on a shelf, those written by rule included."""

from __future__ import annotations

import shutil
from pathlib import Path

from problems.akzo import akzo_module
from problems.cusp import cusp_module
from remit.reading.documents import ScenarioDoc
from remit.reading.shelf import Shelf

HERE = Path(__file__).parent
SCENARIOS = tuple(sorted(file.stem for file in (HERE / "scenarios").glob("*.yaml")))


def problem_shelf(folder: Path) -> Shelf:
    """A shelf with every module of the test problems.

    Parameters
    ----------
    folder : path
        An empty folder, into which the generated modules are written.
    """
    modules = folder / "modules"
    modules.mkdir(parents=True)
    (modules / "akzo.yaml").write_text(akzo_module(), encoding="utf-8")
    (modules / "cusp.yaml").write_text(cusp_module(), encoding="utf-8")
    shutil.copy(HERE / "references.bib", folder)
    return Shelf([HERE, folder], has_plug_ins=False)


def problem_scenario(name: str, shelf: Shelf) -> ScenarioDoc:
    """One of SCENARIOS."""
    return shelf.read_scenario(HERE / "scenarios" / f"{name}.yaml")
