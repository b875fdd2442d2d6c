"""Arrays become a labelled Dataset that explains itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from remit.model.model import Assignment, Input, Model, State
from remit.result.events import event_coordinates
from remit.result.notice import DISCLAIMER
from remit.result.outcome import FINISHED, Outcome
from remit.result.provenance import parameter_coordinates, texts, varied_parameters

DIMENSIONS = ("subject", "arm", "time")


def to_dataset(outcome: Outcome) -> xr.Dataset:
    """Label every trajectory of an outcome.

    Parameters
    ----------
    outcome : Outcome
        Arrays in the order (arm, subject, time, quantity).

    Returns
    -------
    xr.Dataset
        Dimensions (subject, arm, time); one variable per state, input and assignment under its full name
        with attrs `unit`, `about` and `role`; `status`, `steps` and `rejected` per (subject, arm); the
        numbers of the model along `parameter`; doses and driven inputs along `event`. A failed subject is
        NaN at every time, and its `status` says why.

    Raises
    ------
    ValueError
        When an array's shape does not fit the model.
    """
    check_shapes(outcome)
    failed = outcome.status != FINISHED
    variables: dict[str, xr.Variable] = {}
    model = outcome.model
    variables.update(_trajectories("state", model.states, outcome.states, failed))
    variables.update(_trajectories("input", model.inputs, outcome.inputs, failed))
    variables.update(_trajectories("assignment", model.assignments, outcome.assignments, failed))
    variables.update(_endings(outcome))
    coordinates: dict[str, xr.Variable] = {
        "subject": xr.Variable(("subject",), np.arange(1, outcome.subjects + 1), {"about": "1 is the first"}),
        "arm": xr.Variable(("arm",), texts(outcome.arms)),
        "time": xr.Variable(("time",), np.array(outcome.times, dtype=np.float64), {"unit": "h"}),
    }
    coordinates |= parameter_coordinates(outcome.model.parameters)
    coordinates |= event_coordinates(outcome.plans, outcome.model, outcome.schedule.until)
    varied = varied_parameters(outcome.model, outcome.parameters)
    if varied:
        coordinates["varied"] = varied.pop("varied")
        variables |= varied
    return xr.Dataset(variables, coordinates, dict(_attributes(outcome)))


def _trajectories(
    role: str,
    quantities: Sequence[State | Input | Assignment],
    values: NDArray[np.float64],
    failed: NDArray[np.bool_],
) -> Iterator[tuple[str, xr.Variable]]:
    """One variable per quantity; quantity-major in memory, so that each is one block when it is written."""
    blocks = np.ascontiguousarray(values.transpose(3, 1, 0, 2))
    blocks[:, failed.T, :] = np.nan
    for quantity, block in zip(quantities, blocks, strict=True):
        attributes = {"unit": quantity.unit, "about": quantity.about, "role": role}
        yield quantity.name, xr.Variable(DIMENSIONS, block, attributes)


def _endings(outcome: Outcome) -> dict[str, xr.Variable]:
    """How each trajectory ended, in words and counts."""
    return {
        "status": xr.Variable(
            ("subject", "arm"), outcome.messages.T.astype(str), {"about": "how the solve ended"}
        ),
        "failed": xr.Variable(
            ("subject", "arm"),
            (outcome.status != FINISHED).T.astype(np.int8),
            {"about": "1 where the solve failed and there are no numbers"},
        ),
        "steps": xr.Variable(("subject", "arm"), outcome.steps.T.copy(), {"about": "accepted steps"}),
        "rejected": xr.Variable(("subject", "arm"), outcome.rejected.T.copy(), {"about": "rejected steps"}),
    }


def _attributes(outcome: Outcome) -> Iterator[tuple[str, str | float | int]]:
    """What ran, with what, how exactly."""
    schedule = outcome.schedule
    yield "scenario", outcome.model.scenario
    yield "species", outcome.model.species
    yield "notice", DISCLAIMER
    for name, version in outcome.versions.items():
        yield f"{name}_version", version
    for name, digest in outcome.hashes.items():
        yield f"{name}_hash", digest
    yield "method", outcome.method
    yield "rtol", schedule.rtol
    yield "atol", schedule.atol
    yield "max_steps", schedule.max_steps
    yield "begin", schedule.begin
    yield "at_events", schedule.at_events
    yield "seed", outcome.seed


def check_shapes(outcome: Outcome) -> None:
    """Refuse arrays that do not belong together; a mislabelled trajectory is worse than none."""
    model: Model = outcome.model
    ends = (len(outcome.arms), outcome.subjects)
    expected = {
        "states": (*ends, len(outcome.times), len(model.states)),
        "assignments": (*ends, len(outcome.times), len(model.assignments)),
        "inputs": (*ends, len(outcome.times), len(model.inputs)),
        "parameters": (*ends, len(model.parameters)),
        "status": ends,
        "messages": ends,
        "steps": ends,
        "rejected": ends,
    }
    wrong = [
        f"{name} has shape {getattr(outcome, name).shape} instead of {shape}"
        for name, shape in expected.items()
        if getattr(outcome, name).shape != shape
    ]
    if wrong:
        raise ValueError("; ".join(wrong))
