"""One ensemble through time: settle, then from steady-state dose to steady-state dose, then to the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from remit.run.deliveries import Delivery, delivery, snapped
from remit.run.engine import Engine
from remit.run.failures import event_in_words, message
from remit.run.periods import before_the_dose, chosen, orbit
from remit.run.progress import Progress
from remit.run.timeline import (
    Column,
    Rank,
    columns_of_courses,
    columns_of_deliveries,
    columns_of_resets,
    table,
)
from remit.scenario.plan import Plan, Schedule
from remit.solve.many import integrate
from remit.solve.problem import Events, Floats, Integers, Problem, Trajectory
from remit.solve.status import Status


@dataclass(frozen=True, slots=True)
class Found:
    """Trajectories of one arm's subjects; see solve.problem.Trajectory."""

    states: Floats  # (n_subjects, n_times, n_states)
    inputs: Floats  # (n_subjects, n_times, n_inputs)
    status: Integers  # (n_subjects,)
    messages: tuple[str, ...]
    counts: Integers  # (n_subjects, 3)


@dataclass(slots=True)
class Journey:
    """Where an arm's subjects are, and what has been kept of their way."""

    y: Floats
    plain: Floats
    states: Floats
    inputs: Floats
    status: Integers
    messages: list[str]
    counts: Integers


def run_plan(
    engine: Engine,
    plan: Plan,
    schedule: Schedule,
    plain: Floats,
    start: Floats,
    progress: Progress | None = None,
    unsettled: Sequence[str] = (),
) -> Found:
    """Everything that one arm does, for all of its subjects.

    Parameters
    ----------
    engine : Engine
    plan : Plan
    schedule : Schedule
    plain : (n_subjects, n_plain) float64
        Given numbers, inputs at rest.
    start : (n_subjects, n_states) float64
        Where the run begins and resets lead back to [state units].
    progress : callable, optional
        Called with the share done and what is being done.
    unsettled : sequence of str
        Per subject why it found no beginning; '' where it did.
    """
    home = start
    doors = engine.doors(plain)
    marks = moments(plan, schedule)
    deliveries = [snapped(delivery(engine, plain, doors, dose), marks) for dose in plan.doses]
    steady = [one for one in deliveries if one.dose.steady_state]
    journey = set_out(engine, schedule, plain, start)
    for subject, reason in enumerate(unsettled):
        if reason:
            fail(journey, subject, Status.NOT_SETTLED, reason)
    stops = sorted({one.given_at for one in steady})
    begin, first_rank = schedule.start, Rank.INFUSION_ENDS
    history: list[Delivery] = []
    cuts = [reset.time for reset in plan.resets if reset.states == ("all",)]
    for stop in [*stops, None]:
        end = schedule.until if stop is None else stop
        columns = columns_of_courses(plan.courses, input_places(engine), plain.shape[0])
        columns += columns_of_resets(plan.resets, engine.program.states, home)
        known = [*deliveries, *history]
        columns += columns_of_deliveries(known, cuts)
        window = (begin, first_rank, end, stop is not None)
        travel(engine, schedule, journey, columns, home, window, progress)
        if stop is not None:
            for one in [one for one in steady if one.given_at == stop]:
                history += reach_steady_state(engine, schedule, journey, one, home)
                if one.dose.steady_state == "replace":
                    cuts.append(stop)
        begin, first_rank = end, Rank.STEADY_STATE
    return Found(journey.states, journey.inputs, journey.status, tuple(journey.messages), journey.counts)


def moments(plan: Plan, schedule: Schedule) -> Floats:
    """Times that are written in the scenario [h], increasing."""
    times = [dose.time for dose in plan.doses] + [reset.time for reset in plan.resets]
    times += [time for course in plan.courses for time in course.times]
    return np.unique(np.array([*times, *schedule.report, schedule.start, schedule.until], np.float64))


def set_out(engine: Engine, schedule: Schedule, plain: Floats, start: Floats) -> Journey:
    """An arm's subjects at the beginning, nothing kept yet."""
    n_subjects, n_times = plain.shape[0], len(schedule.report)
    return Journey(
        y=start.copy(),
        plain=plain.copy(),
        states=np.full((n_subjects, n_times, start.shape[1]), np.nan),
        inputs=np.full((n_subjects, n_times, len(engine.program.inputs)), np.nan),
        status=np.zeros(n_subjects, np.int64),
        messages=[Status.FINISHED.sentence] * n_subjects,
        counts=np.zeros((n_subjects, 3), np.int64),
    )


def input_places(engine: Engine) -> dict[str, int]:
    """Input name -> place in the given vector."""
    return {name: engine.program.input_slot(name) for name in engine.program.inputs}


def travel(
    engine: Engine,
    schedule: Schedule,
    journey: Journey,
    columns: list[Column],
    home: Floats,
    window: tuple[float, Rank, float, bool],
    progress: Progress | None,
) -> None:
    """Take every subject that has not failed from the window's beginning to its end."""
    begin, first_rank, end, more = window
    alive = np.flatnonzero(journey.status == 0)
    if alive.size == 0:
        return
    last_rank = Rank.RESET if more else Rank.INFUSION_BEGINS
    events = table(columns, home.shape[0], (begin, first_rank), (end, last_rank))
    report = np.array(schedule.report)
    before = schedule.at_events == "before"
    starts_late = first_rank > Rank.INFUSION_ENDS
    inside = (report > begin) if starts_late and before else (report >= begin)
    inside &= (report <= end) if not more or before else (report < end)
    problem = problem_of(engine, schedule, journey, (alive, home, report[inside]), (begin, end), events)
    done = [0]

    def tell(count: int) -> None:
        done[0] += count
        if progress:
            progress(done[0] / alive.size, "")

    found = integrate(problem, engine.kernels, engine.sizes, progress=tell)
    kept = np.flatnonzero(inside)
    journey.states[np.ix_(alive, kept)] = found.states
    journey.inputs[np.ix_(alive, kept)] = found.given
    journey.y[alive], journey.plain[alive] = found.end, found.end_given
    journey.counts[alive] += found.counts
    note_failures(engine, journey, problem, found, alive)


def note_failures(
    engine: Engine, journey: Journey, problem: Problem, found: Trajectory, alive: Integers
) -> None:
    """Say of every subject that failed on this stretch when, where and why."""
    for row in np.flatnonzero(found.status):
        subject = int(alive[row])
        last = event_in_words(
            engine.model, problem.events, int(row), int(found.last_event[row]), given_names(engine)
        )
        clock = (float(found.moment[row]), float(found.step[row]))
        status = Status(int(found.status[row]))
        text = message(
            engine.model, status, found.end[row], found.end_given[row], int(found.worst[row]), clock, last
        )
        fail(journey, subject, status, text)


def problem_of(
    engine: Engine,
    schedule: Schedule,
    journey: Journey,
    who: tuple[Integers, Floats, Floats],
    span: tuple[float, float],
    events: Events,
) -> Problem:
    """The integrator's question for the subjects that have not failed.

    Parameters
    ----------
    engine, schedule, journey
    who : (n_alive,) int64, (n_subjects, n_states) float64, (n_times,) float64
        Subjects, where resets lead, and the times to report [h].
    span : (float, float)
        [h]
    events : Events
        Of all subjects.
    """
    alive, home, report = who
    return Problem(
        start=journey.y[alive],
        home=home[alive],
        given=journey.plain[alive],
        begin=span[0],
        end=span[1],
        report=report,
        report_before=schedule.at_events == "before",
        kept_given=engine.input_places,
        events=chosen(events, alive),
        rtol=schedule.rtol,
        atol=schedule.atol * engine.scale,
        signed=engine.signed,
        max_steps=schedule.max_steps,
        first_step=np.zeros(alive.size),
    )


def fail(journey: Journey, subject: int, status: Status, text: str) -> None:
    """Note a failure; no number of the subject is kept."""
    journey.status[subject] = int(status)
    journey.messages[subject] = text
    journey.states[subject] = np.nan
    journey.inputs[subject] = np.nan


def given_names(engine: Engine) -> tuple[str, ...]:
    """What each place of the given vector is."""
    program = engine.program
    return (*program.parameters, *program.inputs, *(f"the infusion into {name}" for name in program.infused))


def reach_steady_state(
    engine: Engine, schedule: Schedule, journey: Journey, one: Delivery, home: Floats
) -> list[Delivery]:
    """Put every subject where the regimen, given for ever, would have it just before this dose.

    Returns
    -------
    list of Delivery
        Earlier doses of the regimen that are still running or on their way.
    """
    alive = np.flatnonzero(journey.status == 0)
    replaces = one.dose.steady_state == "replace"
    plain = journey.plain.copy()
    slots = slice(len(engine.program.parameters) + len(engine.program.inputs), None)
    plain[:, slots] = 0.0
    settled = orbit(engine, schedule, plain, journey.y, one, alive)
    level = settled.states
    if not replaces:
        rest = orbit(engine, schedule, plain, home, None, alive, period=settled.period, begin=one.given_at)
        level = journey.y + settled.states - rest.states
    else:
        journey.plain[:, slots] = 0.0
    journey.y[alive] = level[alive]
    for subject in alive[settled.failed[alive]]:
        fail(journey, int(subject), Status.NOT_SETTLED, settled.text(engine, int(subject)))
    earlier, running = before_the_dose(one)
    if one.slot >= 0:
        journey.plain[:, one.slot] += running
    return [replace(dose, immune_until=one.given_at) for dose in earlier]
