"""What an arm changes in the numbers: phenotypes, genes, settings, and the influences it is without."""

from __future__ import annotations

from collections.abc import Sequence

from remit.quantity.mistakes import Mistake, suggestion
from remit.reading.documents import ArmDoc, ChangeDoc, PhenotypeDoc, ScenarioDoc
from remit.scenario.genes import scaled
from remit.scenario.scenario import SURFACE, change_or_mistake, with_surface
from remit.scenario.system import System


def changes_of(
    doc: ScenarioDoc, arm: ArmDoc, phenotypes: Sequence[PhenotypeDoc], model: System, found: list[Mistake]
) -> tuple[tuple[str, float], ...]:
    """The final numbers of the parameters an arm changes, sorted by name, body surface kept in step.

    Its phenotypes come first, then its genes, then its `set`; all of them after the scenario's own layers.

    Parameters
    ----------
    doc : ScenarioDoc
    arm : ArmDoc
    phenotypes : sequence of PhenotypeDoc
        Those of the arm.
    model : System
        The assembled model; its parameters have the scenario's values.
    found : list of Mistake
        Receives unknown parameters and genes, units that do not fit, and a phenotype of an arm that changes
        what the scenario sets: layers would no longer be in their order.
    """
    units = {parameter.name: parameter.unit for parameter in model.parameters}
    values = {parameter.name: parameter.value for parameter in model.parameters}
    layers = [[*scaled(one.genes, model.genes, found), *one.changes] for one in phenotypes]
    check_order(doc, [change for layer in layers for change in layer], model, found)
    check_set_once(layers, found)
    layers.append([*scaled(arm.genes, model.genes, found), *arm.set])
    after: dict[str, float] = {}
    for change in [change for layer in layers for change in layer]:
        name = change.parameter
        if name == SURFACE:
            text = f"'{SURFACE}' follows from weight and height; change those"
            found.append(Mistake(change.address, text))
        elif name in values:
            after[name] = change_or_mistake(change, after.get(name, values[name]), units[name], found)
        else:
            near = suggestion(name, sorted(values))
            found.append(Mistake(change.address, f"changes unknown parameter '{name}'{near}"))
    after |= {switch.name: 0.0 for switch in model.switches if arm.name in switch.arms}
    return tuple(sorted(with_surface(values, after).items()))


def check_order(doc: ScenarioDoc, changes: Sequence[ChangeDoc], model: System, found: list[Mistake]) -> None:
    """A phenotype comes before the scenario's `set`; one of an arm cannot, so they may not meet."""
    already = {change.parameter for change in (*scaled(doc.genes, model.genes, []), *doc.set)}
    for change in changes:
        if change.parameter in already:
            text = f"changes '{change.parameter}', which the scenario sets; set it in the arms instead"
            found.append(Mistake(change.address, text))


def check_set_once(layers: Sequence[Sequence[ChangeDoc]], found: list[Mistake]) -> None:
    """No two phenotypes of an arm may put one parameter to a value."""
    first: dict[str, int] = {}
    for number, layer in enumerate(layers):
        for change in layer:
            if change.verb == "to" and first.setdefault(change.parameter, number) != number:
                text = f"two phenotypes of one arm set '{change.parameter}'"
                found.append(Mistake(change.address, text))
