"""The indivisible units and their sizes: a shipped table, and pint for what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from remit.quantity.mistakes import quoted, suggestion
from remit.quantity.unit_text import UnitError, parts_of

BASES = ("kg", "m", "s", "mol", "A", "K", "cd", "IU")
BASE_MEANINGS = ("mass", "length", "time", "amount", "current", "temperature", "light", "activity")
PINT_BASES = ("[mass]", "[length]", "[time]", "[substance]", "[current]", "[temperature]", "[luminosity]")
EXPONENTS = {
    "a": -18, "f": -15, "p": -12, "n": -9, "u": -6, "m": -3, "c": -2, "d": -1, "h": 2, "k": 3, "M": 6, "G": 9,
}  # fmt: skip
TABLE = Path(__file__).parents[1] / "library" / "units.txt"

Dimension = tuple[int | Fraction, ...]  # exponents of BASES


@dataclass(frozen=True, slots=True)
class Atom:
    """One indivisible unit: its size in base units and what it measures."""

    factor: Fraction
    dimension: Dimension


@lru_cache(maxsize=1024)
def atom(name: str) -> Atom:
    """Size and dimension of one atom, prefix included; raises UnitError when nobody knows it."""
    known = known_atoms()
    if name in known:
        return known[name]
    found = _pint_atom(name)
    if found is None:
        raise UnitError(f"unknown unit {quoted(name)}{suggestion(name, known)}")
    return found


@cache
def known_atoms() -> dict[str, Atom]:
    """Every atom of units.txt with every prefix it takes."""
    atoms = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, size, bases, prefixes, _ = (column.strip() for column in line.split("|", 4))
        powers = dict(parts_of(bases))
        one = Atom(Fraction(size), tuple(powers.get(base, 0) for base in BASES))
        atoms[name] = one
        for prefix in prefixes.split():
            atoms[prefix + name] = Atom(one.factor * Fraction(10) ** EXPONENTS[prefix], one.dimension)
    return atoms


@cache
def _pint_registry() -> Any:
    # Loading pint's definitions takes a third of a second, so only a unit outside the table pays for it.
    import pint

    return pint.UnitRegistry()


def _pint_atom(name: str) -> Atom | None:
    """An atom as pint defines it; None when unknown there, with an offset (degC) or an alien dimension."""
    registry = _pint_registry()
    try:
        one = registry.Quantity(1, name).to_base_units()
        zero = registry.Quantity(0, name).to_base_units()
    except Exception:  # pint raises tokenizer, attribute and its own errors alike
        return None
    exponents = dict(one.dimensionality)
    if zero.magnitude != 0 or not set(exponents) <= set(PINT_BASES) or not float(one.magnitude) > 0:
        return None
    factor = Fraction(one.magnitude)
    powers = [whole(Fraction(exponents.get(base, 0)).limit_denominator(12)) for base in PINT_BASES]
    return Atom(factor, (*powers, 0))


def whole(power: int | Fraction) -> int | Fraction:
    """A power as an int where it is one."""
    return power.numerator if power.denominator == 1 else power
