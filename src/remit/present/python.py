"""A model as a Python module that a person can read and run; it needs nothing but math."""

from __future__ import annotations

import inspect
import keyword
from collections.abc import Iterable, Iterator, Mapping

from remit.language.functions import FUNCTIONS, logistic
from remit.language.tree import Call, Tree, children, names_read, renamed
from remit.language.write import to_text
from remit.model.model import Model
from remit.present.text import bracketed, comment, counted, joined, names_of, reasons, signed_terms
from remit.result.notice import DISCLAIMER

BUILT_IN = frozenset({"abs", "min", "max"})
FROM_MATH = frozenset({"exp", "expm1", "log", "log1p", "log10", "sqrt", "sin", "cos", "tanh"})


def as_python(model: Model) -> str:
    """A self-contained module: the numbers, `start()`, `equations(time, y)` and `rates(time, y)`.

    Executing it gives the same right-hand side as the compiled program; it is meant for reading, checking and
    taking elsewhere, not for speed.
    """
    names = python_names(model)
    return "\n".join([*_head(model), *_numbers(model, names), *_functions_of_time(model, names)]) + "\n"


def python_names(model: Model) -> dict[str, str]:
    """A Python identifier for every full name, none used twice: 'hpa.cortisol' becomes hpa_cortisol."""
    taken = {"math", "time", "day", "turn", "y", "start", "equations", "rates", "logistic", *FUNCTIONS}
    names: dict[str, str] = {}
    for full in names_of(model):
        name = full.replace(".", "_")
        while name in taken or keyword.iskeyword(name):
            name += "_"
        taken.add(name)
        names[full] = name
    return names


def _head(model: Model) -> Iterator[str]:
    yield f'"""{model.scenario} ({model.species}): {counted(model)}. {DISCLAIMER.capitalize()}.'
    yield ""
    yield "y is the list of states in the order of STATES; time and rates are in hours."
    yield '"""'
    yield ""
    yield "from __future__ import annotations"
    yield ""
    yield "import math"
    used = functions_in(_all_trees(model))
    if used & FROM_MATH:
        yield f"from math import {', '.join(sorted(used & FROM_MATH))}"
    yield ""
    yield "day, turn = 24.0, 2 * math.pi"
    own = sorted(used - FROM_MATH - BUILT_IN)
    definitions = [FUNCTIONS[name].reference for name in own]
    if any("logistic(" in inspect.getsource(definition) for definition in definitions):
        definitions.insert(0, logistic)
    for definition in definitions:
        yield ""
        yield ""
        yield inspect.getsource(definition).rstrip()


def _numbers(model: Model, names: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield "# parameters"
    for parameter in model.parameters:
        origin = f"{parameter.kind} {parameter.source} {parameter.at}".strip()
        yield f"{names[parameter.name]} = {parameter.value!r}  # {parameter.unit}; {origin}"
    if model.inputs:
        yield ""
        yield "# inputs, at rest"
    for quantity in model.inputs:
        yield f"{names[quantity.name]} = {quantity.rest!r}  # {quantity.unit}"
    for table in model.tables:
        yield f"{names[table.name]} = ({table.x!r}, {table.y!r})  # {table.x_unit} to {table.y_unit}"
    yield ""
    yield "STATES = ("
    yield from (f"    {state.name!r},  # {state.unit}" for state in model.states)
    yield ")"


def _functions_of_time(model: Model, names: Mapping[str, str]) -> Iterator[str]:
    states = [names[state.name] for state in model.states]
    unpack = f"    {', '.join(states)}{',' if len(states) == 1 else ''} = y" if states else "    del y"
    yield "\n\ndef start():"
    yield '    """The state at the start, as written."""'
    yield "    return ["
    yield from (f"        {to_text(renamed(state.start, names))}," for state in model.states)
    yield "    ]"
    yield "\n\ndef equations(time, y):"
    yield '    """Every named expression."""'
    yield unpack
    for assignment in model.assignments:
        text = to_text(renamed(assignment.tree, names))
        yield f"    {names[assignment.name]} = {text}{_remark(assignment.unit, assignment.reason)}"
    yield "    return {"
    yield from (f"        {a.name!r}: {names[a.name]}," for a in model.assignments)
    yield "    }"
    yield "\n\ndef rates(time, y):"
    yield '    """Rate of change of every state, per hour."""'
    yield unpack
    read = _read_by_rates(model)
    if read:
        yield "    now = equations(time, y)"
    for name in read:
        yield f"    {names[name]} = now[{name!r}]"
    yield "    return ["
    for rate in model.rates:
        terms = [(sign, bracketed(sign, renamed(tree, names))) for sign, tree in signed_terms(rate)]
        yield f"        {joined(terms)},{comment(reasons(rate)).replace('   #', '  #')}"
    yield "    ]"


def _read_by_rates(model: Model) -> list[str]:
    """Assignments that rates read directly, in the model's order."""
    read = {name.name for rate in model.rates for term in rate.terms for name in names_read(term.tree)}
    return [assignment.name for assignment in model.assignments if assignment.name in read]


def _remark(unit: str, reason: str) -> str:
    return f"  # {unit}; {reason}" if reason else f"  # {unit}"


def _all_trees(model: Model) -> Iterator[Tree]:
    yield from (state.start for state in model.states)
    yield from (assignment.tree for assignment in model.assignments)
    yield from (term.tree for rate in model.rates for term in rate.terms)


def functions_in(trees: Iterable[Tree]) -> set[str]:
    """Names of the functions that trees call."""
    found: set[str] = set()
    for tree in trees:
        if isinstance(tree, Call):
            found.add(tree.function)
        found |= functions_in(children(tree))
    return found
