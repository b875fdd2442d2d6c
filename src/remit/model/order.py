"""Assignments in the order in which they can be computed."""

from __future__ import annotations

from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter

from remit.language.tree import names_read
from remit.model.model import Assignment
from remit.quantity.mistakes import Mistake


def in_order(assignments: Iterable[Assignment], found: list[Mistake]) -> tuple[Assignment, ...]:
    """Every assignment after the ones it reads; those that could stand together alphabetically.

    The order depends on names alone, never on the order in which documents were given. Each algebraic loop
    is reported once, as the path along which influence runs, and its members are left out.
    """
    by_name = {assignment.name: assignment for assignment in sorted(assignments, key=lambda one: one.name)}
    reads = {
        name: sorted({read.name for read in names_read(one.tree)} & by_name.keys())
        for name, one in by_name.items()
    }
    while loop := loop_in(reads):
        path = " -> ".join([*loop, loop[0]])
        found.append(Mistake(by_name[loop[0]].address, f"algebraic loop: {path}; break it with a state"))
        left = [name for name in reads if name not in loop]
        reads = {name: [one for one in reads[name] if one not in loop] for name in left}
    sorter = TopologicalSorter(reads)
    sorter.prepare()
    ordered: list[Assignment] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered.extend(by_name[name] for name in ready)
        sorter.done(*ready)
    return tuple(ordered)


def loop_in(reads: dict[str, list[str]]) -> list[str]:
    """The members of one loop, each read by the next, the alphabetically first in front; [] without loops."""
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        loop: list[str] = error.args[1][:-1]
        first = loop.index(min(loop))
        return loop[first:] + loop[:first]
    return []
