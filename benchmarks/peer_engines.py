"""Every solver that can be had for a case, with what its build took; a missing one leaves a line."""

from __future__ import annotations

import importlib.util
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import c_peer
import numpy as np
import python_peers
from common import Case, Engine, Floats, solve, tell, widened
from python_peers import Solver
from scipy.integrate import BDF, Radau

Run = Callable[[Case, float, Floats], Floats]  # (case, rtol, times) -> (n_subjects, n_times, n_states)
MOST_STATES_IN_JAX = 20  # XLA takes minutes over the unrolled code of more


@dataclass(frozen=True, slots=True)
class Peer:
    """One solver made for one case."""

    name: str
    run: Run
    build: float  # [s]; nan when it has none of its own
    lanes: int = 1
    clock: list[float] = field(default_factory=list)  # seconds by the solver's own clock, one per trajectory


@dataclass(slots=True)
class Field:
    """Everybody who runs, and remarks on who does not."""

    peers: list[Peer] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def run_remit(engine: Engine) -> Run:
    """remit at one width, one thread."""
    return lambda case, rtol, times: solve(case, engine, rtol, times).states


def one_by_one(solver: Solver) -> Run:
    """A peer, subject by subject."""
    return lambda case, rtol, times: np.stack([solver(case, i, rtol, times) for i in range(case.n_subjects)])


def remit_peers(case: Case, widths: tuple[int, ...]) -> list[Peer]:
    """remit at some widths; the build is filled in by whoever measures it in a fresh process."""
    return [
        Peer(f"remit, {n} lane{'s' * (n > 1)}", run_remit(widened(case.model, n)), float("nan"), n)
        for n in dict.fromkeys(widths)
    ]


def everybody(case: Case, widths: tuple[int, ...], folder: Path, slow_builds: bool = True) -> Field:
    """remit and every peer that is installed.

    Parameters
    ----------
    case : Case
    widths : tuple of int
        Lanes at which remit runs.
    folder : path
        For what the peers write and build.
    slow_builds : bool
        Whether AMICI and diffrax, whose builds take half a minute even for few states, run too.
    """
    found = Field(remit_peers(case, widths))
    tell("building: C")
    try:
        library = c_peer.build(case.engine.program, folder / "c")
    except FileNotFoundError:
        found.remarks.append("Left out: everything but remit, because there is no gcc.")
        return found
    functions, spent = library.functions, library.seconds
    found.peers.append(Peer("SciPy LSODA", one_by_one(python_peers.solver_lsoda(functions)), spent))
    for method in (BDF, Radau):
        solver = python_peers.solver_scipy(functions, method)
        found.peers.append(Peer(f"SciPy {method.__name__}", one_by_one(solver), spent))
    if importable("sksundae", found):
        solver = python_peers.solver_cvode(functions)
        found.peers.append(Peer("CVODE, scikit-sundae", one_by_one(solver), spent))
    if library.has_cvode:
        found.peers.append(Peer("CVODE + KLU in C", one_by_one(c_peer.solver_klu(library)), spent))
    else:
        found.remarks.append(f"Left out: CVODE + KLU in C ({c_peer.missing()}).")
    add_readers_of_sbml(case, folder, found, slow_builds)
    if slow_builds:
        add_jax(case, folder, found)
    else:
        found.remarks.append("Left out: AMICI and diffrax, for the time of their builds.")
    return found


def importable(module: str, found: Field) -> bool:
    """Whether a peer is installed; if not, a remark is left."""
    if importlib.util.find_spec(module):
        return True
    found.remarks.append(f"Left out: {module}, which is not installed.")
    return False


def add_readers_of_sbml(case: Case, folder: Path, found: Field, slow_builds: bool) -> None:
    """libRoadRunner and, where its build may take its time, AMICI."""
    if not importable("libsbml", found):
        return
    import sbml_peers

    if importable("roadrunner", found):
        tell("building: libRoadRunner")
        solver, spent = sbml_peers.solver_roadrunner(case)
        found.peers.append(Peer("libRoadRunner", one_by_one(solver), spent))
    if slow_builds and importable("amici", found):
        tell("building: AMICI")
        try:
            solver, spent, clock = sbml_peers.solver_amici(case, folder)
        except subprocess.CalledProcessError:
            found.remarks.append("Left out: AMICI, whose build failed (it needs swig and C++).")
            return
        found.peers.append(Peer("AMICI", one_by_one(solver), spent, clock=clock))


def add_jax(case: Case, folder: Path, found: Field) -> None:
    """diffrax, where XLA compiles the model within a minute."""
    if not importable("diffrax", found):
        return
    if case.start.shape[1] > MOST_STATES_IN_JAX:
        text = f"Left out: diffrax, whose compiler takes minutes over more than {MOST_STATES_IN_JAX} states."
        found.remarks.append(text)
        return
    import diffrax_peer

    tell("building: diffrax")
    solver, spent = diffrax_peer.solver_diffrax(case, folder)
    found.peers.append(Peer("diffrax Kvaerno5", one_by_one(solver), spent))


def numba_seconds(case: Case, folder: Path) -> float:
    """What numba takes to compile right-hand side and Jacobian from generated Python [s]."""
    functions = python_peers.compiled(case.engine.program, folder)
    n, given = functions.n_states, python_peers.given_of(case, 0)
    begun = time.perf_counter()
    functions.right_side(0.0, case.start[0], given, np.zeros(n))
    functions.jacobian(0.0, case.start[0], given, np.zeros((n, n)))
    return time.perf_counter() - begun
