"""Why a solve failed, in the reader's words: when, which states, their largest terms, what came last."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.model.consistency import value_of
from remit.model.model import Model, Rate, Table
from remit.solve.problem import Act, Events, Floats
from remit.solve.status import Status

MOST_STATES = 3


def message(
    model: Model,
    status: Status,
    where: Floats,
    plain: Floats,
    worst: int,
    clock: tuple[float, float],
    last: str,
) -> str:
    """One failure as a paragraph.

    Parameters
    ----------
    model : Model
    status : Status
    where : (n_states,) float64
        State at the end [state units].
    plain : (n_plain,) float64
        Parameters, inputs and infusion rates there.
    worst : int
        State with the largest error.
    clock : (float, float)
        Time reached and last step tried [h].
    last : str
        The last event, in words, or ''.
    """
    if status is Status.FINISHED:
        return status.sentence
    moment, step = clock
    values = values_at(model, moment, where, plain)
    lines = [f"{status.sentence}; at {in_words(moment)}, with a step of {step:.3g} h"]
    for place in ranked(model, where, values, worst):
        lines.append(describe(model, place, where[place], values))
    if last:
        lines.append(f"the last event was {last}")
    return "; ".join(lines)


def in_words(moment: float) -> str:
    """A time in hours, and in days where that reads better."""
    return f"{moment:.6g} h" + (f" (day {moment / 24.0:.4g})" if abs(moment) >= 48.0 else "")


def values_at(model: Model, moment: float, where: Floats, plain: Floats) -> dict[str, float]:
    """Every named number at one moment; not-a-number where it is not defined."""
    names = [item.name for item in model.parameters] + [item.name for item in model.inputs]
    values = {"time": moment, **dict(zip(names, plain.tolist(), strict=False))}
    values.update(zip((state.name for state in model.states), where.tolist(), strict=True))
    tables = {table.name: table for table in model.tables}
    for assignment in model.assignments:
        values[assignment.name] = number(assignment.tree, values, tables)
    return values


def number(tree: Tree, values: Mapping[str, float], tables: Mapping[str, Table]) -> float:
    """An expression's value, or not-a-number."""
    try:
        return value_of(with_tables(tree, values, tables), values)
    except (ArithmeticError, ValueError, KeyError):
        return math.nan


def with_tables(tree: Tree, values: Mapping[str, float], tables: Mapping[str, Table]) -> Tree:
    """The expression with its interpolations worked out, which need points and not only numbers."""
    match tree:
        case Call(function="interpolate"):
            table = tree.arguments[0]
            assert isinstance(table, Name)
            points = tables[table.name]
            x = number(tree.arguments[1], values, tables)
            return Number(float(np.interp(x, points.x, points.y)))
        case Call():
            inner = tuple(with_tables(one, values, tables) for one in tree.arguments)
            return Call(tree.function, inner)
        case Operation():
            sides = with_tables(tree.left, values, tables), with_tables(tree.right, values, tables)
            return Operation(tree.operator, *sides)
        case Negative():
            return Negative(with_tables(tree.operand, values, tables))
    return tree


def ranked(model: Model, where: Floats, values: Mapping[str, float], worst: int) -> list[int]:
    """States to name: the one with the largest error, then those that are not finite or change fastest."""
    speed = []
    for place, (state, rate) in enumerate(zip(model.states, model.rates, strict=True)):
        total = sum(
            term.sign * number(term.tree, values, {t.name: t for t in model.tables}) for term in rate.terms
        )
        size = abs(where[place]) + state.scale
        speed.append(math.inf if not math.isfinite(total) else abs(total) / size)
    fastest = sorted(range(len(speed)), key=lambda place: (-speed[place], place))
    return list(dict.fromkeys([worst, *(p for p in fastest if speed[p] > 0.0)]))[:MOST_STATES]


def describe(model: Model, place: int, value: float, values: Mapping[str, float]) -> str:
    """One state: its value and its largest term."""
    state = model.states[place]
    text = f"{state.name} = {value:.6g}{'' if state.unit == '1' else f' {state.unit}'}"
    rate: Rate = model.rates[place]
    tables = {table.name: table for table in model.tables}
    terms = [(term.sign * number(term.tree, values, tables), term) for term in rate.terms]
    if not terms:
        return text
    size, term = max(terms, key=lambda pair: math.inf if math.isnan(pair[0]) else abs(pair[0]))
    amount = f"= {size:.4g} {state.unit}/h" if math.isfinite(size) else "is not a finite number"
    return f"{text}, its largest term '{term.label}' ({term.address}) {amount}"


def event_in_words(model: Model, events: Events, subject: int, last: int, names: tuple[str, ...]) -> str:
    """The last event of a subject, from the table; '' when there was none.

    Parameters
    ----------
    model : Model
    events : Events
    subject, last : int
        Number of the subject, and of the event in its own table.
    names : tuple of str
        Names of the given vector's places.
    """
    if last < 0:
        return ""
    row = int(events.offsets[subject]) + last
    act, place, value = Act(int(events.acts[row])), int(events.places[row]), float(events.values[row])
    when = in_words(float(events.times[row]))
    match act:
        case Act.ADD_TO_STATE:
            return f"{value:.6g} {model.states[place].unit} into {model.states[place].name} at {when}"
        case Act.SET_STATE:
            return f"a reset of {model.states[place].name} at {when}"
        case Act.RESET:
            return f"a reset of the whole system at {when}"
    return f"a change of {names[place]} at {when}"
