"""A fit as a calibration document."""

from __future__ import annotations

from collections.abc import Iterable

from remit.compare.fitting import Fit, Fitted
from remit.reading.documents import ObservationDoc
from remit.reading.fitted import FitDoc


def as_document(fit: FitDoc, found: Fit, docs: Iterable[ObservationDoc], date: str, command: str) -> str:
    """The YAML of a calibration: every fitted number with what it was before and what fixed it.

    Parameters
    ----------
    fit : FitDoc
    found : Fit
    docs : iterable of ObservationDoc
        Those it was fitted to.
    date : str
        'YYYY-MM-DD'
    command : str
        What fitted it.
    """
    docs = tuple(docs)
    source = next((key for doc in docs for key in doc.sources), "")
    seen = "read" if all(doc.seen == "read" for doc in docs) else "recalled"
    names = ", ".join(doc.name for doc in docs)
    lines = [
        f"calibration: {fit.name}",
        f"about: {quoted(fit.about or 'Fitted numbers.')}",
        f"species: {fit.species}",
        f"date: {date}",
        f"script: {quoted(command)}",
        f"observations: [{names}]",
        "values:",
    ]
    for one in found.numbers:
        lines += [
            f"  {one.name}:",
            f"    to: {number(one.after, one.unit)}",
            "    kind: calibrated",
            f"    source: {source}",
            f"    seen: {seen}",
            f"    note: {quoted(note_of(one, found))}",
        ]
    return "\n".join(lines) + "\n"


def note_of(one: Fitted, found: Fit) -> str:
    """What a fitted number was, its bounds, and what the observations say of it."""
    error = f"e-fold error {one.error:.2g}" if one.error < 1e3 else "moved by no observation"
    bounds = f"bounds {one.low:.4g} to {one.high:.4g}"
    cost = f"half the sum of squares {found.cost[0]:.3g} before and {found.cost[1]:.3g} after"
    was = f"was {number(one.before, one.unit)}"
    return f"{was}; {bounds}; {one.verdict}, {error}; {len(found.residuals)} parts, {cost}"


def number(value: float, unit: str) -> str:
    """A value with its unit, as documents write it."""
    return f"{value:.6g}" if unit == "1" else f"{value:.6g} {unit}"


def quoted(text: str) -> str:
    """A text as a YAML scalar."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
