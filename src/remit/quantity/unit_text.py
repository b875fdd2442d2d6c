"""The small grammar of unit texts: 'mL/min/kg', '1/(nM h)', 'm^2' to powers of atoms and back."""

from __future__ import annotations

import re
from fractions import Fraction

from remit.quantity.mistakes import quoted

Part = tuple[str, int | Fraction]  # an atom and its power

LONGEST = 100  # characters of a unit text
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
SPELLINGS = str.maketrans(
    {
        "\u00b5": "u",
        "\u03bc": "u",
        "\u00b7": "*",
        "\u22c5": "*",
        "\u00d7": "*",
        "\u03a9": "ohm",
        "\u2126": "ohm",
    }
)
TOKEN = re.compile(
    r"\s*(?:(?P<atom>[A-Za-z]+|%)(?P<short>-?\d+)?|(?P<raise>\*\*|\^)|(?P<join>[*/])"
    r"|(?P<open>\()|(?P<close>\))|(?P<number>\d+(?:\.\d+)?))",
    re.ASCII,
)
POWER = re.compile(
    r"\s*(?:\*\*|\^)\s*(?:(?P<whole>-?\d{1,4}(?:\.\d{1,4})?)|\(\s*(?P<ratio>-?\d{1,4}(?:/\d{1,4})?)\s*\))",
    re.ASCII,
)


class UnitError(ValueError):
    """A text that is no unit or no quantity; the message says which part and what instead."""


def parts_of(text: str) -> tuple[Part, ...]:
    """The atoms of a unit text with their powers, in order, repeats included; raises UnitError.

    >>> parts_of("mL/min/kg")
    (('mL', 1), ('min', -1), ('kg', -1))
    """
    if len(text) > LONGEST:
        raise UnitError(f"{quoted(text)} is too long for a unit")
    plain = text.translate(SUPERSCRIPTS).translate(SPELLINGS).strip()
    if not plain:
        raise UnitError("a unit is missing; write 1 for a plain number")
    parts, end = _product(plain, 0, text)
    if end != len(plain):
        raise UnitError(f"{quoted(text)} is no unit: {quoted(plain[end:])} is left over")
    return parts


def text_of(parts: tuple[Part, ...]) -> str:
    """The shortest way to write a unit, readable by `parts_of`.

    >>> text_of((("h", -1),))
    '1/h'
    """
    above = "*".join(name + _power_text(power) for name, power in parts if power > 0)
    below = "".join("/" + name + _power_text(-power) for name, power in parts if power < 0)
    return (above or "1") + below


def _power_text(power: int | Fraction) -> str:
    if power == 1:
        return ""
    return str(power) if isinstance(power, int) else f"**({power})"


def _product(plain: str, at: int, whole: str) -> tuple[tuple[Part, ...], int]:
    """Factors joined by * / or a space, up to a closing bracket or the end."""
    parts: list[Part] = []
    sign, is_first, has_divided = 1, True, False
    while True:
        token = TOKEN.match(plain, at)
        if token is None or token["close"]:
            break
        if token["join"]:
            if is_first and token["join"] == "*":
                break
            sign, at = (-1 if token["join"] == "/" else 1), token.end()
            has_divided = has_divided or sign < 0
        elif not is_first and has_divided:
            raise UnitError(
                f"{quoted(whole)} is ambiguous after '/'; write '/' or '*' before every further unit"
            )
        factor, at = _factor(plain, at, whole)
        parts.extend((name, sign * power) for name, power in factor)
        sign, is_first = 1, False
    if is_first:
        raise UnitError(f"{quoted(whole)} is no unit")
    return tuple(parts), at


def _factor(plain: str, at: int, whole: str) -> tuple[tuple[Part, ...], int]:
    """One atom, a 1, or a bracket, with its power."""
    token = TOKEN.match(plain, at)
    if token is None or token["join"] or token["raise"] or token["close"]:
        raise UnitError(f"{quoted(whole)} is no unit: something is missing at {quoted(plain[at:])}")
    if token["number"]:
        follows = plain[token.end() : token.end() + 1]
        if token["number"] != "1" or follows.isalnum():
            raise UnitError(f"{quoted(whole)} is no unit: numbers belong into the value, not into the unit")
        return (), token.end()
    if token["open"]:
        parts, end = _product(plain, token.end(), whole)
        if plain[end : end + 1] != ")":
            raise UnitError(f"{quoted(whole)} is no unit: a bracket is not closed")
        end += 1
    else:
        short = token["short"] or "1"
        if len(short) > 4:
            raise UnitError(f"{quoted(whole)} is no unit: {short} is no power")
        parts, end = ((token["atom"], int(short)),), token.end()
    return _raised(parts, plain, end, whole)


def _raised(parts: tuple[Part, ...], plain: str, at: int, whole: str) -> tuple[tuple[Part, ...], int]:
    token = TOKEN.match(plain, at)
    if token is None or not token["raise"]:
        return parts, at
    found = POWER.match(plain, at)
    if found is None:
        raise UnitError(f"{quoted(whole)} is no unit: a power is a number, or a fraction in brackets")
    try:
        power = Fraction(found["whole"] or found["ratio"])
    except ZeroDivisionError:
        raise UnitError(f"{quoted(whole)} is no unit: a power divides by zero") from None
    return tuple((name, exponent * power) for name, exponent in parts), found.end()
