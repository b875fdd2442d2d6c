"""diffrax: Kvaerno's fifth-order method in JAX, on the right-hand side printed for it, subject by subject."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import numpy as np
from common import Case, Floats
from printed import jax_source
from python_peers import Solver, given_of, imported


def solver_diffrax(case: Case, folder: Path) -> tuple[Solver, float]:
    """The solver, and the seconds that XLA took to compile it."""
    import diffrax
    import jax
    import jax.numpy as jnp

    jax.config.update("jax_enable_x64", True)
    field = diffrax.ODETerm(imported(jax_source(case.engine.program), folder).f)

    @jax.jit
    def course(y, given, begins, ends, amounts, grids, rtol, atol):  # type: ignore[no-untyped-def]
        controller = diffrax.PIDController(rtol=rtol, atol=atol)

        def piece(y, span):  # type: ignore[no-untyped-def]
            begin, end, amount, grid = span
            found = diffrax.diffeqsolve(
                field, diffrax.Kvaerno5(), begin, end, None, y + amount, given,
                saveat=diffrax.SaveAt(ts=grid, t1=True), stepsize_controller=controller, max_steps=None,
                adjoint=diffrax.ForwardMode(),
            )  # fmt: skip
            return found.ys[-1], found.ys[:-1]

        return jax.lax.scan(piece, y, (begins, ends, amounts, grids))[1]

    def solve(case: Case, subject: int, rtol: float, times: Floats) -> Floats:
        begins, ends, amounts, grids, kept = stretches(case, subject, times)
        given, atol = given_of(case, subject), 0.01 * rtol * case.scale
        arguments = (case.start[subject], given, begins, ends, amounts, grids, rtol, atol)
        return np.asarray(course(*map(jnp.asarray, arguments)))[kept]

    begun = time.perf_counter()
    solve(case, 0, 1e-2, np.array([case.schedule.until]))
    whole = time.perf_counter() - begun
    begun = time.perf_counter()
    solve(case, 0, 1e-2, np.array([case.schedule.until]))
    return solve, whole - (time.perf_counter() - begun)


def stretches(case: Case, subject: int, times: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """From dose to dose: beginnings, ends, amounts added, times kept (padded), and which are real."""
    doses = case.doses(subject)
    begin, end = case.schedule.start, case.schedule.until
    stops = sorted({moment for moment, *_ in doses if moment < end} | {begin, end})
    spans = list(itertools.pairwise(stops))
    wanted = [times[(times > left) & (times <= right)] for left, right in spans]
    most = max(len(one) for one in wanted)
    grids = np.array(
        [np.append(one, [right] * (most - len(one))) for one, (_, right) in zip(wanted, spans, strict=True)]
    )
    kept = np.array([[i < len(one) for i in range(most)] for one in wanted])
    amounts = np.zeros((len(spans), case.start.shape[1]))
    for moment, place, amount in doses:
        amounts[stops.index(moment), place] += amount
    left, right = (np.array(side) for side in zip(*spans, strict=True))
    return left, right, amounts, grids, kept
