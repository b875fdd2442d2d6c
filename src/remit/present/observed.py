"""Simulated curves with the published values on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import matplotlib as mpl
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from remit.language.tree import Name
from remit.present import style
from remit.quantity.unit_text import UnitError
from remit.quantity.units import factor_between
from remit.reading.documents import ObservationDoc
from remit.readout.expression import read_readout
from remit.readout.stretch import Window
from remit.result.notice import DISCLAIMER

MOST_ARMS = 7
LOCATED = ("value_at", "peak", "trough", "mean_over")


@dataclass(frozen=True, slots=True)
class Point:
    """A published value of a quantity at a time."""

    quantity: str
    arm: str
    time: float  # [h]
    value: float | None  # [the quantity's unit]
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Curves:
    """One observation's run: what is drawn and what was seen."""

    title: str
    dataset: xr.Dataset
    quantities: tuple[str, ...]
    points: tuple[Point, ...]


def curves_of(doc: ObservationDoc, dataset: xr.Dataset) -> Curves:
    """The quantities an observation reads, and the values published for them where a time can be told.

    A part that is one reading, taken at a moment, at a peak or trough or over a window, is a point; ratios
    and half-lives are not drawn.

    Parameters
    ----------
    doc : ObservationDoc
    dataset : xr.Dataset
        The result of its scenario.
    """
    units = {str(name): str(values.attrs.get("unit", "1")) for name, values in dataset.data_vars.items()}
    times = dataset["time"].values
    run = Window(float(times[0]), float(times[-1]))
    asked = {one.name: (one, read_readout(one.readout, units, run)) for one in doc.readings}
    points = []
    for part in doc.parts:
        if not isinstance(part.tree, Name) or part.tree.name not in asked:
            continue
        reading, readout = asked[part.tree.name]
        if readout.name not in LOCATED or reading.over.how not in ("median", "mean"):
            continue
        arm = reading.arm or str(dataset["arm"].values[0])
        try:
            factor = factor_between(part.unit, units[readout.quantity])
        except UnitError:
            continue
        time = moment(dataset[readout.quantity].sel(arm=arm), readout.name, readout.arguments)
        numbers = [None if one is None else one * factor for one in (part.value, part.low, part.high)]
        points.append(Point(readout.quantity, arm, time, *numbers))
    quantities = tuple(dict.fromkeys(readout.quantity for _, readout in asked.values()))
    return Curves(doc.name.replace("_", " "), dataset, quantities, tuple(points))


def moment(values: xr.DataArray, readout: str, arguments: Sequence[float | Window]) -> float:
    """When a reading is taken [h]: its moment, the middle of its window, or where its extreme lies."""
    window = next((one for one in arguments if isinstance(one, Window)), None)
    if readout == "value_at" and arguments and not isinstance(arguments[0], Window):
        return float(arguments[0])
    if readout == "mean_over" and window is not None:
        return 0.5 * (window.start + window.until)
    middle = values.median("subject")
    if window is not None:
        middle = middle.sel(time=slice(window.start, window.until))
    place = middle.argmin("time") if readout == "trough" else middle.argmax("time")
    return float(middle["time"].values[int(place)])


def paint(several: Iterable[Curves], title: str) -> Figure:
    """One column of panels per observation, one panel per quantity.

    Returns
    -------
    matplotlib.figure.Figure
        Lines are medians over subjects, points published values with their bands.
    """
    several = list(several)
    rows = max(len(one.quantities) for one in several)
    with mpl.rc_context(cast(Any, style.SETTINGS)):
        size = (4.6 * len(several), 2.3 * rows + 1.0)
        figure = Figure(figsize=size, dpi=style.DPI, layout="constrained")
        FigureCanvasAgg(figure)
        grid = figure.subplots(rows, len(several), squeeze=False)
        for column, one in enumerate(several):
            for row in range(rows):
                axes = grid[row, column]
                if row >= len(one.quantities):
                    axes.set_axis_off()
                    continue
                panel(axes, one, one.quantities[row])
                if row == 0:
                    axes.set_title(one.title, fontsize=9)
            grid[len(one.quantities) - 1, column].set_xlabel("time [d]")
            legend(grid[0, column], one)
        figure.suptitle(
            f"{title}: simulated (lines) and published (points); remit is {DISCLAIMER}", fontsize=8
        )
    return figure


def panel(axes: Axes, one: Curves, quantity: str) -> None:
    """One quantity of one observation."""
    values = one.dataset[quantity]
    days = one.dataset["time"].values / 24.0
    drawn = arms_of(one)
    for number, arm in enumerate(drawn):
        middle = values.sel(arm=arm).median("subject").values
        axes.plot(
            days, middle, color=style.colour(number), linestyle=style.dash(number), linewidth=style.LINE
        )
    for point in one.points:
        if point.quantity == quantity and point.arm in drawn:
            mark(axes, point, style.colour(drawn.index(point.arm)))
    unit = str(values.attrs.get("unit", "1"))
    axes.set_ylabel(f"{quantity}\n[{unit}]", fontsize=8)
    axes.margins(x=0.02)


def mark(axes: Axes, point: Point, colour: str) -> None:
    """A published value with its band; a band without a value is a bar alone."""
    day = point.time / 24.0
    bounds = [one for one in (point.low, point.high, point.value) if one is not None]
    if len(bounds) > 1:
        axes.vlines(day, min(bounds), max(bounds), color=colour, linewidth=1.2)
    if point.value is not None:
        axes.plot([day], [point.value], "o", color=colour, markersize=4.5, markeredgecolor="white")
    elif len(bounds) == 1:
        up = point.low is not None
        axes.plot([day], bounds, marker="^" if up else "v", color=colour, markersize=5)


def arms_of(one: Curves) -> list[str]:
    """Arms that are drawn: those with points first, as many as there are colours."""
    arms = [str(arm) for arm in one.dataset["arm"].values]
    seen = {point.arm for point in one.points}
    chosen = [arm for arm in arms if arm in seen] + [arm for arm in arms if arm not in seen]
    keep = set(chosen[:MOST_ARMS])
    return [arm for arm in arms if arm in keep]


def legend(axes: Axes, one: Curves) -> None:
    """Names of the arms, where there is more than one."""
    arms = arms_of(one)
    if len(arms) < 2:
        return
    for number, arm in enumerate(arms):
        axes.plot(
            [], [], color=style.colour(number), linestyle=style.dash(number), label=arm.replace("_", " ")
        )
    axes.legend(fontsize=6.5, ncols=2)
