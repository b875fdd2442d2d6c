"""Influences that some arms are without: each passes a switch, so that all arms share one program.

A contribution c to a product becomes s*c + (1 - s)*1, to a sum s*c, with s = 1 where it acts and 0 where an
arm is without it. Both are exact: at 1 the contribution itself is left, at 0 what the port has without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from remit.language.tree import Name, Number, Operation, Tree
from remit.model.lesions import Influence, hit_by
from remit.model.model import Contribution, Switch
from remit.model.ports import NEUTRAL
from remit.quantity.mistakes import Mistake
from remit.quantity.parameter import Address, Parameter
from remit.reading.documents import PortDoc, ScenarioDoc


def switches_of(
    scenario: ScenarioDoc, influences: Sequence[Influence], ports: Mapping[str, PortDoc], found: list[Mistake]
) -> tuple[Switch, ...]:
    """One switch for every influence that at least one arm is without, sorted by name."""
    arms: dict[tuple[str, str], set[str]] = {}
    addresses: dict[tuple[str, str], Address] = {}
    for arm in scenario.arms:
        for one in hit_by(influences, arm.without, found):
            key = (one.owner, one.port)
            arms.setdefault(key, set()).add(arm.name)
            addresses.setdefault(key, arm.address)
    for owner, port in arms:
        if port in ports and ports[port].combine not in NEUTRAL:
            rule = ports[port].combine
            text = (
                f"'{port}' combines by '{rule}', which an arm cannot be without; use the scenario's 'without'"
            )
            found.append(Mistake(addresses[owner, port], text))
    made = [
        Switch(f"{owner}.intact_{port.replace('.', '_')}", owner, port, tuple(sorted(names)))
        for (owner, port), names in arms.items()
    ]
    return tuple(sorted(made, key=lambda one: one.name))


def switched(
    contributions: Iterable[Contribution], switches: Iterable[Switch], ports: Mapping[str, PortDoc]
) -> list[Contribution]:
    """Contributions, those that an arm is without behind their switch."""
    by_place = {(one.owner, one.port): one.name for one in switches}
    result = []
    for one in contributions:
        name = by_place.get((one.owner, one.port))
        if name is None or ports[one.port].combine not in NEUTRAL:
            result.append(one)
        else:
            result.append(replace(one, tree=behind(name, one.tree, ports[one.port].combine)))
    return result


def behind(name: str, tree: Tree, rule: str) -> Tree:
    """s*c, and for a product + (1 - s)."""
    switch = Name(name)
    passed = Operation("*", switch, tree)
    if rule == "sum":
        return passed
    return Operation("+", passed, Operation("-", Number(1.0), switch))


def switch_parameters(switches: Iterable[Switch]) -> dict[str, Parameter]:
    """Every switch as a parameter that is 1; arms without the influence put it to 0."""
    return {
        one.name: Parameter(
            name=one.name,
            value=1.0,
            unit="1",
            published="1",
            species="any",
            kind="defined",
            source="",
            at="",
            seen="",
            about=f"whether {one.owner} acts on {one.port}; 0 in arms without it",
            note="",
            spread=None,
            address=Address(""),
        )
        for one in switches
    }
