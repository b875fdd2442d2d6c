"""What the benchmarks share: problems from documents, fair timing, errors, tables."""

from __future__ import annotations

import gc
import itertools
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))

from pages import finish, folded, put, short, table  # noqa: E402, F401 (for the scripts beside it)

from remit.model.assemble import assemble  # noqa: E402
from remit.model.model import Model  # noqa: E402
from remit.program.lower import lower  # noqa: E402
from remit.program.machine import host, widest_vector  # noqa: E402
from remit.program.native import compile_native  # noqa: E402
from remit.reading.documents import ScenarioDoc  # noqa: E402
from remit.reading.shelf import Shelf  # noqa: E402
from remit.run.deliveries import delivery  # noqa: E402
from remit.run.engine import Engine  # noqa: E402
from remit.run.periods import chosen, orbit  # noqa: E402
from remit.run.scenario import parameters  # noqa: E402
from remit.run.timeline import Rank, columns_of_deliveries  # noqa: E402
from remit.run.timeline import table as table_of_events  # noqa: E402
from remit.scenario.exposures import plans_of  # noqa: E402
from remit.scenario.plan import Plan, Schedule  # noqa: E402
from remit.scenario.scenario import schedule_of  # noqa: E402
from remit.solve.many import integrate  # noqa: E402
from remit.solve.method import DEFAULT, Method  # noqa: E402
from remit.solve.problem import Act, Events, Floats, Problem, Trajectory  # noqa: E402


@dataclass(frozen=True, slots=True)
class Case:
    """A model with one ensemble of subjects, ready for any integrator."""

    name: str
    model: Model
    plan: Plan
    schedule: Schedule
    events: Events  # every subject's doses
    engine: Engine  # of one lane
    plain: Floats  # (n_subjects, n_plain)
    start: Floats  # (n_subjects, n_states)

    @property
    def n_subjects(self) -> int:
        """Virtual subjects."""
        return self.plain.shape[0]

    @property
    def scale(self) -> Floats:
        """Typical size of each state."""
        return self.engine.scale

    def first(self, count: int) -> Case:
        """The same with the first subjects only."""
        return replace(
            self,
            plain=self.plain[:count],
            start=self.start[:count],
            events=chosen(self.events, np.arange(count)),
        )

    def copies(self, count: int) -> Case:
        """Its first subject many times."""
        who = np.zeros(count, np.int64)
        return replace(self, plain=self.plain[who], start=self.start[who], events=chosen(self.events, who))

    def doses(self, subject: int = 0) -> list[tuple[float, int, float]]:
        """(time [h], state number, amount) of everything that one subject is given, in order."""
        own = slice(*self.events.offsets[subject : subject + 2])
        columns = (self.events.times, self.events.places, self.events.values)
        return list(zip(*(column[own].tolist() for column in columns), strict=True))


def load(scenario: Path | ScenarioDoc, shelf: Shelf | None = None) -> Case:
    """Read, assemble and compile a scenario for one lane.

    Inputs are held at the level they have from the beginning on. When the scenario begins settled, every
    subject begins where the first comes to rest.
    """
    if not isinstance(scenario, ScenarioDoc):
        shelf = Shelf(scenario=scenario)
        scenario = shelf.read_scenario(scenario)
    assert shelf is not None
    model = assemble(scenario, shelf)
    plan, schedule = plans_of(scenario, shelf, model)[0], schedule_of(scenario)
    engine = widened(model, 1)
    plain = engine.plain(parameters(model, plan, scenario, range(scenario.subjects)))
    start = engine.starts(plain)
    if schedule.begin == "settled":
        settled = orbit(engine, schedule, plain[:1], start[:1], None, np.arange(1))
        if settled.failed[0]:
            raise RuntimeError(settled.text(engine, 0))
        start = np.repeat(settled.states, plain.shape[0], 0)
    for course in plan.courses:
        if course.times != (schedule.start,):
            raise ValueError(f"{course.input} changes during the run: no solver here follows that")
        plain[:, engine.program.input_slot(course.input)] = course.levels[0]
    return Case(scenario.name, model, plan, schedule, doses_of(engine, plan, plain), engine, plain, start)


def doses_of(engine: Engine, plan: Plan, plain: Floats) -> Events:
    """Every subject's doses as amounts added to states."""
    doors = engine.doors(plain)
    columns = columns_of_deliveries([delivery(engine, plain, doors, dose) for dose in plan.doses], ())
    if any(column.act is not Act.ADD_TO_STATE for column in columns):
        raise ValueError("infusions: no solver here follows them")
    return table_of_events(
        columns, plain.shape[0], (-np.inf, Rank.INFUSION_ENDS), (np.inf, Rank.INFUSION_BEGINS)
    )


def widened(model: Model, lanes: int) -> Engine:
    """The model's engine at a chosen width."""
    program = lower(model, set())
    return Engine(model, program, compile_native(program, lanes))


def problem_of(case: Case, rtol: float, report: Sequence[float] = (), atol: float | None = None) -> Problem:
    """What the integrator is asked for a whole case.

    Parameters
    ----------
    case : Case
    rtol : float
    report : sequence of float
        Times kept [h]; none by default, which leaves the end alone.
    atol : float, optional
        Times each state's scale; default: a hundredth of rtol.
    """
    schedule = case.schedule
    return Problem(
        start=case.start,
        home=case.start,
        given=case.plain,
        begin=schedule.start,
        end=schedule.until,
        report=np.asarray(report, np.float64),
        report_before=True,
        kept_given=np.zeros(0, np.int64),
        events=case.events,
        rtol=rtol,
        atol=(0.01 * rtol if atol is None else atol) * case.scale,
        signed=case.engine.signed,
        max_steps=100_000_000,
        first_step=np.zeros(case.n_subjects),
    )


def solve(
    case: Case,
    engine: Engine,
    rtol: float,
    report: Sequence[float] = (),
    method: Method = DEFAULT,
    **options: Any,
) -> Trajectory:
    """Integrate a case on one thread; a failure ends the benchmark."""
    found = integrate(
        problem_of(case, rtol, report, **options), engine.kernels, engine.sizes, method=method, threads=1
    )
    if found.status.any():
        raise RuntimeError(
            f"{method.name} at rtol {rtol:g} failed on {case.name}: {set(found.status.tolist())}"
        )
    return found


@dataclass(frozen=True, slots=True)
class Times:
    """Repeated wall times of one thing [s]."""

    each: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.each)

    @property
    def spread(self) -> float:
        """Half the distance from the quickest to the slowest, as a share of the median."""
        return (max(self.each) - min(self.each)) / (2 * self.median)


def interleaved(
    jobs: Mapping[Any, Callable[[], object]],
    repeats: int,
    say: str = "",
    at_least: float = 0.0,
    deadline: float = float("inf"),
) -> dict[Any, Times]:
    """Wall times of jobs taken in turn, so that a slow minute of the machine falls on all of them.

    Parameters
    ----------
    jobs : mapping of name to callable
    repeats : int
        Turns.
    say : str
        Shown while it runs.
    at_least : float
        A job is run again within its turn until so much time has passed [s]; its mean counts.
    deadline : float
        By time.monotonic(); after the first, no turn is begun that would last beyond it [s].
    """
    times: dict[Any, list[float]] = {name: [] for name in jobs}
    started = time.monotonic()
    for turn in range(repeats):
        now = time.monotonic()
        if turn and now + (now - started) / turn > deadline:
            break
        for number, (name, job) in enumerate(jobs.items()):
            tell(f"{say} {turn + 1}/{repeats} {number + 1}/{len(jobs)}")
            gc.collect()
            count, begun = 0, time.perf_counter()
            while count == 0 or time.perf_counter() - begun < at_least:
                job()
                count += 1
            times[name].append((time.perf_counter() - begun) / count)
    tell("")
    return {name: Times(tuple(each)) for name, each in times.items()}


def tell(text: str) -> None:
    """One line of progress on a terminal, overwritten by the next."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def relative_errors(found: Floats, reference: Floats, floor: Floats) -> Floats:
    """Largest error of each subject, relative to the larger of the reference and a floor.

    Parameters
    ----------
    found, reference : (n_subjects, ..., n_states) float64
    floor : (n_states,) float64

    Returns
    -------
    (n_subjects,) float64
    """
    shares = np.abs(found - reference) / np.maximum(np.abs(reference), floor)
    worst: Floats = shares.reshape(shares.shape[0], -1).max(axis=1)
    return worst


def cost_at(error: float, points: Sequence[tuple[float, float]]) -> float:
    """Cost at an error, on straight lines through (error, cost) in logarithms; nan outside the points."""
    ordered = sorted((np.log(e), np.log(c)) for e, c in points if e > 0)
    wanted = float(np.log(error))
    for (e0, c0), (e1, c1) in itertools.pairwise(ordered):
        if e0 <= wanted <= e1 and e1 > e0:
            return float(np.exp(c0 + (c1 - c0) * (wanted - e0) / (e1 - e0)))
    return float("nan")


def machine_in_words() -> str:
    """The processor's family and vectors, and how busy the machine is; no names of machines."""
    _, processor, _ = host()
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return f"{processor}, {64 * widest_vector()}-bit vectors, {os.cpu_count()} processors; load {load}"
