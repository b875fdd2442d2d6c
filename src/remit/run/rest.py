"""Where subjects begin: as written, or settled, which is kept on the disk."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from remit.program import cache
from remit.run.engine import Engine
from remit.run.periods import orbit
from remit.run.progress import Progress
from remit.scenario.plan import Plan, Schedule
from remit.solve.method import DEFAULT
from remit.solve.problem import Floats


@dataclass(frozen=True, slots=True)
class Rest:
    """Where an arm's subjects are when it begins."""

    states: Floats  # (n_subjects, n_states)
    unsettled: tuple[str, ...]  # why a subject did not settle; '' for one that did


def beginnings(
    engine: Engine,
    schedule: Schedule,
    plans: Sequence[Plan],
    plain: Sequence[Floats],
    near: Mapping[str, Floats],
    progress: Progress | None,
) -> dict[str, Rest]:
    """Where the subjects of some arms begin.

    Parameters
    ----------
    engine : Engine
    schedule : Schedule
    plans : sequence of Plan
    plain : sequence of (n_subjects, n_plain) float64
        Every arm's given numbers with inputs at rest.
    near : mapping of str to (n_subjects, n_states) float64
        Arm -> states near which it is expected to settle; the states as written where nothing is said.
    progress : callable or None
    """
    if schedule.begin == "as_written":
        starts = [engine.starts(given) for given in plain]
        return {plan.arm: Rest(one, ("",) * len(one)) for plan, one in zip(plans, starts, strict=True)}
    if progress:
        progress(0.0, "settling")
    guesses = [near.get(plan.arm, engine.starts(given)) for plan, given in zip(plans, plain, strict=True)]
    rows, first, back = np.unique(np.vstack(plain), axis=0, return_index=True, return_inverse=True)
    states, reasons = settled(engine, schedule, rows, np.vstack(guesses)[first])
    of_arms = np.split(back.reshape(-1), np.cumsum([len(given) for given in plain])[:-1])
    return {
        plan.arm: Rest(states[mine], tuple(reasons[row] for row in mine))
        for plan, mine in zip(plans, of_arms, strict=True)
    }


def settled(engine: Engine, schedule: Schedule, rows: Floats, guess: Floats) -> tuple[Floats, Sequence[str]]:
    """Settled states of every row of given numbers, and for those that did not settle, why."""
    name = name_of_rest(engine, schedule, rows, guess)
    known = recalled(name, guess.shape)
    if known is not None:
        return known
    found = orbit(engine, schedule, rows, guess, None, np.arange(rows.shape[0]))
    reasons = [found.text(engine, row) if found.failed[row] else "" for row in range(rows.shape[0])]
    remember(name, found.states, reasons)
    return found.states, reasons


def name_of_rest(engine: Engine, schedule: Schedule, rows: Floats, guess: Floats) -> str:
    """What a settled ensemble is stored under: everything that decides it."""
    exactness = schedule.start, schedule.rtol, schedule.atol, schedule.max_steps
    numbers = repr((exactness, DEFAULT.name, engine.kernels.lanes))
    return cache.content_name(
        engine.program.name,
        numbers,
        rows.tobytes(),
        guess.tobytes(),
        cache.source_name(("program", "solve", "run")),
    )


def recalled(name: str, shape: tuple[int, ...]) -> tuple[Floats, Sequence[str]] | None:
    """Settled states from the disk, (n_rows, n_states), and why some rows did not settle; or None."""
    stored = cache.read("settled", name)
    if stored is None:
        return None
    reasons, _, states = stored.partition(b"\n")
    return np.frombuffer(states).reshape(shape).copy(), json.loads(reasons)


def remember(name: str, states: Floats, reasons: Sequence[str]) -> None:
    """Keep settled states on the disk for the next run; what did not settle would not the next time."""
    cache.write("settled", name, json.dumps(list(reasons)).encode() + b"\n" + states.tobytes())
