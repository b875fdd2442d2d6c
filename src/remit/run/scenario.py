"""Scenario -> dataset, in one screen."""

from __future__ import annotations

import platform
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import llvmlite
import numba
import numpy as np
import xarray as xr

from remit import __version__
from remit.model.assemble import assemble
from remit.model.model import Model
from remit.model.size import oversized
from remit.program import cache
from remit.quantity.mistakes import Mistake, ReadingError
from remit.reading.documents import ScenarioDoc
from remit.reading.shelf import Shelf
from remit.result.dataset import to_dataset
from remit.result.outcome import Outcome
from remit.result.swept import with_sweep
from remit.run.abreast import run_plans
from remit.run.deliveries import infused_states
from remit.run.engine import Engine, make_engine
from remit.run.experiment import Found
from remit.run.progress import Progress
from remit.run.rest import Rest, beginnings
from remit.scenario.exposures import plans_of
from remit.scenario.plan import Plan, Schedule
from remit.scenario.population import sample
from remit.scenario.scenario import schedule_of
from remit.solve.method import DEFAULT
from remit.solve.observe import observe
from remit.solve.problem import Floats


def run_scenario(
    scenario: str | Path | ScenarioDoc, *, shelf: Shelf | None = None, progress: Progress | None = None
) -> xr.Dataset:
    """Simulate a scenario.

    Parameters
    ----------
    scenario : path or ScenarioDoc
    shelf : Shelf, optional
        Where documents are found; default: the built-in library and the scenario's own folder.
    progress : callable, optional
        Called with the share done (0 to 1) and what is being done.

    Returns
    -------
    xr.Dataset
        Dimensions (subject, arm, time [h]); see remit.result.dataset.to_dataset. A subject whose solve
        failed is not-a-number throughout and says why in `status`.

    Raises
    ------
    ReadingError
        Every mistake of the documents, with file and line.
    """
    return simulate(prepare(scenario, shelf), progress=progress)


@dataclass(frozen=True, slots=True)
class Planned:
    """A scenario that has been read and assembled, with the plan of every arm."""

    scenario: ScenarioDoc
    model: Model
    plans: tuple[Plan, ...]
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Prepared(Planned):
    """The same with its machine code."""

    engine: Engine


def prepare(scenario: str | Path | ScenarioDoc, shelf: Shelf | None = None) -> Prepared:
    """Read, assemble and compile a scenario; raises ReadingError with every mistake of the documents."""
    if not isinstance(scenario, ScenarioDoc):
        path = Path(scenario)
        shelf = (shelf or Shelf()).beside(path)
        scenario = shelf.read_scenario(path)
    return compiled(plan(scenario, shelf or Shelf()))


def plan(scenario: ScenarioDoc, shelf: Shelf) -> Planned:
    """Assemble a scenario; raises ReadingError with every mistake of the documents."""
    model = assemble(scenario, shelf)
    if not model.states:
        text = "nothing here changes with time: add a module or drug that has a state"
        raise ReadingError([Mistake(scenario.address, text)])
    return Planned(scenario, model, plans_of(scenario, shelf, model), schedule_of(scenario))


def compiled(one: Planned) -> Prepared:
    """Machine code for a scenario."""
    infused = {state for arm in one.plans for state in infused_states(arm.doses)}
    engine = make_engine(one.model, infused, one.scenario.subjects * len(one.plans))
    return Prepared(one.scenario, one.model, one.plans, one.schedule, engine)


def simulate(
    ready: Prepared,
    arms: Collection[str] | None = None,
    progress: Progress | None = None,
    rest: Mapping[str, Rest] | None = None,
    persons: range | None = None,
) -> xr.Dataset:
    """Run the arms of a prepared scenario.

    Parameters
    ----------
    ready : Prepared
    arms : collection of str, optional
        Names of arms; default: all. The numbers of an arm do not depend on which others run beside it.
    progress : callable, optional
    rest : mapping of str to Rest, optional
        Where arms begin, when that is known already.
    persons : range, optional
        Some persons of the population, from 0; default: all. They are the same persons as beside all others.

    Returns
    -------
    xr.Dataset
        As `run_scenario` returns it.
    """
    scenario, engine, schedule = ready.scenario, ready.engine, ready.schedule
    plans = tuple(plan for plan in ready.plans if arms is None or plan.arm in arms)
    persons = persons or range(scenario.subjects)
    if too_much := oversized(ready.model, scenario, len(schedule.report), len(plans), len(persons)):
        raise ReadingError(too_much)
    plain = given_numbers(ready, plans, persons)
    begun = rest or beginnings(engine, schedule, plans, plain, {}, progress)
    found = run_plans(engine, plans, schedule, plain, [begun[plan.arm] for plan in plans], progress)
    result = to_dataset(outcome(engine, scenario, (plans, schedule), plain, found))
    numbers = result["subject"].copy(data=np.arange(persons.start, persons.stop) + 1)
    return with_sweep(result.assign_coords(subject=numbers), scenario.swept)


def rests(
    ready: Prepared, near: Mapping[str, Floats] | None = None, progress: Progress | None = None
) -> dict[str, Rest]:
    """Where every arm begins.

    Parameters
    ----------
    ready : Prepared
    near : mapping of str to (n_subjects, n_states) float64, optional
        As in remit.run.rest.beginnings.
    progress : callable, optional
    """
    plain = given_numbers(ready, ready.plans, range(ready.scenario.subjects))
    return beginnings(ready.engine, ready.schedule, ready.plans, plain, near or {}, progress)


def given_numbers(ready: Prepared, plans: Iterable[Plan], persons: range) -> list[Floats]:
    """Every arm's given numbers with inputs at rest, (n_persons, n_plain) each."""
    return [ready.engine.plain(parameters(ready.model, plan, ready.scenario, persons)) for plan in plans]


def parameters(model: Model, plan: Plan, scenario: ScenarioDoc, persons: range | None = None) -> Floats:
    """Values of some persons' parameters in one arm, or of all, (n_persons, n_parameters)."""
    persons = persons or range(scenario.subjects)
    changes = dict(plan.changes)
    typical = [
        one.changed(changes[one.name], by=f"arm {plan.arm}", kind="assumed", source="")
        if one.name in changes
        else one
        for one in model.parameters
    ]
    values = np.tile(np.array([one.value for one in typical], np.float64), (len(persons), 1))
    if scenario.subjects > 1:
        place = {one.name: i for i, one in enumerate(typical)}
        for name, drawn in sample(typical, scenario.subjects, scenario.seed, persons).items():
            values[:, place[name]] = drawn
    return values


def outcome(
    engine: Engine,
    scenario: ScenarioDoc,
    course: tuple[tuple[Plan, ...], Schedule],
    plain: list[Floats],
    found: list[Found],
) -> Outcome:
    """Everything that was found, as arrays (arm, subject, time, quantity)."""
    plans, schedule = course
    model, program = engine.model, engine.program
    times = np.array(schedule.report)
    observed = [
        observe(
            engine.kernels,
            program.n_given,
            times,
            one.states,
            given,
            one.inputs,
            engine.input_places,
            len(program.observed),
        )
        for one, given in zip(found, plain, strict=True)
    ]
    n_parameters = len(model.parameters)
    return Outcome(
        model=model,
        arms=tuple(plan.arm for plan in plans),
        subjects=len(plain[0]),
        times=times,
        states=np.stack([one.states for one in found]),
        assignments=np.stack(observed),
        inputs=np.stack([one.inputs for one in found]),
        parameters=np.stack([given[:, :n_parameters] for given in plain]),
        status=np.stack([one.status for one in found]),
        messages=np.array([one.messages for one in found]),
        steps=np.stack([one.counts[:, 0] for one in found]),
        rejected=np.stack([one.counts[:, 1] for one in found]),
        schedule=schedule,
        method=DEFAULT.name,
        seed=scenario.seed,
        hashes={
            "library": cache.content_name(repr(model)),
            "program": engine.program.name,
        },
        versions=versions(),
        plans=plans,
    )


def versions() -> dict[str, str]:
    """What computed the numbers."""
    return {
        "remit": __version__,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "numba": numba.__version__,
        "llvmlite": llvmlite.__version__,
    }
