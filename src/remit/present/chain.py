"""Where a number comes from, as one line: value, as published, origin, and every hand that changed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from remit.quantity.parameter import Change, Parameter


def chain_of(parameter: Parameter) -> str:
    """'hpa.feedback 0.7 | published 1 | assumed: slope ... | phenotype chronic_stress: 1 → 0.7, assumed'."""
    parts = [
        f"{parameter.name} {with_unit(parameter.value, parameter.unit)}",
        f"published {parameter.published}",
        origin(
            parameter.kind, parameter.species, parameter.source, parameter.at, parameter.seen, parameter.note
        ),
        *(change_text(change) for change in parameter.history),
    ]
    return " | ".join(part for part in parts if part)


def origin(kind: str, species: str, source: str, at: str, seen: str, note: str) -> str:
    """'measured human author1999 Table 2 (recalled)', 'assumed: the argument'."""
    place = " ".join(part for part in (kind, "" if species == "any" else species, source, at) if part)
    recalled = " (recalled)" if seen == "recalled" else ""
    return place + recalled + (f": {note}" if note else "")


def change_text(change: Change) -> str:
    """'phenotype chronic_stress: 1 → 0.7, assumed'."""
    place = " ".join(part for part in (change.kind, change.source) if part)
    note = f" ({change.note})" if change.note else ""
    values = "kept" if change.before == change.after else f"{change.before:.6g} → {change.after:.6g}"
    return f"{change.by}: {values}, {place}{note}"


def with_unit(value: float, unit: str) -> str:
    """'36 L/h', '0.7'."""
    return f"{value:.6g}" if unit == "1" else f"{value:.6g} {unit}"


def summary(parameters: Iterable[Parameter]) -> list[tuple[str, int]]:
    """How many numbers are of each kind, how many are only recalled, and how many have been changed."""
    numbers = list(parameters)
    counts = Counter(parameter.kind for parameter in numbers)
    return [
        *sorted(counts.items(), key=lambda item: (-item[1], item[0])),
        ("recalled, to be read again", sum(parameter.seen == "recalled" for parameter in numbers)),
        ("changed by a layer", sum(bool(parameter.history) for parameter in numbers)),
        ("in all", len(numbers)),
    ]
