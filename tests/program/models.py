"""Models made of trees directly, without documents: dimensionless, every state free to be negative."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from program.sections import given_vector, run
from remit.language.tree import Call, Name, Number, Tree
from remit.model.model import Assignment, Input, Model, Rate, State, Table, Term
from remit.program.graph import Array
from remit.program.native import Kernels
from remit.program.program import Program
from remit.quantity.parameter import Address, Parameter

HERE = Address("made.yaml", 1, 1)
TABLE = Table("a.table", (-2.0, -0.5, 0.25, 1.0, 3.0), (1.0, -1.0, 0.5, 0.5, 4.0), "1", "1", HERE)


def call(function: str, *arguments: Tree | str | float) -> Call:
    """function(arguments), texts being names and numbers being literals."""
    return Call(function, tuple(tree(argument) for argument in arguments))


def tree(what: Tree | str | float) -> Tree:
    """A tree as it is, a text as a name, a number as a literal."""
    if isinstance(what, str):
        return Name(what)
    return Number(float(what)) if isinstance(what, int | float) else what


def parameter(name: str, value: float) -> Parameter:
    return Parameter(name, value, "1", f"{value!r}", "any", "assumed", "", "", "", "", "made up", None, HERE)


def made(
    rates: Mapping[str, Sequence[Tree | str | float]],
    assignments: Mapping[str, Tree] | None = None,
    parameters: Mapping[str, float] | None = None,
    inputs: Mapping[str, float] | None = None,
    starts: Mapping[str, float] | None = None,
) -> Model:
    """A model whose rates are sums of terms.

    Parameters
    ----------
    rates : mapping of state to terms
        Their order is that of the states.
    assignments : mapping of name to tree, in dependency order
    parameters, inputs, starts : mapping of name to number
        States start at 1 unless told otherwise.
    """
    starts = starts or {}
    return Model(
        scenario="made",
        species="any",
        states=tuple(State(name, "1", Number(starts.get(name, 1.0)), 1.0, True, "", HERE) for name in rates),
        parameters=tuple(parameter(name, value) for name, value in (parameters or {}).items()),
        inputs=tuple(Input(name, "1", value, "", HERE) for name, value in (inputs or {}).items()),
        tables=(TABLE,),
        assignments=tuple(
            Assignment(name, one, "1", "", "", HERE) for name, one in (assignments or {}).items()
        ),
        rates=tuple(
            Rate(name, tuple(Term(1, tree(term), "", "", HERE) for term in terms))
            for name, terms in rates.items()
        ),
        doors=(),
        seen_as=(),
    )


def plain_numbers(model: Model, n_points: int) -> np.ndarray:
    """Parameters, inputs at rest, no infusion: (n_plain, n_points)."""
    values = [one.value for one in model.parameters] + [one.rest for one in model.inputs]
    slots = len({door.state for door in model.doors})
    return np.tile(np.array([*values, *[0.0] * slots])[:, None], (1, n_points))


def observed(
    program: Program, kernels: Kernels, states: np.ndarray, plain: np.ndarray, times: np.ndarray
) -> dict[str, np.ndarray]:
    """Named expressions at many points: states (n, count), plain (n_plain, count), times (count,)."""
    given = given_vector(program, kernels, plain)
    arrays = {Array.STATE: states, Array.GIVEN: given, Array.TIME: times[None]}
    values = run(program, kernels, "observe", arrays, times.size)[0]
    return dict(zip(program.observed, values, strict=True))
