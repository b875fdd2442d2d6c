"""How much memory a result takes, and a mistake when an ordinary computer could not hold it."""

from __future__ import annotations

from remit.model.model import Model
from remit.quantity.mistakes import Mistake
from remit.reading.documents import ScenarioDoc

MOST_GIGABYTES = 8.0


def oversized(model: Model, scenario: ScenarioDoc, reports: int, arms: int, subjects: int) -> list[Mistake]:
    """What to say of a result that cannot be held.

    Parameters
    ----------
    model : Model
    scenario : ScenarioDoc
    reports, arms, subjects : int
        How many there are at once.
    """
    quantities = len(model.states) + len(model.inputs) + len(model.assignments)
    size = 8e-9 * reports * arms * subjects * quantities
    if size <= MOST_GIGABYTES:
        return []
    product = f"{subjects} subjects x {arms} arms x {reports} reports x {quantities} quantities"
    text = (
        f"{product} take {size:.3g} GB of memory, more than {MOST_GIGABYTES:g}; report less often, take "
        "fewer subjects, or keep only the readouts (remit run --readouts-only)"
    )
    return [Mistake(scenario.run.address, text)]
