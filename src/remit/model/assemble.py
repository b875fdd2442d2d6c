"""Documents and a scenario -> one closed, checked, ordered system of equations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.model.consistency import check_units, scale_of, units_of
from remit.model.equations import Equations, equations_of, names_of_trees, tables_of, written_reads
from remit.model.gather import Documents, Reads, documents_of
from remit.model.genes import genes_of
from remit.model.imposed import exposures_of, imposed_on, with_inputs
from remit.model.layers import check_in_vitro, check_read, parameters_of
from remit.model.lesions import influences_of, without
from remit.model.model import Contribution, Input, Model, State
from remit.model.names import Instance, Names, names_of, unknown
from remit.model.numbers import person_names
from remit.model.order import in_order
from remit.model.ports import contributions_of, folded, ports_of
from remit.model.switches import switch_parameters, switched, switches_of
from remit.quantity.mistakes import Mistake, ReadingError
from remit.quantity.parameter import Address, Parameter
from remit.reading.documents import ScenarioDoc
from remit.scenario.scenario import in_unit, place_of


def assemble(scenario: ScenarioDoc, shelf: Reads) -> Model:
    """The closed system of equations a scenario asks for.

    States, parameters, inputs and tables are in the alphabetical order of their full names, assignments in an
    order of computation that names alone decide, and contributions enter a port in the order of their owners'
    names: the order in which a scenario lists its modules cannot matter, not even to the last bit.

    Parameters
    ----------
    scenario : ScenarioDoc
    shelf : Reads
        Anything with `read(kind, name)`, such as `remit.reading.shelf.Shelf`.

    Returns
    -------
    Model
        Units settled; the same documents give the same model.

    Raises
    ------
    ReadingError
        Every mistake that can be told apart, with addresses.
    """
    found: list[Mistake] = []
    model, _ = assembled(scenario, shelf, found)
    if found:
        raise ReadingError(found)
    return model


def outline(scenario: ScenarioDoc, shelf: Reads) -> Model | None:
    """The model of a scenario with mistakes, good only for looking up names, units and doors.

    None when the documents cannot be read, or when a mistake has left out something that has a name: then
    nobody could tell an unknown name from one that was left out.
    """
    try:
        model, names = assembled(scenario, shelf, [])
    except ReadingError:
        return None
    kept = [*model.states, *model.assignments, *model.inputs]
    is_whole = len(kept) == len(names.named("state", "assignment", "port", "input"))
    return model if is_whole and len(model.doors) == names.n_doors else None


def assembled(scenario: ScenarioDoc, shelf: Reads, found: list[Mistake]) -> tuple[Model, Names]:
    """The model as far as it goes, and who owns what; everything wrong is among `found`."""
    documents = documents_of(scenario, shelf)
    instances = documents.instances
    names = names_of(instances, person_names(documents.individual), found)
    ports = ports_of(instances)
    equations = equations_of(instances, names, found)
    imposed, by_hand = imposed_on(exposures_of(scenario, documents), ports, names, found)
    names = with_inputs(names, imposed)
    influences = influences_of(instances, names, documents.absent)
    influences = without(influences, scenario.without, found)
    switches = switches_of(scenario, influences, ports, found)
    written = contributions_of(influences, names, ports, found)
    contributions = sorted([*switched(written, switches, ports), *by_hand], key=place_of_contribution)
    used = names_of_trees([*equations.trees(), *(one.tree for one in contributions)])
    parameters = parameters_of(documents, scenario, names, used, found)
    parameters = dict(sorted({**parameters, **switch_parameters(switches)}.items()))
    check_read(instances, written_reads(instances, names), found)
    check_in_vitro(instances, parameters, used, found)
    units = units_of(instances, parameter_units(documents, parameters, imposed), found)
    tables = tables_of(instances)
    check_units(equations, contributions, ports, tables, units, found)
    assignments = in_order([*equations.assignments, *folded(ports, contributions, found)], found)
    check_figure(scenario, names, found)
    model = Model(
        scenario=scenario.name,
        species=documents.individual.species,
        states=states_of(equations, parameters, found),
        parameters=tuple(parameters.values()),
        inputs=inputs_of(instances, imposed, found),
        tables=tables,
        assignments=assignments,
        rates=equations.rates(),
        doors=tuple(equations.doors),
        seen_as=names.seen_as,
        contributions=tuple(contributions),
        switches=switches,
        genes=genes_of(instances),
        left_out=documents.left_out,
    )
    return model, names


def check_figure(scenario: ScenarioDoc, names: Names, found: list[Mistake]) -> None:
    """A scenario can draw only what the model computes."""
    known = names.named("state", "assignment", "port", "input")
    for name in scenario.figure:
        if name not in known:
            text = f"figure: {unknown('quantity', name, known, names.scopes)}"
            found.append(Mistake(place_of(scenario, "figure", name), text))


def parameter_units(
    documents: Documents, parameters: Mapping[str, Parameter], imposed: Iterable[Input]
) -> dict[str, tuple[str, Address]]:
    """Unit and address of every parameter, with or without a number for the species, and imposed input."""
    units = {
        f"{one.alias}.{local}": (numbers[0].unit, numbers[0].address)
        for one in documents.instances
        for local, numbers in one.parameters.items()
        if numbers
    }
    units |= {one.name: (one.unit, one.address) for one in imposed}
    return units | {name: (one.unit, one.address) for name, one in parameters.items()}


def states_of(
    equations: Equations, parameters: Mapping[str, Parameter], found: list[Mistake]
) -> tuple[State, ...]:
    """Every state by name, with its start and scale."""
    values = {name: parameter.value for name, parameter in parameters.items()}
    states = []
    for name, doc in sorted(equations.states.items()):
        start = equations.starts.get(name)
        if start is None or not names_of_trees([start]) <= values.keys():
            continue  # reported where the start is read, or where its number is missing
        scale = scale_of(name, equations, values, found)
        states.append(State(name, doc.unit, start, scale, doc.signed, doc.about, doc.address))
    return tuple(states)


def place_of_contribution(one: Contribution) -> tuple[str, str]:
    """Contributions enter a port in the order of their owners' names."""
    return one.port, one.owner


def inputs_of(
    instances: Iterable[Instance], imposed: Iterable[Input], found: list[Mistake]
) -> tuple[Input, ...]:
    """Every input by name, with its value at rest."""
    inputs = list(imposed)
    for instance in instances:
        for doc in instance.doc.inputs:
            name = f"{instance.alias}.{doc.name}"
            rest = in_unit(doc.rest, doc.unit, f"the rest of '{name}'", found)
            inputs.append(Input(name, doc.unit, rest, doc.about, doc.address))
    return tuple(sorted(inputs, key=lambda one: one.name))
