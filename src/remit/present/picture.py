"""What a figure shows, as plain arrays: a result on its way to the eye, without anything that draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from remit.quantity.mistakes import quoted, suggestion
from remit.result.notice import DISCLAIMER

if TYPE_CHECKING:
    import xarray as xr

MOST_PANELS = 12  # drawn when nobody chooses
MOST_MARKS = 60  # dose marks per arm and panel; a regimen of years would be a black bar
Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Line:
    """One arm in one panel; a band when there is a population, nothing when everybody failed."""

    arm: int  # its number
    middle: Curve | None  # (n_time,) the person's values, or the median
    low: Curve | None  # (n_time,) 5 %
    high: Curve | None  # (n_time,) 95 %


@dataclass(frozen=True, slots=True)
class Panel:
    """One quantity over time."""

    quantity: str  # full name
    unit: str
    lines: tuple[Line, ...]
    doses: tuple[tuple[int, tuple[float, ...]], ...]  # arm number, days


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything a figure of stacked panels needs."""

    title: str
    footer: str
    arms: tuple[str, ...]
    days: Curve  # (n_time,) [d]
    panels: tuple[Panel, ...]
    shaded: tuple[tuple[float, float], ...]  # from, until [d]


def pictured(chosen: Sequence[str], dataset: xr.Dataset) -> list[str]:
    """The quantities somebody chose, else the first states."""
    states = [str(name) for name, values in dataset.data_vars.items() if values.attrs.get("role") == "state"]
    return list(chosen) or states[:MOST_PANELS]


def picture(dataset: xr.Dataset, quantities: Sequence[str] | None = None) -> Picture:
    """What a figure of some quantities shows.

    Parameters
    ----------
    dataset : xr.Dataset
        A result.
    quantities : sequence of str, optional
        Full names; the first states when not given.

    Raises
    ------
    ValueError
        When a quantity is not in the result.
    """
    chosen = pictured(quantities or (), dataset)
    known = [str(name) for name, values in dataset.data_vars.items() if "time" in values.dims]
    for name in chosen:
        if name not in known:
            raise ValueError(f"the result has no quantity {quoted(name)}{suggestion(name, known)}")
    events = events_of(dataset)
    arms = tuple(str(arm) for arm in dataset["arm"].values)
    subjects = dataset.sizes["subject"]
    people = f", {subjects} subjects: median and 5 to 95 %" if subjects > 1 else ""
    days = dataset["time"].values / 24.0
    spells = {(start / 24.0, until / 24.0) for _, start, until, kind, _ in events if kind == "input"}
    # clipped to what is shown; a spell that covers all of it would say nothing
    seen = {(max(start, days[0]), min(until, days[-1])) for start, until in spells}
    seen = {(start, until) for start, until in seen if start < until} - {(days[0], days[-1])}
    return Picture(
        title=f"{dataset.attrs.get('scenario', '')}{people}",
        footer=footer(dataset, events),
        arms=arms,
        days=days,
        panels=tuple(panel_of(dataset, name, arms, events) for name in chosen),
        shaded=tuple(sorted(seen)),
    )


Event = tuple[str, float, float, str, str]  # arm, from [h], until [h], kind, target


def events_of(dataset: xr.Dataset) -> list[Event]:
    """Doses, resets and driven inputs."""
    if "event_kind" not in dataset.coords:
        return []
    parts = (dataset[f"event_{part}"].values.tolist() for part in ("arm", "from", "until", "kind", "target"))
    return list(zip(*parts, strict=True))


def panel_of(dataset: xr.Dataset, name: str, arms: Sequence[str], events: Sequence[Event]) -> Panel:
    """One quantity: a line per arm, and the doses of the drug it belongs to."""
    values = dataset[name].transpose("arm", "subject", "time").values
    owner = name.split(".")[0]
    given: dict[str, list[float]] = {}
    for arm, start, _, kind, target in events:
        if kind == "dose" and target.replace(" ", ".").split(".")[0] == owner:
            given.setdefault(arm, []).append(start / 24.0)
    doses = tuple((arms.index(arm), thinned(days)) for arm, days in given.items())
    unit = str(dataset[name].attrs.get("unit", "1"))
    return Panel(name, unit, tuple(line_of(number, persons) for number, persons in enumerate(values)), doses)


def line_of(arm: int, persons: Curve) -> Line:
    """A person's values, or the median and band of those (n_subject, n_time) that have any."""
    found = persons[~np.isnan(persons).any(axis=1)]
    if not len(found):
        return Line(arm, None, None, None)
    if len(found) == 1:
        return Line(arm, found[0], None, None)
    low, middle, high = np.quantile(found, [0.05, 0.5, 0.95], axis=0)
    return Line(arm, middle, low, high)


def thinned(days: Sequence[float]) -> tuple[float, ...]:
    """At most MOST_MARKS of the days, evenly."""
    return tuple(days[:: -(-len(days) // MOST_MARKS)])


def footer(dataset: xr.Dataset, events: Sequence[Event]) -> str:
    """What a reader of the picture must know."""
    parts = [f"remit {dataset.attrs.get('remit_version', '')}".strip(), DISCLAIMER]
    failed = int(dataset["failed"].sum()) if "failed" in dataset else 0
    if failed:
        parts.append(f"{failed} of {dataset['failed'].size} solves failed and are not drawn")
    driven = dict.fromkeys(target for *_, kind, target in events if kind == "input")
    if driven:
        parts.append(f"driven: {', '.join(driven)}")
    if any(kind == "dose" for *_, kind, _ in events):
        parts.append("triangles: doses")
    return " · ".join(parts)
