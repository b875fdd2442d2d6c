"""What each of remit's methods costs at what measured error, on stiff test problems and the network.

    python benchmarks/work_precision.py [--quick] [--repeats N] [--figure FILE] [--into PAGE]

Errors at the end are against published or independently computed digits; errors at 20 reports, which pass
through the interpolation inside steps, against the tightest run, in shares of each state's largest value. The
test problems run in many copies side by side, the network as subjects that differ.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import network
import numpy as np
from common import (
    HERE,
    Case,
    Engine,
    Floats,
    cost_at,
    finish,
    folded,
    interleaved,
    load,
    machine_in_words,
    problem_of,
    short,
    table,
    widened,
    widest_vector,
)

from remit.solve.many import integrate
from remit.solve.method import DEFAULT, METHODS, Method
from remit.solve.problem import Trajectory

sys.path.insert(0, str(HERE.parent / "tests"))
from problems.documents import problem_scenario, problem_shelf
from problems.references import CLOSED_FORMS, REFERENCES

PROBLEMS = ("hires", "oregonator", "van_der_pol", "robertson", "pollution", "prothero_stiff")
TITLES = {
    "hires": "HIRES", "oregonator": "Oregonator", "van_der_pol": "Van der Pol", "robertson": "Robertson",
    "pollution": "Pollution", "prothero_stiff": "Prothero and Robinson", "network": "Network, 64 states",
}  # fmt: skip
COPIES = 256
N_REPORTS = 20
ERRORS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
MOST_STEPS = 60_000
COLOURS = {
    "Rodas3P": "#999999", "Rodas4": "#E69F00", "Rodas4P2": "#D55E00", "Rodas5": "#009E73",
    "Rodas5P": "#56B4E9", "Rodas5Pe": "#0072B2",
}  # fmt: skip
MARKERS = {"Rodas3P": "v", "Rodas4": "s", "Rodas4P2": "D", "Rodas5": "^", "Rodas5P": "o", "Rodas5Pe": "P"}


@dataclass(frozen=True, slots=True)
class Point:
    """One method at one tolerance on one problem."""

    problem: str
    method: str
    rtol: float
    milliseconds: float  # per trajectory
    steps: float  # rejected ones included
    end: float
    reports: float


def end_errors(case: Case, end: Floats, reference: Floats) -> Floats:
    """Per subject the largest relative error at the end; `reference` is used where no digits are known."""
    states = case.engine.program.states
    name = case.name
    if name in REFERENCES:
        digits = REFERENCES[name]
        kept = [
            max(
                digits.errors(dict.fromkeys(digits.values(), np.nan) | dict(zip(states, row, strict=True)))[
                    state
                ]
                for state in states
            )
            for row in end
        ]
        return np.array(kept)
    if name in CLOSED_FORMS:
        reference = np.tile(
            [CLOSED_FORMS[name](case.schedule.until)[state] for state in states], (end.shape[0], 1)
        )
    worst: Floats = (np.abs(end - reference) / np.maximum(np.abs(reference), 1e-3)).max(axis=1)
    return worst


def report_errors(found: Floats, reference: Floats) -> Floats:
    """Per subject the largest error over reports and states, in shares of each state's largest value."""
    largest = np.abs(reference).max(axis=1, keepdims=True)
    worst: Floats = (np.abs(found - reference) / largest).reshape(found.shape[0], -1).max(axis=1)
    return worst


def reports_of(case: Case) -> Floats:
    """Twenty times that no step is likely to end on."""
    begin, end = case.schedule.start, case.schedule.until
    if case.name == "robertson":
        return np.geomspace(1e-1, 0.7 * end, N_REPORTS)
    return begin + (end - begin) * (np.arange(N_REPORTS) + 0.618) / N_REPORTS


def attempt(case: Case, engine: Engine, method: Method, rtol: float, times: Floats) -> Trajectory | None:
    """A run, or nothing when the method fails or takes too long."""
    problem = replace(problem_of(case, rtol, times), max_steps=MOST_STEPS)
    found = integrate(problem, engine.kernels, engine.sizes, method=method, threads=1)
    return None if found.status.any() else found


def points_of(case: Case, rtols: Floats, repeats: int) -> list[Point]:
    """Every method at every tolerance on one problem."""
    engine, times = widened(case.model, widest_vector()), reports_of(case)
    alone = case if case.name == "network" else case.first(1)
    tight = replace(problem_of(alone, 1e-12, times, atol=1e-14), max_steps=100_000_000)
    exact = integrate(tight, engine.kernels, engine.sizes, method=METHODS["Rodas5P"], threads=1)
    if exact.status.any():
        raise RuntimeError(f"no reference for {case.name}")
    jobs: dict[tuple[str, float], Callable[[], object]] = {}
    kept: dict[tuple[str, float], Trajectory] = {}
    for name, method in METHODS.items():
        for rtol in rtols:
            found = attempt(case, engine, method, float(rtol), times)
            if found is not None:
                kept[name, rtol] = found
                jobs[name, rtol] = lambda m=method, r=float(rtol): attempt(case, engine, m, r, np.zeros(0))
    spans = interleaved(jobs, repeats, case.name, at_least=0.02)
    points = []
    for (name, rtol), found in kept.items():
        reference = np.broadcast_to(exact.states, found.states.shape)
        ends = np.broadcast_to(exact.end, found.end.shape)
        points.append(
            Point(
                case.name, name, float(rtol), 1e3 * spans[name, rtol].median / case.n_subjects,
                float(found.counts[:, :2].sum(axis=1).mean()),
                float(np.median(end_errors(case, found.end, ends))),
                float(np.median(report_errors(found.states, reference))),
            )
        )  # fmt: skip
    return points


def cases(folder: Path, names: tuple[str, ...], size: tuple[int, int], copies: int) -> list[Case]:
    """The problems, each with enough copies to fill the lanes, and the network."""
    shelf = problem_shelf(folder / "problems")
    found = []
    for name in names:
        case = load(problem_scenario(name, shelf), shelf)
        found.append(case.copies(copies))
    return [*found, load(network.write(folder / "network", *size))]


def relative_costs(
    points: list[Point], error_of: Callable[[Point], float], cost_of: Callable[[Point], float]
) -> str:
    """Per problem and error the cost of each method over that of the cheapest, and the mean over problems."""
    rows, shares = [], {name: list[float]() for name in METHODS}
    for problem in dict.fromkeys(point.problem for point in points):
        for error in ERRORS:
            costs = {
                name: cost_at(
                    error,
                    [(error_of(p), cost_of(p)) for p in points if p.problem == problem and p.method == name],
                )
                for name in METHODS
            }
            if all(cost != cost for cost in costs.values()):
                continue
            best = min(cost for cost in costs.values() if cost == cost)
            rows.append(
                [
                    TITLES[problem],
                    f"{error:.0e}",
                    f"{short(best, 3)}",
                    *[short(cost / best) for cost in costs.values()],
                ]
            )
            if all(cost == cost for cost in costs.values()):
                for name, cost in costs.items():
                    shares[name].append(np.log(cost / best))
    means = [short(float(np.exp(np.mean(logs)))) if logs else "-" for logs in shares.values()]
    rows.append(["geometric mean of complete lines", "", "", *means])
    return table(["problem", "error", "best", *METHODS], rows)


def tolerance_table(points: list[Point]) -> str:
    """The default method's measured errors beside its tolerances."""
    rows = [
        [
            TITLES[p.problem],
            f"{p.rtol:.0e}",
            f"{p.end:.0e}",
            f"{p.reports:.0e}",
            f"{p.steps:.0f}",
            short(p.milliseconds, 3),
        ]
        for p in points
        if p.method == DEFAULT.name and abs(np.log10(p.rtol) - round(np.log10(p.rtol))) < 1e-6
    ]
    return table(["problem", "rtol", "error, end", "error, reports", "steps", "ms each"], rows)


def draw(points: list[Point], file: Path) -> None:
    """The figure: time against error, problem by problem, at the end and at reports."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(13, 13.5), layout="constrained", dpi=110)
    FigureCanvasAgg(figure)
    halves = figure.subfigures(2, 1, hspace=0.04)
    errors = {"Error at the end": lambda p: p.end, "Error at 20 reports inside steps": lambda p: p.reports}
    problems = list(dict.fromkeys(point.problem for point in points))
    for half, (title, error_of) in zip(halves, errors.items(), strict=True):
        half.suptitle(title, fontsize=14, fontweight="bold")
        axes = half.subplots(2, 4).ravel()
        for axis, problem in zip(axes, problems, strict=False):
            draw_panel(axis, [p for p in points if p.problem == problem], error_of)
            axis.set_title(TITLES[problem], fontsize=12)
        for axis in axes[len(problems) :]:
            axis.set_axis_off()
        handles, labels = axes[0].get_legend_handles_labels()
        axes[-1].legend(handles, labels, loc="center", fontsize=12, frameon=False)
        half.supxlabel("relative error", fontsize=12)
        half.supylabel("time per trajectory [ms]", fontsize=12)
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file)


def draw_panel(axis: object, points: list[Point], error_of: Callable[[Point], float]) -> None:
    """One problem: a line per method, exact to the left."""
    for name in METHODS:
        line = sorted((p for p in points if p.method == name), key=lambda p: p.rtol)
        x, y = [error_of(p) for p in line], [p.milliseconds for p in line]
        wide = 2.4 if name == DEFAULT.name else 1.3
        axis.loglog(x, y, color=COLOURS.get(name), marker=MARKERS.get(name, "x"), ms=4.5, lw=wide, label=name)  # type: ignore[attr-defined]
    axis.grid(which="major", color="#dddddd", lw=0.6)  # type: ignore[attr-defined]
    axis.spines[["top", "right"]].set_visible(False)  # type: ignore[attr-defined]
    axis.tick_params(labelsize=10)  # type: ignore[attr-defined]


def main() -> None:
    """Print the tables and draw the figure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument(
        "--quick", action="store_true", help="two problems: shows that it runs, not how fast"
    )
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--into", type=Path, help="a page whose section `work precision` is replaced")
    options.add_argument("--figure", type=Path)
    given = options.parse_args()
    names, size, copies, repeats = PROBLEMS, (64, 32), COPIES, given.repeats
    rtols = 10.0 ** -np.arange(1.5, 9.1, 0.5)
    if given.quick:
        names, size, copies, repeats = ("hires",), (8, 2), 2, 1
        rtols = np.array([1e-3, 1e-4])
    with tempfile.TemporaryDirectory() as folder:
        points = [
            point
            for case in cases(Path(folder), names, size, copies)
            for point in points_of(case, rtols, repeats)
        ]
    parts = []
    columns = {
        "Time [ms] at equal error at the end": (lambda p: p.end, lambda p: p.milliseconds),
        "Time [ms] at equal error at reports": (lambda p: p.reports, lambda p: p.milliseconds),
        "Steps at equal error at the end": (lambda p: p.end, lambda p: p.steps),
    }
    for title, (error_of, cost_of) in columns.items():
        parts.append(folded(f"{title}: the cheapest, and each method over it"))
        parts += [relative_costs(points, error_of, cost_of), "</details>"]
    parts += [folded(f"{DEFAULT.name}: tolerance and error"), tolerance_table(points), "</details>"]
    parts.append(machine_in_words())
    finish("\n\n".join(parts), "work precision", given.into)
    if given.figure:
        draw(points, given.figure)


if __name__ == "__main__":
    main()
