"""The names inside one module: each is defined once, and everything read is defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from remit.language.check import GIVEN, NOTHING
from remit.language.lines import AssignmentLine, FlowLine, RateLine
from remit.language.tree import Call, Name, Tree, children
from remit.quantity.mistakes import Mistake, quoted, suggestion
from remit.quantity.parameter import Address
from remit.reading.documents import ModuleDoc, Quantity


def names_mistakes(module: ModuleDoc, outputs: Iterable[tuple[str, Address]]) -> Iterator[Mistake]:
    """Everything wrong with the names of a module, drug or assay; `outputs` are its outputs' places.

    Parameters that stand only in named sets of numbers count as defined.
    """
    kinds, twice = _defined(module)
    yield from twice
    states = [state.name for state in module.states]
    yield from _lines(module, kinds, states)
    for one in module.contributes:
        yield from _unknown(one.tree, kinds, one.address)
        if one.port.split(".")[0] == module.name:
            yield Mistake(one.address, "a module does not contribute to itself; write an equation")
    parameters = {name: kind for name, kind in kinds.items() if kind == "parameter"}
    for state in module.states:
        if not isinstance(state.start, Quantity):
            yield from _not_parameters(
                state.start, parameters, kinds, f"the start of {state.name}", state.address
            )
    for door in module.doors:
        if door.into not in states:
            yield Mistake(door.address, f"unknown state {quoted(door.into)}{suggestion(door.into, states)}")
        for tree in (door.bioavailability, door.lag, door.duration, door.rate, door.molar_mass):
            if tree is not None:
                yield from _not_parameters(tree, parameters, kinds, f"the door {door.route}", door.address)
    for name, address in outputs:
        if name not in kinds or kinds[name] == "table":
            yield Mistake(address, f"unknown output {quoted(name)}{suggestion(name, kinds)}")


def _defined(module: ModuleDoc) -> tuple[dict[str, str], list[Mistake]]:
    """What each name is, and those defined twice."""
    named: list[tuple[str, str, Address]] = [
        *((name, "imported name", address) for name, (_, address) in module.uses.items()),
        *((one.name, "input", one.address) for one in module.inputs),
        *((one.name, "port", one.address) for one in module.ports),
        *((one.name, "state", one.address) for one in module.states),
        *((name, "parameter", numbers[0].address) for name, numbers in _all_parameters(module).items()),
        *((one.name, "table", one.address) for one in module.tables),
        *(
            (line.name, "assignment", line.address)
            for line in module.equations
            if isinstance(line, AssignmentLine)
        ),
    ]
    kinds: dict[str, str] = {}
    twice = []
    for name, kind, address in named:
        if name in kinds:
            twice.append(Mistake(address, f"{quoted(name)} is defined twice, as {kinds[name]} and as {kind}"))
        elif name in GIVEN or name == NOTHING:
            twice.append(Mistake(address, f"{quoted(name)} is reserved; take another name"))
        kinds.setdefault(name, kind)
    return kinds, twice


def _all_parameters(module: ModuleDoc) -> Mapping[str, tuple]:  # type: ignore[type-arg]
    found: dict[str, tuple] = {}  # type: ignore[type-arg]
    for numbers in (module.parameters, *module.numbers.values()):
        for name, group in numbers.items():
            found.setdefault(name, group)
    return found


def _lines(module: ModuleDoc, kinds: Mapping[str, str], states: list[str]) -> Iterator[Mistake]:
    """Left sides must be states of the module, at most one rate line each; right sides must be known."""
    rated: set[str] = set()
    for line in module.equations:
        yield from _unknown(line.tree, kinds, line.address)
        ends: Iterable[str] = ()
        if isinstance(line, RateLine):
            if line.state in rated:
                yield Mistake(
                    line.address, f"a second rate of {line.state}; a state has one, and any number of flows"
                )
            rated.add(line.state)
            ends = (line.state,)
        elif isinstance(line, FlowLine):
            ends = [end for end in (line.source, line.target) if end != NOTHING]
        for end in ends:
            if end not in states:
                what = (
                    f"{end} is no state but {_a(kinds[end])}"
                    if end in kinds
                    else f"unknown state {quoted(end)}"
                )
                yield Mistake(line.address, what + ("" if end in kinds else suggestion(end, states)))


def _unknown(tree: Tree, kinds: Mapping[str, str], address: Address) -> Iterator[Mistake]:
    """Names nobody defined, and tables read other than by interpolate."""
    if isinstance(tree, Name):
        place = Address(address.file, tree.line, tree.column) if tree.line else address
        if tree.name not in kinds and tree.name not in GIVEN:
            yield Mistake(place, f"unknown name {quoted(tree.name)}{suggestion(tree.name, [*kinds, *GIVEN])}")
        elif kinds.get(tree.name) == "table":
            yield Mistake(place, f"{tree.name} is a table; read it by interpolate({tree.name}, x)")
        return
    below = children(tree)
    if isinstance(tree, Call) and tree.function == "interpolate" and isinstance(table := below[0], Name):
        if kinds.get(table.name) != "table":
            tables = [name for name, kind in kinds.items() if kind == "table"]
            place = Address(address.file, table.line, table.column) if table.line else address
            yield Mistake(place, f"unknown table {quoted(table.name)}{suggestion(table.name, tables)}")
        below = below[1:]
    for child in below:
        yield from _unknown(child, kinds, address)


def _not_parameters(
    tree: Tree, parameters: Mapping[str, str], kinds: Mapping[str, str], where: str, address: Address
) -> Iterator[Mistake]:
    """Names in an expression that may read parameters only."""
    if isinstance(tree, Name):
        place = Address(address.file, tree.line, tree.column) if tree.line else address
        if tree.name in kinds and tree.name not in parameters and kinds[tree.name] != "imported name":
            yield Mistake(place, f"{where} reads parameters only; {tree.name} is {_a(kinds[tree.name])}")
        elif tree.name not in kinds:
            yield Mistake(place, f"unknown name {quoted(tree.name)}{suggestion(tree.name, parameters)}")
        return
    for child in children(tree):
        yield from _not_parameters(child, parameters, kinds, where, address)


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
