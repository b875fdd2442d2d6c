"""Trajectories as stacked panels over time."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from remit.present import style
from remit.present.picture import Line, Panel, Picture, picture

if TYPE_CHECKING:
    import xarray as xr

MOST_ABREAST = 4  # arms in a row of the legend
LONGEST = 19  # characters of a label as tall as a panel
NOTE_WIDTH = 125  # characters in a line of the footer


def draw(dataset: xr.Dataset, quantities: Sequence[str] | None = None) -> Figure:
    """Draw quantities over time, one panel each.

    Parameters
    ----------
    dataset : xr.Dataset
        A result. Arms become colours; with more than one subject the median and the 5 to 95 % band are drawn.
    quantities : sequence of str, optional
        Full names; the first states when not given.

    Returns
    -------
    matplotlib.figure.Figure
        With its own canvas; pyplot is not involved. Failed subjects are left out, and the footer counts them.

    Raises
    ------
    ValueError
        When a quantity is not in the result.
    """
    return paint(picture(dataset, quantities))


def paint(what: Picture) -> Figure:
    """A figure of a picture."""
    with mpl.rc_context(cast(Any, style.SETTINGS)):
        legend_rows = math.ceil(len(what.arms) / MOST_ABREAST)
        notes = textwrap.wrap(what.footer, NOTE_WIDTH)
        height = style.PANEL_HEIGHT * len(what.panels) + 0.98 + 0.12 * len(notes) + 0.2 * (legend_rows - 1)
        figure = Figure(figsize=(style.WIDTH, height), dpi=style.DPI)
        FigureCanvasAgg(figure)
        axes: list[Axes] = list(figure.subplots(len(what.panels), 1, sharex=True, squeeze=False)[:, 0])
        for one, panel in zip(axes, what.panels, strict=True):
            _paint_panel(one, panel, what)
        _label(figure, axes, what, height)
    return figure


def save(figure: Figure, path: str | Path) -> Path:
    """Write a figure; the ending chooses the format (png, pdf, svg)."""
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    quick = {"pil_kwargs": {"compress_level": 1}} if path.suffix == ".png" else {}  # twice as quick
    figure.savefig(path, **cast(Any, quick))
    return path


def _paint_panel(axes: Axes, panel: Panel, what: Picture) -> None:
    """One quantity: a line, or a median and a band, per arm; doses above, driven inputs behind."""
    for line in panel.lines:
        _paint_line(axes, line, what)
    for start, until in what.shaded:
        axes.axvspan(start, until, color=style.SHADE, linewidth=0, zorder=-2)
    above = axes.get_xaxis_transform()
    for arm, days in panel.doses:
        axes.plot(days, [1.0] * len(days), "v", color=style.colour(arm), ms=4, transform=above, clip_on=False)
    label = panel.quantity.replace(".", "\n", 1) + ("" if panel.unit == "1" else f"\n[{panel.unit}]")
    longest = max(map(len, label.split("\n")))
    axes.set_ylabel(label, fontsize=style.LABEL * min(1.0, LONGEST / longest))
    axes.margins(x=0)


def _paint_line(axes: Axes, line: Line, what: Picture) -> None:
    look: dict[str, Any] = {
        "color": style.colour(line.arm),
        "linestyle": style.dash(line.arm),
        # lines that lie on each other stay visible: the first are the broadest, and beneath
        "linewidth": style.LINE * (1.0 + style.BROADER * min(3, len(what.arms) - 1 - line.arm)),
    }
    if line.middle is None:
        axes.plot([], [], label=f"{what.arms[line.arm]} (failed)", **look)
        return
    if line.low is not None and line.high is not None:
        axes.fill_between(what.days, line.low, line.high, color=look["color"], alpha=style.BAND, linewidth=0)
    axes.plot(what.days, line.middle, label=what.arms[line.arm], **look)


def _label(figure: Figure, axes: list[Axes], what: Picture, height: float) -> None:
    """Title, time axis, legend and the sentence that goes with every number."""
    axes[-1].set_xlabel("time [d]")
    figure.align_ylabels(axes)
    figure.suptitle(what.title, x=0.01, y=1 - 0.12 / height, ha="left", va="top", fontsize=11)
    if len(what.arms) > 1:
        figure.legend(
            *axes[0].get_legend_handles_labels(),
            loc="upper right",
            bbox_to_anchor=(0.995, 1 - 0.05 / height),
            ncols=min(MOST_ABREAST, len(what.arms)),
        )
    notes = textwrap.wrap(what.footer, NOTE_WIDTH)
    look = {"color": style.QUIET, "fontsize": 7.5, "ha": "left", "va": "bottom"}
    figure.text(0.01, 0.08 / height, "\n".join(notes), **cast(Any, look))
    top = 0.5 + 0.2 * (math.ceil(len(what.arms) / MOST_ABREAST) - 1)
    bottom = 0.56 + 0.12 * len(notes)
    figure.subplots_adjust(left=0.135, right=0.985, top=1 - top / height, bottom=bottom / height, hspace=0.16)
