"""Model -> Program: names become array places, expressions become one value-numbered graph."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from remit.language.tree import Call, Name, Negative, Number, Operation, Tree
from remit.model.model import Door, Model, Table
from remit.program import elimination
from remit.program.derivatives import partials, plus, times
from remit.program.functions import ARITHMETIC, interpolate, power
from remit.program.graph import Array, Graph, Op
from remit.program.program import Program, Section

DAY = 24.0  # [h]
TURN = 2.0 * math.pi
DOOR_PROPERTIES = ("bioavailability", "lag", "duration", "rate", "molar_mass")

OPERATIONS = {"+": Graph.add, "-": Graph.subtract, "*": Graph.multiply, "/": Graph.divide}


@dataclass(slots=True)
class Lowering:
    """What is known while a model is being lowered."""

    graph: Graph
    nodes: dict[str, int]  # full name -> node
    tables: Mapping[str, Table]
    expressions: list[tuple[str, int]] = field(default_factory=list)  # named expressions in dependency order

    def node_of(self, tree: Tree) -> int:
        """The node of an expression over known names."""
        graph = self.graph
        match tree:
            case Number():
                return graph.constant(float(tree.value))
            case Name():
                return self.nodes[tree.name]
            case Negative():
                return graph.negate(self.node_of(tree.operand))
            case Operation():
                left, right = self.node_of(tree.left), self.node_of(tree.right)
                if tree.operator == "**":
                    return power(graph, left, right)
                return OPERATIONS[tree.operator](graph, left, right)
            case Call():
                return self._call(tree)
        raise TypeError(f"not an expression: {tree!r}")

    def _call(self, tree: Call) -> int:
        if tree.function == "interpolate":
            table = tree.arguments[0]
            assert isinstance(table, Name)
            return interpolate(self.graph, self.tables[table.name], self.node_of(tree.arguments[1]))
        arguments = [self.node_of(argument) for argument in tree.arguments]
        return ARITHMETIC[tree.function](self.graph, *arguments)


def lower(model: Model, infused: Iterable[str] = ()) -> Program:
    """Turn a model into straight-line arithmetic with its exact sparse Jacobian.

    Parameters
    ----------
    model : Model
    infused : iterable of str
        States that need an infusion slot besides those that a door leads to.

    Returns
    -------
    Program
        Deterministic: the same model gives the same program, instruction by instruction.
    """
    slots = sorted({door.state for door in model.doors} | set(infused))
    lowering = begin(model, slots)
    graph = lowering.graph
    rates = rate_nodes(model, lowering, slots)
    jacobian, by_time = differentiate(graph, lowering.expressions, rates, len(model.states))
    plan = elimination.plan(len(model.states), sorted(jacobian))
    factors, worst = elimination.factor(graph, plan, jacobian)
    solved = elimination.solve(graph, plan)
    starts = [lowering.node_of(state.start) for state in model.states]
    doors, places = door_nodes(model, lowering)
    right_side = [(0, i, graph.add(node, graph.leaf(Array.RIGHT, i))) for i, node in enumerate(rates)]
    time_part = [(1, i, by_time.get(i, graph.constant(0.0))) for i in range(len(rates))]
    pattern = sorted(jacobian)
    wanted = {
        "right_side": right_side,
        "jacobian": [(0, i, jacobian[place]) for i, place in enumerate(pattern)] + time_part,
        "factor": [(0, i, node) for i, node in enumerate(factors)] + time_part + [(2, 0, worst)],
        "observe": [(0, i, node) for i, (_, node) in enumerate(lowering.expressions)],
    }
    n_plain = len(model.parameters) + len(model.inputs) + len(slots)
    derived = hoist(graph, [node for outputs in wanted.values() for *_, node in outputs], n_plain)
    sections = {name: section(graph, name, outputs, derived) for name, outputs in wanted.items()}
    return Program(
        states=tuple(state.name for state in model.states),
        parameters=tuple(parameter.name for parameter in model.parameters),
        inputs=tuple(item.name for item in model.inputs),
        infused=tuple(slots),
        n_derived=len(derived),
        observed=tuple(name for name, _ in lowering.expressions),
        doors=tuple(places),
        pattern=tuple(pattern),
        n_lu=len(factors),
        depends_on_time=uses_time(graph, rates),
        derive=section(graph, "derive", [(0, slot, node) for node, slot in derived.items()], {}),
        start=section(graph, "start", [(0, i, node) for i, node in enumerate(starts)], {}),
        door=section(graph, "door", [(0, i, node) for i, node in enumerate(doors)], {}),
        solve=section(graph, "solve", [(0, i, node) for i, node in enumerate(solved)], {}),
        **sections,
    )


def begin(model: Model, slots: list[str]) -> Lowering:
    """Leaves for every state, parameter, input and infusion; named expressions in order."""
    graph = Graph()
    nodes = {
        "time": graph.leaf(Array.TIME, 0),
        "day": graph.constant(DAY),
        "turn": graph.constant(TURN),
    }
    for i, state in enumerate(model.states):
        nodes[state.name] = graph.leaf(Array.STATE, i)
    given = [parameter.name for parameter in model.parameters] + [item.name for item in model.inputs]
    for i, name in enumerate(given):
        nodes[name] = graph.leaf(Array.GIVEN, i)
    for i in range(len(slots)):
        graph.leaf(Array.GIVEN, len(given) + i)
    lowering = Lowering(graph, nodes, {table.name: table for table in model.tables})
    for assignment in model.assignments:
        node = lowering.node_of(assignment.tree)
        nodes[assignment.name] = node
        lowering.expressions.append((assignment.name, node))
    return lowering


def rate_nodes(model: Model, lowering: Lowering, slots: list[str]) -> list[int]:
    """d state/dt per state: its terms in order, then its infusion."""
    graph = lowering.graph
    n_given = len(model.parameters) + len(model.inputs)
    rates = []
    for rate in model.rates:
        total: int | None = None
        for term in rate.terms:
            node = lowering.node_of(term.tree)
            if total is None:
                total = node if term.sign > 0 else graph.negate(node)
            else:
                total = graph.add(total, node) if term.sign > 0 else graph.subtract(total, node)
        if rate.state in slots:
            total = plus(graph, total, graph.leaf(Array.GIVEN, n_given + slots.index(rate.state)))
        rates.append(graph.constant(0.0) if total is None else total)
    return rates


def differentiate(
    graph: Graph, expressions: list[tuple[str, int]], rates: list[int], n_states: int
) -> tuple[dict[tuple[int, int], int], dict[int, int]]:
    """Nodes of the Jacobian by (row, column) and of the time derivative by row, zeros left out."""
    active = activity(graph)
    by_node: dict[
        int, dict[int, int]
    ] = {}  # node -> independent (state number, or -1 for time) -> derivative
    one = graph.constant(1.0)
    for i in range(n_states):
        by_node[graph.leaf(Array.STATE, i)] = {i: one}
    by_node[graph.leaf(Array.TIME, 0)] = {-1: one}
    cut = set(by_node)

    def total(root: int) -> dict[int, int]:
        found: dict[int, int] = {}
        for node, partial in partials(graph, root, cut, active).items():
            for independent, inner in by_node[node].items():
                found[independent] = plus(graph, found.get(independent), times(graph, partial, inner))
        return found

    for _, node in expressions:
        if node in by_node or not active[node]:
            continue
        by_node[node] = total(node)
        cut.add(node)
    jacobian, by_time = {}, {}
    for row, root in enumerate(rates):
        derivatives = by_node.get(root) or (total(root) if active[root] else {})
        for independent, node in sorted(derivatives.items()):
            if independent < 0:
                by_time[row] = node
            else:
                jacobian[row, independent] = node
    return jacobian, by_time


def activity(graph: Graph) -> list[bool]:
    """Per node: does it depend on a state or on time?"""
    active: list[bool] = []
    moving = (int(Array.STATE), int(Array.TIME))
    for node, op in enumerate(graph.op):
        if op is Op.LEAF:
            active.append(graph.operands[node][0] in moving)
        else:
            active.append(any(active[operand] for operand in graph.arguments(node)))
    return active


def hoist(graph: Graph, outputs: list[int], first_slot: int) -> dict[int, int]:
    """Computations over given numbers only, that others need: node -> place in the given vector."""
    fixed = graph.fixed
    needed: set[int] = set()
    for node in graph.reachable(outputs):
        if not fixed[node]:
            needed.update(operand for operand in graph.arguments(node) if fixed[operand])
    needed.update(node for node in outputs if fixed[node])
    worth = sorted(node for node in needed if graph.arguments(node))
    return {node: first_slot + i for i, node in enumerate(worth)}


def section(
    graph: Graph, name: str, outputs: list[tuple[int, int, int]], derived: Mapping[int, int]
) -> Section:
    """The instructions that compute `outputs`; nodes in `derived` are read from the given vector."""
    order = graph.reachable([node for *_, node in outputs], stop=set(derived))
    place = {node: i for i, node in enumerate(order)}
    instructions: list[tuple[Op, tuple[int, ...], float]] = []
    for node in order:
        if node in derived:
            instructions.append((Op.LEAF, (int(Array.GIVEN), derived[node]), 0.0))
        elif graph.op[node] is Op.LEAF:
            instructions.append((Op.LEAF, graph.operands[node], 0.0))
        else:
            operands = tuple(place[operand] for operand in graph.arguments(node))
            instructions.append((graph.op[node], operands, graph.constants.get(node, 0.0)))
    return Section(name, tuple(instructions), tuple((array, i, place[node]) for array, i, node in outputs))


def door_nodes(model: Model, lowering: Lowering) -> tuple[list[int], list[tuple[int, int]]]:
    """Nodes of the doors' properties and, for each, (door number, property number)."""
    nodes, places = [], []
    for number, door in enumerate(model.doors):
        for which, name in enumerate(DOOR_PROPERTIES):
            tree = door_property(door, name)
            if tree is not None:
                nodes.append(lowering.node_of(tree))
                places.append((number, which))
    return nodes, places


def door_property(door: Door, name: str) -> Tree | None:
    """One of the door's trees by name."""
    tree: Tree | None = getattr(door, name)
    return tree


def uses_time(graph: Graph, rates: list[int]) -> bool:
    """Does any rate read the time itself?"""
    leaf = graph.leaf(Array.TIME, 0)
    return leaf in graph.reachable(rates)
