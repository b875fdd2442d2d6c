"""Named expressions at the reported times, computed in lanes: neighbouring times of one subject side by
side."""
# mypy: disable-error-code="no-untyped-def,no-untyped-call"

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

from remit.solve.calls import aligned, call
from remit.solve.problem import Floats, Integers


def observe(
    kernels,
    n_given: int,
    times: Floats,
    states: Floats,
    plain: Floats,
    kept: Floats,
    places: Integers,
    n_observed: int,
    threads: int | None = None,
) -> Floats:
    """Evaluate the program's named expressions along trajectories.

    Parameters
    ----------
    kernels : compiled kernels
    n_given : int
        Length of the given vector with derived constants.
    times : (n_times,) float64 [h]
    states : (n_subjects, n_times, n_states) float64
    plain : (n_subjects, n_plain) float64
        Parameters, inputs and infusion rates.
    kept : (n_subjects, n_times, n_kept) float64
        Given numbers that vary in time (inputs).
    places : (n_kept,) int64
        Where these belong in the given vector.
    n_observed : int
    threads : int, optional
        Default: one per processor. A subject's numbers do not depend on it.

    Returns
    -------
    (n_subjects, n_times, n_observed) float64
    """
    n_subjects, n_times, n_states = states.shape
    out = np.empty((n_subjects, n_times, n_observed))
    lanes = kernels.lanes
    sizes = (n_given, 1, n_states, max(1, n_observed))
    addresses = (kernels.context, kernels.addresses["derive"], kernels.addresses["observe"])
    times, states, plain, kept = (
        np.ascontiguousarray(array, np.float64) for array in (times, states, plain, kept)
    )
    places = np.ascontiguousarray(places, np.int64)

    def work(part: slice) -> None:
        room = tuple(aligned(size * lanes) for size in sizes)
        fill(addresses, room, times, states[part], plain[part], kept[part], places, out[part])

    count = max(1, min(threads or os.cpu_count() or 1, n_subjects))
    bounds = [n_subjects * k // count for k in range(count + 1)]
    with ThreadPoolExecutor(count) as pool:
        list(pool.map(work, map(slice, bounds[:-1], bounds[1:])))
    return out


@njit(cache=True, error_model="numpy", nogil=True)
def fill(addresses, room, times, states, plain, kept, places, out):
    """Group the times of each subject into lanes and evaluate; see `observe`."""
    context, derive, compute = addresses
    given, t, y, result = room
    lanes = t.size
    n_subjects, n_times, n_states = states.shape
    for subject in range(n_subjects):
        for i in range(plain.shape[1]):
            for lane in range(lanes):
                given[i * lanes + lane] = plain[subject, i]
        for first in range(0, n_times, lanes):
            for lane in range(lanes):
                now = min(first + lane, n_times - 1)
                t[lane] = times[now]
                for i in range(n_states):
                    y[i * lanes + lane] = states[subject, now, i]
                for i in range(places.size):
                    given[places[i] * lanes + lane] = kept[subject, now, i]
            call(derive, (context, given.ctypes.data))
            call(compute, (context, t.ctypes.data, y.ctypes.data, given.ctypes.data, result.ctypes.data))
            for lane in range(min(lanes, n_times - first)):
                for i in range(out.shape[2]):
                    out[subject, first + lane, i] = result[i * lanes + lane]
