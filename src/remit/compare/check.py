"""What can be wrong with an observation beside its scenario: everything but the numbers themselves."""

from __future__ import annotations

from collections.abc import Iterator

from remit.language.check import Checker
from remit.language.tree import names_read
from remit.model.model import Model
from remit.quantity.mistakes import Mistake, ReadingError, quoted, suggestion
from remit.quantity.units import Unit, UnitError, UnitMismatch, difference, has_same_dimension, unit, value_in
from remit.reading.documents import ObservationDoc, ScenarioDoc
from remit.reading.observed import PartDoc, ReadingDoc
from remit.readout.expression import read_readout
from remit.readout.quantities import drawable
from remit.readout.signatures import unit_of_answer
from remit.readout.stretch import Window
from remit.scenario.scenario import schedule_of

ONLY_ARM = "all"  # what the arm of a scenario without arms is called


def mistakes_of(doc: ObservationDoc, scenario: ScenarioDoc, model: Model) -> list[Mistake]:
    """Everything wrong with an observation once its scenario is known to be right.

    Parameters
    ----------
    doc : ObservationDoc
    scenario : ScenarioDoc
        The observation's own, or the one it names.
    model : Model
        Of that scenario.

    Returns
    -------
    list of Mistake
        Species, arms, readouts, levels, and the units of the arithmetic of every part.
    """
    found = list(_species(doc, model))
    try:
        schedule = schedule_of(scenario)
    except ReadingError as error:
        return [*found, *error.mistakes]
    run = Window(schedule.report[0], schedule.report[-1])
    quantities = drawable(model)
    units: dict[str, Unit] = {}
    for reading in doc.readings:
        found.extend(_arm(reading, scenario))
        found.extend(_over(reading, scenario))
        try:
            asked = read_readout(reading.readout, quantities, run, reading.place)
        except ReadingError as error:
            found.extend(error.mistakes)
            continue
        answer = unit_of_answer(asked.name, quantities[asked.quantity])
        found.extend(_level(reading, answer))
        units[reading.name] = unit(unit_of_reading(reading, answer))
    for part in doc.parts:
        if all(one.name in units for one in names_read(part.tree) if one.name not in ("day", "turn")):
            found.extend(_part(part, units))
    return found


def unit_of_reading(reading: ReadingDoc, answer: str) -> str:
    """The unit of a reading over subjects, given that of its readout."""
    return "1" if reading.over.how.startswith("share") else answer


def unit_of_part(part: PartDoc, units: dict[str, Unit], found: list[Mistake]) -> Unit | None:
    """The unit of a part's arithmetic; None when it is wrong, or has any (a literal 0)."""
    checker = Checker(units)
    its = checker.unit_of(part.tree, part.place)
    found.extend(checker.mistakes)
    return its if isinstance(its, Unit) else None


def arm_of(reading: ReadingDoc, scenario: ScenarioDoc) -> str:
    """The arm a reading is taken from; '' when it would have to say."""
    names = [arm.name for arm in scenario.arms] or [ONLY_ARM]
    if reading.arm:
        return reading.arm if reading.arm in names else ""
    return names[0] if len(names) == 1 else ""


def _species(doc: ObservationDoc, model: Model) -> Iterator[Mistake]:
    if doc.species not in ("model", model.species):
        text = f"the subjects were {doc.species}, the scenario simulates {model.species}"
        yield Mistake(doc.scenario_place, text)


def _arm(reading: ReadingDoc, scenario: ScenarioDoc) -> Iterator[Mistake]:
    if arm_of(reading, scenario):
        return
    names = [arm.name for arm in scenario.arms] or [ONLY_ARM]
    if not reading.arm:
        text = f"the scenario has the arms {', '.join(names)}; say which with 'in ARM'"
        yield Mistake(reading.place, text)
        return
    near = suggestion(reading.arm, names) or f"; it has {', '.join(names)}"
    yield Mistake(reading.place, f"the scenario has no arm {quoted(reading.arm)}{near}")


def _over(reading: ReadingDoc, scenario: ScenarioDoc) -> Iterator[Mistake]:
    how = reading.over.how
    if scenario.subjects == 1 and (how.startswith("share") or how == "percentile"):
        what = "percentile" if how == "percentile" else "share"
        text = f"a {what} needs subjects; the scenario has one, and 'population' gives it more"
        yield Mistake(reading.address, text)


def _level(reading: ReadingDoc, answer: str) -> Iterator[Mistake]:
    level = reading.over.level
    if level is None:
        return
    try:
        value_in(level.text, answer)
    except UnitMismatch as error:
        yield Mistake(level.address, f"the level {quoted(level.text)} and {reading.name} {error}")
    except UnitError as error:
        yield Mistake(level.address, str(error))


def _part(part: PartDoc, units: dict[str, Unit]) -> list[Mistake]:
    found: list[Mistake] = []
    its = unit_of_part(part, units, found)
    if its is not None and not has_same_dimension(its, part.unit):
        wrong = difference(its, unit(part.unit))
        found.append(Mistake(part.place, f"{quoted(part.text)} and the part's unit {wrong}"))
    return found
