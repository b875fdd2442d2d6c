"""What drives the inputs over time, and the plan of each arm."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from remit.quantity.mistakes import Mistake, ReadingError, suggestion
from remit.reading.documents import ArmDoc, ExposureDoc, PhenotypeDoc, ScenarioDoc
from remit.scenario.arms import changes_of
from remit.scenario.plan import InputCourse, Plan, imposed_name
from remit.scenario.regimen import Limits, doses_of
from remit.scenario.scenario import (
    MOST_TIMES,
    count_before,
    hours,
    in_unit,
    limits_of,
    steps,
)
from remit.scenario.system import Driven, System

MOST_NAMED = 5  # inputs named to somebody who asks for one that is not there


class Reads(Protocol):
    """What planning asks of a shelf."""

    def read(self, kind: str, name: str) -> object:
        """The record of one document."""
        ...


@dataclass(frozen=True, slots=True)
class Spell:
    """One stretch of time at one level."""

    start: float  # [h]
    until: float  # [h], exclusive
    level: float  # in the input's unit


def plans_of(doc: ScenarioDoc, shelf: Reads, model: System) -> tuple[Plan, ...]:
    """What is done to the subjects of each arm; one arm called 'all' when the scenario names none.

    Parameters
    ----------
    doc : ScenarioDoc
    shelf : Reads
        For the exposures of the scenario's phenotypes.
    model : System
        The assembled model of this scenario.

    Raises
    ------
    ReadingError
        Every mistake in doses, exposures and arms.
    """
    found: list[Mistake] = []
    limits = Limits(*limits_of(doc.run, found))
    if found:
        raise ReadingError(found)
    shared = [one for each in phenotypes_of(doc.phenotypes, shelf) for one in each.exposures]
    shared += doc.exposures
    plans = []
    for arm in doc.arms or (ArmDoc("all", None, (), (), doc.address),):
        for name, address in arm.phenotypes:
            if name in doc.phenotypes:
                found.append(Mistake(address, f"the scenario has phenotype '{name}' already"))
        own = phenotypes_of([name for name, _ in arm.phenotypes], shelf)
        doses, resets = doses_of(doc.doses if arm.doses is None else arm.doses, limits, model, found)
        exposed = [*shared, *(one for each in own for one in each.exposures), *arm.exposures]
        courses = courses_of(exposed, limits, model.inputs, found)
        plans.append(Plan(arm.name, doses, resets, courses, changes_of(doc, arm, own, model, found)))
    if found:
        raise ReadingError(found)
    return tuple(plans)


def phenotypes_of(names: Iterable[str], shelf: Reads) -> list[PhenotypeDoc]:
    """The documents of some phenotypes."""
    return [one for name in names if isinstance(one := shelf.read("phenotype", name), PhenotypeDoc)]


def courses_of(
    exposures: Iterable[ExposureDoc], limits: Limits, inputs: Iterable[Driven], found: list[Mistake]
) -> tuple[InputCourse, ...]:
    """The level of every exposed input over the run, sorted by input.

    Where exposures overlap, what each adds to the level at rest adds up: rest + sum(level - rest), in the
    input's unit. An exposure holds from its start (default: the start of the run) until just before its end
    (default: the end of the run); what lies outside the run is cut off.

    Parameters
    ----------
    exposures : iterable of ExposureDoc
        Their order does not matter.
    limits : Limits
    inputs : iterable of Driven
        The model's inputs.
    found : list of Mistake
        Receives unknown inputs, units that do not fit and exposures that miss the run.
    """
    known = {one.name: one for one in inputs}
    spells: dict[str, list[Spell]] = {}
    for exposure in exposures:
        name = exposure.input if exposure.input in known else imposed_name(exposure.input)
        if name not in known:
            some = sorted(known)[:MOST_NAMED]
            near = suggestion(exposure.input, known) or (f"; there is {', '.join(some)}" if some else "")
            text = f"exposes unknown input '{exposure.input}'{near}"
            found.append(Mistake(exposure.address, text))
            continue
        one = known[name]
        level = in_unit(exposure.level, one.unit, f"the level of '{one.name}'", found)
        spells.setdefault(one.name, []).extend(spells_of(exposure, level, limits, found))
    return tuple(course_of(known[name], spells[name]) for name in sorted(spells) if spells[name])


def spells_of(exposure: ExposureDoc, level: float, limits: Limits, found: list[Mistake]) -> list[Spell]:
    """The stretches of one exposure within the run; a mistake when there are none."""
    start = limits.start if exposure.start is None else hours(exposure.start, found, "from")
    until = limits.until if exposure.until is None else hours(exposure.until, found, "until")
    if until <= start:
        found.append(Mistake(exposure.address, f"the exposure of '{exposure.input}' ends before it starts"))
        return []
    every, count = repeats_of(exposure, start, until, limits, found)
    starts, ends = steps(start, every, count), steps(until, every, count)
    if exposure.until is None:
        ends = [math.inf] * count  # it is still on when the run is over
    low, high = float(limits.start), float(limits.until)
    inside = [
        Spell(max(a, low), b, level)
        for a, b in zip(starts, ends, strict=True)
        if b > low and (a < high or a == low)
    ]
    if count and not inside:
        text = f"the exposure of '{exposure.input}' lies outside the run from {low:g} h to {high:g} h"
        found.append(Mistake(exposure.address, text))
    return inside


def repeats_of(
    exposure: ExposureDoc, start: Fraction, until: Fraction, limits: Limits, found: list[Mistake]
) -> tuple[Fraction, int]:
    """Interval [h] and number of spells of an exposure; none when it is mistaken."""
    if exposure.every is None:
        if exposure.times is not None:
            found.append(Mistake(exposure.address, "'times' needs 'every'"))
        return Fraction(1), 1
    every = hours(exposure.every, found, "every")
    before = len(found)
    if exposure.until is None:
        text = "a repeated exposure needs 'until': until - from is the length of one"
        found.append(Mistake(exposure.address, text))
    elif every < until - start:
        text = f"each exposure of '{exposure.input}' lasts longer than the {exposure.every.text} to the next"
        found.append(Mistake(exposure.every.address, text))
    if exposure.times is not None and exposure.times < 1:
        found.append(Mistake(exposure.address, "'times' must be at least 1"))
    if len(found) > before:
        return Fraction(1), 0
    count = max(1, count_before(start, every, limits.until))
    if exposure.times is not None:
        count = min(count, exposure.times)
    if count > MOST_TIMES:
        found.append(Mistake(exposure.address, f"more than {MOST_TIMES} exposures"))
        return Fraction(1), 0
    return every, count


def course_of(driven: Driven, spells: list[Spell]) -> InputCourse:
    """The level of one input, from the first spell until it is back at rest."""
    begins = sorted(spells, key=lambda one: (one.start, one.level, one.until))
    times: list[float] = []
    levels: list[float] = []
    active: list[Spell] = []
    following = 0
    for time in sorted({moment for one in spells for moment in (one.start, one.until) if moment < math.inf}):
        active = [one for one in active if one.until > time]
        while following < len(begins) and begins[following].start <= time:
            active.append(begins[following])
            following += 1
        level = level_of(driven.rest, [one.level for one in active if one.until > time])
        if level != (levels[-1] if levels else driven.rest):
            times.append(time)
            levels.append(level)
    return InputCourse(driven.name, tuple(times), tuple(levels))


def level_of(rest: float, levels: list[float]) -> float:
    """rest + sum(level - rest), exact for none and one, the same in whatever order the levels come."""
    if len(levels) <= 1:
        return levels[0] if levels else rest
    return math.fsum([rest, *levels, *([-rest] * len(levels))])
