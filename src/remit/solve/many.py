"""An ensemble over lanes and threads: packing never changes a subject's result, one failure never hides
the rest."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any, NamedTuple, Protocol

import numpy as np

from remit.solve import places
from remit.solve.lanes import Kernel, make_lanes
from remit.solve.lockstep import FUNCTIONS, compile_method
from remit.solve.method import DEFAULT, Method
from remit.solve.problem import Floats, Integers, Problem, Trajectory
from remit.solve.status import Status
from remit.solve.stepper import run_subjects

TELL_EVERY = 0.1  # between two looks at how many subjects are done [s]


class Compiled(Protocol):
    """What the integrator needs of a compiled program."""

    @property
    def lanes(self) -> int: ...
    @property
    def addresses(self) -> dict[str, int]: ...
    @property
    def context(self) -> int: ...


class Numbers(NamedTuple):
    """A Problem as the compiled loops take it."""

    states: Any  # (2, n_subjects, n_states) float64: at the beginning, and where resets lead
    given: Floats
    begin: float
    end: float
    report: Floats
    report_before: bool
    kept_given: Integers
    offsets: Integers
    event_numbers: Any  # (2, n_events) float64: times, values
    event_codes: Any  # (2, n_events) int64: acts, places
    rtol: float
    max_steps: int
    first_step: Floats


class Found(NamedTuple):
    """Arrays that the compiled loops fill; see Trajectory."""

    states: Floats
    given: Floats
    end: Floats
    end_given: Floats
    marks: Any  # (n_subjects, N_MARKS) int64: status, worst state, last event, steps, rejected, events
    clock: Any  # (n_subjects, 2) float64: time reached, last step


def integrate(
    problem: Problem,
    kernels: Compiled,
    sizes: tuple[int, int],
    *,
    method: Method = DEFAULT,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Trajectory:
    """Integrate every subject of a problem.

    Parameters
    ----------
    problem : Problem
    kernels : Compiled
        Native or interpreted kernels of the program.
    sizes : (int, int)
        Length of the given vector with derived constants, and of the stored factors.
    method : Method
    threads : int, optional
        Default: one per processor, no more than groups of lanes that can be filled.
    progress : callable, optional
        Called with the number of subjects finished since the last call.

    Returns
    -------
    Trajectory
        A subject's numbers do not depend on lanes, threads or its neighbours.
    """
    n_subjects = problem.start.shape[0]
    found = empty(problem)
    numbers = as_numbers(problem)
    bad = np.array(~(np.isfinite(problem.start).all(axis=1) & np.isfinite(problem.given).all(axis=1)))
    found.marks[bad, places.STATUS] = int(Status.BAD_START)
    tableau = method.tableau()
    _, steps = compile_method(method, kernels.lanes)
    model = (kernels.addresses[name] for name in ("derive", "right_side", "factor", "solve"))
    kernel = Kernel._make([*model, kernels.context, *(steps[name] for name in FUNCTIONS)])
    tolerances = (problem.rtol, problem.atol, problem.signed)
    following = np.zeros(1, np.int64)  # the number of the next subject

    def work() -> None:
        lanes, owned = make_lanes(kernels.lanes, kernel, sizes, tableau, tolerances)
        run_subjects(kernel, tableau, lanes, numbers, found, following.ctypes.data)
        del owned

    threads = max(1, min(threads or os.cpu_count() or 1, -(-n_subjects // kernels.lanes)))
    share_out(work, threads, (following, n_subjects, threads * kernels.lanes), progress)
    return as_trajectory(found)


def as_trajectory(found: Found) -> Trajectory:
    """What the loops found, by name."""
    marks, clock = found.marks, found.clock
    return Trajectory(
        states=found.states,
        given=found.given,
        end=found.end,
        end_given=found.end_given,
        status=marks[:, places.STATUS],
        moment=clock[:, 0],
        step=clock[:, 1],
        worst=marks[:, places.WORST],
        last_event=marks[:, places.LAST_EVENT],
        counts=marks[:, places.STEPS :],
    )


def share_out(
    work: Callable[[], None],
    threads: int,
    queue: tuple[Integers, int, int],
    progress: Callable[[int], None] | None,
) -> None:
    """Let threads take one subject after the other; an exception (an interrupt, say) lets no other begin.

    Every thread has one working memory and takes a subject as soon as one of its lanes is free, so that all
    of them are busy until the last subject has begun.

    Parameters
    ----------
    work : callable
        Takes subjects until none is left.
    threads : int
    queue : (1,) int64, int, int
        Number of the next subject, how many there are, and the lanes of all threads, each of which holds one
        number from its beginning on, at last one past the end.
    progress : callable, optional
        As in `integrate`.
    """
    following, n_subjects, held = queue
    told = 0
    with ThreadPoolExecutor(threads) as pool:
        running: set[Future[None]] = {pool.submit(work) for _ in range(threads)}
        try:
            while running:
                finished, running = wait(
                    running, TELL_EVERY if progress else None, return_when=FIRST_COMPLETED
                )
                for future in finished:
                    future.result()
                done = int(following[0]) - held
                if progress and done > told:
                    progress(done - told)
                    told = done
        finally:
            following[0] = n_subjects


def as_numbers(problem: Problem) -> Numbers:
    """Contiguous float64 and int64 arrays, in the order the loops want them."""

    def floats(values: Floats) -> Floats:
        return np.ascontiguousarray(values, np.float64)

    def integers(values: Integers) -> Integers:
        return np.ascontiguousarray(values, np.int64)

    events = problem.events
    return Numbers(
        floats(np.stack([problem.start, problem.home])),
        floats(problem.given),
        float(problem.begin),
        float(problem.end),
        floats(problem.report),
        bool(problem.report_before),
        integers(problem.kept_given),
        integers(events.offsets),
        floats(np.stack([events.times, events.values])),
        integers(np.stack([events.acts, events.places])),
        float(problem.rtol),
        int(problem.max_steps),
        floats(problem.first_step),
    )


def empty(problem: Problem) -> Found:
    """Room for the results, not-a-number where nothing was computed."""
    n_subjects, n_states = problem.start.shape
    n_times, n_kept = problem.report.size, problem.kept_given.size
    marks = np.zeros((n_subjects, places.N_MARKS), np.int64)
    marks[:, places.LAST_EVENT] = -1
    clock = np.zeros((n_subjects, 2))
    clock[:, 0] = problem.begin
    return Found(
        np.full((n_subjects, n_times, n_states), np.nan),
        np.full((n_subjects, n_times, n_kept), np.nan),
        np.array(problem.start, np.float64),
        np.array(problem.given, np.float64),
        marks,
        clock,
    )
