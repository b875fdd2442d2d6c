"""Ports: contributions folded into one value by the rule of the port's owner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce

from remit.language.tree import Call, Number, Operation, Tree
from remit.model.lesions import Influence
from remit.model.model import Assignment, Contribution
from remit.model.names import Instance, Names, resolved, unknown
from remit.quantity.mistakes import Mistake
from remit.quantity.unit_text import UnitError
from remit.quantity.units import is_same
from remit.reading.documents import PortDoc
from remit.scenario.scenario import in_unit

NEUTRAL = {"product": 1.0, "sum": 0.0}
OPERATORS = {"product": "*", "sum": "+"}


def ports_of(instances: Iterable[Instance]) -> dict[str, PortDoc]:
    """Every port by its full name, sorted."""
    ports = {f"{one.alias}.{port.name}": port for one in instances for port in one.doc.ports}
    return dict(sorted(ports.items()))


def contributions_of(
    influences: Iterable[Influence], names: Names, ports: Mapping[str, PortDoc], found: list[Mistake]
) -> list[Contribution]:
    """Contributions with full names, each to a port that exists, sorted by contributor.

    Several contributions of one document to one port keep the order in which they were written.
    """
    contributions = []
    owners = set(names.scopes)
    for one in influences:
        written = one.written
        if one.port not in ports:
            text = f"contributes to {unknown('port', one.port, ports, owners)}"
            if one.port in names.owned:
                text = f"contributes to '{one.port}', which is a {names.owned[one.port].what}, not a port"
            elif one.port.partition(".")[0] not in owners:
                text += "" if text.endswith("?") else f", or write 'without: [{one.owner} -> {one.port}]'"
            found.append(Mistake(written.address, text))
            continue
        tree = resolved(written.tree, one.owner, names, written.address, found)
        if tree is not None:
            contributions.append(
                Contribution(one.owner, one.port, tree, written.text, written.reason, written.address)
            )
    check_only(contributions, ports, found)
    return sorted(contributions, key=lambda one: (one.port, one.owner))


def check_only(
    contributions: Iterable[Contribution], ports: Mapping[str, PortDoc], found: list[Mistake]
) -> None:
    """At most one contributor where the owner allows only one."""
    first: dict[str, Contribution] = {}
    for one in contributions:
        if ports[one.port].combine == "only" and one.port in first:
            other = first[one.port]
            text = (
                f"'{one.port}' takes one contributor, but '{other.owner}' and '{one.owner}' both contribute"
            )
            found.append(Mistake(one.address, text))
        first.setdefault(one.port, one)


def folded(
    ports: Mapping[str, PortDoc], contributions: Iterable[Contribution], found: list[Mistake]
) -> list[Assignment]:
    """One assignment per port.

    A `product` or `sum` is `empty` combined with all contributions in the order of their owners' names; the
    neutral `empty` (1 for a product, 0 for a sum) is left out as soon as somebody contributes, and so is any
    `empty` of `largest` and `only`. Without contributions every port has its `empty` value.
    """
    by_port: dict[str, list[Contribution]] = {name: [] for name in ports}
    for one in contributions:
        by_port[one.port].append(one)
    assignments = []
    for name, port in ports.items():
        empty = in_unit(port.empty, port.unit, f"the empty value of '{name}'", found)
        if port.combine == "product" and not is_plain(port.unit):
            text = f"'{name}' multiplies its contributions, so its unit must be 1, not {port.unit}"
            found.append(Mistake(port.address, text))
        tree = fold(port.combine, empty, [one.tree for one in by_port[name]])
        reason = reason_of(port, by_port[name])
        assignments.append(Assignment(name, tree, port.unit, reason, port.about, port.address))
    return assignments


def fold(rule: str, empty: float, trees: list[Tree]) -> Tree:
    """The value of a port from its contributions, in the order given."""
    if not trees:
        return Number(empty)
    if rule in OPERATORS:
        if empty != NEUTRAL[rule]:
            trees = [Number(empty), *trees]
        return reduce(lambda left, right: Operation(OPERATORS[rule], left, right), trees)
    return reduce(lambda left, right: Call("max", (left, right)), trees)


def reason_of(port: PortDoc, contributions: list[Contribution]) -> str:
    """How a port came by its value, in a few words."""
    if not contributions:
        return "nobody contributes"
    return f"{port.combine} of {', '.join(dict.fromkeys(one.owner for one in contributions))}"


def is_plain(unit: str) -> bool:
    """Whether a unit is 1, factor included."""
    try:
        return is_same(unit, "1")
    except UnitError:
        return True  # reported where the unit is read
