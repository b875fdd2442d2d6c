"""Simulators that read SBML: libRoadRunner and AMICI, on the document that sbml.py writes.

Neither takes a vector of absolute tolerances from a number per state in the same way; libRoadRunner does, by
name, AMICI takes one for all. Doses are events for AMICI; libRoadRunner is stopped at each of them, which
costs it less than looking for 84 events in every step.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
import warnings
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import sbml
from common import Case, Floats
from python_peers import Solver, in_pieces

RECORD = "build_seconds.json"


def solver_roadrunner(case: Case) -> tuple[Solver, float]:
    """libRoadRunner's CVODE (own machine code, Jacobian by differences), and the seconds its build took."""
    import roadrunner

    text = sbml.subject_as_sbml(case, doses=False)
    begun = time.perf_counter()
    runner = roadrunner.RoadRunner(text)
    spent = time.perf_counter() - begun
    states, given = sbml.ids_of(case)
    runner.timeCourseSelections = states
    integrator = runner.integrator
    integrator.maximum_num_steps = 100_000_000
    set_given = [-1]

    def solve(case: Case, subject: int, rtol: float, times: Floats) -> Floats:
        integrator.relative_tolerance = rtol
        for name, scale in zip(states, case.scale, strict=True):
            integrator.setIndividualTolerance(name, 0.01 * rtol * scale)
        if set_given[0] != subject:
            for name, value in zip(given, case.plain[subject], strict=False):
                runner[name] = value
            set_given[0] = subject

        def piece(y: Floats, grid: Floats) -> Floats:
            for name, value in zip(states, y, strict=True):
                runner[name] = value
            runner.integrator.restart(grid[0])
            return np.array(runner.simulate(times=list(grid)))[1:]

        return in_pieces(piece, case, subject, times)

    return solve, spent


def built_amici(case: Case, folder: Path) -> tuple[Any, float]:
    """AMICI's compiled module of a case and the seconds its build took; built once, the seconds are kept."""
    import amici
    import amici.sim.sundials

    text = sbml.subject_as_sbml(case)
    name = f"amici_{sha256(text.encode()).hexdigest()[:12]}"
    place = folder / name
    record = place / RECORD
    if not record.exists():
        place.mkdir(parents=True, exist_ok=True)
        begun = time.perf_counter()
        document = place / "model.xml"
        document.write_text(text, encoding="utf-8")
        with contextlib.redirect_stdout(io.StringIO()):
            amici.SbmlImporter(str(document)).sbml2amici(
                name, str(place / "code"), observation_model=[], generate_sensitivity_code=False,
                compute_conservation_laws=False,
            )  # fmt: skip
        record.write_text(json.dumps(time.perf_counter() - begun), encoding="utf-8")
    sys.modules.pop(name, None)
    return amici.import_model_module(name, str(place / "code")), json.loads(record.read_text())


def solver_amici(case: Case, folder: Path) -> tuple[Solver, float, list[float]]:
    """AMICI's CVODES with KLU, the seconds its build took, and a list that receives its own clock's [s]."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module, spent = built_amici(case, folder)
    from amici.sim.sundials import run_simulation

    model = module.get_model()
    solver = model.create_solver()
    solver.set_max_steps(100_000_000)
    states, given = sbml.ids_of(case)
    order = [list(model.get_state_ids()).index(name) for name in states]
    free = list(model.get_free_parameter_ids())
    clock: list[float] = []

    def solve(case: Case, subject: int, rtol: float, times: Floats) -> Floats:
        named = dict(zip(given, case.plain[subject].tolist(), strict=False))
        named |= {name: amount for amount, name in sbml.amounts_of(case.doses(subject)).items()}
        model.set_free_parameters([named[name] for name in free])
        model.set_t0(case.schedule.start)
        start = np.empty(len(order))
        start[order] = case.start[subject]
        model.set_initial_state(start.tolist())
        model.set_timepoints(times.tolist())
        solver.set_relative_tolerance(rtol)
        solver.set_absolute_tolerance(0.01 * rtol * float(case.scale.min()))
        found = run_simulation(model, solver)
        clock.append(1e-3 * found.cpu_time_total)
        if found.status != 0:
            raise RuntimeError(f"AMICI ended with {found.status}")
        states_found: Floats = np.array(found.x)[:, order]
        return states_found

    return solve, spent, clock
