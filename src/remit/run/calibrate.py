"""Numbers fitted to observations: bounded least squares on logarithms, derivatives from lanes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import least_squares

from remit.compare.check import mistakes_of
from remit.compare.fit import Search, not_to_fit, searches_of
from remit.compare.fitting import Fit, Fitted, Floats, Residual, errors_of, residual_of
from remit.compare.reading import Taken, taken
from remit.compare.verdict import judged
from remit.quantity.mistakes import Mistake, ReadingError
from remit.reading.documents import ObservationDoc
from remit.reading.fitted import FitDoc
from remit.reading.shelf import Shelf
from remit.run.progress import Progress
from remit.run.scenario import Prepared, prepare, simulate
from remit.scenario.plan import Plan

NUDGE = 0.02  # of the logarithm, for derivatives
AT = " @ "  # between an arm's name and the number of its variation


@dataclass(frozen=True, slots=True)
class Trial:
    """One observation, ready to be run with other numbers."""

    doc: ObservationDoc
    ready: Prepared


def calibrate(fit: FitDoc, *, shelf: Shelf | None = None, progress: Progress | None = None) -> Fit:
    """Move numbers within their bounds until observations are met as well as can be.

    The sum of squares of all parts' residuals, each in half widths of its band, is made small over the
    logarithms of the numbers (Branch, Coleman & Li 1999, as in scipy.optimize.least_squares). Every
    observation's scenario is compiled once; a step runs it with all nudged copies of the numbers abreast.

    Parameters
    ----------
    fit : FitDoc
    shelf : Shelf, optional
    progress : callable, optional

    Raises
    ------
    ReadingError
        For observations that cannot be run or are only looked at (`use: check`), and numbers that no scenario
        has.
    """
    shelf = shelf or Shelf()
    trials = trials_of(fit, shelf)
    searched = searches_of(fit, [trial.ready.model for trial in trials])
    known: dict[bytes, tuple[Floats, Floats, Floats]] = {}
    rounds = [0]

    def at(logs: Floats) -> tuple[Floats, Floats, Floats]:
        if logs.tobytes() not in known:
            rounds[0] += 1
            if progress:
                progress(min(0.99, rounds[0] / fit.most_rounds), f"round {rounds[0]}")
            known[logs.tobytes()] = residuals_and_slopes(trials, searched, logs)
        return known[logs.tobytes()]

    bounds = np.log([one.low for one in searched]), np.log([one.high for one in searched])
    begin = np.clip(np.log([one.start for one in searched]), *bounds)
    now = at(np.log([one.now for one in searched]))
    found = least_squares(
        lambda logs: at(logs)[0],
        begin,
        jac=lambda logs: at(logs)[1],
        bounds=bounds,
        max_nfev=fit.most_rounds,
        x_scale=1.0,
    )
    after = at(found.x)
    errors, correlation = errors_of(after[1])
    numbers = tuple(
        Fitted(one.name, one.unit, one.now, float(np.exp(x)), one.low, one.high, float(error))
        for one, x, error in zip(searched, found.x, errors, strict=True)
    )
    cost = float(0.5 * now[0] @ now[0]), float(0.5 * after[0] @ after[0])
    rows = residual_rows(trials, now[2], after[2])
    return Fit(fit.name, numbers, rows, correlation, cost, rounds[0], str(found.message))


def trials_of(fit: FitDoc, shelf: Shelf) -> list[Trial]:
    """Every observation, assembled and compiled; all mistakes together."""
    trials: list[Trial] = []
    mistakes: list[Mistake] = []
    for name, address in fit.observations:
        try:
            doc = shelf.read("observation", name, address)
            if wrong := not_to_fit(doc, address):
                raise ReadingError(wrong)
            scenario = shelf.scenario_of(doc)
            ready = prepare(scenario, shelf)
            if wrong := mistakes_of(doc, scenario, ready.model):
                raise ReadingError(wrong)
            trials.append(Trial(doc, ready))
        except ReadingError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ReadingError(mistakes)
    return trials


def residuals_and_slopes(
    trials: Sequence[Trial], searched: Sequence[Search], logs: Floats
) -> tuple[Floats, Floats, Floats]:
    """Residuals of all parts, their change per e-fold of each number, and the parts' own numbers.

    Returns
    -------
    (n_parts,), (n_parts, n_numbers), (n_parts,) float64
    """
    points = [logs, *(logs + NUDGE * row for row in np.eye(logs.size))]
    sets = [{one.name: float(np.exp(x)) for one, x in zip(searched, point, strict=True)} for point in points]
    rows, gots = [], []
    for trial in trials:
        judgements = [numbers_of(trial, answers) for answers in varied(trial, sets)]
        parts = trial.doc.parts
        residuals = np.array(
            [[residual_of(part, got) for part, got in zip(parts, row, strict=True)] for row in judgements]
        )
        rows.append(residuals)
        gots.append(np.array(judgements[0]))
    every = np.concatenate(rows, axis=1)
    return every[0], ((every[1:] - every[0]) / NUDGE).T, np.concatenate(gots)


def varied(trial: Trial, sets: Sequence[Mapping[str, float]]) -> list[dict[str, Taken]]:
    """Readings of an observation for every set of numbers, from one ensemble."""
    ready = trial.ready
    values = {one.name: one.value for one in ready.model.parameters}
    plans = tuple(
        with_numbers(plan, k, {name: x for name, x in some.items() if name in values}, values)
        for k, some in enumerate(sets)
        for plan in ready.plans
    )
    found = simulate(replace(ready, plans=plans))
    answers: list[dict[str, Taken]] = []
    for k in range(len(sets)):
        mine = found.sel(arm=[f"{plan.arm}{AT}{k}" for plan in ready.plans])
        renamed = mine.assign_coords(arm=[plan.arm for plan in ready.plans])
        answers.append(taken(renamed, trial.doc.readings, ready.scenario))
    return answers


def with_numbers(plan: Plan, k: int, some: Mapping[str, float], values: Mapping[str, float]) -> Plan:
    """An arm with other numbers; what the arm itself does to one of them, it does to the new one too."""
    changes = dict(plan.changes)
    for name, value in some.items():
        own = changes[name] / values[name] if name in changes and values[name] else 1.0
        changes[name] = value * own
    return replace(plan, arm=f"{plan.arm}{AT}{k}", changes=tuple(sorted(changes.items())))


def numbers_of(trial: Trial, answers: Mapping[str, Taken]) -> list[float]:
    """The number of every part, in its unit; not-a-number where a solve failed."""
    return [one.got for one in judged(trial.doc, answers).verdicts]


def residual_rows(trials: Sequence[Trial], before: Floats, after: Floats) -> tuple[Residual, ...]:
    """Every part before and after, in its own unit."""
    parts = [(trial.doc.name, part) for trial in trials for part in trial.doc.parts]
    return tuple(
        Residual(name, part.name, part.unit, float(old), float(new), part.low, part.high)
        for (name, part), old, new in zip(parts, before, after, strict=True)
    )
