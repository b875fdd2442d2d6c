"""Arms that differ in their numbers alone, through time as one ensemble."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from remit.run.engine import Engine
from remit.run.experiment import Found, run_plan
from remit.run.progress import Progress
from remit.run.rest import Rest
from remit.scenario.plan import Plan, Schedule
from remit.solve.problem import Floats


def run_plans(
    engine: Engine,
    plans: Sequence[Plan],
    schedule: Schedule,
    plain: Sequence[Floats],
    begun: Sequence[Rest],
    progress: Progress | None = None,
) -> list[Found]:
    """Everything that some arms do; those that differ in their numbers alone run abreast.

    Abreast or not, a subject's numbers are the same to the last bit; only a regimen's steady state is found
    from what its neighbours show, so arms with one keep to themselves.
    """
    groups: dict[object, list[int]] = {}
    for number, plan in enumerate(plans):
        alone = number if any(dose.steady_state for dose in plan.doses) else None
        groups.setdefault((plan.doses, plan.resets, plan.courses, alone), []).append(number)
    found: dict[int, Found] = {}
    for members in groups.values():
        numbers = np.vstack([plain[one] for one in members])
        starts = np.vstack([begun[one].states for one in members])
        unsettled = [reason for one in members for reason in begun[one].unsettled]
        together = run_plan(engine, plans[members[0]], schedule, numbers, starts, progress, unsettled)
        ends = np.cumsum([len(plain[one]) for one in members])
        for one, end in zip(members, ends.tolist(), strict=True):
            found[one] = rows_of(together, slice(end - len(plain[one]), end))
    return [found[number] for number in range(len(plans))]


def rows_of(found: Found, rows: slice) -> Found:
    """Some subjects' trajectories."""
    return Found(
        found.states[rows], found.inputs[rows], found.status[rows], found.messages[rows], found.counts[rows]
    )
