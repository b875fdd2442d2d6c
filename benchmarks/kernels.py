"""A model's kernels called one at a time on buffers of their own, to be timed, counted and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from common import Case, Engine, Floats
from numba import njit

from remit.program.graph import Array
from remit.program.kernel_text import FORMS
from remit.solve.calls import aligned, call, call_kernel


@njit(error_model="numpy", nogil=True)
def repeated(address, arguments, count):  # type: ignore[no-untyped-def]
    """Call a kernel again and again without leaving compiled code."""
    for _ in range(count):
        call(address, arguments)


@dataclass(frozen=True, slots=True)
class Bench:
    """Buffers of one width, filled with the first subjects of a case."""

    engine: Engine
    read: dict[Array, Floats]  # (size, lanes)
    written: dict[str, tuple[Floats, ...]]

    def arguments(self, name: str) -> tuple[int, ...]:
        """Addresses that a kernel takes."""
        inputs, _ = FORMS[name]
        buffers = [*(self.read[array] for array in inputs), *self.written[name]]
        return (self.engine.kernels.context, *(buffer.ctypes.data for buffer in buffers))

    def call(self, name: str) -> tuple[Floats, ...]:
        """Run a kernel once; what it wrote, (size, lanes) each."""
        call_kernel(self.engine.kernels.addresses[name], self.arguments(name))
        return self.written[name]

    def repeat(self, name: str, count: int) -> None:
        """Run a kernel many times."""
        repeated(self.engine.kernels.addresses[name], self.arguments(name), count)

    def job(self, name: str, count: int) -> Callable[[], None]:
        """`repeat` as something to time."""
        return lambda: self.repeat(name, count)


def bench(case: Case, engine: Engine, step: float = 0.1) -> Bench:
    """Kernels at the start of a case.

    Parameters
    ----------
    case : Case
    engine : Engine
        The case's model at any width; lanes beyond the subjects repeat the first.
    step : float
        gamma*h of the linear system [h].
    """
    program, lanes = engine.program, engine.kernels.lanes
    n = len(program.states)
    sizes = {
        Array.TIME: 1, Array.STATE: n, Array.GIVEN: program.n_given, Array.FACTOR: 1,
        Array.LU: program.n_lu, Array.RIGHT: n,
    }  # fmt: skip
    read = {array: aligned(size * lanes).reshape(-1, lanes) for array, size in sizes.items()}
    who = np.arange(lanes) % case.n_subjects
    read[Array.STATE][:] = case.start[who].T
    read[Array.GIVEN][: case.plain.shape[1]] = case.plain[who].T
    read[Array.FACTOR][:] = 1.0 / step
    written = {}
    for name, (_, outputs) in FORMS.items():
        section = getattr(program, name)
        lengths = [
            1 + max([i for a, i, _ in section.outputs if a == out], default=0) for out in range(outputs)
        ]
        written[name] = tuple(aligned(length * lanes).reshape(-1, lanes) for length in lengths)
    made = Bench(engine, read, written)
    made.call("derive")
    read[Array.LU][:] = made.call("factor")[0]
    read[Array.RIGHT][:] = made.call("right_side")[0]
    return made


def rates(case: Case, time: float, states: Floats) -> Floats:
    """Rates of change of a case's first subject, (n_states,), by its machine code of one lane."""
    made = bench(case, case.engine)
    made.read[Array.TIME][:] = time
    made.read[Array.STATE][:, 0] = states
    made.read[Array.RIGHT][:] = 0.0
    return made.call("right_side")[0][:, 0].copy()
