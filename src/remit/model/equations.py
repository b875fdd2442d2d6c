"""Equations under full names: assignments, rates of change, starting values and doors for doses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from remit.language.lines import AssignmentLine, FlowLine, RateLine
from remit.language.tree import Number, Tree, names_read
from remit.model.model import Assignment, Door, Rate, Table, Term
from remit.model.names import GIVEN, NOTHING, Instance, Names, resolved
from remit.quantity.mistakes import Mistake, suggestion
from remit.quantity.parameter import Address
from remit.reading.documents import DoorDoc, Quantity, StateDoc
from remit.scenario.scenario import in_unit


@dataclass(slots=True)
class Equations:
    """What the documents' lines say about each quantity."""

    assignments: list[Assignment] = field(default_factory=list)
    terms: dict[str, list[Term]] = field(default_factory=dict)  # by state, flows and rates as written
    starts: dict[str, Tree] = field(default_factory=dict)  # by state
    doors: list[Door] = field(default_factory=list)
    states: dict[str, StateDoc] = field(default_factory=dict)  # by full name
    rated: set[str] = field(default_factory=set)  # states that have their rate line

    def trees(self) -> Iterable[Tree]:
        """Every tree, in no promised order."""
        yield from (one.tree for one in self.assignments)
        yield from (term.tree for terms in self.terms.values() for term in terms)
        yield from self.starts.values()
        for door in self.doors:
            yield from door_trees(door)

    def rates(self) -> tuple[Rate, ...]:
        """One per state, sorted by the state's name."""
        return tuple(Rate(name, tuple(self.terms[name])) for name in sorted(self.terms))


def door_trees(door: Door) -> Iterable[Tree]:
    """The expressions of a door that were given."""
    trees = (door.bioavailability, door.lag, door.duration, door.rate, door.molar_mass)
    return (tree for tree in trees if tree is not None)


def equations_of(instances: Iterable[Instance], names: Names, found: list[Mistake]) -> Equations:
    """Give every line of every document its full names and sort it by what it says.

    Parameters
    ----------
    instances : iterable of Instance
    names : Names
    found : list of Mistake
        Receives unknown names, rates of things that are no states, and states that nothing changes.
    """
    equations = Equations()
    for instance in instances:
        for state in instance.doc.states:
            name = f"{instance.alias}.{state.name}"
            equations.states[name] = state
            equations.terms[name] = []
            start = start_of(state, instance.alias, names, found)
            if start is not None:
                equations.starts[name] = start
        for line in instance.doc.equations:
            add_line(line, instance, names, equations, found)
        check_changing(instance, found)
        for door in instance.doc.doors:
            made = door_of(door, instance, names, found)
            if made is not None:
                equations.doors.append(made)
    equations.doors.sort(key=lambda door: (door.drug, door.route))
    return equations


def add_line(
    line: AssignmentLine | RateLine | FlowLine,
    instance: Instance,
    names: Names,
    equations: Equations,
    found: list[Mistake],
) -> None:
    """Put one line where it belongs."""
    if instance.doc.what == "assay" and not isinstance(line, AssignmentLine):
        found.append(Mistake(line.address, "an assay may look, not touch: its equations are assignments"))
        return
    tree = resolved(line.tree, instance.alias, names, line.address, found)
    match line:
        case AssignmentLine() if tree is not None:
            about = instance.doc.outputs.get(line.name, "")
            full = f"{instance.alias}.{line.name}"
            equations.assignments.append(Assignment(full, tree, line.unit, line.reason, about, line.address))
        case RateLine():
            add_term(line.state, 1, tree, line, instance, equations, found)
        case FlowLine():
            if line.source == line.target:
                found.append(Mistake(line.address, f"a flow from {line.source} to itself moves nothing"))
                return
            for end, sign in ((line.source, -1), (line.target, 1)):
                if end != NOTHING:
                    add_term(end, sign, tree, line, instance, equations, found)


def add_term(
    local: str,
    sign: int,
    tree: Tree | None,
    line: RateLine | FlowLine,
    instance: Instance,
    equations: Equations,
    found: list[Mistake],
) -> None:
    """Add one signed part to the rate of a state of this document."""
    name = f"{instance.alias}.{local}"
    if name not in equations.terms:
        if local in instance.uses:
            whose = instance.uses[local][0]
            text = f"'{local}' is '{whose}' of another document; contribute to a port of its owner instead"
        else:
            near = suggestion(local, sorted(state.name for state in instance.doc.states))
            text = f"'{local}' is no state of this document{near}"
        found.append(Mistake(line.address, text))
    elif isinstance(line, RateLine) and name in equations.rated:
        found.append(Mistake(line.address, f"a second rate line for '{local}'; a state has at most one"))
    elif tree is not None:
        if isinstance(line, RateLine):
            equations.rated.add(name)
        equations.terms[name].append(Term(sign, tree, line.text, line.reason, line.address))


def check_changing(instance: Instance, found: list[Mistake]) -> None:
    """Every state has a rate or a flow."""
    changed: set[str] = set()
    for line in instance.doc.equations:
        if isinstance(line, RateLine):
            changed.add(line.state)
        elif isinstance(line, FlowLine):
            changed |= {line.source, line.target}
    for state in instance.doc.states:
        if state.name not in changed:
            text = f"nothing changes '{state.name}'; give it a rate or a flow, or make it a parameter"
            found.append(Mistake(state.address, text))


def start_of(state: StateDoc, owner: str, names: Names, found: list[Mistake]) -> Tree | None:
    """The starting value in the state's unit."""
    if isinstance(state.start, Quantity):
        return Number(in_unit(state.start, state.unit, f"the start of '{state.name}'", found))
    return over_parameters(state.start, owner, names, f"the start of '{state.name}'", state.address, found)


def over_parameters(
    tree: Tree, owner: str, names: Names, what: str, address: Address, found: list[Mistake]
) -> Tree | None:
    """A tree under full names that reads nothing but parameters, or None."""
    full = resolved(tree, owner, names, address, found)
    if full is None:
        return None
    wrong = False
    for name in dict.fromkeys(read.name for read in names_read(full)):
        sort = "moment" if name == "time" else "parameter" if name in GIVEN else names.owned[name].what
        if sort != "parameter":
            found.append(Mistake(address, f"{what} may read only parameters, and '{name}' is a {sort}"))
            wrong = True
    return None if wrong else full


def door_of(door: DoorDoc, instance: Instance, names: Names, found: list[Mistake]) -> Door | None:
    """One door for doses, under full names; None when a part of it means nothing."""
    states = sorted(state.name for state in instance.doc.states)
    before = len(found)
    if door.into not in states:
        near = suggestion(door.into, states)
        found.append(Mistake(door.address, f"doses_into {door.route}: '{door.into}' is no state here{near}"))

    def part(tree: Tree | None, what: str) -> Tree | None:
        if tree is None:
            return None
        what = f"the {what} of {door.route}"
        return over_parameters(tree, instance.alias, names, what, door.address, found)

    bioavailability = part(door.bioavailability, "bioavailability")
    lag = part(door.lag, "lag")
    made = Door(
        drug=instance.alias,
        route=door.route,
        state=f"{instance.alias}.{door.into}",
        bioavailability=Number(1.0) if bioavailability is None else bioavailability,
        lag=Number(0.0) if lag is None else lag,
        duration=part(door.duration, "duration"),
        rate=part(door.rate, "rate"),
        molar_mass=part(door.molar_mass, "molar mass"),
        address=door.address,
    )
    return made if len(found) == before else None


def tables_of(instances: Iterable[Instance]) -> tuple[Table, ...]:
    """Every table under its full name, sorted."""
    tables = [
        Table(f"{one.alias}.{table.name}", table.x, table.y, table.x_unit, table.y_unit, table.address)
        for one in instances
        for table in one.doc.tables
    ]
    return tuple(sorted(tables, key=lambda table: table.name))


def names_of_trees(trees: Iterable[Tree]) -> set[str]:
    """Every name that these trees read, but time, day and turn."""
    return {read.name for tree in trees for read in names_read(tree)} - {*GIVEN}


def written_reads(instances: Iterable[Instance], names: Names) -> set[str]:
    """Every full name that some document reads somewhere, in lines with mistakes and lesioned ones too."""
    reads: set[str] = set()
    for instance in instances:
        doc = instance.doc
        trees: list[Tree | None] = [line.tree for line in doc.equations]
        trees += [one.tree for one in doc.contributes]
        trees += [state.start for state in doc.states if not isinstance(state.start, Quantity)]
        for door in doc.doors:
            trees += [door.bioavailability, door.lag, door.duration, door.rate, door.molar_mass]
        scope = names.scopes[instance.alias]
        local = names_of_trees(tree for tree in trees if tree is not None)
        reads |= {scope[name] for name in local if name in scope}
    return reads
