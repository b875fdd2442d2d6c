"""Single values of a document: text to quantity, name, choice, whole number or expression."""

from __future__ import annotations

import datetime
import keyword
import re
from collections.abc import Collection

from remit.language.check import GIVEN, NOTHING
from remit.language.expression import NO_NUMBERS, Source, read_expression
from remit.language.functions import FUNCTIONS
from remit.language.grammar import read_equations
from remit.language.lines import EquationLine
from remit.language.tree import Tree
from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.units import NUMBER, UnitError, has_same_dimension, quantity, unit, value_in
from remit.reading.documents import Contribution, Quantity
from remit.reading.yaml_lines import Scalar

LONGEST_NAME = 60
WORD = re.compile(r"[a-z][a-z0-9_]*")
NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
SOURCE_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_:-]*")
GENE = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
WITHOUT = re.compile(r"\s*(\S+)\s*->\s*(\S+)\s*")
RESERVED_OWNERS = ("individual", NOTHING, *GIVEN)
LARGEST_WHOLE = 2**53


def wrong(scalar: Scalar, text: str) -> ReadingError:
    """A mistake at a value."""
    return ReadingError([Mistake(scalar.address, text)])


def prose(scalar: Scalar) -> Scalar:
    """Any text but none."""
    if not scalar.strip():
        raise wrong(scalar, "a text is missing")
    return scalar


def word(scalar: Scalar) -> Scalar:
    """The name of a document or arm: lower-case letters, digits and underscores, so never a path."""
    if not WORD.fullmatch(scalar) or len(scalar) > LONGEST_NAME:
        raise wrong(scalar, f"{quoted(scalar)} is no name; names are lower-case letters, digits and _")
    return scalar


def owner(scalar: Scalar) -> Scalar:
    """The name of something that owns quantities: a module, drug or assay, or an instance of one."""
    if word(scalar) in RESERVED_OWNERS:
        raise wrong(scalar, f"{quoted(scalar)} is reserved; take another name")
    return scalar


def local_name(scalar: Scalar) -> Scalar:
    """The name of a quantity inside its module."""
    if not NAME.fullmatch(scalar) or len(scalar) > LONGEST_NAME:
        raise wrong(
            scalar, f"{quoted(scalar)} is no name; names are letters, digits and _, starting with a letter"
        )
    if scalar in GIVEN or scalar == NOTHING or scalar.lower() in NO_NUMBERS:
        raise wrong(scalar, f"{quoted(scalar)} is reserved; take another name")
    if scalar in FUNCTIONS:
        raise wrong(scalar, f"{quoted(scalar)} is a function; take another name")
    if keyword.iskeyword(scalar):
        raise wrong(
            scalar, f"{quoted(scalar)} is a word of Python, so equations cannot read it; take another name"
        )
    return scalar


def full_name(scalar: Scalar) -> Scalar:
    """owner.quantity."""
    first, dot, second = scalar.partition(".")
    if not (dot and WORD.fullmatch(first) and NAME.fullmatch(second)) or len(scalar) > 2 * LONGEST_NAME:
        raise wrong(scalar, f"{quoted(scalar)} is no full name; write owner.quantity")
    return scalar


def parameter_name(scalar: Scalar) -> Scalar:
    """A local or a full name."""
    return full_name(scalar) if "." in scalar else local_name(scalar)


def source_key(scalar: Scalar) -> Scalar:
    """A key of references.bib; whether it is there is asked later."""
    if not SOURCE_KEY.fullmatch(scalar) or len(scalar) > LONGEST_NAME:
        raise wrong(scalar, f"{quoted(scalar)} is no key of references.bib")
    return scalar


def chosen(scalar: Scalar, choices: Collection[str]) -> Scalar:
    """One word of a few."""
    if scalar not in choices:
        raise wrong(scalar, f"{quoted(scalar)} is none of {', '.join(choices)}{suggestion(scalar, choices)}")
    return scalar


def flag(scalar: Scalar) -> bool:
    """true or false, and no other word for them."""
    return chosen(scalar, ("true", "false")) == "true"


def whole(scalar: Scalar, least: int, most: int = LARGEST_WHOLE) -> int:
    """A whole number within bounds."""
    if not re.fullmatch(r"[+-]?[0-9]{1,16}", scalar):
        raise wrong(scalar, f"{quoted(scalar)} is no whole number")
    value = int(scalar)
    if not least <= value <= most:
        raise wrong(scalar, f"{value} is outside {least} to {most}")
    return value


def date(scalar: Scalar) -> Scalar:
    """A day as 2026-01-31."""
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", scalar):
            raise ValueError
        datetime.date.fromisoformat(scalar)
    except ValueError:
        raise wrong(scalar, f"{quoted(scalar)} is no date; write it as 2026-01-31") from None
    return scalar


def unit_text(scalar: Scalar) -> str:
    """A unit, in the spelling used from here on."""
    try:
        return str(unit(scalar))
    except UnitError as error:
        raise wrong(scalar, str(error)) from None


def measured(scalar: Scalar) -> Quantity:
    """A number with its unit."""
    if not scalar.strip():
        raise wrong(scalar, "a value is missing")
    try:
        value, its_unit = quantity(scalar)
    except UnitError as error:
        raise wrong(scalar, str(error)) from None
    return Quantity(str(scalar), value, its_unit, scalar.address)


def not_negative(scalar: Scalar) -> Quantity:
    """A quantity of 0 or more."""
    found = measured(scalar)
    if found.value < 0:
        raise wrong(scalar, f"{quoted(scalar)} is negative")
    return found


def above_zero(scalar: Scalar) -> Quantity:
    """A quantity above 0."""
    found = measured(scalar)
    if found.value <= 0:
        raise wrong(scalar, f"{quoted(scalar)} is not above 0")
    return found


def moment(scalar: Scalar) -> Quantity:
    """A time; a bare 0 is one too."""
    found = measured(scalar)
    if found.value == 0 and found.unit == "1":
        return Quantity("0 h", 0.0, "h", found.address)
    if not has_same_dimension(found.unit, "h"):
        raise wrong(scalar, f"{quoted(scalar)} is no time; write it with a unit such as h or d")
    value_in(found.text, "h")  # refuses what is too long for a float
    return found


def length_of_time(scalar: Scalar) -> Quantity:
    """A time above 0."""
    found = moment(scalar)
    if found.value <= 0:
        raise wrong(scalar, f"{quoted(scalar)} is not above 0")
    return found


def plain_number(scalar: Scalar, least: float, most: float) -> float:
    """A number without a unit (percent is one) within bounds."""
    found = measured(scalar)
    if not has_same_dimension(found.unit, "1"):
        raise wrong(scalar, f"{quoted(scalar)} has a unit; a plain number is expected")
    value = value_in(scalar, "1")
    if not least <= value <= most:
        raise wrong(scalar, f"{quoted(scalar)} is outside {least:g} to {most:g}")
    return value


def arithmetic(scalar: Scalar) -> Tree:
    """An expression over names of the document."""
    plain = scalar.rstrip().replace("\n", " ")
    place = scalar.content
    return read_expression(Source(place.file, ((0, plain, place.line, place.column),)), 0, len(plain))


def start_of_state(scalar: Scalar) -> Tree | Quantity:
    """A number with its unit, or an expression over parameters.

    A number and an operator are arithmetic: '2*rest', '2 - rest'; '5 ng/L' and '0.1 /h' are quantities.
    """
    text = scalar.strip()
    found = NUMBER.match(text)
    rest = text[found.end() :] if found else ""
    is_arithmetic = rest.startswith(("*", "/")) or rest.lstrip().startswith(("*", "/ ", "+", "-"))
    return arithmetic(scalar) if not found or is_arithmetic else measured(scalar)


def equations(scalar: Scalar) -> tuple[EquationLine, ...]:
    """A block of statements."""
    if scalar.style != "|":
        raise wrong(scalar, "equations are written below 'equations: |', one to a line")
    place = scalar.content
    lines, mistakes = read_equations(scalar, place.file, line=place.line, column=place.column)
    if mistakes:
        raise ReadingError(mistakes)
    return lines


def contribution(port: Scalar, scalar: Scalar) -> Contribution:
    """What a port receives, with the comment beside it as its reason."""
    return Contribution(str(port), arithmetic(scalar), " ".join(scalar.split()), scalar.comment, port.address)


def gene(scalar: Scalar) -> Scalar:
    """The symbol of a gene, SLC6A4 or Slc6a4."""
    if GENE.fullmatch(scalar) is None:
        raise wrong(scalar, f"{quoted(scalar)} is no symbol of a gene, such as SLC6A4")
    return scalar


def lesion(scalar: Scalar) -> tuple[str, str]:
    """Influences that are taken out, as (source, port).

    'source -> port' is one influence, 'owner.port' everything that reaches a port (source ''), and 'owner'
    everything a document contributes (port '').
    """
    place = scalar.address
    if "->" not in scalar and len(scalar.split()) == 1:
        if "." in scalar:
            return "", str(full_name(scalar))
        return str(word(scalar)), ""
    found = WITHOUT.fullmatch(scalar)
    if found is None:
        raise wrong(
            scalar,
            f"{quoted(scalar)} is no influence; write 'owner -> owner.port', 'owner.name -> owner.port', "
            "'owner.port' or 'owner'",
        )
    source = Scalar.at(found[1], place)
    (full_name if "." in source else word)(source)
    return str(source), str(full_name(Scalar.at(found[2], place)))
