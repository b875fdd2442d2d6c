"""Small runs of the noradrenaline reuptake inhibitors and of those of both transporters, for their tests."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import xarray as xr
from tests.library.measures import curve, hours

from remit.run import run_scenario

WEIGHT = {"human": 70.0, "rat": 0.3, "mouse": 0.025}  # kg
SMALL = 10.0  # ug/kg; inhibits nothing to speak of
LONG = 400.0  # h


def once(drug: str, amount: str, by: str = "oral") -> str:
    """One dose at the start, as YAML."""
    return f"doses: [{{drug: {drug}, by: {by}, amount: {amount}, at: 0 h}}]"


def repeated(drug: str, amount: str, every: int = 24, by: str = "oral") -> str:
    """Doses for ever, as YAML."""
    return f"doses: [{{drug: {drug}, by: {by}, amount: {amount}, every: {every} h}}]"


def arms(several: Mapping[str, str]) -> str:
    """Arms as YAML."""
    return "arms:\n" + "".join(f"  {name}: {{{body}}}\n" for name, body in several.items())


def area(found: xr.Dataset, quantity: str, arm: str | None, begin: float, end: float) -> float:
    """Area under a curve between two times [h]."""
    time = hours(found)
    inside = (time >= begin) & (time <= end)
    return float(np.trapezoid(curve(found, quantity, arm)[inside], time[inside]))


def mean_last_day(found: xr.Dataset, quantity: str, arm: str) -> float:
    """Mean over the last day of the run."""
    end = float(hours(found)[-1])
    return area(found, quantity, arm, end - 24, end) / 24


def small_doses(folder: Path, drugs: tuple[str, ...]) -> dict[str, xr.Dataset]:
    """One small dose of each drug by each route, each on its own, in each species."""
    several = {
        f"{drug}_{by}": once(drug, f"{SMALL:g} ug/kg", by)
        for drug in drugs
        for by in ("oral", "iv", "sc", "ip")
    }
    found = {}
    for species in WEIGHT:
        file = folder / f"{species}.yaml"
        file.write_text(
            f"scenario: small_{species}\nabout: a test\nindividual: {species}_adult\nmodules: [sert, net]\n"
            f"{arms(several)}run: {{until: {LONG:g} h, report_every: 15 min, rtol: 1e-8}}\n",
            encoding="utf-8",
        )
        found[species] = run_scenario(file)
        assert (found[species]["failed"] == 0).all()
    return found


def clearance_and_fraction(found: xr.Dataset, species: str, drug: str, base: float) -> tuple[float, float]:
    """Clearance [L/h] and oral bioavailability, from areas; `base` is the share of base in the dose."""
    by = {route: area(found, f"{drug}.concentration", f"{drug}_{route}", 0, LONG) for route in ("iv", "oral")}
    return base * SMALL * WEIGHT[species] / by["iv"], by["oral"] / by["iv"]
