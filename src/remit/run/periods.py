"""What repeats: rest over a day, and regimens given for ever, found as fixed points of the map over one
period."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from remit.quantity.mistakes import Mistake, ReadingError
from remit.run.deliveries import Delivery
from remit.run.engine import Engine
from remit.run.timeline import Rank, columns_of_deliveries, table
from remit.scenario.plan import Schedule
from remit.solve.many import integrate
from remit.solve.problem import Events, Flags, Floats, Integers, Problem, no_events
from remit.solve.settle import ACCEPTABLE, Settled, settle
from remit.solve.status import Status

DAY = 24.0  # [h]
LONGEST_PERIOD = 100 * DAY  # that a regimen and the day may have in common [h]
RUN_IN = 15  # periods before Newton takes over, for a system that is not at rest already
TIGHT = 1e-10  # relative tolerance of the maps
ROUGH = 1e-8  # the same where a map is only run in, or differentiated


@dataclass(frozen=True, slots=True)
class Orbit:
    """The states at the beginning of the period, and how well they repeat."""

    states: Floats  # (n_subjects, n_states)
    failed: Flags  # (n_subjects,)
    period: float  # [h]
    settled: Settled
    members: Integers  # (n_members,) subjects that were asked for

    def text(self, engine: Engine, subject: int) -> str:
        """Why a subject did not settle."""
        row = int(np.flatnonzero(self.members == subject)[0])
        state = engine.model.states[int(self.settled.worst[row])]
        change = float(self.settled.change[row])
        if self.settled.status[row]:
            reason = Status(int(self.settled.status[row])).sentence
            return f"{Status.NOT_SETTLED.sentence}: {reason}; 'begin: as_written' shows when and where"
        if change <= ACCEPTABLE:
            return (
                f"{Status.NOT_SETTLED.sentence}: the one there is repels what comes near it, by a factor "
                f"{float(self.settled.growth[row]):.3g} in {self.period:g} h; begin with 'as_written'"
            )
        return (
            f"{Status.NOT_SETTLED.sentence}: over {self.period:g} h {state.name} still changes by "
            f"{100 * change:.3g} percent; begin with 'as_written', or give it a steady state"
        )


def period_of(interval: Fraction, depends_on_time: bool) -> float:
    """The shortest time after which regimen and, where it matters, time of day repeat [h]; infinity for
    none."""
    if not depends_on_time:
        return float(interval)
    day = Fraction(24)
    common = Fraction(math.lcm(interval.numerator * day.denominator, day.numerator * interval.denominator))
    period = float(common / (interval.denominator * day.denominator))
    return period if period <= LONGEST_PERIOD else math.inf


def refuse(one: Delivery) -> None:
    """Say that a regimen has no steady state beside a daily rhythm."""
    text = (
        f"every {one.dose.interval:g} h and the day repeat together only after more than "
        f"{LONGEST_PERIOD / DAY:g} d, so there is no steady state to begin from; choose an interval that "
        "divides the day, or give the doses one by one"
    )
    raise ReadingError([Mistake(one.dose.address, text)])


def repeated(one: Delivery, first: int, last: int) -> list[Delivery]:
    """The regimen's doses number first to last (excluded); number 0 is the dose itself."""
    return [
        replace(
            one, given_at=one.given_at + k * one.dose.interval, arrival=one.arrival + k * one.dose.interval
        )
        for k in range(first, last)
    ]


def reach(one: Delivery) -> int:
    """How many earlier doses can still be on their way or running when the next one is given."""
    longest = float(np.max(one.arrival - one.given_at + one.duration))
    return math.ceil(longest / one.dose.interval)


def before_the_dose(one: Delivery) -> tuple[list[Delivery], Floats]:
    """Earlier doses that still matter at the moment of the dose, and the infusion rate that they make up
    then.

    Returns
    -------
    earlier : list of Delivery
    running : (n_subjects,) float64
        [state unit/h]
    """
    earlier = repeated(one, -reach(one), 0)
    running = np.zeros_like(one.amount)
    for dose in earlier:
        on = (dose.arrival < one.given_at) & (dose.arrival + dose.duration > one.given_at)
        rate = np.divide(
            dose.amount, dose.duration, out=np.zeros_like(dose.amount), where=dose.duration > 0.0
        )
        running += np.where(on, rate, 0.0)
    return earlier, running


def orbit(
    engine: Engine,
    schedule: Schedule,
    plain: Floats,
    guess: Floats,
    one: Delivery | None,
    members: Integers,
    *,
    period: float = DAY,
    begin: float | None = None,
) -> Orbit:
    """Where a regimen (or nothing at all) repeated for ever has every subject.

    Parameters
    ----------
    engine : Engine
    schedule : Schedule
    plain : (n_subjects, n_plain) float64
        Given numbers that hold throughout, infusions off.
    guess : (n_subjects, n_states) float64
    one : Delivery or None
        The dose that is repeated at its interval.
    members : (n_members,) int64
        Subjects that are asked for.
    period, begin : float
        Length and beginning of the orbit when there is no regimen [h].
    """
    begin = schedule.start if begin is None else begin
    events = no_events(plain.shape[0])
    given = plain
    if one is not None:
        interval = Fraction(one.dose.interval).limit_denominator(10**6)
        period, begin = period_of(interval, engine.program.depends_on_time), one.given_at
        if math.isinf(period):
            refuse(one)
        count = round(period / one.dose.interval)
        earlier, running = before_the_dose(one)
        doses = [*earlier, *repeated(one, 0, count)]
        columns = columns_of_deliveries(doses, ())
        end = np.nextafter(begin + period, -np.inf)
        events = table(columns, plain.shape[0], (begin, Rank.STEADY_STATE), (end, Rank.INFUSION_BEGINS))
        given = plain.copy()
        if one.slot >= 0:
            given[:, one.slot] += running
    window = (begin, begin + period)

    def flow(states: Floats, rows: Integers) -> tuple[Floats, Integers]:
        subjects = members[rows]
        return over_one_period(engine, schedule, states, given[subjects], chosen(events, subjects), window)

    def rough(states: Floats, rows: Integers) -> tuple[Floats, Integers]:
        subjects = members[rows]
        inside = chosen(events, subjects)
        return over_one_period(engine, schedule, states, given[subjects], inside, window, ROUGH)

    run_in = RUN_IN if one is None else 2
    states = guess.copy()
    settled = settle(flow, guess[members], engine.scale, engine.signed, run_in, rough)
    states[members] = settled.states
    failed = np.zeros(plain.shape[0], np.bool_)
    failed[members] = ~settled.closed | (settled.status != 0)
    return Orbit(states, failed, period, settled, members)


def over_one_period(
    engine: Engine,
    schedule: Schedule,
    states: Floats,
    given: Floats,
    events: Events,
    window: tuple[float, float],
    rtol: float = TIGHT,
) -> tuple[Floats, Integers]:
    """The period map: end states and statuses."""
    n_subjects = states.shape[0]
    rtol = min(rtol, schedule.rtol)
    problem = Problem(
        start=states,
        home=states,
        given=given,
        begin=window[0],
        end=window[1],
        report=np.zeros(0),
        report_before=False,
        kept_given=np.zeros(0, np.int64),
        events=events,
        rtol=rtol,
        atol=min(schedule.atol, 1e-3 * rtol) * engine.scale,
        signed=engine.signed,
        max_steps=schedule.max_steps,
        first_step=np.zeros(n_subjects),
    )
    found = integrate(problem, engine.kernels, engine.sizes)
    return found.end, found.status


def chosen(events: Events, subjects: Integers) -> Events:
    """The tables of some subjects, repeats allowed."""
    if events.times.size == 0:
        return no_events(subjects.size)
    rows = [np.arange(events.offsets[k], events.offsets[k + 1]) for k in subjects]
    offsets = np.concatenate([[0], np.cumsum([row.size for row in rows])]).astype(np.int64)
    every = np.concatenate(rows)
    return Events(
        offsets, events.times[every], events.acts[every], events.places[every], events.values[every]
    )
