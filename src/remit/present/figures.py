"""Trajectories as stacked panels over time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import matplotlib as mpl
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from remit.present import style
from remit.quantity.mistakes import quoted, suggestion
from remit.result.files import trajectories_of
from remit.result.notice import DISCLAIMER

MOST_MARKS = 60  # dose marks drawn per arm and panel; a regimen of years would be a black bar


def draw(dataset: xr.Dataset, quantities: Sequence[str] | None = None) -> Figure:
    """Draw quantities over time, one panel each.

    Parameters
    ----------
    dataset : xr.Dataset
        A result. Arms become colours; with more than one subject the median and the 5 to 95 % band are drawn.
    quantities : sequence of str, optional
        Full names; all states when not given.

    Returns
    -------
    matplotlib.figure.Figure
        With its own canvas; pyplot is not involved. Failed subjects are left out, and the footer counts them.

    Raises
    ------
    ValueError
        When a quantity is not in the result.
    """
    chosen = list(quantities) if quantities else states_of(dataset)
    known = trajectories_of(dataset)
    for name in chosen:
        if name not in known:
            raise ValueError(f"the result has no quantity {quoted(name)}{suggestion(name, known)}")
    with mpl.rc_context(cast(Any, style.SETTINGS)):
        height = style.PANEL_HEIGHT * len(chosen) + 1.1
        figure = Figure(figsize=(style.WIDTH, height), dpi=style.DPI)
        FigureCanvasAgg(figure)
        panels: list[Axes] = list(figure.subplots(len(chosen), 1, sharex=True, squeeze=False)[:, 0])
        for panel, name in zip(panels, chosen, strict=True):
            _draw_panel(panel, dataset, name)
        _label(figure, panels, dataset, height)
    return figure


def save(figure: Figure, path: str | Path) -> Path:
    """Write a figure; the ending chooses the format (png, pdf, svg)."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path)
    return path


def states_of(dataset: xr.Dataset) -> list[str]:
    """The quantities drawn when nobody chose: the states."""
    return [name for name in trajectories_of(dataset) if dataset[name].attrs.get("role") == "state"]


def _draw_panel(panel: Axes, dataset: xr.Dataset, name: str) -> None:
    """One quantity: a line, or a median and a band, per arm; doses and driven inputs behind."""
    values = dataset[name]
    days = dataset["time"].values / 24.0
    for number, arm in enumerate(dataset["arm"].values):
        persons = values.sel(arm=arm).values
        persons = persons[~np.isnan(persons).any(axis=1)]
        look: dict[str, Any] = {
            "color": style.colour(number),
            "linestyle": style.dash(number),
            "linewidth": style.LINE,
        }
        if len(persons) > 1:
            low, middle, high = np.quantile(persons, [0.05, 0.5, 0.95], axis=0)
            panel.fill_between(days, low, high, color=look["color"], alpha=style.BAND, linewidth=0)
            panel.plot(days, middle, label=str(arm), **look)
        elif len(persons):
            panel.plot(days, persons[0], label=str(arm), **look)
        else:
            panel.plot([], [], label=f"{arm} (failed)", **look)
    _mark_events(panel, dataset, name)
    unit = values.attrs.get("unit", "1")
    panel.set_ylabel(f"{name.replace('.', chr(10), 1)}" + ("" if unit == "1" else f"\n[{unit}]"))
    panel.margins(x=0)


def _mark_events(panel: Axes, dataset: xr.Dataset, name: str) -> None:
    """Shade driven inputs; tick the doses of the drug whose quantity the panel shows along its upper edge."""
    if "event_kind" not in dataset.coords:
        return
    shaded = set()
    arms = [str(arm) for arm in dataset["arm"].values]
    marks: dict[str, list[float]] = {}
    for arm, begin, end, kind, target in zip(
        *(dataset[f"event_{part}"].values for part in ("arm", "from", "until", "kind", "target")), strict=True
    ):
        if kind == "input" and (begin, end) not in shaded:
            shaded.add((begin, end))
            panel.axvspan(begin / 24.0, end / 24.0, color=style.SHADE, linewidth=0, zorder=-2)
        elif kind == "dose" and target.replace(" ", ".").split(".")[0] == name.split(".")[0]:
            marks.setdefault(str(arm), []).append(begin / 24.0)
    for arm, days in marks.items():
        look = style.colour(arms.index(arm))
        spread = days[:: -(-len(days) // MOST_MARKS)]
        panel.plot(
            spread,
            [1.0] * len(spread),
            "v",
            color=look,
            ms=4,
            transform=panel.get_xaxis_transform(),
            clip_on=False,
        )


def _label(figure: Figure, panels: list[Axes], dataset: xr.Dataset, height: float) -> None:
    """Title, time axis, legend and the sentence that goes with every number."""
    last = panels[-1]
    last.set_xlabel("time [d]")
    figure.align_ylabels(panels)
    subjects = dataset.sizes["subject"]
    people = f", {subjects} subjects: median and 5 to 95 %" if subjects > 1 else ""
    figure.suptitle(
        f"{dataset.attrs.get('scenario', '')}{people}",
        x=0.01,
        y=1 - 0.12 / height,
        ha="left",
        va="top",
        fontsize=11,
    )
    if dataset.sizes["arm"] > 1:
        figure.legend(
            *panels[0].get_legend_handles_labels(),
            loc="upper right",
            bbox_to_anchor=(0.995, 1 - 0.05 / height),
            ncols=min(4, dataset.sizes["arm"]),
        )
    figure.text(0.01, 0.08 / height, footer(dataset), color=style.QUIET, fontsize=7.5, ha="left", va="bottom")
    figure.subplots_adjust(left=0.135, right=0.985, top=1 - 0.5 / height, bottom=0.68 / height, hspace=0.16)


def footer(dataset: xr.Dataset) -> str:
    """What a reader of the picture must know."""
    parts = [f"remit {dataset.attrs.get('remit_version', '')}".strip(), DISCLAIMER]
    failed = int(dataset["failed"].sum()) if "failed" in dataset else 0
    if failed:
        parts.append(f"{failed} of {dataset['failed'].size} solves failed and are not drawn")
    if "event_kind" in dataset.coords:
        kinds = set(dataset["event_kind"].values.tolist())
        parts += ["shaded: a driven input"] * ("input" in kinds) + ["triangles: doses"] * ("dose" in kinds)
    return " · ".join(parts)
