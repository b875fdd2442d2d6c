"""What the integrator is asked: numbers by place, nothing by name."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]
Integers = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


class Act(IntEnum):
    """What an event does."""

    ADD_TO_STATE = 0
    SET_STATE = 1
    SET_GIVEN = 2
    ADD_TO_GIVEN = 3
    RESET = 4  # every state back to its start


@dataclass(frozen=True, slots=True)
class Events:
    """Every subject's events, one subject after the other, each in the order in which they act."""

    offsets: Integers  # (n_subjects + 1,): subject k has events offsets[k] to offsets[k+1]
    times: Floats  # (n_events,) [h]
    acts: Integers  # (n_events,) Act
    places: Integers  # (n_events,) index of the state or given number
    values: Floats  # (n_events,) in the unit of what is changed


def no_events(n_subjects: int) -> Events:
    """A table without events."""
    none = np.zeros(0)
    return Events(
        np.zeros(n_subjects + 1, np.int64), none, none.astype(np.int64), none.astype(np.int64), none
    )


@dataclass(frozen=True, slots=True)
class Problem:
    """An ensemble of initial value problems over one program.

    Attributes
    ----------
    start : (n_subjects, n_states) float64
        Values at `begin` [state units].
    home : (n_subjects, n_states) float64
        Values that a reset returns to [state units].
    given : (n_subjects, n_plain) float64
        Parameters, inputs and infusion rates at `begin`, without the derived constants.
    begin, end : float
        Time span [h].
    report : (n_times,) float64
        Increasing times at which states are kept [h].
    report_before : bool
        At the moment of an event keep the state before it rather than after it.
    kept_given : (n_kept,) int64
        Places in `given` kept at every report (the inputs).
    rtol : float
        Relative tolerance [1].
    atol : (n_states,) float64
        Absolute tolerance [state units].
    signed : (n_states,) bool
        States that may be negative.
    max_steps : int
        Most steps per subject, rejected ones included.
    first_step : (n_subjects,) float64
        Step size to try first [h]; 0 lets the integrator choose.
    """

    start: Floats
    home: Floats
    given: Floats
    begin: float
    end: float
    report: Floats
    report_before: bool
    kept_given: Integers
    events: Events
    rtol: float
    atol: Floats
    signed: Flags
    max_steps: int
    first_step: Floats


@dataclass(frozen=True, slots=True)
class Trajectory:
    """What the integrator found.

    Attributes
    ----------
    states : (n_subjects, n_times, n_states) float64
        Not-a-number after a failure.
    given : (n_subjects, n_times, n_kept) float64
    end : (n_subjects, n_states) float64
        Where the subject was when its integration ended, failed or not.
    end_given : (n_subjects, n_plain) float64
    status : (n_subjects,) int64
        A Status each.
    moment, step : (n_subjects,) float64
        Time reached and last step size tried [h].
    worst : (n_subjects,) int64
        State with the largest error at the last trial.
    last_event : (n_subjects,) int64
        Number, in the subject's own table, of the last event that acted; -1 for none.
    counts : (n_subjects, 3) int64
        Steps accepted, steps rejected, events acted.
    """

    states: Floats
    given: Floats
    end: Floats
    end_given: Floats
    status: Integers
    moment: Floats
    step: Floats
    worst: Integers
    last_event: Integers
    counts: Integers
