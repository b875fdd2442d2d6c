"""Kernels, one subject, many subjects, and settling.

asv sets up again before every sample, in the process of the one before: cases are kept, or settling would be
repeated for each.
"""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

import numpy as np
from common import solve, widened, widest_vector
from kernels import bench
from problem_cases import full_case, full_population, network_case

from remit.run.periods import orbit

RTOL = 1e-4


@functools.cache
def case_of(model: str, subjects: int):  # type: ignore[no-untyped-def]
    """The library or the network, made once per process."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if model == "network":
            return network_case(folder, 64, subjects)
        return full_case() if subjects == 1 else full_population(folder, subjects)


class Kernels:
    """A thousand calls of the widest kernels."""

    params = ("library", "network")
    param_names = ("model",)
    number, repeat, rounds = 1, 5, 1

    def setup(self, model: str) -> None:
        """Buffers and machine code."""
        case = case_of(model, 4)
        self.bench = bench(case, widened(case.model, widest_vector()))
        for name in ("right_side", "factor", "solve"):
            self.bench.repeat(name, 1)

    def time_right_side(self, model: str) -> None:
        """Rates of change."""
        self.bench.repeat("right_side", 1000)

    def time_jacobian_and_lu(self, model: str) -> None:
        """Jacobian and its factors."""
        self.bench.repeat("factor", 1000)

    def time_solve(self, model: str) -> None:
        """One linear system."""
        self.bench.repeat("solve", 1000)


class OneSubject:
    """Twelve weeks of daily doses in one subject."""

    params = ("library", "network")
    param_names = ("model",)
    number, repeat, rounds = 1, 3, 1

    def setup(self, model: str) -> None:
        """Everything compiled."""
        self.case = case_of(model, 1)
        self.run()

    def run(self):  # type: ignore[no-untyped-def]
        """The simulation."""
        return solve(self.case, self.case.engine, RTOL)

    def time_twelve_weeks(self, model: str) -> None:
        """Wall time."""
        self.run()

    def track_steps(self, model: str) -> int:
        """Steps, rejected ones included."""
        return int(self.run().counts[0, :2].sum())


class ManySubjects:
    """The same in many subjects, side by side, on one thread."""

    params = ((("library", 100), ("network", 1000)),)
    param_names = ("model",)
    number, repeat, rounds = 1, 2, 1

    def setup(self, model: tuple[str, int]) -> None:
        """Everything compiled."""
        self.case = case_of(*model)
        self.engine = widened(self.case.model, widest_vector())
        solve(self.case.first(1), self.engine, RTOL)

    def time_twelve_weeks(self, model: tuple[str, int]) -> None:
        """Wall time."""
        solve(self.case, self.engine, RTOL)

    def peakmem_twelve_weeks(self, model: tuple[str, int]) -> None:
        """The most memory."""
        solve(self.case, self.engine, RTOL)


class Settle:
    """From the written start to the orbit that repeats itself, in one subject of the library."""

    number, repeat, rounds = 1, 2, 1

    def setup(self) -> None:
        """Everything compiled."""
        self.case = case_of("library", 1)
        engine = self.case.engine
        self.plain = engine.plain(self.case.plain[:, : len(engine.program.parameters)])
        self.start = engine.starts(self.plain)

    def time_settle(self) -> None:
        """Wall time."""
        orbit(self.case.engine, self.case.schedule, self.plain, self.start, None, np.arange(1))
