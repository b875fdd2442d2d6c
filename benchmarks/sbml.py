"""An assembled model as SBML Level 3 Version 2, for simulators that read it.

States become parameters with rate rules, named expressions become assignment rules, the functions of the
language become function definitions, and doses become events. Time is in hours. Units are left out: they were
checked when the model was assembled.

    python benchmarks/sbml.py SCENARIO FILE
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import libsbml
from common import Case, Floats, load

from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.model.model import Model, Table
from remit.present.python import functions_in, python_names

OPERATORS = {
    "+": libsbml.AST_PLUS, "-": libsbml.AST_MINUS, "*": libsbml.AST_TIMES, "/": libsbml.AST_DIVIDE,
    "**": libsbml.AST_FUNCTION_POWER,
}  # fmt: skip
PLAIN = {
    "exp": libsbml.AST_FUNCTION_EXP, "log": libsbml.AST_FUNCTION_LN, "sin": libsbml.AST_FUNCTION_SIN,
    "cos": libsbml.AST_FUNCTION_COS, "tanh": libsbml.AST_FUNCTION_TANH, "abs": libsbml.AST_FUNCTION_ABS,
    "min": libsbml.AST_FUNCTION_MIN, "max": libsbml.AST_FUNCTION_MAX,
}  # fmt: skip
# Power laws take values below zero, which are noise, for zero; `max` says so without a condition, of which
# some tools make an event.
DEFINED = {
    "sqrt": "lambda(x, x^0.5)",
    "expm1": "lambda(x, exp(x) - 1)",
    "log1p": "lambda(x, ln(1 + x))",
    "log10": "lambda(x, ln(x)*0.4342944819032518)",
    "hill": "lambda(x, half, n, max(x, 1e-300)^n/(half^n + max(x, 1e-300)^n))",
    "inhibitory_hill": "lambda(x, half, n, half^n/(half^n + max(x, 1e-300)^n))",
    "emax": "lambda(x, most, half, most*x/(half + x))",
    "fold": "lambda(x, most, steepness, most*max(x, 1e-300)^steepness/(max(x, 1e-300)^steepness + most - 1))",
    "smooth_step": "lambda(x, at, width, 1/(1 + exp(-(x - at)/width)))",
}
FIXED = {"day": 24.0, "turn": 6.283185307179586}


def node(kind: int, *children: libsbml.ASTNode) -> libsbml.ASTNode:
    """A MathML node with its children."""
    made = libsbml.ASTNode(kind)
    for child in children:
        made.addChild(child)
    return made


def number(value: float) -> libsbml.ASTNode:
    """A literal."""
    made = libsbml.ASTNode(libsbml.AST_REAL)
    made.setValue(float(value))
    return made


def reference(name: str) -> libsbml.ASTNode:
    """A name, or the simulation time."""
    made = libsbml.ASTNode(libsbml.AST_NAME_TIME if name == "time" else libsbml.AST_NAME)
    made.setName(name)
    return made


def mathml(tree: Tree, names: Mapping[str, str], tables: Mapping[str, Table]) -> libsbml.ASTNode:
    """An expression as MathML."""
    match tree:
        case Number():
            return number(tree.value)
        case Name():
            if tree.name in FIXED:
                return number(FIXED[tree.name])
            return reference(names.get(tree.name, tree.name))
        case Negative():
            return node(libsbml.AST_MINUS, mathml(tree.operand, names, tables))
        case Operation():
            sides = (mathml(side, names, tables) for side in (tree.left, tree.right))
            return node(OPERATORS[tree.operator], *sides)
        case Call(function="interpolate"):
            table = tree.arguments[0]
            assert isinstance(table, Name)
            return lines_between(tables[table.name], mathml(tree.arguments[1], names, tables))
        case Call():
            arguments = [mathml(argument, names, tables) for argument in tree.arguments]
            if tree.function in PLAIN:
                return node(PLAIN[tree.function], *arguments)
            call = node(libsbml.AST_FUNCTION, *arguments)
            call.setName(tree.function)
            return call
    raise TypeError(f"no MathML for {tree!r}")


def lines_between(table: Table, x: libsbml.ASTNode) -> libsbml.ASTNode:
    """Straight lines between a table's points, flat outside: the first value and a sum of clamped pieces."""
    total = number(table.y[0])
    for left, right, low, high in zip(table.x, table.x[1:], table.y, table.y[1:], strict=False):
        inside = node(
            libsbml.AST_FUNCTION_MIN,
            node(libsbml.AST_FUNCTION_MAX, x.deepCopy(), number(left)),
            number(right),
        )
        piece = node(libsbml.AST_MINUS, inside, number(left))
        slope = number((high - low) / (right - left))
        total = node(libsbml.AST_PLUS, total, node(libsbml.AST_TIMES, slope, piece))
    return total


def as_sbml(
    model: Model,
    start: Floats,
    given: Floats,
    doses: Sequence[tuple[float, int, float]] = (),
) -> str:
    """A model with the numbers of one subject as an SBML document.

    Parameters
    ----------
    model : Model
    start : (n_states,) float64
        Where the subject begins [state units].
    given : (n_parameters + n_inputs, ...) float64
        Its parameters and inputs, in the model's order; what follows them is not read.
    doses : sequence of (time [h], state number, amount [state units])
        One event each; equal amounts are one parameter of the document.

    Returns
    -------
    str
        XML, checked for consistency.

    Raises
    ------
    ValueError
        What libSBML finds wrong with the document.
    """
    document = libsbml.SBMLDocument(3, 2)
    whole = document.createModel()
    whole.setId("remit")
    names, tables = python_names(model), {table.name: table for table in model.tables}
    define_functions(whole, model)
    inputs = [one.name for one in model.inputs]
    for place, name in enumerate([one.name for one in model.parameters] + inputs):
        quantity(whole, names[name], float(given[place]), name not in inputs)
    for state, value in zip(model.states, start, strict=True):
        quantity(whole, names[state.name], float(value), constant=False)
    for assignment in model.assignments:
        quantity(whole, names[assignment.name], None, constant=False)
        rule = whole.createAssignmentRule()
        rule.setVariable(names[assignment.name])
        rule.setMath(mathml(assignment.tree, names, tables))
    for rate in model.rates:
        rule = whole.createRateRule()
        rule.setVariable(names[rate.state])
        rule.setMath(total_of([(term.sign, mathml(term.tree, names, tables)) for term in rate.terms]))
    states = [names[state.name] for state in model.states]
    for amount, name in amounts_of(doses).items():
        quantity(whole, name, amount, constant=True)
    for count, (time, place, amount) in enumerate(doses):
        add_dose(whole, f"dose_{count}", time, states[place], amounts_of(doses)[amount])
    return checked(document)


def define_functions(whole: libsbml.Model, model: Model) -> None:
    """Definitions of the functions that the model calls and MathML lacks."""
    trees = [one.tree for one in model.assignments] + [t.tree for rate in model.rates for t in rate.terms]
    for name in sorted(functions_in(trees) & DEFINED.keys()):
        definition = whole.createFunctionDefinition()
        definition.setId(name)
        definition.setMath(libsbml.parseL3Formula(DEFINED[name]))


def quantity(whole: libsbml.Model, name: str, value: float | None, constant: bool) -> None:
    """A parameter of the document; its unit is not said."""
    made = whole.createParameter()
    made.setId(name)
    made.setConstant(constant)
    if value is not None:
        made.setValue(value)


def total_of(terms: Sequence[tuple[int, libsbml.ASTNode]]) -> libsbml.ASTNode:
    """Signed terms added in order; 0 for none."""
    total: libsbml.ASTNode | None = None
    for sign, term in terms:
        if total is None:
            total = term if sign > 0 else node(libsbml.AST_MINUS, term)
        else:
            total = node(libsbml.AST_PLUS if sign > 0 else libsbml.AST_MINUS, total, term)
    return number(0.0) if total is None else total


def amounts_of(doses: Sequence[tuple[float, int, float]]) -> dict[float, str]:
    """Every different amount, and the parameter of the document that holds it."""
    return {amount: f"amount_{i}" for i, amount in enumerate(dict.fromkeys(one[2] for one in doses))}


def add_dose(whole: libsbml.Model, name: str, time: float, state: str, amount: str) -> None:
    """An amount added to a state at a time; one at the very beginning acts too."""
    event = whole.createEvent()
    event.setId(name)
    event.setUseValuesFromTriggerTime(True)
    trigger = event.createTrigger()
    trigger.setInitialValue(False)
    trigger.setPersistent(True)
    trigger.setMath(node(libsbml.AST_RELATIONAL_GEQ, reference("time"), number(time)))
    assignment = event.createEventAssignment()
    assignment.setVariable(state)
    assignment.setMath(node(libsbml.AST_PLUS, reference(state), reference(amount)))


def checked(document: libsbml.SBMLDocument) -> str:
    """The document as text; its mistakes raise, its silence about units is meant."""
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_UNITS_CONSISTENCY, False)
    document.setConsistencyChecks(libsbml.LIBSBML_CAT_MODELING_PRACTICE, False)
    document.checkConsistency()
    wrong = [document.getError(i) for i in range(document.getNumErrors())]
    serious = [one.getMessage().strip() for one in wrong if one.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]
    if serious:
        raise ValueError("not valid SBML: " + "; ".join(serious[:3]))
    return str(libsbml.writeSBMLToString(document))


def subject_as_sbml(case: Case, subject: int = 0, doses: bool = True) -> str:
    """One subject of a case."""
    acts = case.doses(subject) if doses else ()
    return as_sbml(case.model, case.start[subject], case.plain[subject], acts)


def ids_of(case: Case) -> tuple[list[str], list[str]]:
    """What the document calls the states, and the parameters followed by the inputs."""
    names = python_names(case.model)
    inputs = [one.name for one in case.model.inputs]
    given = [one.name for one in case.model.parameters] + inputs
    return [names[one.name] for one in case.model.states], [names[name] for name in given]


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(subject_as_sbml(load(Path(sys.argv[1]))), encoding="utf-8")
