"""Many virtual subjects of the network on one core, beside other people's solvers.

    python benchmarks/ensemble.py [--quick] [--subjects N] [--repeats N]

Twelve weeks, nothing kept but the end; then the same with a daily dose. Everything runs in one process, in
turn, on one thread. Slow solvers do fewer subjects, as many as fit into a few seconds: times are per
trajectory. Errors come from separate runs of the first subjects: the largest error over all states, relative
to the reference, at the end and at 20 times before it; of these the median over subjects.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import compile as building
import network
import numpy as np
import python_peers as peers
from common import (
    Case,
    Engine,
    Floats,
    Times,
    cost_at,
    finish,
    folded,
    interleaved,
    load,
    machine_in_words,
    relative_errors,
    short,
    solve,
    table,
    tell,
    widened,
    widest_vector,
)

from remit.solve.method import DEFAULT, METHODS

RTOLS = (1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8)
ERRORS = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7)
FLOOR = 1e-3  # of states of order one
N_TIMES = 20
SECONDS = 1.5  # that one turn of one job may take


@dataclass(frozen=True, slots=True)
class Scope:
    """How much is run."""

    subjects: int
    judged: int  # subjects whose errors are measured
    repeats: int
    rtols: tuple[float, ...]
    states: int = 64
    days: int = network.DAYS
    reference: float = 1e-12


@dataclass(frozen=True, slots=True)
class Row:
    """One solver at one tolerance."""

    engine: str
    rtol: float
    subjects: int
    times: Times
    steps: float  # per trajectory, rejected ones included; nan for peers
    end: float
    course: float

    @property
    def each(self) -> float:
        """Time per trajectory [ms]."""
        return 1e3 * self.times.median / self.subjects

    @property
    def error(self) -> float:
        """The larger of both errors."""
        return max(self.end, self.course)


def report_times(days: int) -> Floats:
    """Twenty times at all hours of the day, and the end."""
    end = 24.0 * days
    return np.append(np.linspace(0.0, end, N_TIMES + 1)[1:] - 0.63, end)


Run = Callable[
    [Case, float, Floats | None], Floats
]  # -> (n_subjects, n_times, n_states), or the end's (n, 1, states)


def run_remit(engine: Engine) -> Run:
    """remit at one width."""

    def run(case: Case, rtol: float, times: Floats | None) -> Floats:
        found = solve(case, engine, rtol, () if times is None else times)
        states: Floats = found.end[:, None, :] if times is None else found.states
        return states

    return run


def run_peer(solver: peers.Solver) -> Run:
    """A peer, subject by subject."""

    def run(case: Case, rtol: float, times: Floats | None) -> Floats:
        wanted = np.array([case.schedule.until]) if times is None else times
        return np.stack([solver(case, subject, rtol, wanted) for subject in range(case.n_subjects)])

    return run


def subjects_in(run: Run, case: Case, rtol: float, limit: int, lanes: int) -> int:
    """How many subjects a turn can take: all of them at the machine's width, else what the time allows."""
    if lanes == widest_vector():
        return limit
    few = case.first(min(limit, max(2, lanes)))
    begun = time.perf_counter()
    run(few, rtol, None)
    count = int(few.n_subjects * SECONDS / (time.perf_counter() - begun))
    return max(2, min(limit, count - count % lanes if count > lanes else count))


def engines(case: Case, functions: peers.Functions) -> tuple[dict[str, tuple[Run, int]], dict[str, float]]:
    """Every engine with its width; and the seconds that each peer's functions took to compile."""
    found: dict[str, tuple[Run, int]] = {}
    for lanes in dict.fromkeys((widest_vector(), 8, 4, 1)):
        found[f"remit, {lanes} lane{'s' * (lanes > 1)}"] = (run_remit(widened(case.model, lanes)), lanes)
    given, n = peers.given_of(case, 0), len(case.engine.program.states)
    begun = time.perf_counter()
    functions.right_side(0.0, case.start[0], given, np.zeros(n))
    functions.jacobian(0.0, case.start[0], given, np.zeros((n, n)))
    spent = time.perf_counter() - begun
    found |= {name: (run_peer(solver), 1) for name, solver in peers.solvers(functions).items()}
    return found, {name: spent for name in found if not name.startswith("remit")}


def measure(case: Case, runs: dict[str, tuple[Run, int]], scope: Scope) -> list[Row]:
    """Times and errors of every engine at every tolerance."""
    times = report_times(scope.days)
    jobs, counts = {}, {}
    for name, (run, lanes) in runs.items():
        run(case.first(2), 1e-2, times)  # compiles what is compiled on first use
        rtols = scope.rtols[:-1] if name.startswith(("remit", "SciPy Radau")) else scope.rtols
        for rtol in rtols:
            tell(f"sizing {name} {rtol:g}")
            counts[name, rtol] = subjects_in(run, case, rtol, scope.subjects, lanes)
            part = case.first(counts[name, rtol])
            jobs[name, rtol] = lambda run=run, part=part, rtol=rtol: run(part, rtol, None)
    spans = interleaved(jobs, scope.repeats, case.name)
    tell("reference")
    judged = case.first(scope.judged)
    reference = judge(judged, scope.reference, times)
    rows = []
    for (name, rtol), span in spans.items():
        tell(f"errors {name} {rtol:g}")
        run, _ = runs[name]
        part = judged.first(min(judged.n_subjects, max(4, counts[name, rtol])))
        found = run(part, rtol, times)
        errors = [relative_errors(found[:, [-1]], reference[: part.n_subjects, [-1]], floor())]
        errors.append(relative_errors(found[:, :-1], reference[: part.n_subjects, :-1], floor()))
        end, course = (float(np.median(error)) for error in errors)
        steps = steps_of(case.first(counts[name, rtol]), rtol) if name.startswith("remit") else float("nan")
        rows.append(Row(name, rtol, counts[name, rtol], span, steps, end, course))
    return rows


def floor() -> Floats:
    """What an error is measured against where a state is smaller."""
    return np.array([FLOOR])


def judge(case: Case, rtol: float, times: Floats) -> Floats:
    """The reference: another method of the same order at the tightest tolerance."""
    engine = widened(case.model, widest_vector())
    return solve(case, engine, rtol, times, METHODS["Rodas5P"]).states


def steps_of(case: Case, rtol: float) -> float:
    """Steps per trajectory, rejected ones included; every width takes the same."""
    counts = solve(case, widened(case.model, widest_vector()), rtol).counts
    return float(counts[:, :2].sum(axis=1).mean())


def independent_check(case: Case, solver: peers.Solver, scope: Scope) -> float:
    """How far a peer at its tightest is from the reference, for one subject."""
    times = report_times(scope.days)
    one = case.first(1)
    found = solver(one, 0, max(scope.reference, 1e-12), times)
    return float(relative_errors(found[None], judge(one, scope.reference, times), floor())[0])


def as_table(rows: list[Row], widths: dict[str, int]) -> str:
    """Every run as a line."""
    lines = []
    for row in rows:
        lane_step = 1e3 * row.each / row.steps
        lines.append(
            [
                row.engine, f"{row.rtol:.0e}", str(row.subjects), short(row.each, 3),
                f"{100 * row.times.spread:.0f} %",
                "" if row.steps != row.steps else f"{row.steps:.0f}",
                "" if row.steps != row.steps else f"{lane_step * widths[row.engine]:.2f}",
                "" if row.steps != row.steps else f"{lane_step:.2f}",
                f"{row.end:.1e}", f"{row.course:.1e}",
            ]
        )  # fmt: skip
    head = [
        "engine", "rtol", "subjects", "ms each", "spread", "steps", "us per lock-step", "us per lane-step",
        "error, end", "error, 20 times",
    ]  # fmt: skip
    return table(head, lines)


def matched(rows: list[Row], build: dict[str, float]) -> str:
    """Milliseconds at equal error, and how many times remit's."""
    names = list(dict.fromkeys(row.engine for row in rows))
    costs = {
        name: [
            cost_at(error, [(row.error, row.each) for row in rows if row.engine == name]) for error in ERRORS
        ]
        for name in names
    }
    ours = costs[names[0]]
    lines = []
    for name in names:
        cells = [
            "-"
            if cost != cost
            else f"{short(cost, 3)} ({short(cost / own)} x)"
            if own == own
            else short(cost, 3)
            for cost, own in zip(costs[name], ours, strict=True)
        ]
        lines.append([name, f"{build[name]:.2f} s", *cells])
    return table(["engine", "build", *[f"error {error:.0e}" for error in ERRORS]], lines)


def main() -> None:
    """Print the report."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--quick", action="store_true", help="tiny: shows that it runs, not how fast")
    options.add_argument("--subjects", type=int, default=1000)
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--into", type=Path, help="a page whose section `ensemble` is replaced")
    given = options.parse_args()
    scope = Scope(given.subjects, 32, given.repeats, RTOLS)
    if given.quick:
        scope = Scope(2, 2, 1, (1e-3, 1e-4, 1e-5), states=16, days=2, reference=1e-9)
    with tempfile.TemporaryDirectory() as place:
        finish(report(scope, Path(place)), "ensemble", given.into)


def report(scope: Scope, folder: Path) -> str:
    """Both ensembles, each with the comparison at matched error."""
    size = (scope.states, scope.subjects, scope.days)
    scenario = network.write(folder / "plain", *size)
    case, dosed = load(scenario), load(network.write(folder / "dosed", *size, dosed=True))
    functions = peers.compiled(case.engine.program, folder)
    runs, build = engines(case, functions)
    widths = {name: lanes for name, (_, lanes) in runs.items()}
    for name, lanes in widths.items():
        if name.startswith("remit"):
            build[name] = building.model_time(building.cold(scenario, scope.repeats, lanes))
    called, inside = peers.passage(functions, case)
    parts = [
        f"{scope.states} states, {scope.days} days, {DEFAULT.name}, one thread. {machine_in_words()}.",
        (
            f"Compiled for the peers, a right-hand side takes {1e6 * inside:.2f} us inside compiled code and "
            f"{1e6 * called:.2f} us when called from Python, as these solvers call it."
        ),
    ]
    for title, one in (("No doses", case), ("A dose every 24 h", dosed)):
        rows = measure(one, runs, scope)
        check = independent_check(one, peers.solver_lsoda(functions), scope)
        parts += [f"### {title}: at matched error, ms each (times remit's)", matched(rows, build)]
        parts += [folded(f"{title}: every run"), as_table(rows, widths), "</details>"]
        parts.append(f"The reference and LSODA at its tightest agree to {check:.1e}. {machine_in_words()}.")
    return "\n\n".join(parts)


if __name__ == "__main__":
    main()
