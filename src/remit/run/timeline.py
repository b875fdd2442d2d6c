"""Deliveries, resets and input courses as the integrator's event table.

Order at one moment: infusions end, inputs change, resets, (steady states, between segments), boluses,
infusions
begin; within one kind in the order of the document. A reset of everything ends the infusions that run and
cancels what was given but has not arrived.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from remit.run.deliveries import Delivery
from remit.scenario.plan import InputCourse, PlannedReset
from remit.solve.problem import Act, Events, Floats, no_events


class Rank(IntEnum):
    """Which of two simultaneous events comes first."""

    INFUSION_ENDS = 0
    INPUT_CHANGES = 1
    RESET = 2
    STEADY_STATE = 3
    BOLUS = 4
    INFUSION_BEGINS = 5


@dataclass(frozen=True, slots=True)
class Column:
    """One event of every subject; a time of infinity means that it does not happen."""

    time: Floats  # (n_subjects,) [h]
    rank: Rank
    order: int
    act: Act
    place: int
    value: Floats  # (n_subjects,)


@dataclass(frozen=True, slots=True)
class Span:
    """One infusion from its beginning to its end, per subject; infinity where it does not happen."""

    begins: Floats  # (n_subjects,) [h]
    ends: Floats  # (n_subjects,) [h]
    rate: Floats  # (n_subjects,) [state unit/h]
    slot: int
    order: int


def columns_of_deliveries(deliveries: Iterable[Delivery], cuts: Sequence[float]) -> list[Column]:
    """Boluses and both ends of infusions.

    Parameters
    ----------
    deliveries : iterable of Delivery
    cuts : sequence of float
        Times at which the whole system was reset: infusions end there, earlier doses still under way are
        lost.
    """
    columns = []
    spans: dict[int, list[Span]] = {}
    for one in deliveries:
        arrival, end = after_cuts(one, cuts)
        is_bolus = one.duration <= 0.0
        if is_bolus.any():
            when = np.where(is_bolus, arrival, np.inf)
            columns.append(Column(when, Rank.BOLUS, one.order, Act.ADD_TO_STATE, one.state, one.amount))
        if not is_bolus.all():
            rate = np.divide(one.amount, one.duration, out=np.zeros_like(one.amount), where=~is_bolus)
            begins = np.where(is_bolus, np.inf, arrival)
            ends = np.where(np.isfinite(begins), end, np.inf)
            spans.setdefault(one.slot, []).append(Span(begins, ends, rate, one.slot, one.order))
    for group in spans.values():
        columns += columns_of_spans(group)
    return columns


def after_cuts(one: Delivery, cuts: Sequence[float]) -> tuple[Floats, Floats]:
    """When a delivery arrives and ends once resets of everything have cut it short, or off."""
    arrival, end = one.arrival.copy(), one.arrival + one.duration
    for cut in cuts:
        if one.given_at < cut and cut > one.immune_until:
            arrival[one.arrival >= cut] = np.inf
            end = np.where((arrival < cut) & (end > cut), cut, end)
    return arrival, end


def columns_of_spans(spans: Sequence[Span]) -> list[Column]:
    """Beginnings and ends of the infusions into one state; each sets the rate to the sum of what then runs.

    Sums are taken anew at every change, so that nothing is left behind when the last infusion ends.
    """
    n_subjects = spans[0].rate.size
    on, off = np.zeros((len(spans), n_subjects)), np.zeros((len(spans), n_subjects))
    if has_overlap(spans):
        for subject in range(n_subjects):
            on[:, subject], off[:, subject] = running_sums(spans, subject)
    else:
        on[:] = [span.rate for span in spans]
    columns = []
    for number, span in enumerate(spans):
        begin, end = Rank.INFUSION_BEGINS, Rank.INFUSION_ENDS
        columns.append(Column(span.begins, begin, span.order, Act.SET_GIVEN, span.slot, on[number]))
        columns.append(Column(span.ends, end, span.order, Act.SET_GIVEN, span.slot, off[number]))
    return columns


def has_overlap(spans: Sequence[Span]) -> bool:
    """Does any infusion begin, in any subject, before the one that began before it has ended?"""
    begins = np.stack([span.begins for span in spans])
    order = np.argsort(begins, axis=0, kind="stable")
    begins = np.take_along_axis(begins, order, 0)
    ends = np.take_along_axis(np.stack([span.ends for span in spans]), order, 0)
    return bool(((ends[:-1] > begins[1:]) & np.isfinite(begins[1:])).any())


def running_sums(spans: Sequence[Span], subject: int) -> tuple[list[float], list[float]]:
    """One subject's total rate just after each infusion's beginning, and just after its end."""
    changes = []
    for number, span in enumerate(spans):
        begins, ends = float(span.begins[subject]), float(span.ends[subject])
        if math.isfinite(begins):
            changes.append((begins, int(Rank.INFUSION_BEGINS), span.order, number))
            changes.append((ends, int(Rank.INFUSION_ENDS), span.order, number))
    running: dict[int, float] = {}
    on, off = [0.0] * len(spans), [0.0] * len(spans)
    for _, rank, _, number in sorted(changes):
        if rank == int(Rank.INFUSION_BEGINS):
            running[number] = float(spans[number].rate[subject])
            on[number] = math.fsum(running.values())
        else:
            running.pop(number, None)
            off[number] = math.fsum(running.values())
    return on, off


def columns_of_courses(
    courses: Iterable[InputCourse], places: Mapping[str, int], n_subjects: int
) -> list[Column]:
    """Every change of an input."""
    columns = []
    for course in courses:
        for time, level in zip(course.times, course.levels, strict=True):
            when, value = np.full(n_subjects, time), np.full(n_subjects, level)
            columns.append(Column(when, Rank.INPUT_CHANGES, 0, Act.SET_GIVEN, places[course.input], value))
    return columns


def columns_of_resets(resets: Iterable[PlannedReset], states: Sequence[str], home: Floats) -> list[Column]:
    """Whole or partial returns to the start."""
    columns = []
    for reset in resets:
        when = np.full(home.shape[0], reset.time)
        if reset.states == ("all",):
            columns.append(Column(when, Rank.RESET, reset.order, Act.RESET, 0, np.zeros(home.shape[0])))
            continue
        for name in reset.states:
            place = states.index(name)
            columns.append(Column(when, Rank.RESET, reset.order, Act.SET_STATE, place, home[:, place]))
    return columns


def table(
    columns: Sequence[Column], n_subjects: int, begin: tuple[float, Rank], end: tuple[float, Rank]
) -> Events:
    """The integrator's table of what happens from one moment to another.

    Parameters
    ----------
    columns : sequence of Column
    n_subjects : int
    begin, end : (float, Rank)
        First and last moment [h], and from the first which ranks still act, from the last which ranks
        already do.

    Returns
    -------
    Events
        Sorted within each subject by time, rank and order in the document.
    """
    if not columns:
        return no_events(n_subjects)
    times = np.stack([column.time for column in columns], axis=1)
    values = np.stack([column.value for column in columns], axis=1)
    key = [(column.rank, column.order) for column in columns]
    by_key = sorted(range(len(key)), key=key.__getitem__)
    times, values = times[:, by_key], values[:, by_key]
    order = np.argsort(times, axis=1, kind="stable")
    times, values = np.take_along_axis(times, order, 1), np.take_along_axis(values, order, 1)
    ranks = np.array([int(columns[i].rank) for i in by_key])[order]
    acts = np.array([int(columns[i].act) for i in by_key], np.int64)[order]
    places = np.array([columns[i].place for i in by_key], np.int64)[order]
    happens = (times > begin[0]) | ((times == begin[0]) & (ranks >= begin[1]))
    happens &= (times < end[0]) | ((times == end[0]) & (ranks <= end[1]))
    offsets = np.concatenate([[0], np.cumsum(happens.sum(axis=1))]).astype(np.int64)
    return Events(offsets, times[happens], acts[happens], places[happens], values[happens])
