"""What a fit moves and what it is fitted to, once the scenarios of its observations are assembled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from remit.model.model import Model
from remit.quantity.mistakes import Mistake, ReadingError, suggestion
from remit.quantity.parameter import Address
from remit.quantity.unit_text import UnitError
from remit.quantity.units import value_in
from remit.reading.documents import ObservationDoc
from remit.reading.fitted import FitDoc, Free


@dataclass(frozen=True, slots=True)
class Search:
    """A number's name, unit, bounds and starting point."""

    name: str
    unit: str
    now: float  # [unit]
    start: float  # [unit]
    low: float  # [unit]
    high: float  # [unit]


def not_to_fit(doc: ObservationDoc, asked: Address) -> list[Mistake]:
    """Why nothing may be fitted to an observation; `asked` is where the fit names it."""
    if doc.use != "fit":
        text = f"'{doc.name}' is only to be looked at (use: check); numbers are fitted to 'use: fit'"
        return [Mistake(asked, text)]
    if doc.status == "uncertain":
        return [Mistake(asked, f"'{doc.name}' is uncertain; nothing is fitted to it")]
    return []


def searches_of(fit: FitDoc, models: Iterable[Model]) -> list[Search]:
    """Every free number with its unit, present value and bounds; raises ReadingError with all mistakes."""
    units, values = {}, {}
    for model in models:
        for one in model.parameters:
            units[one.name], values[one.name] = one.unit, one.value
    mistakes: list[Mistake] = []
    found = []
    for free in fit.parameters:
        if free.name not in values:
            near = suggestion(free.name, sorted(values))
            mistakes.append(Mistake(free.address, f"no observation's scenario has '{free.name}'{near}"))
            continue
        try:
            found.append(search_of(free, units[free.name], values[free.name]))
        except UnitError as error:
            mistakes.append(Mistake(free.address, f"the bounds of '{free.name}' and its unit {error}"))
    if mistakes:
        raise ReadingError(mistakes)
    return found


def search_of(free: Free, unit: str, now: float) -> Search:
    """One free number in its own unit."""
    low, high = value_in(free.low.text, unit), value_in(free.high.text, unit)
    start = now if free.start is None else value_in(free.start.text, unit)
    return Search(free.name, unit, now if now > 0.0 else low, start if start > 0.0 else low, low, high)
