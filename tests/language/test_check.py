"""Units of equations: every mismatch is told, with both sides and the factor."""

from __future__ import annotations

import pytest

from remit.language.check import ANY, PLAIN, Checker, check_line, literal_power
from remit.language.expression import expression
from remit.language.grammar import read_equations
from remit.quantity.parameter import Address
from remit.quantity.units import Unit, is_same, unit

HERE = Address("m.yaml", 1, 1)
UNITS = {
    name: unit(text)
    for name, text in {
        "acth": "ng/L",
        "cortisol": "nmol/L",
        "fast": "1/min",
        "slow": "1/h",
        "n": "1",
        "share": "percent",
        "delay": "h",
    }.items()
}
TABLES = {"light": (unit("h"), unit("lux"))}


def told(line: str) -> list[str]:
    lines, mistakes = read_equations(line, "m.yaml")
    assert not mistakes
    return [str(one) for one in check_line(lines[0], UNITS, TABLES)]


@pytest.mark.parametrize(
    "line",
    [
        "dcortisol/dt = slow*cortisol",
        "flow cortisol -> nothing = slow*cortisol",
        "flow nothing -> acth = 0",
        "x = 0 : mg",
        "x = cortisol + 0 : nmol/L",
        "x = max(0, cortisol, 1*cortisol) : nmol/L",
        "x = cortisol**2 : nmol2/L2",
        "x = cortisol**-1 : L/nmol",
        "x = cortisol**(1/2)*cortisol**0.5 : nmol/L",
        "x = sqrt(cortisol*cortisol) : nmol/L",
        "x = (cortisol/cortisol)**n : 1",
        "x = n**(1 + n) : 1",
        "x = hill(cortisol, 2*cortisol, n) : 1",
        "x = emax(cortisol, acth, cortisol) : ng/L",
        "x = cos(turn*(time - delay)/day) : 1",
        "x = smooth_step(time, delay, delay) : 1",
        "x = interpolate(light, time) : lux",
        "x = interpolate(light, 0) : lux",
        "x = abs(-cortisol) : nmol/L",
        "x = share : percent",
        "x = cortisol : nM",
        "x = 0*cortisol : mg",
    ],
)
def test_units_that_agree_are_passed(line: str) -> None:
    assert told(line) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("dcortisol/dt = fast*cortisol",
         "m.yaml:1:1 the right side and cortisol per hour differ by a factor 60: nmol/min/L and nmol/L/h"),
        ("dacth/dt = slow*cortisol", "acth per hour measure different things: nmol/h/L and ng/L/h"),
        ("x = acth + cortisol : ng/L", "m.yaml:1:5 'acth' and 'cortisol' measure different things"),
        ("x = share : 1", "the right side and x as declared differ by a factor 1/100: percent and 1"),
        ("x = 1 + share : 1", "'1' and 'share' differ by a factor 100: 1 and percent"),
        ("x = 2**acth : 1", "m.yaml:1:8 the exponent 'acth' and a plain number measure different things"),
        ("x = cortisol**n : 1", "only a plain number may be raised to a power that is not a literal"),
        ("x = share**n : 1", "differ by a factor 1/100"),
        ("x = exp(delay) : 1", "'delay' in exp(x) and a plain number measure different things"),
        ("x = hill(acth, cortisol, n) : 1", "'acth' and 'cortisol' measure different things"),
        ("x = hill(acth, acth, delay) : 1", "'delay' in hill(x, half, n) and a plain number"),
        ("x = max(0, acth, delay) : 1", "'acth' and 'delay' measure different things"),
        ("x = interpolate(light, n) : lux", "'n' and the table's x measure different things"),
        ("x = interpolate(ligth, time) : lux", "unknown table 'ligth'; did you mean 'light'?"),
        ("x = light : lux", "light is a table; read it by interpolate(light, x)"),
        ("x = acht : ng/L", "m.yaml:1:5 unknown name 'acht'; did you mean 'acth'?"),
        ("dacht/dt = 1", "unknown state 'acht'; did you mean 'acth'?"),
        ("flow acth -> cortisol = slow*acth", "acth and cortisol measure different things"),
        ("x = cortisol**20*cortisol**20*cortisol**20*cortisol**20*cortisol**20*cortisol : 1", "beyond 100"),
        ("x = cortisol**21 : 1", "only a plain number may be raised"),
    ],
)  # fmt: skip
def test_units_that_disagree_are_told_with_both_sides(line: str, expected: str) -> None:
    assert expected in "\n".join(told(line))


def test_all_mistakes_of_a_line_are_told_and_none_twice() -> None:
    mistakes = told("x = exp(delay) + acht + hill(acth, cortisol, n) + log(acth) : 1")
    assert len(mistakes) == len(set(mistakes)) == 4


def test_a_literal_zero_has_every_unit_and_other_numbers_none() -> None:
    checker = Checker(UNITS)
    assert checker.unit_of(expression("-0"), HERE) is ANY
    assert checker.unit_of(expression("min(0, 0)"), HERE) is ANY
    assert checker.unit_of(expression("0.5"), HERE) == PLAIN
    assert not checker.mistakes


def test_the_names_given_have_their_units() -> None:
    checker = Checker({})
    for name, text in {"time": "h", "day": "h", "turn": "1"}.items():
        found = checker.unit_of(expression(name), HERE)
        assert isinstance(found, Unit)
        assert is_same(found, text)


@pytest.mark.parametrize(
    ("text", "power"),
    [("2", 2), ("-1", -1), ("1/2", "1/2"), ("-2/3", None), ("-(2/3)", "-2/3"), ("1e9", None), ("a", None)],
)
def test_only_literal_numbers_and_fractions_are_literal_powers(text: str, power: int | str | None) -> None:
    found = literal_power(expression(text))
    assert (found if found is None else str(found)) == (power if power is None else str(power))
