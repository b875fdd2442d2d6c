"""Whether units agree everywhere, to the factor, and starting values make sense."""

from __future__ import annotations

import math
from collections.abc import Mapping

from remit.language.check import Checker
from remit.language.functions import FUNCTIONS
from remit.language.lines import AssignmentLine
from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.model.equations import Equations
from remit.model.model import Contribution, Door, Table
from remit.model.names import Instance
from remit.quantity.mistakes import Mistake
from remit.quantity.parameter import Address
from remit.quantity.unit_text import UnitError
from remit.quantity.units import Unit, difference, unit
from remit.reading.documents import InputDoc, PortDoc, Quantity, StateDoc
from remit.scenario.scenario import in_unit

United = StateDoc | InputDoc | PortDoc | AssignmentLine
HOUR = unit("h")
PLAIN = unit("1")
MOLAR_MASS = unit("g/mol")
# What starting values may read besides parameters.
WORDS: Mapping[str, float] = {"day": 24.0, "turn": 2.0 * math.pi}


def declared(text: str, address: Address, found: list[Mistake]) -> Unit | None:
    """The unit a text means, or None with a mistake."""
    try:
        return unit(text)
    except UnitError as error:
        found.append(Mistake(address, str(error)))
        return None


def units_of(
    instances: tuple[Instance, ...],
    parameters: Mapping[str, tuple[str, Address]],
    found: list[Mistake],
) -> dict[str, Unit]:
    """The unit of every quantity by full name.

    Parameters
    ----------
    instances : tuple of Instance
    parameters : mapping of full name to (unit, address)
    found : list of Mistake
        Receives texts that are no units.
    """
    texts = dict(parameters)
    for instance in instances:
        doc = instance.doc
        lines = [line for line in doc.equations if isinstance(line, AssignmentLine)]
        united: list[United] = [*doc.states, *doc.inputs, *doc.ports, *lines]
        for item in united:
            texts[f"{instance.alias}.{item.name}"] = (item.unit, item.address)
    units = {name: declared(text, address, found) for name, (text, address) in texts.items()}
    return {name: one for name, one in units.items() if one is not None}


def check_units(
    equations: Equations,
    contributions: list[Contribution],
    ports: Mapping[str, PortDoc],
    tables: tuple[Table, ...],
    units: Mapping[str, Unit],
    found: list[Mistake],
) -> None:
    """Both sides of every equation, flow, contribution, starting value and door must share one unit."""
    points: dict[str, tuple[Unit, Unit]] = {}
    for table in tables:
        x, y = declared(table.x_unit, table.address, found), declared(table.y_unit, table.address, found)
        if x is not None and y is not None:
            points[table.name] = (x, y)
    checker = Checker(units, points, found)
    for assignment in equations.assignments:
        if assignment.name in units:
            what = f"{assignment.name} as declared"
            checker.expect(assignment.tree, units[assignment.name], what, assignment.address)
    check_rates(equations, units, checker)
    for one in contributions:
        if one.port in units:
            checker.expect(one.tree, units[one.port], one.port, one.address)
    for name, start in equations.starts.items():
        if name in units and not isinstance(equations.states[name].start, Quantity):  # those convert already
            checker.expect(start, units[name], name, equations.states[name].address)
    for door in equations.doors:
        if door.state in units:
            check_door(door, units[door.state], checker)


def check_rates(equations: Equations, units: Mapping[str, Unit], checker: Checker) -> None:
    """Each line against the state it changes first; the far end of a flow against the near one."""
    near: dict[tuple[Address, str], str] = {}
    for name, terms in equations.terms.items():
        for term in terms:
            if name not in units:
                continue
            first = near.setdefault((term.address, term.label), name)
            if first == name:
                checker.expect(term.tree, units[name] / HOUR, f"{name} per hour", term.address)
            elif first in units and (wrong := difference(units[first], units[name])):
                checker.mistakes.append(Mistake(term.address, f"{first} and {name} {wrong}"))


def check_door(door: Door, state: Unit, checker: Checker) -> None:
    """Each part of a door in its unit."""
    parts = (
        ("bioavailability", door.bioavailability, PLAIN),
        ("lag", door.lag, HOUR),
        ("duration", door.duration, HOUR),
        ("rate", door.rate, state / HOUR),
        ("molar mass", door.molar_mass, MOLAR_MASS),
    )
    for what, tree, wanted in parts:
        if tree is not None:
            checker.expect(tree, wanted, f"the {what} of {door.drug} {door.route}", door.address)


def scale_of(name: str, equations: Equations, values: Mapping[str, float], found: list[Mistake]) -> float:
    """A typical size of a state, in its unit: as written, or the size of its starting value, or 1.

    Parameters
    ----------
    name : str
        Full name of the state.
    equations : Equations
    values : mapping of str to float
        Parameters by full name.
    found : list of Mistake
        Receives starts that cannot be computed or are below zero, and scales that are not above zero.
    """
    state = equations.states[name]
    try:
        start = value_of(equations.starts[name], values)
    except (ArithmeticError, ValueError) as error:
        found.append(Mistake(state.address, f"the start of '{name}' cannot be computed: {why(error)}"))
        return 1.0
    if not math.isfinite(start):
        found.append(Mistake(state.address, f"the start of '{name}' is {start}"))
        return 1.0
    if start < 0 and not state.signed:
        text = f"'{name}' starts at {start:g} {state.unit}, below zero; a state that may is 'signed: true'"
        found.append(Mistake(state.address, text))
    if state.scale is None:
        return abs(start) or 1.0
    scale = in_unit(state.scale, state.unit, f"the scale of '{name}'", found)
    if not scale > 0:
        found.append(Mistake(state.scale.address, f"the scale of '{name}' must be above zero"))
    return scale


def why(error: ArithmeticError | ValueError) -> str:
    """An error of arithmetic in words that no version of Python changes."""
    if isinstance(error, ZeroDivisionError):
        return "it divides by zero"
    if isinstance(error, ArithmeticError):
        return "it is too large for a computer"
    return str(error) if "real number" in str(error) else "a function in it has no value there"


def value_of(tree: Tree, values: Mapping[str, float]) -> float:
    """The number an expression over parameters stands for.

    Raises
    ------
    ArithmeticError, ValueError
        Where the mathematics is not defined: 1/0, log(-1).
    """
    match tree:
        case Number():
            return tree.value
        case Name():
            return values[tree.name] if tree.name in values else WORDS[tree.name]
        case Negative():
            return -value_of(tree.operand, values)
        case Call():
            return FUNCTIONS[tree.function].reference(*(value_of(one, values) for one in tree.arguments))
        case Operation():
            return combined(tree.operator, value_of(tree.left, values), value_of(tree.right, values))
    raise TypeError(f"not an expression: {tree!r}")


def combined(operator: str, left: float, right: float) -> float:
    """left operator right."""
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            return left / right
    power: float | complex = left**right
    if isinstance(power, complex):
        raise ValueError(f"{left:g} to the power {right:g} is not a real number")
    return power
