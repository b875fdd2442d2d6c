"""Units as exact factors: parse a unit, compare two, convert a number."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from remit.quantity.atoms import BASE_MEANINGS, BASES, Dimension, atom, whole
from remit.quantity.mistakes import quoted
from remit.quantity.unit_text import Part, parts_of, text_of
from remit.quantity.unit_text import UnitError as UnitError

MOST_POWER = 100  # of one atom in one unit; nothing in pharmacology comes near
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?(?![\d.,_]|[eE][+-]?\d)", re.ASCII)
NOT_FINITE = re.compile(r"[+-]?\.?(?:nan|inf|infinity)\b", re.IGNORECASE | re.ASCII)
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d", re.ASCII)
LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of powers of atoms, kept as written: 'mL/L' is not cancelled to a number.

    Compare with `is_same`, `factor_between`; `==` says only whether two are written alike.
    """

    parts: tuple[Part, ...]  # (('mL', 1), ('min', -1)); each atom once

    def __str__(self) -> str:
        return text_of(self.parts)

    def __mul__(self, other: Unit) -> Unit:
        return _product(self, other)

    def __truediv__(self, other: Unit) -> Unit:
        return _product(self, other**-1)

    def __pow__(self, exponent: int | Fraction) -> Unit:
        return _merged((name, power * exponent) for name, power in self.parts)


class UnitMismatch(UnitError):
    """Two units that do not convert, or not with factor 1."""

    def __init__(self, left: Unit, right: Unit, factor: float | None = None) -> None:
        self.left, self.right, self.factor = left, right, factor
        super().__init__(difference(left, right) or f"{left} and {right} are the same")


@lru_cache(maxsize=4096)
def unit(text: str) -> Unit:
    """The unit a text means.

    Parameters
    ----------
    text : str
        Atoms with SI prefixes, joined by `*`, `/` and spaces, with powers: 'ng/mL', '1/h', 'mL/min/kg', 'm2'.

    Raises
    ------
    UnitError
        When the text is no unit; the message names the part and the nearest known unit.

    >>> str(unit("mL / min"))
    'mL/min'
    """
    made = _merged(parts_of(text))
    for name, _ in made.parts:
        atom(name)
    return made


@lru_cache(maxsize=4096)
def size_of(which: Unit) -> tuple[Fraction, Dimension]:
    """Factor to base units and exponents of the base units; exact unless a fractional power is irrational."""
    factor = Fraction(1)
    dimension: Dimension = (0,) * len(BASES)
    for name, power in which.parts:
        one = atom(name)
        factor *= _fraction_power(one.factor, power)
        dimension = tuple(whole(d + power * e) for d, e in zip(dimension, one.dimension, strict=True))
    return factor, dimension


def has_same_dimension(left: Unit | str, right: Unit | str) -> bool:
    """Whether two units measure the same thing, at whatever scale."""
    return size_of(_as_unit(left))[1] == size_of(_as_unit(right))[1]


def is_same(left: Unit | str, right: Unit | str) -> bool:
    """Whether two units are one: the same dimension and the factor 1."""
    return difference(_as_unit(left), _as_unit(right)) == ""


def exact_factor(left: Unit | str, right: Unit | str) -> Fraction:
    """How many `right` one `left` is, as a fraction; raises UnitMismatch when they do not convert."""
    left, right = _as_unit(left), _as_unit(right)
    (from_factor, from_dimension), (to_factor, to_dimension) = size_of(left), size_of(right)
    if from_dimension != to_dimension:
        raise UnitMismatch(left, right)
    return from_factor / to_factor


def factor_between(left: Unit | str, right: Unit | str) -> float:
    """How many `right` one `left` is; raises UnitMismatch when they measure different things.

    >>> factor_between("mL/min", "L/h")
    0.06
    """
    return float(exact_factor(left, right))


def convert(value: float, from_unit: Unit | str, to_unit: Unit | str) -> float:
    """A finite number in another unit, correctly rounded; raises UnitMismatch."""
    return _rounded(Fraction(value) * exact_factor(from_unit, to_unit))


def value_in(text: str, to_unit: Unit | str) -> float:
    """The number a quantity's text means in another unit, rounded once from the printed decimals.

    >>> value_in("600 mL/min", "L/h")
    36.0
    """
    number, from_unit = _split(text)
    return _rounded(Fraction(number) * exact_factor(from_unit, to_unit))


def quantity(text: str) -> tuple[float, str]:
    """Value and unit text of a quantity such as '600 mL/min', '0.7' or '1e-3 /h'.

    Raises
    ------
    UnitError
        When the text does not start with a finite number, or goes on with something that is no unit.

    >>> quantity("0.035 /min")
    (0.035, '1/min')
    """
    number, unit_text = _split(text)
    return float(number), str(unit(unit_text))


def difference(left: Unit, right: Unit) -> str:
    """What keeps two units apart, as the middle of a sentence; '' when they are the same.

    >>> difference(unit("nmol/L/min"), unit("nmol/L/h"))
    'differ by a factor 60: nmol/L/min and nmol/L/h'
    """
    (left_factor, left_dimension), (right_factor, right_dimension) = size_of(left), size_of(right)
    if left_dimension != right_dimension:
        meanings = f"{meaning_of(left_dimension)} and {meaning_of(right_dimension)}"
        return f"measure different things: {left} and {right} ({meanings})"
    if math.isclose(left_factor / right_factor, 1.0, rel_tol=1e-12):
        return ""
    ratio = left_factor / right_factor
    number = f"{float(ratio):.6g}" if ratio > 1 else f"1/{float(1 / ratio):.6g}"
    return f"differ by a factor {number}: {left} and {right}"


def meaning_of(dimension: Dimension) -> str:
    """A dimension in words: 'mass/volume', 'a plain number'."""
    parts: list[Part] = []
    for meaning, power in zip(BASE_MEANINGS, dimension, strict=True):
        is_volume = meaning == "length" and abs(power) == 3
        if power:
            parts.append(("volume", power // 3) if is_volume else (meaning, power))
    return text_of(tuple(parts)) if parts else "a plain number"


def _as_unit(which: Unit | str) -> Unit:
    return unit(which) if isinstance(which, str) else which


@lru_cache(maxsize=4096)
def _product(left: Unit, right: Unit) -> Unit:
    return _merged((*left.parts, *right.parts))


def _merged(parts: Iterable[Part]) -> Unit:
    """Each atom once, in order of appearance, those that cancel left out."""
    powers: dict[str, int | Fraction] = {}
    for name, power in parts:
        powers[name] = whole(powers.get(name, 0) + power)
        if not -MOST_POWER <= powers[name] <= MOST_POWER:
            raise UnitError(f"a power of {quoted(name)} beyond {MOST_POWER} is no unit")
    return Unit(tuple((name, power) for name, power in powers.items() if power))


def _fraction_power(base: Fraction, power: int | Fraction) -> Fraction:
    if isinstance(power, int):
        return base**power
    root = Fraction(float(base) ** (1 / power.denominator)).limit_denominator(10**12)
    exact = (
        root if root and root**power.denominator == base else Fraction(float(base) ** (1 / power.denominator))
    )
    return exact**power.numerator


def _rounded(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        raise UnitError("the converted number is too large for a computer") from None


def _what_is_no_quantity(text: str) -> str:
    """What a text that starts with no number should have been."""
    if NOT_FINITE.match(text):
        return "every number is finite"
    if DECIMAL_COMMA.match(text):
        return "decimals are written with a point, thousands without anything between"
    return "a number, a space and a unit are expected"


def _split(text: str) -> tuple[str, str]:
    """A quantity's number, still as text, and its unit text."""
    stripped = text.strip()
    found = NUMBER.match(stripped)
    if found is None or found.end() > LONGEST_NUMBER:
        raise UnitError(f"{quoted(text)} is no quantity: {_what_is_no_quantity(stripped)}")
    value = float(found.group())
    if not math.isfinite(value) or (value == 0 and Fraction(found.group()) != 0):
        raise UnitError(f"{quoted(text)} is too large or too small for a computer")
    rest = stripped[found.end() :].strip()
    return found.group(), rest or "1"
