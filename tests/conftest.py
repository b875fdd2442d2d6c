"""What every test relies on: arithmetic that goes wrong says so; a small model with a result."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from remit.language.tree import Name, Number, Operation
from remit.model.model import Assignment, Input, Model, Rate, State, Term
from remit.quantity.parameter import Address, Parameter, Spread
from remit.result.outcome import Outcome
from remit.scenario.plan import Amount, InputCourse, Plan, PlannedDose, Schedule


@pytest.fixture(autouse=True)
def loud_arithmetic() -> Iterator[None]:
    """Division by zero, overflow and invalid operations raise; a value too small to matter does not."""
    with np.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
        yield


LOSS = "flow plasma -> nothing = clearance*concentration*drive"
HERE = Address("drugs/substance.yaml", 7, 3)


def parameter(name: str, value: float, unit: str, **changed: object) -> Parameter:
    """A measured human number."""
    settings: dict[str, object] = {
        "published": f"{value:g} {unit}",
        "species": "human",
        "kind": "measured",
        "source": "author2001",
        "at": "Table 1",
        "seen": "read",
        "about": "",
        "note": "",
        "spread": None,
        "address": HERE,
    }
    return Parameter(name, value, unit, **(settings | changed))  # type: ignore[arg-type]


@pytest.fixture
def model() -> Model:
    """One compartment with first-order loss: d plasma/dt = -(clearance/volume)*plasma*drive."""
    clearance = parameter("substance.clearance", 3.0, "L/h", spread=Spread(0.3, "lognormal", "author2001"))
    loss = Operation(
        "*",
        Operation("*", Name("substance.clearance"), Name("substance.concentration")),
        Name("body.drive"),
    )
    return Model(
        scenario="example",
        species="human",
        states=(State("substance.plasma", "mg", Number(0.0), 1.0, False, "what is in plasma", HERE),),
        parameters=(
            clearance.changed(2.0, by="phenotype slow", kind="assumed", source="", note="ü, “quoted”"),
            parameter("substance.volume", 10.0, "L"),
        ),
        inputs=(Input("body.drive", "1", 1.0, "how hard the liver works", HERE),),
        tables=(),
        assignments=(
            Assignment(
                "substance.concentration",
                Operation("/", Name("substance.plasma"), Name("substance.volume")),
                "mg/L",
                "definition of volume",
                "plasma concentration",
                HERE,
            ),
        ),
        rates=(Rate("substance.plasma", (Term(-1, loss, LOSS, "author2001", HERE),)),),
        doors=(),
        seen_as=(),
    )


@pytest.fixture
def outcome(model: Model) -> Outcome:
    """Two persons, two arms, five times; one trajectory has failed and left rubbish in its arrays."""
    times = np.array([0.0, 1.0, 2.0, 3.0, 24.0])
    arms, subjects = ("placebo", "drug"), 2
    states = np.zeros((2, 2, 5, 1))
    clearances = np.array([2.0, 2.5])
    states[1, :, :, 0] = 10.0 * np.exp(-clearances[:, None] / 10.0 * times)
    states[1, 1] = 1e300
    values = np.empty((2, 2, 2))
    values[..., 0] = clearances
    values[..., 1] = 10.0
    status = np.array([[0, 0], [0, 3]])
    finished = "reached the end of the requested time"
    messages = np.array([[finished, finished], [finished, "at 1.5 h the step size fell below 1e-12 h"]])
    dose = PlannedDose(0.0, "substance", "iv", "", Amount(0.1, "mg", "kg"), 0.5, None, "", 0.0, 0, HERE)
    course = InputCourse("body.drive", (0.0, 2.0), (2.0, 1.0))
    return Outcome(
        model=model,
        arms=arms,
        subjects=subjects,
        times=times,
        states=states,
        assignments=states / 10.0,
        inputs=np.ones((2, 2, 5, 1)),
        parameters=values,
        status=status,
        messages=messages,
        steps=np.full((2, 2), 40),
        rejected=np.full((2, 2), 2),
        schedule=Schedule(0.0, 24.0, tuple(times.tolist()), "after", "settled", 1e-6, 1e-9, 1_000_000),
        method="rodas5p",
        seed=1,
        hashes={"library": "0" * 64, "program": "1" * 64},
        versions={"remit": "0.1.0", "numpy": np.__version__},
        plans=(Plan("placebo", (), (), (), ()), Plan("drug", (dose,), (), (course,), ())),
    )
