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
from remit.solve.problem import Flags, Floats, Integers, Problem, Trajectory
from remit.solve.status import Status
from remit.solve.stepper import run_chunk

MOST_AT_A_TIME = 256  # subjects handed to a thread
LEAST_PER_LANE = 8  # subjects, so that lanes seldom wait for the last one
CHUNKS_PER_THREAD = 4


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
        Default: one per processor, no more than chunks of subjects.
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
    threads = threads or os.cpu_count() or 1
    chunks = good_chunks(bad, chunk_size(n_subjects, threads, kernels.lanes))
    threads = min(threads, max(1, len(chunks)))
    tableau = method.tableau()
    _, steps = compile_method(method, kernels.lanes)
    model = (kernels.addresses[name] for name in ("derive", "right_side", "factor", "solve"))
    kernel = Kernel._make([*model, kernels.context, *(steps[name] for name in FUNCTIONS)])
    tolerances = (problem.rtol, problem.atol, problem.signed)

    def work(bounds: tuple[int, int]) -> int:
        lanes, owned = make_lanes(kernels.lanes, kernel, sizes, tableau, tolerances)
        run_chunk(kernel, tableau, lanes, numbers, found, *bounds)
        del owned
        return bounds[1] - bounds[0]

    with np.errstate(all="ignore"):
        if threads == 1 or len(chunks) == 1:
            for chunk in chunks:
                done = work(chunk)
                if progress:
                    progress(done)
        else:
            in_parallel(work, chunks, threads, progress)
    found.marks[bad, places.STATUS] = int(Status.BAD_START)
    found.states[bad], found.given[bad] = np.nan, np.nan
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


def in_parallel(
    work: Callable[[tuple[int, int]], int],
    chunks: list[tuple[int, int]],
    threads: int,
    progress: Callable[[int], None] | None,
) -> None:
    """Hand chunks to threads; the first exception (an interrupt, say) cancels what has not begun."""
    with ThreadPoolExecutor(threads) as pool:
        pending: set[Future[int]] = {pool.submit(work, chunk) for chunk in chunks}
        try:
            while pending:
                finished, pending = wait(pending, return_when=FIRST_COMPLETED)
                for future in finished:
                    done = future.result()
                    if progress:
                        progress(done)
        finally:
            for future in pending:
                future.cancel()


def chunk_size(n_subjects: int, threads: int, lanes: int) -> int:
    """Subjects per chunk: enough to keep lanes busy, few enough to keep threads busy."""
    share = -(-n_subjects // (CHUNKS_PER_THREAD * threads))
    return max(1, min(MOST_AT_A_TIME, max(share, LEAST_PER_LANE * lanes)))


def good_chunks(bad: Flags, size: int) -> list[tuple[int, int]]:
    """Runs of at most `size` neighbouring subjects that can start at all."""
    chunks = []
    first = -1
    for k in range(bad.size + 1):
        stop = k == bad.size or bool(bad[k])
        if first >= 0 and (stop or k - first == size):
            chunks.append((first, k))
            first = -1
        if not stop and first < 0:
            first = k
    return chunks


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
