"""What a comparison of solvers says: tables at equal error, and the figure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from common import Times, cost_at, short, table

ERRORS = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
COLOURS = {
    "remit": "#0072B2", "AMICI": "#D55E00", "CVODE + KLU in C": "#E69F00", "CVODE, scikit-sundae": "#F0C060",
    "libRoadRunner": "#009E73", "SciPy LSODA": "#CC79A7", "SciPy BDF": "#999999", "SciPy Radau": "#666666",
    "diffrax Kvaerno5": "#7F4FC9",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One solver at one tolerance."""

    peer: str
    rtol: float
    subjects: int
    times: Times
    own: float  # [ms each] by the solver's own clock; nan where it has none
    error: float

    @property
    def each(self) -> float:
        """Time per trajectory [ms]."""
        return 1e3 * self.times.median / self.subjects


def matched(rows: list[Row], builds: dict[str, float]) -> str:
    """Milliseconds per trajectory at equal error, and how many times those of the first row."""
    points: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        points.setdefault(row.peer, []).append((row.error, row.each))
        if row.own == row.own:
            points.setdefault(f"{row.peer}, its own clock", []).append((row.error, row.own))
    lines, first = [], next(iter(points))
    for name in [*points, *(name for name in builds if name not in points)]:
        cells = []
        for error in ERRORS:
            cost, ours = (cost_at(error, points.get(one, [])) for one in (name, first))
            ratio = f" ({short(cost / ours)} x)" if cost == cost and ours == ours else ""
            cells.append(short(cost, 3) + ratio)
        build = builds.get(name, float("nan"))
        lines.append([name, f"{build:.2f} s" if build == build else "", *cells])
    return table(["ms each", "build", *(f"error {error:.0e}" for error in ERRORS)], lines)


def every_run(rows: list[Row]) -> str:
    """Every solver at every tolerance."""
    lines = [
        [row.peer, f"{row.rtol:.0e}", str(row.subjects), short(row.each, 3),
         f"{100 * row.times.spread:.0f} %", str(len(row.times.each)), f"{row.error:.1e}"]
        for row in rows
    ]  # fmt: skip
    return table(["solver", "rtol", "subjects", "ms each", "spread", "turns", "error"], lines)


def draw(rows: dict[str, list[Row]], file: Path) -> None:
    """The figure: time against error, one panel per problem, exact to the left."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    columns = min(4, len(rows))
    lines = -(-len(rows) // columns)
    figure = Figure(figsize=(4.2 * columns, 3.9 * lines + 0.9), layout="constrained", dpi=110)
    FigureCanvasAgg(figure)
    axes = np.atleast_1d(figure.subplots(lines, columns)).ravel()
    handles: dict[str, Any] = {}
    for axis, (title, found) in zip(axes, rows.items(), strict=False):
        for name in dict.fromkeys(row.peer for row in found):
            line = sorted((row.error, row.each) for row in found if row.peer == name)
            ours = name.startswith("remit")
            style = {
                "lw": 2.4 if ours else 1.2,
                "ls": "--" if name == "remit, 1 lane" else "-",
            }
            colour = COLOURS.get("remit" if ours else name, "#666666")
            (handles[name],) = axis.loglog(
                *zip(*line, strict=True), marker="o", ms=3.5, color=colour, **style
            )
        axis.set_title(title.partition(":")[0], fontsize=10)
        axis.grid(which="major", color="#dddddd", lw=0.6)
        axis.spines[["top", "right"]].set_visible(False)
    for axis in axes[len(rows) :]:
        axis.set_axis_off()
    figure.legend(
        handles.values(),
        handles.keys(),
        loc="outside upper center",
        ncols=2 * columns,
        fontsize=9,
        frameon=False,
    )
    figure.supxlabel("largest relative error", fontsize=10)
    figure.supylabel("time per trajectory [ms]", fontsize=10)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file)
