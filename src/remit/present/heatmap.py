"""Heat maps of a comparison: model by treatment, one panel per readout."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, cast

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from remit.compare.response import Table
from remit.present import style
from remit.result.notice import DISCLAIMER

MOST = 1.0  # log2 of the strongest colour: halved or doubled
COLUMNS = 4  # panels side by side
CELL = (0.5, 0.26)  # [inch] width and height of a cell
LEFT, RIGHT, ABOVE, BELOW = 1.0, 1.2, 0.6, 1.05  # [inch] around the panels
BETWEEN = (0.15, 0.3)  # [inch] between panels, side by side and below each other
COLOURMAP = "PuOr_r"  # orange above the control, purple below; told apart with every common colour vision


def heatmaps(tables: Mapping[str, Table], units: Mapping[str, str], title: str, footer: str = "") -> Figure:
    """Draw one panel per readout; colour is the change against the control, numbers are percent.

    Parameters
    ----------
    tables : mapping of str to Table
        Readout -> cells.
    units : mapping of str to str
    title, footer : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    names = list(tables)
    first = tables[names[0]]
    columns = min(COLUMNS, len(names))
    rows = math.ceil(len(names) / columns)
    panel = (CELL[0] * len(first.treatments), CELL[1] * len(first.models))
    width = LEFT + columns * (panel[0] + BETWEEN[0]) + RIGHT
    height = ABOVE + rows * (panel[1] + BETWEEN[1]) + BELOW
    with mpl.rc_context(cast(Any, style.SETTINGS)):
        figure = Figure(figsize=(width, height), dpi=style.DPI)  # placed by hand: a layout engine draws twice
        FigureCanvasAgg(figure)
        image = None
        for number, name in enumerate(names):
            row, column = divmod(number, columns)
            x = LEFT + column * (panel[0] + BETWEEN[0])
            y = height - ABOVE - row * (panel[1] + BETWEEN[1]) - panel[1]
            axes = figure.add_axes((x / width, y / height, panel[0] / width, panel[1] / height))
            image = paint(axes, tables[name], f"{name} [{units[name]}]")
            axes.set_yticks(range(len(first.models)), first.models if column == 0 else [])
            is_last = number + columns >= len(names)
            treatments = first.treatments if is_last else []
            axes.set_xticks(range(len(first.treatments)), treatments, rotation=45, ha="right")
        if image is not None:
            tall = min(4.0, height - ABOVE - BELOW)
            place = (1 - 0.9 * RIGHT / width, 0.5 - tall / 2 / height, 0.15 / width, tall / height)
            bar = figure.colorbar(image, cax=figure.add_axes(place))
            bar.set_ticks([-1.0, 0.0, 1.0], labels=["half", "as control", "double"])
        figure.text(LEFT / width, 1 - 0.12 / height, title, fontsize=12, va="top")
        figure.text(0.01, 0.06 / height, f"{footer}  remit: {DISCLAIMER}", fontsize=7, color=style.QUIET)
    return figure


def paint(axes: Axes, table: Table, title: str) -> Any:
    """One panel; the colour scale is that of log2(value/control), the number its change in percent.

    Where the controls are next to nothing there is no relative change: then numbers are differences from the
    control, and the strongest colour is the largest of them.
    """
    changes = np.array([[cell.change for cell in row] for row in table.cells])
    absolute = not np.isfinite(changes).any()
    if absolute:
        changes = np.array([[cell.difference for cell in row] for row in table.cells])
        shown = MOST * changes / max(float(np.nanmax(np.abs(changes), initial=0.0)), 1e-300)
        title += ", difference"
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            shown = np.log2(np.maximum(changes + 1.0, 2.0**-6))
    image = axes.imshow(np.ma.masked_invalid(shown), cmap=COLOURMAP, vmin=-MOST, vmax=MOST, aspect="auto")
    axes.set_facecolor("#DDDDDD")
    for i, row in enumerate(changes):
        for j, change in enumerate(row):
            dark = abs(shown[i, j]) > 0.7 * MOST if math.isfinite(shown[i, j]) else False
            text = f"{change:+.2f}" if absolute else number(change)
            axes.text(
                j, i, text, ha="center", va="center", fontsize=6.5, color="white" if dark else style.TEXT
            )
    axes.set_title(title, fontsize=8.5)
    axes.tick_params(length=0, labelsize=7.5)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return image


def number(change: float) -> str:
    """A change in percent, short enough for a cell."""
    if not math.isfinite(change):
        return "–"
    if abs(change) >= 10:
        return f"×{change + 1:.0f}"
    return f"{100 * change:+.0f}" if abs(change) >= 0.005 else "0"
