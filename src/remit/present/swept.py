"""Readouts of a sweep against what was swept."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from remit.present import style
from remit.present.picture import Curve, line_of
from remit.result.notice import DISCLAIMER
from remit.result.swept import PREFIX, axes_of

if TYPE_CHECKING:
    import xarray as xr

MANY = 20.0  # fold between ends of an axis from which it is drawn in logarithms
LABEL_WIDTH = 26  # characters


def draw_sweep(answers: xr.Dataset, title: str) -> Figure:
    """Draw readouts against the first axis of a sweep, one panel each.

    Parameters
    ----------
    answers : xr.Dataset
        Readouts (subject, arm) with the coordinates of `remit.result.swept.with_sweep`. Values of further
        axes, and named arms, become lines; an arm that lacks what is swept is a level line. With more than
        one subject the median and the 5 to 95 % band are drawn.
    title : str

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    ValueError
        When nothing was swept.
    """
    axes = axes_of(answers)
    if not axes:
        raise ValueError("nothing was swept: the result has no coordinate of a sweep")
    along = answers[axes[0]]
    groups = dict(_groups(answers, axes))
    level = [i for i, value in enumerate(along.values) if math.isnan(value)]
    with mpl.rc_context(cast(Any, style.SETTINGS)):
        count = len(answers.data_vars)
        height = 1.2 * style.PANEL_HEIGHT * count + 1.2 + 0.2 * ((len(groups) + len(level)) // 3)
        figure = Figure(figsize=(style.WIDTH, height), dpi=style.DPI)
        FigureCanvasAgg(figure)
        panels: list[Axes] = list(figure.subplots(count, 1, sharex=True, squeeze=False)[:, 0])
        for panel, (name, values) in zip(panels, answers.data_vars.items(), strict=True):
            persons = values.transpose("arm", "subject").values
            _lines(panel, along.values, persons, groups)
            for number, arm in enumerate(level, start=len(groups)):
                label = str(answers["arm"].values[arm])
                panel.axhline(
                    np.nanmedian(persons[arm]), color=style.colour(number), linestyle=":", label=label
                )
            _name_panel(panel, str(name), str(values.attrs.get("unit", "1")))
        _finish(figure, panels, along, (title, height))
    return figure


def _groups(answers: xr.Dataset, axes: list[str]) -> Iterator[tuple[str, list[int]]]:
    """Lines by their label: the arms that differ by the first axis only, in its order."""
    along = answers[axes[0]].values
    found: dict[str, list[int]] = {}
    for number, arm in enumerate(answers["arm"].values):
        if not math.isnan(along[number]):
            first = axes[0].removeprefix(PREFIX) + " "
            words = [word for word in str(arm).split(", ") if not word.startswith(first)]
            found.setdefault(", ".join(words), []).append(number)
    for label, members in found.items():
        yield label, sorted(members, key=lambda one: float(along[one]))


def _lines(panel: Axes, along: Curve, persons: Curve, groups: dict[str, list[int]]) -> None:
    """One line per group, with a band when there are several persons."""
    for number, (label, members) in enumerate(groups.items()):
        places = along[members]
        line = line_of(number, persons[members].T)
        look: dict[str, Any] = {
            "color": style.colour(number),
            "linestyle": style.dash(number),
            "linewidth": style.LINE * (1.0 + style.BROADER * min(3, len(groups) - 1 - number)),
            "marker": "o",
            "markersize": 4,
        }
        if line.middle is None:
            panel.plot([], [], label=f"{label} (failed)".strip(), **look)
            continue
        if line.low is not None and line.high is not None:
            panel.fill_between(
                places, line.low, line.high, color=look["color"], alpha=style.BAND, linewidth=0
            )
        panel.plot(places, line.middle, label=label, **look)


def _name_panel(panel: Axes, name: str, unit: str) -> None:
    parts = name.replace("(", "(\n").split("\n")
    words = [line for part in parts for line in textwrap.wrap(part, LABEL_WIDTH)]
    words += [] if unit == "1" else [f"[{unit}]"]
    panel.set_ylabel("\n".join(words), fontsize=style.LABEL - 1.5)


def _finish(figure: Figure, panels: list[Axes], along: xr.DataArray, words: tuple[str, float]) -> None:
    """Title, the swept axis, legend and the sentence that goes with every number."""
    title, height = words
    known = along.values[~np.isnan(along.values)]
    if known.min() > 0 and known.max() / known.min() > MANY:
        panels[-1].set_xscale("log")
    unit = str(along.attrs.get("unit", "1"))
    panels[-1].set_xlabel(str(along.attrs.get("about", along.name)) + ("" if unit == "1" else f" [{unit}]"))
    figure.align_ylabels(panels)
    figure.suptitle(title, x=0.01, y=1 - 0.12 / height, ha="left", va="top", fontsize=11)
    handles, labels = panels[0].get_legend_handles_labels()
    rows = 0
    if any(labels):
        figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.005, 1 - 0.3 / height), ncols=3)
        rows = -(-len(labels) // 3)
    look = {"color": style.QUIET, "fontsize": 7.5, "ha": "left", "va": "bottom"}
    figure.text(0.01, 0.08 / height, DISCLAIMER, **cast(Any, look))
    top = 0.45 + 0.22 * rows
    figure.subplots_adjust(left=0.19, right=0.97, top=1 - top / height, bottom=0.75 / height, hspace=0.2)
