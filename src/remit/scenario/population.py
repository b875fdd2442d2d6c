"""Spreads and a seed -> the numbers of every person."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from statistics import NormalDist

from remit.quantity.parameter import Parameter, Spread
from remit.scenario.scenario import HEIGHT, SURFACE, WEIGHT, surface_of

STANDARD = NormalDist()


def sample(
    parameters: Iterable[Parameter], subjects: int, seed: int, persons: range | None = None
) -> dict[str, tuple[float, ...]]:
    """The numbers in which persons differ.

    A parameter's value is the *median* of its lognormal spread, value*exp(s*z) with s = sqrt(log(1 + cv^2)),
    so that cv is the coefficient of variation among persons. The median rather than the mean, because
    population pharmacokinetics publishes the typical value of exp(eta) models, and because the typical
    subject of a single run is then the middle of the population. A normal spread is value*(1 + cv*z), cut off
    where the sign of the value would change.

    Person k's number depends on the seed, the parameter's name and k alone: not on how many persons there
    are, on other parameters, or on the order of anything. A parameter without spread, with cv 0 or with value
    0 is the same in everybody. Body surface follows from sampled weight and height.

    Parameters
    ----------
    parameters : iterable of Parameter
        With the values that hold before sampling, an arm's changes included.
    subjects : int
        Number of persons; a population of one is the typical subject.
    seed : int
    persons : range, optional
        Those whose numbers are wanted, from 0; default: all.

    Returns
    -------
    dict of str to tuple of float, (persons,)
        In the parameters' order and units; parameters that are the same in everybody are left out. Of a
        population of one every spread parameter is given at its value.
    """
    parameters = list(parameters)
    persons = persons or range(subjects)
    drawn: dict[str, tuple[float, ...]] = {}
    for one in parameters:
        if one.spread is None or one.spread.cv <= 0 or one.value == 0:
            continue
        if subjects == 1:
            drawn[one.name] = (one.value,)
            continue
        drawn[one.name] = tuple(
            person_value(one.value, one.spread, uniform(seed, one.name, k)) for k in persons
        )
    typical = {one.name: one.value for one in parameters}
    return with_surfaces(typical, drawn, len(persons), subjects == 1)


def person_value(value: float, spread: Spread, u: float) -> float:
    """The number of the person who stands at fraction `u` of the population."""
    if spread.shape == "lognormal":
        return value * math.exp(math.sqrt(math.log1p(spread.cv**2)) * STANDARD.inv_cdf(u))
    below = STANDARD.cdf(-1.0 / spread.cv)  # the part of the normal curve on the other side of zero
    return value * (1.0 + spread.cv * STANDARD.inv_cdf(below + u * (1.0 - below)))


def uniform(seed: int, name: str, person: int) -> float:
    """A number strictly between 0 and 1 that its three arguments fix, on every machine.

    >>> uniform(1, "hpa.feedback", 0) == uniform(1, "hpa.feedback", 0)
    True
    """
    text = f"{seed}/{name}/{person}".encode()
    whole = int.from_bytes(hashlib.blake2b(text, digest_size=8).digest(), "big")
    return ((whole >> 12) + 0.5) / 2.0**52


def with_surfaces(
    values: dict[str, float], drawn: dict[str, tuple[float, ...]], subjects: int, is_typical: bool
) -> dict[str, tuple[float, ...]]:
    """Each person's own body surface, when weight or height was drawn."""
    if SURFACE not in values or not {WEIGHT, HEIGHT} & drawn.keys():
        return drawn
    weights = drawn.get(WEIGHT, (values[WEIGHT],) * subjects)
    heights = drawn.get(HEIGHT, (values[HEIGHT],) * subjects)
    if is_typical:
        return {**drawn, SURFACE: (values[SURFACE],)}
    surfaces = tuple(surface_of(weight, height) for weight, height in zip(weights, heights, strict=True))
    return {**drawn, SURFACE: surfaces}
