"""Units: exact factors, refusals in words, and agreement with pint."""

from __future__ import annotations

import contextlib
import math
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.quantity.atoms import known_atoms
from remit.quantity.unit_text import LONGEST, parts_of, text_of
from remit.quantity.units import (
    Unit,
    UnitError,
    UnitMismatch,
    convert,
    difference,
    exact_factor,
    factor_between,
    has_same_dimension,
    is_same,
    quantity,
    size_of,
    unit,
    value_in,
)

OURS_ALONE = {prefix + "IU" for prefix in ("", "u", "m", "k", "M")}  # pint does not know them
REGISTRY = pint.UnitRegistry()
ATOMS = sorted(set(known_atoms()) - OURS_ALONE - {"%"})
POWERS = st.integers(-3, 3).filter(bool)
UNITS = st.lists(
    st.tuples(st.sampled_from(ATOMS), POWERS), min_size=1, max_size=4, unique_by=lambda part: part[0]
)


def test_the_table_is_sorted_and_names_no_unit_twice() -> None:
    from remit.quantity.atoms import TABLE

    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    names = [line.split("|")[0].strip() for line in lines]
    assert names == sorted(names)
    prefixed = [
        p + n for n, line in zip(names, lines, strict=True) for p in ["", *line.split("|")[3].split()]
    ]
    assert len(prefixed) == len(set(prefixed)) == len(known_atoms())


@pytest.mark.parametrize("name", ATOMS)
def test_every_row_of_the_table_equals_pints_own_answer(name: str) -> None:
    theirs = REGISTRY.Quantity(1, name).to_base_units()
    ours, dimension = size_of(unit(name))
    assert float(ours) == pytest.approx(theirs.magnitude, rel=1e-12)
    meanings = ("[mass]", "[length]", "[time]", "[substance]", "[current]", "[temperature]", "[luminosity]")
    assert {m: p for m, p in zip(meanings, dimension, strict=False) if p} == dict(theirs.dimensionality)


def test_the_units_of_ours_alone_are_unknown_to_pint() -> None:
    for name in OURS_ALONE:
        with pytest.raises(pint.UndefinedUnitError):
            REGISTRY.Quantity(1, name)


def test_units_of_the_table_do_not_load_pint() -> None:
    program = (
        "import sys; from remit.quantity.units import value_in; value_in('600 mL/min/kg', 'L/h/kg');"
        "sys.exit('pint' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    ("left", "right", "factor"),
    [
        ("ng/mL", "ug/L", 1.0),
        ("1/min", "1/h", 60.0),
        ("mg/kg/d", "ug/kg/h", 1000 / 24),
        ("nmol/L/h", "nM/h", 1.0),
        ("mL/min/kg", "L/h/kg", 0.06),
        ("year", "d", 365.25),
        ("percent", "1", 0.01),
        ("µg/L", "mcg/L", 1.0),
        ("m2", "cm2", 10_000.0),
        ("1/(nM h)", "L/nmol/h", 1.0),
        ("nmol h/L", "nM*min", 60.0),
        ("m^2", "m²", 1.0),
        ("h-1", "/h", 1.0),
        ("inch", "cm", 2.54),
    ],
)
def test_factors_between_units_of_pharmacologists(left: str, right: str, factor: float) -> None:
    assert factor_between(left, right) == factor


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("L/h/70kg", "numbers belong into the value"),
        ("nmoll", "did you mean 'nmol'?"),
        ("NMOL", "did you mean 'nmol'?"),
        ("degC", "unknown unit 'degC'"),
        ("mL/min kg", "ambiguous"),
        ("m/", "something is missing"),
        ("(m", "not closed"),
        ("m)", "left over"),
        ("", "a unit is missing"),
        ("m**(1/0)", "divides by zero"),
        ("m**n", "a power is a number"),
        ("m99999999", "no power"),
        ("m999", "beyond 100"),
        ("mg oral", "unknown unit 'oral'"),
        ("x" * (LONGEST + 1), "too long"),
        ("(" * 90 + "m", "not closed"),
        ("__import__('os')", "no unit"),
        ("USD", "unknown unit"),
    ],
)
def test_what_is_no_unit_is_refused_in_words(text: str, complaint: str) -> None:
    with pytest.raises(UnitError) as caught:
        unit(text)
    assert complaint in str(caught.value)


@given(UNITS)
def test_writing_a_unit_and_reading_it_gives_the_same_unit(parts: list[tuple[str, int]]) -> None:
    one = Unit(tuple(parts))
    assert dict(parts_of(text_of(one.parts))) == dict(parts)
    assert is_same(unit(str(one)), one)


@given(UNITS, UNITS)
def test_products_and_quotients_multiply_and_divide_sizes(
    left: list[tuple[str, int]], right: list[tuple[str, int]]
) -> None:
    a, b = Unit(tuple(left)), Unit(tuple(right))
    assert size_of(a * b)[0] == size_of(a)[0] * size_of(b)[0]
    assert size_of(a / b)[0] == size_of(a)[0] / size_of(b)[0]
    assert is_same(a * b / b, a)
    assert is_same(a**2, a * a)


@given(UNITS)
def test_the_square_of_a_square_root_is_the_unit_itself(parts: list[tuple[str, int]]) -> None:
    one = Unit(tuple(parts))
    assert (one ** Fraction(1, 2)) ** 2 == one


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_conversion_rounds_once_from_the_printed_decimals(value: Decimal) -> None:
    exact = Fraction(value) * Fraction(6, 100)
    assert value_in(f"{value:f} mL/min", "L/h") == float(exact)


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_converting_a_float_is_correctly_rounded(value: float) -> None:
    assert convert(value, "1/min", "1/h") == float(Fraction(value) * 60)


def test_units_that_do_not_convert_say_both_sides_and_what_they_measure() -> None:
    with pytest.raises(UnitMismatch) as caught:
        exact_factor("mg/L", "nmol/L")
    assert str(caught.value) == ("measure different things: mg/L and nmol/L (mass/volume and amount/volume)")
    assert not has_same_dimension("IU", "mg")


def test_units_of_another_scale_say_the_factor() -> None:
    assert (
        difference(unit("nmol/L/min"), unit("nmol/L/h")) == "differ by a factor 60: nmol/L/min and nmol/L/h"
    )
    assert difference(unit("ng"), unit("mg")) == "differ by a factor 1/1e+06: ng and mg"
    assert difference(unit("L/mL"), unit("1")) == "differ by a factor 1000: L/mL and 1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("600 mL/min", (600.0, "mL/min")),
        ("0.7", (0.7, "1")),
        ("1e-3 /h", (0.001, "1/h")),
        ("-3", (-3.0, "1")),
        ("10mg", (10.0, "mg")),
        ("5 1/h", (5.0, "1/h")),
        (" .5  nmol / L ", (0.5, "nmol/L")),
        ("80 %", (80.0, "%")),
    ],
)
def test_a_quantity_is_a_number_and_a_unit(text: str, expected: tuple[float, str]) -> None:
    assert quantity(text) == expected


@pytest.mark.parametrize(
    "text",
    ["", "nan", "inf", "1e999", "1e-999", "1e99999", "1,000 mg", "1_000", "12:30", "1/2", "mg", "1 2", "٣ mg",
     "0x10", "1" * 61, "--1", "1e5e5"],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(UnitError):
        quantity(text)


def test_a_conversion_too_large_for_a_float_is_refused() -> None:
    with pytest.raises(UnitError, match="too large"):
        value_in("1e300 kmol", "amol")


@given(st.text(max_size=30))
def test_no_text_makes_units_fail_with_anything_but_their_own_error(text: str) -> None:
    with contextlib.suppress(UnitError):
        assert is_same(str(unit(text)), text)
    with contextlib.suppress(UnitError):
        value, unit_text = quantity(text)
        assert math.isfinite(value)
        assert str(unit(unit_text)) == unit_text


def test_powers_that_would_never_end_are_refused() -> None:
    with pytest.raises(UnitError, match="beyond 100"):
        unit("m") ** 1_000_000
