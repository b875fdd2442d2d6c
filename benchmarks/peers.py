"""The same model for other people's solvers: the program printed as numba source, and one caller per solver.

Right-hand side and Jacobian are compiled and exact, parameters are an argument, and each solver runs with the
linear algebra and the calling path that were found quickest for it.
"""

from __future__ import annotations

import importlib.util
import itertools
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from common import Case, Floats
from numba import njit
from scipy.integrate import BDF, LSODA, Radau, odeint, solve_ivp

from remit.program.graph import Array, Op
from remit.program.program import Program, Section
from remit.solve.calls import aligned, call_kernel

INFIX = {Op.ADD: "+", Op.SUBTRACT: "-", Op.MULTIPLY: "*", Op.DIVIDE: "/"}
CALLS = {
    Op.SQRT: "sqrt", Op.EXP: "exp", Op.LOG: "log", Op.SIN: "sin", Op.COS: "cos", Op.TANH: "tanh",
    Op.EXPM1: "expm1", Op.LOG1P: "log1p", Op.ABS: "fabs", Op.MIN: "min", Op.MAX: "max",
}  # fmt: skip
READ = {Array.TIME: "t", Array.STATE: "y[{}]", Array.GIVEN: "given[{}]", Array.RIGHT: ""}
COUNTER = itertools.count()


def expression(op: Op, read: Sequence[str], constant: float) -> str:
    """One instruction as Python."""
    if op is Op.CONSTANT:
        return repr(constant)
    if op in INFIX:
        return f"{read[0]} {INFIX[op]} {read[1]}"
    if op in CALLS:
        return f"{CALLS[op]}({', '.join(read)})"
    match op:
        case Op.NEGATE:
            return f"-{read[0]}"
        case Op.POSITIVE:
            return f"1.0 if {read[0]} > 0.0 else 0.0"
        case Op.SELECT:
            return f"{read[1]} if {read[0]} > 0.0 else {read[2]}"
        case Op.MINUS_PRODUCT:
            return f"{read[0]} - {read[1]} * {read[2]}"
        case Op.RATIO:
            return f"{read[0]} * {read[2]}"
        case Op.LOGISTIC:
            return f"1.0 / (1.0 + exp(-{read[0]}))"
    raise TypeError(f"no Python for {op!r}")


def body(section: Section, targets: dict[tuple[int, int], str]) -> list[str]:
    """A section's instructions as lines; results go to the targets, and what no target needs is left out."""
    wanted = {number for array, index, number in section.outputs if (array, index) in targets}
    needed: set[int] = set()
    stack = list(wanted)
    while stack:
        number = stack.pop()
        if number in needed:
            continue
        needed.add(number)
        op, operands, _ = section.instructions[number]
        if op not in (Op.LEAF, Op.CONSTANT):
            stack.extend(operands)
    lines, names = [], {}
    for number, (op, operands, constant) in enumerate(section.instructions):
        if number not in needed:
            continue
        if op is Op.LEAF:
            names[number] = READ[Array(operands[0])].format(operands[1])
        elif op is Op.ADD and "" in (found := [names[operand] for operand in operands]):
            names[number] = "".join(found)  # the stepper's own addition to the rates
        elif op is Op.CONSTANT:
            names[number] = f"({constant!r})"
        else:
            names[number] = f"v{number}"
            text = expression(op, [names[operand] for operand in operands], constant)
            lines.append(f"    v{number} = {text}")
    for array, index, number in section.outputs:
        if (array, index) in targets:
            lines.append(f"    {targets[array, index]} = {names[number]}")
    return lines


def numba_source(program: Program, target: str) -> str:
    """A module with the right-hand side or with one form of the Jacobian.

    Parameters
    ----------
    program : Program
    target : str
        'right_side' or 'jacobian' (row, column).
    """
    if target == "right_side":
        places = {(0, i): f"out[{i}]" for i in range(len(program.states))}
        section = program.right_side
    else:
        section = program.jacobian
        places = {(0, i): f"out[{row}, {column}]" for i, (row, column) in enumerate(program.pattern)}
    head = ["from math import *", "from numba import njit", "", "@njit(error_model='numpy')"]
    return "\n".join([*head, "def f(t, y, given, out):", *body(section, places)]) + "\n"


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
    doses = case.doses()
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
