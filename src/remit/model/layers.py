"""Layers of change on numbers: individual, calibrations, phenotypes, scenario; each remembers the last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from remit.model.gather import Documents
from remit.model.genes import genes_of
from remit.model.names import INDIVIDUAL, Instance, Names, unknown
from remit.model.numbers import has_surface, person_parameters, published_parameters, surface_parameter
from remit.quantity.mistakes import Mistake, suggestion
from remit.quantity.parameter import Parameter
from remit.quantity.unit_text import UnitError
from remit.reading.documents import ChangeDoc, IndividualDoc, ScenarioDoc
from remit.scenario.genes import scaled
from remit.scenario.scenario import SURFACE, change_or_mistake, in_words, number_in


@dataclass(frozen=True, slots=True)
class Layer:
    """The changes of one document."""

    what: str  # calibration | phenotype | scenario
    name: str
    changes: Sequence[ChangeDoc]
    is_table: bool = False  # values for many scenarios: those for absent documents are passed over

    @property
    def by(self) -> str:
        """Its name in a parameter's history."""
        return f"{self.what} {self.name}"


def parameters_of(
    documents: Documents,
    scenario: ScenarioDoc,
    names: Names,
    used: set[str],
    found: list[Mistake],
) -> dict[str, Parameter]:
    """Every parameter that has a value for the individual's species, after all layers, sorted by name.

    The layers are individual, calibrations, phenotypes and scenario, in the order the scenario lists them.

    Parameters
    ----------
    documents : Documents
    scenario : ScenarioDoc
    names : Names
    used : set of str
        Full names that the equations read; only these must have a value for the species.
    found : list of Mistake
        Receives missing and superfluous values, unknown parameters and units that do not fit.
    """
    individual = documents.individual
    parameters = published_parameters(documents.instances, individual, scenario, used, found)
    apply_individual(parameters, individual, names, found)
    parameters |= person_parameters(individual, found)
    genes = genes_of(documents.instances)
    layers = [Layer("calibration", one.name, one.values, True) for one in documents.calibrations]
    layers += [
        Layer("phenotype", one.name, [*scaled(one.genes, genes, found), *one.changes])
        for one in documents.phenotypes
    ]
    layers += [Layer("scenario", scenario.name, [*scaled(scenario.genes, genes, found), *scenario.set])]
    for layer in layers:
        apply(parameters, layer, names, individual.species, found)
    for what in ("calibration", "phenotype", "scenario"):
        check_set_once([layer for layer in layers if layer.what == what], found)
    if has_surface(individual):
        parameters[SURFACE] = surface_parameter(parameters, individual)
    return dict(sorted(parameters.items()))


def apply_individual(
    parameters: dict[str, Parameter], individual: IndividualDoc, names: Names, found: list[Mistake]
) -> None:
    """Lay the individual's values over the published ones; values for absent documents are passed over."""
    for name, number in individual.parameters.items():
        owner = name.partition(".")[0]
        if "." not in name or owner not in names.scopes:
            continue
        if name not in parameters:
            trouble = trouble_with(name, names, individual.species)
            found.append(Mistake(number.address, f"gives a value for {trouble}"))
            continue
        before = parameters[name]
        if before.address == number.address:
            continue  # it was the only value for this species and is already in place
        try:
            now = number_in(number.value, before.unit)
        except UnitError as error:
            found.append(Mistake(number.address, in_words(error, f"the value of '{name}'", "its unit")))
            continue
        by = f"individual {individual.name}"
        after = before.changed(now, by=by, kind=number.kind, source=number.source, note=number.note)
        parameters[name] = replace(after, spread=number.spread or before.spread)


def apply(
    parameters: dict[str, Parameter], layer: Layer, names: Names, species: str, found: list[Mistake]
) -> None:
    """Let one document change numbers, in the order in which it does."""
    touched = False
    for change in layer.changes:
        name = change.parameter
        if layer.is_table and name.partition(".")[0] not in {INDIVIDUAL, *names.scopes}:
            continue
        touched = True
        if name == SURFACE:
            text = f"'{SURFACE}' follows from weight and height; change those"
            found.append(Mistake(change.address, text))
        elif name not in parameters:
            found.append(Mistake(change.address, f"changes {trouble_with(name, names, species)}"))
        else:
            before = parameters[name]
            now = change_or_mistake(change, before.value, before.unit, found)
            parameters[name] = before.changed(
                now, by=layer.by, kind=change.kind, source=change.source, note=change.note
            )
    if layer.changes and not touched:
        text = f"{layer.by} changes nothing in this scenario"
        found.append(Mistake(layer.changes[0].address, text))


def trouble_with(name: str, names: Names, species: str) -> str:
    """Why a name is no parameter that can be changed."""
    owned = names.owned.get(name)
    if owned is None:
        return unknown("parameter", name, names.named("parameter"), {INDIVIDUAL, *names.scopes})
    if owned.what == "parameter":
        return f"'{name}', which has no value for {species}"
    return f"'{name}', which is a {owned.what}; only parameters can be changed"


def check_set_once(layers: Iterable[Layer], found: list[Mistake]) -> None:
    """No two documents of one layer may set one parameter: the later would win by its place in a list."""
    first: dict[str, Layer] = {}
    for layer in layers:
        for change in layer.changes:
            if change.verb != "to":
                continue
            other = first.setdefault(change.parameter, layer)
            if other is not layer:
                text = f"both {other.by} and {layer.by} set '{change.parameter}'"
                found.append(Mistake(change.address, text))


def check_read(instances: Iterable[Instance], read: set[str], found: list[Mistake]) -> None:
    """Every parameter of a document is read by somebody, or offered among its outputs."""
    for instance in instances:
        for local, numbers in instance.parameters.items():
            if f"{instance.alias}.{local}" not in read and local not in instance.doc.outputs:
                address = numbers[0].address if numbers else instance.doc.address
                name = f"{instance.doc.name}.{local}"
                text = f"no equation reads '{name}'; remove it, or offer it under outputs"
                found.append(Mistake(address, text))


def check_in_vitro(
    instances: Iterable[Instance], parameters: dict[str, Parameter], used: set[str], found: list[Mistake]
) -> None:
    """A number from a dish that reaches an equation is acknowledged by the document that owns it."""
    for instance in instances:
        allowed = instance.doc.in_vitro_used
        for local in allowed:
            if local not in instance.parameters:
                near = suggestion(local, sorted(instance.parameters))
                text = f"in_vitro_used: unknown parameter '{local}'{near}"
                found.append(Mistake(instance.doc.address, text))
        for local in instance.parameters:
            parameter = parameters.get(f"{instance.alias}.{local}")
            if parameter is None or parameter.name not in used or local in allowed:
                continue
            if "in_vitro" in (parameter.kind, *(change.kind for change in parameter.history)):
                text = f"'{parameter.name}' was measured in vitro and reaches an equation; say why it may"
                found.append(Mistake(parameter.address, f"{text} under in_vitro_used"))
