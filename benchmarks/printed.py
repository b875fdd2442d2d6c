"""A program's arithmetic as source text of other languages: Python for numba and JAX, and C.

What is printed is straight-line code over the program's own graph, so every solver gets the same arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from remit.program.graph import Array, Op
from remit.program.program import Program, Section

INFIX = {Op.ADD: "+", Op.SUBTRACT: "-", Op.MULTIPLY: "*", Op.DIVIDE: "/"}
CALLS = {
    Op.SQRT: "sqrt", Op.EXP: "exp", Op.LOG: "log", Op.SIN: "sin", Op.COS: "cos", Op.TANH: "tanh",
    Op.EXPM1: "expm1", Op.LOG1P: "log1p", Op.ABS: "fabs", Op.MIN: "min", Op.MAX: "max", Op.POWER: "pow",
}  # fmt: skip
READ = {Array.TIME: "t", Array.STATE: "y[{}]", Array.GIVEN: "given[{}]", Array.RIGHT: ""}


@dataclass(frozen=True, slots=True)
class Language:
    """How a choice, a call and a line are written."""

    choice: str  # over {if_}, {then} and {otherwise}
    calls: dict[Op, str]
    line: str  # over {name} and {value}
    end: str = ""


PYTHON = Language("{then} if {if_} > 0.0 else {otherwise}", CALLS, "    {name} = {value}")
C = Language(
    "{if_} > 0.0 ? {then} : {otherwise}",
    CALLS | {Op.MIN: "fmin", Op.MAX: "fmax"},
    "    const double {name} = {value};",
    ";",
)
JAX = Language(
    "jnp.where({if_} > 0.0, {then}, {otherwise})",
    {op: f"jnp.{name}" for op, name in CALLS.items()}
    | {Op.ABS: "jnp.abs", Op.POWER: "jnp.power", Op.MIN: "jnp.minimum", Op.MAX: "jnp.maximum"},
    "    {name} = {value}",
)


def expression(op: Op, read: Sequence[str], language: Language) -> str:
    """One instruction."""
    if op in INFIX:
        return f"{read[0]} {INFIX[op]} {read[1]}"
    if op in CALLS:
        return f"{language.calls[op]}({', '.join(read)})"
    match op:
        case Op.NEGATE:
            return f"-{read[0]}"
        case Op.POSITIVE:
            return language.choice.format(if_=read[0], then="1.0", otherwise="0.0")
        case Op.SELECT:
            return language.choice.format(if_=read[0], then=read[1], otherwise=read[2])
        case Op.MINUS_PRODUCT:
            return f"{read[0]} - {read[1]} * {read[2]}"
        case Op.RATIO:
            return f"{read[0]} * {read[2]}"
        case Op.LOGISTIC:
            return f"1.0 / (1.0 + {language.calls[Op.EXP]}(-{read[0]}))"
    raise TypeError(f"no text for {op!r}")


def body(section: Section, targets: dict[tuple[int, int], str], language: Language = PYTHON) -> list[str]:
    """A section's instructions as lines; results go to the targets, and what no target needs is left out."""
    needed = needed_for(section, targets)
    lines, names = [], {}
    for number, (op, operands, constant) in enumerate(section.instructions):
        if number not in needed:
            continue
        if op is Op.LEAF:
            names[number] = READ[Array(operands[0])].format(operands[1])
        elif op is Op.ADD and "" in (found := [names[operand] for operand in operands]):
            names[number] = "".join(found)  # the stepper's own addition to the rates
        elif op is Op.CONSTANT:
            names[number] = f"({constant!r})"
        else:
            names[number] = f"v{number}"
            value = expression(op, [names[operand] for operand in operands], language)
            lines.append(language.line.format(name=names[number], value=value))
    for array, index, number in section.outputs:
        if (array, index) in targets:
            lines.append(f"    {targets[array, index]} = {names[number]}{language.end}")
    return lines


def needed_for(section: Section, targets: dict[tuple[int, int], str]) -> set[int]:
    """Numbers of the instructions that some outputs depend on."""
    stack = [number for array, index, number in section.outputs if (array, index) in targets]
    needed: set[int] = set()
    while stack:
        number = stack.pop()
        if number not in needed:
            needed.add(number)
            op, operands, _ = section.instructions[number]
            if op not in (Op.LEAF, Op.CONSTANT):
                stack.extend(operands)
    return needed


def numba_source(program: Program, target: str) -> str:
    """A module with the right-hand side or with the dense Jacobian, as f(t, y, given, out).

    Parameters
    ----------
    program : Program
    target : str
        'right_side' or 'jacobian' (row, column).
    """
    if target == "right_side":
        places = {(0, i): f"out[{i}]" for i in range(len(program.states))}
    else:
        places = {(0, i): f"out[{row}, {column}]" for i, (row, column) in enumerate(program.pattern)}
    head = ["from math import *", "from numba import njit", "", "@njit(error_model='numpy')"]
    lines = body(getattr(program, target), places)
    return "\n".join([*head, "def f(t, y, given, out):", *lines]) + "\n"


def jax_source(program: Program) -> str:
    """A module with the right-hand side as f(t, y, given), which returns its array."""
    places = {(0, i): f"o{i}" for i in range(len(program.states))}
    lines = body(program.right_side, places, JAX)
    outputs = ", ".join(f"o{i}" for i in range(len(program.states)))
    head = ["import jax.numpy as jnp", "", "def f(t, y, given):"]
    return "\n".join([*head, *lines, f"    return jnp.stack([{outputs}])"]) + "\n"


def by_column(program: Program) -> list[tuple[int, int, int]]:
    """Jacobian entries column by column with a full diagonal: (column, row, number of the entry or -1)."""
    number = {place: i for i, place in enumerate(program.pattern)}
    places = set(number) | {(i, i) for i in range(len(program.states))}
    return sorted((column, row, number.get((row, column), -1)) for row, column in places)


def c_source(program: Program) -> str:
    """A C file with the right-hand side and the Jacobian, dense by row and sparse by column."""
    n, entries = len(program.states), by_column(program)
    rates = {(0, i): f"out[{i}]" for i in range(n)}
    dense = {(0, i): f"out[{row * n + column}]" for i, (row, column) in enumerate(program.pattern)}
    sparse = {(0, number): f"out[{k}]" for k, (_, _, number) in enumerate(entries) if number >= 0}
    empty = [f"    out[{k}] = 0.0;" for k, (*_, number) in enumerate(entries) if number < 0]
    first = [sum(column < i for column, *_ in entries) for i in range(n + 1)]
    form = "void {}(double t, const double *y, const double *given, double *restrict out) {{"
    lines = ["#include <math.h>", f"const long n_states = {n}, n_entries = {len(entries)};"]
    lines.append(f"const long columns[] = {{{', '.join(map(str, first))}}};")
    lines.append(f"const long rows[] = {{{', '.join(str(row) for _, row, _ in entries)}}};")
    lines += [form.format("right_side"), *body(program.right_side, rates, C), "}"]
    lines += [form.format("jacobian"), *body(program.jacobian, dense, C), "}"]
    lines += [form.format("sparse_jacobian"), *empty, *body(program.jacobian, sparse, C), "}"]
    return "\n".join(lines) + "\n"
