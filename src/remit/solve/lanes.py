"""The working memory of one group of lanes, as flat arrays: element [index*lanes + lane]."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from remit.solve.calls import aligned
from remit.solve.problem import Floats, Integers


CALM_ERROR = 1e-2  # in tolerances; smaller errors say nothing about their trend


class Slot(IntEnum):
    """Places in the table of addresses that the functions are handed."""

    RIGHT_SIDE = 0
    FACTOR_KERNEL = 1
    SOLVE = 2
    CONTEXT = 3
    N_STATES = 4  # a number, not an address
    RTOL = 5  # address of one double
    TIME = 6
    T_STAGE = 7
    H = 8
    FACTOR = 9
    QUALITY = 10
    NORM = 11
    BELOW = 12
    ACCEPTED = 13
    CLIPPED = 14
    Y = 15
    U = 16
    F = 17
    ERROR = 18
    BY_TIME = 19
    ATOL = 20
    FREE = 21
    GIVEN = 22
    LU = 23
    K = 24
    DENSE = 25
    STRIDE = 26  # a number: bytes from one row of K or DENSE to the next
    GROWTH = 27


N_SLOTS = len(Slot)


class Kernel(NamedTuple):
    """Addresses of compiled arithmetic: the model's, and the method's for the same lane width."""

    derive: int
    right_side: int
    factor: int
    solve: int
    context: int
    step: int
    take: int
    take_clipped: int
    dense: int


class Tableau(NamedTuple):
    """A Rosenbrock method as arrays for the compiled loops; see method.py for the meaning of the symbols."""

    gamma: float
    a: Floats  # (stages, stages)
    c: Floats  # (stages, stages)
    alpha: Floats  # (stages,)
    slope: Floats  # (stages,) weights of the time derivative
    b: Floats  # (stages,) new solution
    e: Floats  # (stages,) error estimate
    dense: Floats  # (terms, stages)
    grows: Integers  # (stages,) 1 where a's row repeats the row above and adds one entry
    ends_on_last: int  # 1 when the new solution is the last stage's argument plus the last stage
    error_is_last: int  # 1 when the error estimate is the last stage
    exponent: float  # 1/(order of the error estimate + 1)
    calm: float  # growth beyond which an error says nothing about its trend


class Lanes(NamedTuple):
    """State of a group of lanes between lock-steps."""

    t: Floats  # (lanes,) [h]
    t_stage: Floats  # (lanes,)
    h: Floats  # (lanes,) step size wished for
    h_now: Floats  # (lanes,) step size of this lock-step
    factor: Floats  # (lanes,) 1/(gamma*h)
    quality: Floats  # (lanes,) above 0 when every pivot kept digits
    norm: Floats  # (lanes,) weighted error
    below: Floats  # (lanes,) number of states under zero in the candidate
    accepted: Floats  # (lanes,) 1 when this lock-step was accepted, 2 while an event acts
    clipped: Floats  # (lanes,) sum of what was cut off below zero, in tolerances
    h_last: Floats  # (lanes,) the accepted step before this one; 0 for none
    growth_last: Floats  # (lanes,) its `growth`
    growth: Floats  # (lanes,) norm**-exponent
    rtol: Floats  # (1,)
    y: Floats  # (n*lanes,)
    u: Floats  # (n*lanes,) stage argument, then candidate
    f: Floats  # (n*lanes,) right-hand side
    zeros: Floats  # (n*lanes,) zero, always
    before: Floats  # (n*lanes,) right-hand side before an event
    error: Floats  # (n*lanes,)
    by_time: Floats  # (n*lanes,)
    atol: Floats  # (n*lanes,)
    free: Floats  # (n*lanes,) 0 for states that may not be negative, infinity for the others
    given: Floats  # (n_given*lanes,)
    lu: Floats  # (n_lu*lanes,)
    k: Floats  # (stages*stride,)
    dense: Floats  # (terms*stride,)
    subject: Integers  # (lanes,) -1 when idle
    event: Integers  # (lanes,) next event, in the whole table
    event_end: Integers  # (lanes,)
    report: Integers  # (lanes,) next report
    rejections: Integers  # (lanes,) in a row
    table: Integers  # (N_SLOTS,) addresses, as lockstep.py wants them


def make_lanes(
    lanes: int,
    kernel: Kernel,
    sizes: tuple[int, int],
    tableau: Tableau,
    tolerances: tuple[float, Floats, Any],
) -> Lanes:
    """Working memory for `lanes` subjects side by side.

    Parameters
    ----------
    lanes : int
        Width of the kernels.
    kernel : Kernel
    sizes : (int, int)
        Lengths of the given vector and of the stored factors.
    tableau : Tableau
    tolerances : (float, (n_states,) float64, (n_states,) bool)
        rtol, atol, and which states may be negative.
    """
    rtol, atol, signed = tolerances
    n = atol.size
    stages, terms = tableau.b.size, tableau.dense.shape[0]
    stride = row_length(n * lanes)
    narrow = [aligned(lanes) for _ in range(13)]
    rows = aligned(9 + stages + terms, stride)
    wide = [rows[i, : n * lanes] for i in range(9)]
    wide[7][:] = np.repeat(atol, lanes)
    wide[8][:] = np.repeat(np.where(signed, np.inf, 0.0), lanes)
    given, lu = aligned(sizes[0] * lanes), aligned(max(sizes[1], 1) * lanes)
    k, dense = rows[9 : 9 + stages].reshape(-1), rows[9 + stages :].reshape(-1)
    counters = [np.zeros(lanes, np.int64) for _ in range(5)]
    counters[0][:] = -1
    table = np.zeros(N_SLOTS, np.int64)
    tolerance = aligned(1)
    tolerance[0] = rtol
    w = Lanes._make([*narrow, tolerance, *wide, given, lu, k, dense, *counters, table])
    fill_table(w, kernel, n)
    return w


def row_length(size: int) -> int:
    """At least `size` doubles and an odd number of cache lines, so that rows do not compete for the same
    cache sets."""
    lines = -(-size // 8)
    return 8 * (lines + 1 - lines % 2)


def fill_table(w: Lanes, kernel: Kernel, n_states: int) -> None:
    """Write the addresses that the method's machine code reads."""
    table = w.table
    table[Slot.RIGHT_SIDE], table[Slot.FACTOR_KERNEL] = kernel.right_side, kernel.factor
    table[Slot.SOLVE], table[Slot.CONTEXT] = kernel.solve, kernel.context
    table[Slot.N_STATES] = n_states
    table[Slot.STRIDE] = 8 * row_length(n_states * w.t.size)
    arrays = {
        Slot.RTOL: w.rtol,
        Slot.TIME: w.t,
        Slot.T_STAGE: w.t_stage,
        Slot.H: w.h_now,
        Slot.FACTOR: w.factor,
        Slot.QUALITY: w.quality,
        Slot.NORM: w.norm,
        Slot.BELOW: w.below,
        Slot.ACCEPTED: w.accepted,
        Slot.CLIPPED: w.clipped,
        Slot.Y: w.y,
        Slot.U: w.u,
        Slot.F: w.f,
        Slot.ERROR: w.error,
        Slot.BY_TIME: w.by_time,
        Slot.ATOL: w.atol,
        Slot.FREE: w.free,
        Slot.GIVEN: w.given,
        Slot.LU: w.lu,
        Slot.K: w.k,
        Slot.DENSE: w.dense,
        Slot.GROWTH: w.growth,
    }
    for slot, array in arrays.items():
        table[slot] = array.ctypes.data
