"""A mechanistic simulator of treatment-resistant depression: research and teaching, never medical advice."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from remit.model.assemble import assemble
    from remit.present.figures import draw
    from remit.reading.shelf import Shelf, read_scenario
    from remit.readout.measure import measure
    from remit.readout.table import READOUTS
    from remit.result.files import read_netcdf, write_csv, write_netcdf
    from remit.run.batches import measure_scenario
    from remit.run.scenario import run_scenario

# The public names in the order in which data flows through them, each with the file that owns it.
_HOMES = {
    "Shelf": "remit.reading.shelf",
    "read_scenario": "remit.reading.shelf",
    "assemble": "remit.model.assemble",
    "run_scenario": "remit.run.scenario",
    "measure_scenario": "remit.run.batches",
    "READOUTS": "remit.readout.table",
    "measure": "remit.readout.measure",
    "write_netcdf": "remit.result.files",
    "read_netcdf": "remit.result.files",
    "write_csv": "remit.result.files",
    "draw": "remit.present.figures",
}
__all__ = [
    "READOUTS",
    "Shelf",
    "assemble",
    "draw",
    "measure",
    "measure_scenario",
    "read_netcdf",
    "read_scenario",
    "run_scenario",
    "write_csv",
    "write_netcdf",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for, so that `remit --help` stays quick."""
    if name not in _HOMES:
        raise AttributeError(f"module 'remit' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)
