"""The model as C, compiled by gcc: functions for the solvers in Python, and CVODE with KLU called from C.

CVODE's BDF over generated, compiled functions with an exact sparse Jacobian and KLU is what AMICI's models
run on; here nothing else surrounds it.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common import HERE, Case, Floats
from numba import njit
from printed import c_source
from python_peers import Functions, Solver, given_of

from remit.program.program import Program

FLAGS = ["-O2", "-march=native", "-fno-math-errno", "-fPIC", "-shared", "-I/usr/include/suitesparse"]
LIBRARIES = [f"-lsundials_{part}" for part in ("cvode", "sunlinsolklu", "sunmatrixsparse", "nvecserial")]
HEADER = Path("/usr/include/sunlinsol/sunlinsol_klu.h")


@dataclass(frozen=True, slots=True)
class Library:
    """A compiled model."""

    functions: Functions
    library: ctypes.CDLL
    has_cvode: bool
    seconds: float  # that gcc took


def missing() -> str:
    """What keeps CVODE with KLU from being called from C; '' when nothing does."""
    if not shutil.which("gcc"):
        return "no gcc"
    return "" if HEADER.exists() else "no SUNDIALS with KLU (Debian: libsundials-dev)"


def build(program: Program, folder: Path) -> Library:
    """Print, compile and load a model."""
    folder.mkdir(parents=True, exist_ok=True)
    source, shared = folder / "model.c", folder / f"model_{program.name[:16]}.so"
    source.write_text(c_source(program), encoding="utf-8")
    with_cvode = HEADER.exists()
    driver = [str(HERE / "cvode_klu.c"), *LIBRARIES] if with_cvode else []
    begun = time.perf_counter()
    command = ["gcc", *FLAGS, str(source), *driver, "-lm", "-o", str(shared)]
    subprocess.run(command, check=True, capture_output=True)
    spent = time.perf_counter() - begun
    library = ctypes.CDLL(str(shared))
    functions = Functions(wrapped(library.right_side), wrapped(library.jacobian), len(program.states))
    return Library(functions, library, with_cvode, spent)


def wrapped(function: ctypes._CFuncPtr):  # type: ignore[no-untyped-def]
    """A C function as f(t, y, given, out) for compiled code and for Python, without ctypes in the way."""
    function.argtypes = [ctypes.c_double, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    function.restype = None

    @njit(error_model="numpy")
    def f(t, y, given, out):  # type: ignore[no-untyped-def]
        function(t, y.ctypes.data, given.ctypes.data, out.ctypes.data)

    return f


def solver_klu(library: Library) -> Solver:
    """CVODE's BDF with KLU; a subject never leaves C."""
    run = library.library.solve
    real, whole, array = ctypes.c_double, ctypes.c_long, ctypes.c_void_p
    run.argtypes = [
        array,
        array,
        real,
        real,
        whole,
        array,
        array,
        array,
        whole,
        array,
        real,
        array,
        array,
        array,
    ]

    def solve(case: Case, subject: int, rtol: float, times: Floats) -> Floats:
        doses = case.doses(subject)
        moments = np.array([time for time, *_ in doses])
        places = np.array([place for _, place, _ in doses], np.int64)
        amounts = np.array([amount for *_, amount in doses])
        start, given = np.ascontiguousarray(case.start[subject]), given_of(case, subject)
        atol, times = 0.01 * rtol * case.scale, np.ascontiguousarray(times)
        out, counts = np.empty((times.size, start.size)), np.zeros(2, np.int64)
        flag = run(
            start.ctypes.data, given.ctypes.data, case.schedule.start, case.schedule.until, len(doses),
            moments.ctypes.data, places.ctypes.data, amounts.ctypes.data, times.size, times.ctypes.data,
            rtol, atol.ctypes.data, out.ctypes.data, counts.ctypes.data,
        )  # fmt: skip
        if flag:
            raise RuntimeError(f"CVODE ended with {flag}")
        return out

    return solve
