"""What there is to read: the quantities of a model that have a course over time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from remit.model.model import Model


def drawable(model: Model) -> dict[str, str]:
    """Unit of every quantity that has a course over time."""
    units = {state.name: state.unit for state in model.states}
    units |= {quantity.name: quantity.unit for quantity in model.inputs}
    return units | {assignment.name: assignment.unit for assignment in model.assignments}
