"""Which published number of a parameter fits the species of a scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.model.names import INDIVIDUAL, Instance
from remit.quantity.mistakes import Mistake, suggestion
from remit.quantity.parameter import Address, Parameter
from remit.quantity.unit_text import UnitError
from remit.reading.documents import IndividualDoc, NumberDoc, ScenarioDoc
from remit.scenario.scenario import HEIGHT, SURFACE, WEIGHT, in_words, number_in, surface_of

BODY = {"weight": "kg", "height": "m", "age": "year"}  # units in which modules see the body


def person_names(individual: IndividualDoc) -> dict[str, Address]:
    """Local names of what the individual owns, body surface included, with their addresses."""
    names = {name: number.address for name, number in individual.parameters.items() if "." not in name}
    if has_surface(individual):
        names["surface"] = individual.address
    return dict(sorted(names.items()))


def has_surface(individual: IndividualDoc) -> bool:
    """Whether body surface can be derived; Mosteller's formula is for humans."""
    return individual.species == "human" and {"weight", "height"} <= individual.parameters.keys()


def person_parameters(individual: IndividualDoc, found: list[Mistake]) -> dict[str, Parameter]:
    """The individual's own quantities as parameters; surface is added once weight and height are final."""
    parameters = {}
    for name, number in individual.parameters.items():
        if "." not in name:
            full = f"{INDIVIDUAL}.{name}"
            parameters[full] = parameter_of(full, number, BODY.get(name, number.unit), found)
            if number.species not in ("any", individual.species):
                text = f"'{individual.name}' is {individual.species}, but its {name} is {number.species}"
                found.append(Mistake(number.address, text))
    return parameters


def surface_parameter(parameters: Mapping[str, Parameter], individual: IndividualDoc) -> Parameter:
    """Body surface area from the final weight and height."""
    value = surface_of(parameters[WEIGHT].value, parameters[HEIGHT].value)
    return Parameter(
        name=SURFACE,
        value=value,
        unit="m2",
        published=f"{value:.6g} m2",
        species=individual.species,
        kind="derived",
        source="mosteller1987",
        at="",
        seen="recalled",
        about="body surface area",
        note="sqrt(height [cm] * weight [kg] / 3600)",
        spread=None,
        address=individual.address,
    )


def parameter_of(name: str, number: NumberDoc, unit: str, found: list[Mistake]) -> Parameter:
    """A birth certificate as a parameter in `unit`; a unit that does not convert becomes a mistake."""
    try:
        value = number_in(number.value, unit)
    except UnitError as error:
        found.append(Mistake(number.address, in_words(error, f"the value of '{name}'", "its unit")))
        value = number.value.value
    return Parameter(
        name=name,
        value=value,
        unit=unit,
        published=number.value.text,
        species=number.species,
        kind=number.kind,
        source=number.source,
        at=number.at,
        seen=number.seen,
        about=number.about,
        note=number.note,
        spread=number.spread,
        address=number.address,
    )


def published_parameters(
    instances: Iterable[Instance],
    individual: IndividualDoc,
    scenario: ScenarioDoc,
    used: set[str],
    found: list[Mistake],
) -> dict[str, Parameter]:
    """Every parameter of every document with its number for the individual's species.

    A number for `any` species fits all. A parameter without a fitting number is borrowed when the scenario
    says so, taken from the individual when it has one, a mistake when it is `used`, and left out otherwise.
    """
    parameters: dict[str, Parameter] = {}
    for instance in instances:
        for local, numbers in instance.parameters.items():
            name = f"{instance.alias}.{local}"
            check_one_value(name, numbers, found)
            fits = [number for number in numbers if number.species in (individual.species, "any")]
            if name in scenario.borrow:
                borrowed = borrow(name, numbers, fits, individual, scenario, found)
                if borrowed is not None:
                    parameters[name] = borrowed
            elif fits:
                parameters[name] = parameter_of(name, fits[0], fits[0].unit, found)
            elif name in individual.parameters:
                number = individual.parameters[name]
                unit = numbers[0].unit if numbers else number.unit
                parameters[name] = parameter_of(name, number, unit, found)
            elif name in used:
                known = ", ".join(number.species for number in numbers) or "no species"
                text = (
                    f"'{name}' has no value for {individual.species}, only for {known}; measure or borrow one"
                )
                address = numbers[0].address if numbers else instance.doc.address
                found.append(Mistake(address, text))
    check_borrowed(scenario, instances, found)
    return parameters


def check_one_value(name: str, numbers: Iterable[NumberDoc], found: list[Mistake]) -> None:
    """At most one number per species; one for any species stands alone."""
    seen: set[str] = set()
    for number in numbers:
        if number.species in seen:
            found.append(Mistake(number.address, f"'{name}' has two values for {number.species}"))
        elif seen and "any" in (number.species, *seen):
            other = number.species if number.species != "any" else min(seen)
            text = f"'{name}' has two values for {other}: its own and the one for any species"
            found.append(Mistake(number.address, text))
        seen.add(number.species)


def borrow(
    name: str,
    numbers: Iterable[NumberDoc],
    fits: list[NumberDoc],
    individual: IndividualDoc,
    scenario: ScenarioDoc,
    found: list[Mistake],
) -> Parameter | None:
    """Another species' number, with the scenario's reason as its first change."""
    species, because, address = scenario.borrow[name]
    if fits:
        text = f"'{name}' need not be borrowed from {species}: it has a value for {individual.species}"
        found.append(Mistake(address, text))
    lenders = {number.species: number for number in numbers}
    if species not in lenders:
        known = ", ".join(sorted(lenders)) or "no species"
        found.append(Mistake(address, f"'{name}' has no value for {species} to borrow; it has {known}"))
        return None
    number = lenders[species]
    parameter = parameter_of(name, number, number.unit, found)
    by = f"scenario {scenario.name}"
    note = f"borrowed from {species} for {individual.species}: {because}"
    return parameter.changed(parameter.value, by=by, kind="assumed", source=number.source, note=note)


def check_borrowed(scenario: ScenarioDoc, instances: Iterable[Instance], found: list[Mistake]) -> None:
    """Only parameters that exist can be borrowed."""
    known = sorted(f"{one.alias}.{local}" for one in instances for local in one.parameters)
    for name, (_, _, address) in scenario.borrow.items():
        if name not in known:
            found.append(Mistake(address, f"borrows unknown parameter '{name}'{suggestion(name, known)}"))
