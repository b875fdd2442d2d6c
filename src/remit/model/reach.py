"""What a quantity depends on, directly or by way of others."""

from __future__ import annotations

from remit.language.tree import names_read
from remit.model.model import Model


def behind(quantity: str, model: Model) -> frozenset[str]:
    """Full names of everything that a quantity follows from, itself included.

    What is not among them cannot change it, at rest or later, however large it grows.

    Parameters
    ----------
    quantity : str
        A state, assignment, port or input.
    model : Model
    """
    trees = {one.name: [one.tree] for one in model.assignments}
    trees |= {one.name: [one.start] for one in model.states}
    for rate in model.rates:
        trees[rate.state] = [*trees[rate.state], *(term.tree for term in rate.terms)]
    for door in model.doors:
        given = (door.bioavailability, door.lag, door.duration, door.rate, door.molar_mass)
        trees[door.state] = [*trees[door.state], *(tree for tree in given if tree is not None)]
    known, fresh = {quantity}, [quantity]
    while fresh:
        for tree in trees.get(fresh.pop(), ()):
            new = {one.name for one in names_read(tree)} - known
            known |= new
            fresh += sorted(new)
    return frozenset(known)
