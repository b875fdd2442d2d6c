"""Readouts as a scenario writes them: 'mean_over(hpa.cortisol, last 24 h)'."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address
from remit.quantity.unit_text import UnitError
from remit.quantity.units import UnitMismatch, value_in
from remit.readout.signatures import SIGNATURES, Signature
from remit.readout.stretch import Window

CALL = re.compile(r"\s*([A-Za-z_]\w*)\s*\(([^()]*)\)\s*", re.ASCII)
NOWHERE = Address("readouts")


@dataclass(frozen=True, slots=True)
class Asked:
    """A readout ready to be measured."""

    text: str  # as written
    name: str  # of the readout
    quantity: str  # full name
    arguments: tuple[float | Window, ...]  # moments [h], levels [the quantity's unit], windows


def read_readout(text: str, units: Mapping[str, str], run: Window, address: Address = NOWHERE) -> Asked:
    """Understand one readout expression.

    Parameters
    ----------
    text : str
        'name(quantity, argument, ...)'.
    units : mapping of str to str
        Full names of the quantities there are, with their units.
    run : Window
        From the first to the last report [h].
    address : Address
        Where it was written.

    Raises
    ------
    ReadingError
        With the address, what is wrong and what was probably meant.
    """
    try:
        return _understood(text, units, run)
    except ValueError as error:  # UnitError is one
        raise ReadingError([Mistake(address, f"readout {quoted(text)}: {error}")]) from error


def read_readouts(
    written: Sequence[tuple[str, Address]], units: Mapping[str, str], run: Window
) -> tuple[Asked, ...]:
    """Understand all readouts of a scenario; all mistakes are reported together."""
    asked: list[Asked] = []
    mistakes: list[Mistake] = []
    for text, address in written:
        try:
            asked.append(read_readout(text, units, run, address))
        except ReadingError as error:
            mistakes.extend(error.mistakes)
    if mistakes:
        raise ReadingError(mistakes)
    return tuple(asked)


def _understood(text: str, units: Mapping[str, str], run: Window) -> Asked:
    found = CALL.fullmatch(text)
    if found is None:
        raise ValueError(
            "it is not of the form name(quantity, ...), for example mean_over(hpa.cortisol, last 24 h)"
        )
    name, inside = found.groups()
    if name not in SIGNATURES:
        raise ValueError(f"there is no readout {quoted(name)}{suggestion(name, SIGNATURES)}")
    readout = SIGNATURES[name]
    quantity, *rest = [part.strip() for part in inside.split(",")]
    if quantity not in units:
        raise ValueError(f"the model has no quantity {quoted(quantity)}{suggestion(quantity, units)}")
    needed = sum(kind != "window" for kind in readout.takes)
    if not needed <= len(rest) <= len(readout.takes):
        raise ValueError(
            f"{name} takes {_takes(readout)} after the quantity, not {len(rest)} things; "
            f"for example {readout.example}"
        )
    kinds = readout.takes[: len(rest)]
    arguments = [_argument(part, kind, units[quantity], run) for part, kind in zip(rest, kinds, strict=True)]
    return Asked(text.strip(), name, quantity, tuple(arguments))


def _takes(readout: Signature) -> str:
    """'a level and perhaps a window'."""
    parts = [f"perhaps a {kind}" if kind == "window" else f"a {kind}" for kind in readout.takes]
    return " and ".join(parts)


def _argument(text: str, kind: str, unit: str, run: Window) -> float | Window:
    """A moment, a level in the quantity's unit, or a window inside the run."""
    match kind:
        case "moment":
            return _window(f"{text} to {text}", run).start
        case "level":
            return _level(text, unit)
    return _window(text, run)


def _level(text: str, unit: str) -> float:
    """A level in the quantity's unit."""
    try:
        return value_in(text, unit)
    except UnitMismatch as error:
        raise ValueError(f"the level {quoted(text)} and the quantity {error}") from error


def _window(text: str, run: Window) -> Window:
    """'last 24 h', 'first 24 h' or '0 h to 24 h', inside the run."""
    if text.startswith(("last ", "first ")):
        word, length = text.split(" ", 1)
        hours = _hours(length)
        window = (
            Window(run.until - hours, run.until) if word == "last" else Window(run.start, run.start + hours)
        )
    elif " to " in text:
        start, until = text.split(" to ", 1)
        window = Window(_hours(start), _hours(until))
    else:
        raise ValueError(f"{quoted(text)} is no window; write 'last 24 h', 'first 24 h' or '0 h to 24 h'")
    if window.until < window.start:
        raise ValueError(f"the window {quoted(text)} ends before it begins")
    slack = 1e-9 * max(1.0, abs(run.until))
    if window.start < run.start - slack or window.until > run.until + slack:
        raise ValueError(f"{quoted(text)} is not inside the run, which is reported from {_days(run)}")
    return window


def _hours(text: str) -> float:
    """A time in hours; a bare number is refused, because nobody knows hours of what."""
    try:
        return value_in(text, "h")
    except UnitError as error:
        why = "" if isinstance(error, UnitMismatch) else f" ({error})"
        raise ValueError(f"{quoted(text)} is no time{why}; write for example 24 h or 21 d") from error


def _days(run: Window) -> str:
    return f"{run.start:g} h to {run.until:g} h"
