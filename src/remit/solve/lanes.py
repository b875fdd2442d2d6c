"""The working memory of one group of lanes, as flat arrays: element [index*lanes + lane]."""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from remit.solve import places
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
    ZEROS = 28


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
    """State of a group of lanes between lock-steps; rows by the names in places.py."""

    lanes: int
    size: int  # numbers in use per row of `wide`: states times lanes
    dense_row: int  # first row of `wide` that holds interpolation terms
    table_at: int  # address of `table`
    lane: Any  # (N_LANE_ROWS, lanes) float64
    wide: Any  # (N_WIDE_ROWS + stages + terms, stride) float64: [state*lanes + lane]
    count: Any  # (N_COUNT_ROWS, lanes) int64
    given: Floats  # (n_given*lanes,)
    table: Integers  # (N_SLOTS,) addresses, as lockstep.py wants them


def make_lanes(
    lanes: int,
    kernel: Kernel,
    sizes: tuple[int, int],
    tableau: Tableau,
    tolerances: tuple[float, Floats, Any],
) -> tuple[Lanes, object]:
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

    Returns
    -------
    Lanes
    object
        Owns memory that only the machine code reads; keep it as long as the lanes.
    """
    rtol, atol, signed = tolerances
    n = atol.size
    stages, terms = tableau.b.size, tableau.dense.shape[0]
    rows = aligned(places.N_WIDE_ROWS + stages + terms, row_length(n * lanes))
    rows[places.ATOL, : n * lanes] = np.repeat(atol, lanes)
    rows[places.FREE, : n * lanes] = np.repeat(np.where(signed, np.inf, 0.0), lanes)
    count = np.zeros((places.N_COUNT_ROWS, lanes), np.int64)
    count[places.SUBJECT] = -1
    lu, tolerance = aligned(max(sizes[1], 1) * lanes), aligned(1)
    tolerance[0] = rtol
    table = np.zeros(N_SLOTS, np.int64)
    w = Lanes(
        lanes,
        n * lanes,
        places.N_WIDE_ROWS + stages,
        table.ctypes.data,
        aligned(places.N_LANE_ROWS, lanes),
        rows,
        count,
        aligned(sizes[0] * lanes),
        table,
    )
    fill_table(w, kernel, n, lu, tolerance)
    return w, (lu, tolerance)


def row_length(size: int) -> int:
    """At least `size` doubles and an odd number of cache lines: rows must not compete for cache sets."""
    lines = -(-size // 8)
    return 8 * (lines + 1 - lines % 2)


LANE_SLOTS = {
    Slot.TIME: places.T,
    Slot.T_STAGE: places.T_STAGE,
    Slot.H: places.H_NOW,
    Slot.FACTOR: places.FACTOR,
    Slot.QUALITY: places.QUALITY,
    Slot.NORM: places.NORM,
    Slot.BELOW: places.BELOW,
    Slot.ACCEPTED: places.ACCEPTED,
    Slot.CLIPPED: places.CLIPPED,
    Slot.GROWTH: places.GROWTH,
}
WIDE_SLOTS = {
    Slot.Y: places.Y,
    Slot.U: places.U,
    Slot.F: places.F,
    Slot.ZEROS: places.ZEROS,
    Slot.ERROR: places.ERROR,
    Slot.BY_TIME: places.BY_TIME,
    Slot.ATOL: places.ATOL,
    Slot.FREE: places.FREE,
    Slot.K: places.N_WIDE_ROWS,
}


def fill_table(w: Lanes, kernel: Kernel, n_states: int, lu: Floats, rtol: Floats) -> None:
    """Write the addresses that the method's machine code reads."""
    table = w.table
    table[Slot.RIGHT_SIDE], table[Slot.FACTOR_KERNEL] = kernel.right_side, kernel.factor
    table[Slot.SOLVE], table[Slot.CONTEXT] = kernel.solve, kernel.context
    table[Slot.N_STATES], table[Slot.STRIDE] = n_states, w.wide.strides[0]
    table[Slot.GIVEN], table[Slot.LU] = w.given.ctypes.data, lu.ctypes.data
    table[Slot.RTOL] = rtol.ctypes.data
    for slot, row in LANE_SLOTS.items():
        table[slot] = w.lane[row].ctypes.data
    for slot, row in WIDE_SLOTS.items():
        table[slot] = w.wide[row].ctypes.data
    table[Slot.DENSE] = w.wide[w.dense_row].ctypes.data
