"""What a run says about each part of an observation."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from remit.compare.check import unit_of_part
from remit.compare.reading import Taken
from remit.language.tree import names_read
from remit.model.consistency import value_of
from remit.quantity.units import factor_between, unit
from remit.reading.documents import ObservationDoc
from remit.reading.observed import PartDoc

MET, MISSED, FAILED, REFERENCE = "met", "missed", "failed", "reference"
OUTCOMES = (MET, MISSED, FAILED, REFERENCE)
BANDS, PERCENT = "bands", "percent"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One part of one observation beside the run's number."""

    observation: str
    part: str
    area: str
    trust: str  # A | B | C
    status: str  # found | memory | uncertain | derived
    kind: str  # quantitative | ordinal | null
    use: str  # fit | check
    got: float  # in `unit`; not-a-number when the run has none
    value: float | None  # as published, in `unit`
    low: float | None  # in `unit`
    high: float | None  # in `unit`
    unit: str
    says: str  # the band in words
    outcome: str  # met | missed | failed | reference
    distance: float = 0.0  # outside the band; 0 when met
    distance_in: str = ""  # bands (widths of it), percent (of the only bound), or the part's unit
    why: str = ""  # it failed


@dataclass(frozen=True, slots=True)
class Judged:
    """One observation after its run."""

    name: str
    verdicts: tuple[Verdict, ...]
    trouble: str = ""  # mistakes or errors that kept it from running, one per line
    area: str = ""
    trust: str = ""
    kind: str = ""
    use: str = ""

    @property
    def outcome(self) -> str:
        """Met only when all of its judged parts are; failed as soon as one has no number."""
        outcomes = {one.outcome for one in self.verdicts}
        if self.trouble or FAILED in outcomes:
            return FAILED
        if MISSED in outcomes:
            return MISSED
        return MET if MET in outcomes else REFERENCE


def judged(doc: ObservationDoc, readings: Mapping[str, Taken]) -> Judged:
    """The verdict on every part.

    Parameters
    ----------
    doc : ObservationDoc
    readings : mapping of str to Taken
        Every reading's number, by name.
    """
    verdicts = tuple(_verdict(doc, part, readings) for part in doc.parts)
    return Judged(doc.name, verdicts, "", doc.area, doc.trust, doc.kind, doc.use)


def not_run(doc: ObservationDoc, trouble: str) -> Judged:
    """An observation that could not be run; each of its parts has failed."""
    why = trouble.splitlines()[0] if trouble else ""
    verdicts = tuple(_of(doc, part, math.nan, FAILED, why=why) for part in doc.parts)
    return Judged(doc.name, verdicts, trouble, doc.area, doc.trust, doc.kind, doc.use)


def outcome_of(got: float, low: float | None, high: float | None) -> str:
    """Inside the band is met; without a band there is no verdict; what is no number is never met."""
    if not math.isfinite(got):
        return FAILED
    if low is None and high is None:
        return REFERENCE
    return MET if (low is None or got >= low) and (high is None or got <= high) else MISSED


def distance_of(got: float, low: float | None, high: float | None, unit_text: str) -> tuple[float, str]:
    """How far outside its band a number lies, and in what that is counted.

    In widths of the band where it has one; else in percent of its only bound; in the part's unit where that
    bound is 0.
    """
    bound = low if low is not None and got < low else high
    if bound is None:
        return 0.0, ""
    beyond = abs(got - bound)
    if low is not None and high is not None and high > low:
        return beyond / (high - low), BANDS
    return (100.0 * beyond / abs(bound), PERCENT) if bound else (beyond, unit_text)


def _verdict(doc: ObservationDoc, part: PartDoc, readings: Mapping[str, Taken]) -> Verdict:
    lost = [readings[one.name].why for one in names_read(part.tree) if one.name in readings]
    if why := next((text for text in lost if text), ""):
        return _of(doc, part, math.nan, FAILED, why=why)
    try:
        got = number_of(part, readings)
    except (ArithmeticError, ValueError) as error:
        return _of(doc, part, math.nan, FAILED, why=f"{part.text} is no number: {error}")
    outcome = outcome_of(got, part.low, part.high)
    if outcome == FAILED:
        return _of(doc, part, math.nan, FAILED, why=f"{part.text} is no number")
    if outcome == MISSED:
        return _of(doc, part, got, outcome, distance_of(got, part.low, part.high, part.unit))
    return _of(doc, part, got, outcome)


def number_of(part: PartDoc, readings: Mapping[str, Taken]) -> float:
    """The part's number in its own unit; raises ArithmeticError or ValueError where there is none."""
    value = value_of(part.tree, {name: one.value for name, one in readings.items()})
    its = unit_of_part(part, {name: unit(one.unit) for name, one in readings.items()}, [])
    return value if its is None else value * factor_between(its, part.unit)


def _of(
    doc: ObservationDoc,
    part: PartDoc,
    got: float,
    outcome: str,
    distance: tuple[float, str] = (0.0, ""),
    why: str = "",
) -> Verdict:
    return Verdict(
        observation=doc.name,
        part=part.name,
        area=doc.area,
        trust=part.trust,
        status=part.status,
        kind=doc.kind,
        use=doc.use,
        got=got,
        value=part.value,
        low=part.low,
        high=part.high,
        unit=part.unit,
        says=part.says,
        outcome=outcome,
        distance=distance[0],
        distance_in=distance[1],
        why=why,
    )
