"""Every readout a scenario can ask for: what it takes and what it means, without loading what measures it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signature:
    """One row; `takes` names what follows the quantity: windows may be left out, moments and levels not."""

    takes: tuple[str, ...]  # of 'moment' (21.03 d), 'level' (5 nmol/L), 'window' (last 24 h; 0 h to 24 h)
    about: str
    example: str
    unit: str = "quantity"  # of the answer: quantity (the quantity's own) | h | quantity*h | 1


SIGNATURES: dict[str, Signature] = {
    "value_at": Signature(("moment",), "value at a moment", "value_at(hpa.cortisol, 21.03 d)"),
    "peak": Signature(("window",), "largest value", "peak(ketamine.concentration)"),
    "trough": Signature(("window",), "smallest value", "trough(hpa.cortisol, last 24 h)"),
    "time_of_peak": Signature(
        ("window",),
        "when the largest value is first reached",
        "time_of_peak(hpa.acth, 0 h to 24 h)",
        "h",
    ),
    "time_of_trough": Signature(
        ("window",),
        "when the smallest value is first reached",
        "time_of_trough(hpa.acth)",
        "h",
    ),
    "area_under": Signature(
        ("window",),
        "area under the curve",
        "area_under(ketamine.concentration, 21 d to 22 d)",
        "quantity*h",
    ),
    "half_life": Signature(
        ("window",),
        "half-life of exponential decline",
        "half_life(ketamine.concentration, 21.2 d to 21.5 d)",
        "h",
    ),
    "mean_over": Signature(("window",), "average over time", "mean_over(hpa.cortisol, last 24 h)"),
    "swing": Signature(("window",), "largest less smallest value", "swing(hpa.cortisol, last 24 h)"),
    "change_from_baseline": Signature(
        ("window", "window"),
        "average over a window (else the last value) less the baseline window's (else the first value)",
        "change_from_baseline(hpa.cortisol, last 24 h, 0 h to 24 h)",
    ),
    "ratio_to_baseline": Signature(
        ("window", "window"),
        "average over a window (else the last value) divided by the baseline's (else the first value)",
        "ratio_to_baseline(hpa.cortisol, last 24 h, 0 h to 24 h)",
        "1",
    ),
    "time_above": Signature(
        ("level", "window"),
        "hours spent above a level",
        "time_above(hpa.cortisol, 400 nmol/L, last 24 h)",
        "h",
    ),
    "time_below": Signature(
        ("level", "window"),
        "hours spent below a level",
        "time_below(hpa.cortisol, 100 nmol/L, last 24 h)",
        "h",
    ),
    "day_night_ratio": Signature(
        ("window",),
        "average by day (7 to 19 h) over average by night, by default in the last 24 h",
        "day_night_ratio(hpa.cortisol)",
        "1",
    ),
}


def unit_of_answer(name: str, of: str) -> str:
    """The unit of a readout of a quantity in unit `of`, as the measured answer will carry it."""
    rule = SIGNATURES[name].unit
    if rule == "quantity*h":
        return "h" if of == "1" else f"{of}*h"
    return of if rule == "quantity" else rule
