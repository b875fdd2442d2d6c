"""What an edge does at the healthy point, from the assembled model's own expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from remit.language.tree import Tree, names_read
from remit.model.assemble import assemble
from remit.model.model import Contribution, Model
from remit.reading.shelf import BUILT_IN, Shelf
from remit.run import run_scenario
from remit.run.failures import number

EDGES = frozenset(file.stem for file in (BUILT_IN / "modules" / "edges").glob("*.yaml"))
WHOLE = """scenario: whole_{0}
about: every module of the library
individual: {0}_adult
modules: all
run: {{until: 24 h, report_at: [0 h, 24 h]}}
"""
STEP = 0.1  # of the source, or of 1 where the source is 0 in health
CALENDAR = {"time": 0.0, "day": 24.0, "turn": 2 * np.pi}


@dataclass(frozen=True, slots=True)
class Bench:
    """A model, what combines at its ports, and every quantity's value at the start of the healthy day."""

    model: Model
    rules: Mapping[str, str]  # port -> product, sum, largest, only
    values: Mapping[str, float]


def make_bench(folder: Path, who: str) -> Bench:
    """The whole library for one individual, settled."""
    file = folder / f"whole_{who}.yaml"
    file.write_text(WHOLE.format(who), encoding="utf-8")
    shelf = Shelf(has_plug_ins=False, scenario=file)
    model = assemble(shelf.read_scenario(file), shelf)
    found = run_scenario(file)
    assert (found["failed"] == 0).all(), found["status"].values
    values = dict(CALENDAR)
    values |= {one.name: one.value for one in model.parameters}
    values |= {one.name: one.rest for one in model.inputs}
    values |= {one.name: float(found[one.name].values.ravel()[0]) for one in model.states}
    rules = {}
    for name in shelf.names("module"):
        rules |= {f"{name}.{port.name}": port.combine for port in shelf.read("module", name).ports}
    tables = {one.name: one for one in model.tables}
    for one in model.assignments:
        values[one.name] = number(one.tree, values, tables)
    return Bench(model, rules, values)


def with_held(bench: Bench, name: str, value: float) -> dict[str, float]:
    """Every quantity again with one assignment held at a value; states and inputs as they were."""
    known = dict(bench.values) | {name: value}
    tables = {one.name: one for one in bench.model.tables}
    touched = {name}
    for one in bench.model.assignments:
        if one.name != name and any(leaf.name in touched for leaf in names_read(one.tree)):
            known[one.name] = number(one.tree, known, tables)
            touched.add(one.name)
    return known


def held(bench: Bench, at: Mapping[str, float]) -> Bench:
    """The bench with some quantities held at other values, and every other assignment following them.

    For edges that act on a product with something that health does not have, such as a learned bias.
    """
    known = dict(bench.values) | at
    tables = {one.name: one for one in bench.model.tables}
    for one in bench.model.assignments:
        if one.name not in at:
            known[one.name] = number(one.tree, known, tables)
    return replace(bench, values=known)


def rate(model: Model, state: str, values: Mapping[str, float]) -> float:
    """d state/dt [state unit/h]."""
    tables = {one.name: one for one in model.tables}
    found = next(one for one in model.rates if one.state == state)
    return sum(term.sign * number(term.tree, values, tables) for term in found.terms)


def contributions(model: Model) -> Iterator[Contribution]:
    """What the documents of the folder `edges` contribute."""
    yield from (one for one in model.contributions if one.owner in EDGES)


def sources(model: Model, one: Contribution) -> list[str]:
    """Quantities of others that a contribution follows, through its own assignments; own states too."""
    constant = {number.name for number in model.parameters} | CALENDAR.keys()
    own = {line.name: line.tree for line in model.assignments if line.name.startswith(f"{one.owner}.")}
    found: list[str] = []

    def follow(tree: Tree) -> None:
        for leaf in names_read(tree):
            if leaf.name in own:
                follow(own[leaf.name])
            elif leaf.name not in constant and leaf.name not in found:
                found.append(leaf.name)

    follow(one.tree)
    return found


def moved(bench: Bench, one: Contribution, source: str) -> tuple[float, float]:
    """The contribution with its source a tenth lower and a tenth higher, all else as it was."""
    step = STEP * (abs(bench.values[source]) or 1.0)
    tables = {table.name: table for table in bench.model.tables}
    ends = []
    for sign in (-1, 1):
        known = dict(bench.values) | {source: bench.values[source] + sign * step}
        for line in bench.model.assignments:
            if line.name.startswith(f"{one.owner}."):
                known[line.name] = number(line.tree, known, tables)
        ends.append(number(one.tree, known, tables))
    return ends[0], ends[1]


def effect(bench: Bench, one: Contribution, source: str, quantity: str) -> float:
    """By how much a quantity, or the rate of a state, moves when only this edge sees its source rise."""
    rested = bench.values[one.port]
    tables = {table.name: table for table in bench.model.tables}
    now = number(one.tree, bench.values, tables)
    found = []
    for end in moved(bench, one, source):
        if bench.rules[one.port] == "product":
            port = rested * end / now
        else:
            port = rested + end - now if bench.rules[one.port] == "sum" else end
        known = with_held(bench, one.port, port)
        is_state = any(state.name == quantity for state in bench.model.states)
        found.append(rate(bench.model, quantity, known) if is_state else known[quantity])
    return found[1] - found[0]
