"""What a scenario wants to see, without loading anything that draws."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import xarray as xr

MOST_PANELS = 12  # drawn when a scenario does not choose


def pictured(chosen: Sequence[str], dataset: xr.Dataset) -> list[str]:
    """The quantities a scenario lists under `figure`, else its first states."""
    states = [str(name) for name, values in dataset.data_vars.items() if values.attrs.get("role") == "state"]
    return list(chosen) or states[:MOST_PANELS]
