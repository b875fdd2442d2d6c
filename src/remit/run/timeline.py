"""Deliveries, resets and input courses as the integrator's event table.

Order at one moment: infusions end, inputs change, resets, (steady states, between segments), boluses,
infusions
begin; within one kind in the order of the document. A reset of everything ends the infusions that run and
cancels what was given but has not arrived.
"""

from __future__ import annotations

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


def columns_of_deliveries(
    deliveries: Iterable[Delivery], cuts: Sequence[float], exclusive: Mapping[int, bool]
) -> list[Column]:
    """Boluses and both ends of infusions.

    Parameters
    ----------
    deliveries : iterable of Delivery
    cuts : sequence of float
        Times at which the whole system was reset: infusions end there, earlier doses still under way are
        lost.
    exclusive : mapping
        Infusion slot -> no two infusions into it ever overlap, so that an end is exactly rate 0.
    """
    columns = []
    for one in deliveries:
        end = one.arrival + one.duration
        arrival = one.arrival.copy()
        for cut in cuts:
            if one.given_at < cut and cut > one.immune_until:
                arrival[one.arrival >= cut] = np.inf
                end = np.where((arrival < cut) & (end > cut), cut, end)
        is_bolus = one.duration <= 0.0
        if is_bolus.any():
            when = np.where(is_bolus, arrival, np.inf)
            columns.append(Column(when, Rank.BOLUS, one.order, Act.ADD_TO_STATE, one.state, one.amount))
        if not is_bolus.all():
            columns += infusion(one, np.where(is_bolus, np.inf, arrival), end, exclusive.get(one.slot, False))
    return columns


def infusion(one: Delivery, arrival: Floats, end: Floats, alone: bool) -> list[Column]:
    """Beginning and end of one infusion."""
    rate = np.divide(one.amount, one.duration, out=np.zeros_like(one.amount), where=one.duration > 0.0)
    end = np.where(np.isfinite(arrival), end, np.inf)
    act, off = (Act.SET_GIVEN, np.zeros_like(rate)) if alone else (Act.ADD_TO_GIVEN, -rate)
    return [
        Column(arrival, Rank.INFUSION_BEGINS, one.order, Act.ADD_TO_GIVEN, one.slot, rate),
        Column(end, Rank.INFUSION_ENDS, one.order, act, one.slot, off),
    ]


def slots_without_overlap(deliveries: Sequence[Delivery]) -> dict[int, bool]:
    """Infusion slot -> True when, in every subject, each infusion ends before the next begins."""
    alone: dict[int, bool] = {}
    for slot in {one.slot for one in deliveries}:
        mine = [one for one in deliveries if one.slot == slot and (one.duration > 0.0).any()]
        if len(mine) < 2:
            alone[slot] = True
            continue
        begins = np.stack([one.arrival for one in mine])
        ends = np.stack([one.arrival + one.duration for one in mine])
        order = np.argsort(begins, axis=0, kind="stable")
        begins, ends = np.take_along_axis(begins, order, 0), np.take_along_axis(ends, order, 0)
        alone[slot] = bool((ends[:-1] <= begins[1:]).all())
    return alone


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
