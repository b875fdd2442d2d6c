"""Solvers that are called from Python, on compiled functions: SciPy's and CVODE through scikit-sundae.

Right-hand side and Jacobian are compiled and exact, parameters are an argument, and each solver runs with the
linear algebra and the calling path that were found quickest for it.
"""

from __future__ import annotations

import importlib.util
import itertools
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from common import Case, Floats
from numba import njit
from printed import numba_source
from scipy.integrate import BDF, LSODA, Radau, odeint, solve_ivp

from remit.program.program import Program
from remit.solve.calls import aligned, call_kernel

COUNTER = itertools.count()


def imported(text: str, folder: Path) -> ModuleType:
    """Python text as a module."""
    name = f"peer_{next(COUNTER)}"
    path = folder / f"{name}.py"
    path.write_text(text, encoding="utf-8")
    specification = importlib.util.spec_from_file_location(name, path)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


@dataclass(frozen=True, slots=True)
class Functions:
    """The model as compiled functions f(t, y, given, out)."""

    right_side: Callable[..., None]
    jacobian: Callable[..., None]
    n_states: int


def compiled(program: Program, folder: Path) -> Functions:
    """Numba functions of a program, not yet compiled for any types."""
    made = [imported(numba_source(program, target), folder).f for target in ("right_side", "jacobian")]
    return Functions(*made, len(program.states))


def given_of(case: Case, subject: int) -> Floats:
    """A subject's parameters, inputs and derived constants, as the functions read them."""
    given = aligned(case.engine.program.n_given)
    given[: case.plain.shape[1]] = case.plain[subject]
    call_kernel(case.engine.kernels.addresses["derive"], (case.engine.kernels.context, given.ctypes.data))
    return given


Solver = Callable[[Case, int, float, Floats], Floats]  # case, subject, rtol, times -> (n_times, n_states)


def in_pieces(piece: Callable[[Floats, Floats], Floats], case: Case, subject: int, times: Floats) -> Floats:
    """A solver that knows no doses, restarted at each of them.

    Parameters
    ----------
    piece : callable
        (starting values, times with the beginning first) -> (n_times - 1, n_states).
    """
    y = case.start[subject].copy()
    begin, end = case.schedule.start, case.schedule.until
    doses = case.doses(subject)
    stops = sorted({moment for moment, *_ in doses} | {begin, end})
    found = []
    for left, right in itertools.pairwise(stops):
        for moment, place, amount in doses:
            if moment == left:
                y[place] += amount
        inside = times[(times > left) & (times <= right)]
        grid = inside if inside.size and inside[-1] == right else np.append(inside, right)
        states = piece(y, np.concatenate([[left], grid]))
        found.append(states[: inside.size])
        y = states[-1].copy()
    return np.vstack(found)


def solver_lsoda(functions: Functions) -> Solver:
    """LSODA through odeint, whose loop is compiled; dense linear algebra."""
    rhs, jac, n = functions.right_side, functions.jacobian, functions.n_states
    out, matrix = np.zeros(n), np.zeros((n, n))

    def solve(case: Case, subject: int, rtol: float, times: Floats) -> Floats:
        given = given_of(case, subject)

        def f(t: float, y: Floats) -> Floats:
            rhs(t, y, given, out)
            return out

        def j(t: float, y: Floats) -> Floats:
            jac(t, y, given, matrix)
            return matrix

        def piece(y: Floats, grid: Floats) -> Floats:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                states = odeint(
                    f,
                    y,
                    grid,
                    tfirst=True,
                    Dfun=j,
                    rtol=rtol,
                    atol=0.01 * rtol * case.scale,
                    mxstep=10_000_000,
                )
            return states[1:]

        return in_pieces(piece, case, subject, times)

    return solve


def solver_scipy(functions: Functions, method: type[BDF | LSODA | Radau]) -> Solver:
    """BDF and Radau of solve_ivp, dense linear algebra."""
    rhs, jac, n = functions.right_side, functions.jacobian, functions.n_states

    def solve(case: Case, subject: int, rtol: float, times: Floats) -> Floats:
        given = given_of(case, subject)

        def f(t: float, y: Floats) -> Floats:
            out = np.empty(n)
            rhs(t, y, given, out)
            return out

        def j(t: float, y: Floats) -> Floats:
            matrix = np.zeros((n, n))
            jac(t, y, given, matrix)
            return matrix

        def piece(y: Floats, grid: Floats) -> Floats:
            span = (grid[0], grid[-1])
            found = solve_ivp(
                f, span, y, method=method, jac=j, t_eval=grid[1:], rtol=rtol, atol=0.01 * rtol * case.scale
            )
            if not found.success:
                raise RuntimeError(found.message)
            states: Floats = found.y.T
            return states

        return in_pieces(piece, case, subject, times)

    return solve


def solver_cvode(functions: Functions) -> Solver:
    """CVODE's BDF through scikit-sundae; dense, because its sparse solver is 60 times slower at this size."""
    from sksundae.cvode import CVODE

    rhs, jac = functions.right_side, functions.jacobian

    def f(t: float, y: Floats, out: Floats, given: list[Floats]) -> None:
        rhs(t, y, given[0], out)

    def j(t: float, y: Floats, yp: Floats, matrix: Floats, given: list[Floats]) -> None:
        jac(t, y, given[0], matrix)

    def solve(case: Case, subject: int, rtol: float, times: Floats) -> Floats:
        solver = CVODE(
            f, userdata=[given_of(case, subject)], jacfn=j, linsolver="dense", rtol=rtol,
            atol=0.01 * rtol * case.scale, max_num_steps=10_000_000,
        )  # fmt: skip

        def piece(y: Floats, grid: Floats) -> Floats:
            # With two times the solver would keep every step of its own; a third in the middle prevents that.
            wanted = grid if grid.size > 2 else np.array([grid[0], 0.5 * (grid[0] + grid[1]), grid[1]])
            found = solver.solve(wanted, y)
            if not found.success:
                raise RuntimeError(str(found.message))
            states: Floats = np.asarray(found.y)[-(grid.size - 1) :]
            return states

        return in_pieces(piece, case, subject, times)

    return solve


def solvers(functions: Functions) -> dict[str, Solver]:
    """Every peer that is installed, by name."""
    found = {
        "SciPy LSODA": solver_lsoda(functions),
        "SciPy BDF": solver_scipy(functions, BDF),
        "SciPy Radau": solver_scipy(functions, Radau),
    }
    if importlib.util.find_spec("sksundae"):
        found["CVODE"] = solver_cvode(functions)
    return found


def passage(functions: Functions, case: Case) -> tuple[float, float]:
    """Seconds that one right-hand side takes from Python, as the solvers call it, and from compiled code."""
    rhs, given = functions.right_side, given_of(case, 0)
    y, out = case.start[0].copy(), np.zeros(functions.n_states)

    def repeat(count: int, y: Floats, given: Floats, out: Floats) -> None:
        for _ in range(count):
            rhs(0.0, y, given, out)

    spent = []
    for repeated in (repeat, njit(error_model="numpy")(repeat)):
        repeated(10, y, given, out)
        begun = time.perf_counter()
        repeated(20_000, y, given, out)
        spent.append((time.perf_counter() - begun) / 20_000)
    return spent[0], spent[1]
