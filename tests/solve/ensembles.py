"""Ensembles for the integrator, subject by subject, without scenarios."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from model.written import model_of, module, number
from remit.model.model import Model
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.native import Kernels, compile_native
from remit.program.program import Program
from remit.run.engine import Engine
from remit.solve.many import integrate
from remit.solve.problem import Act, Events, Problem, Trajectory

Event = tuple[float, Act, str, float]  # time, what, state or input (or '' for a reset), value


@dataclass(frozen=True)
class Subject:
    """What differs between subjects."""

    parameters: Mapping[str, float] = field(default_factory=dict)
    start: Mapping[str, float] = field(default_factory=dict)
    events: Sequence[Event] = ()
    home: Mapping[str, float] = field(default_factory=dict)  # where a reset leads; default: the start


def document(states: str, equations: str, parameters: Mapping[str, str], more: str = "") -> str:
    """A module `m` in few words: states as YAML, equations as lines, parameters as quantities."""
    lines = "".join(f"  {name}: {number(value)}\n" for name, value in parameters.items())
    body = "".join(f"  {line}\n" for line in equations.strip().splitlines())
    return module("m", f"{more}states: {{{states}}}\nparameters:\n{lines}equations: |\n{body}")


def state(name: str, start: float, signed: bool = False) -> str:
    return f'{name}: {{unit: "1", start: {start!r}, scale: 1{", signed: true" if signed else ""}}}'


@dataclass(frozen=True, repr=False)
class Setup:
    """A model with its program; without a printed form, which would fill pages when a test fails."""

    model: Model
    program: Program

    def engine(self, lanes: int, native: bool = True) -> Engine:
        return Engine(self.model, self.program, kernels_of(self.program, lanes, native))


@cache
def kernels_of(program: Program, lanes: int, native: bool) -> Kernels:
    return compile_native(program, lanes) if native else interpret(program, lanes)


@cache
def setup_of(text: str) -> Setup:
    model = model_of(text, "modules: [m]")
    return Setup(model, lower(model))


def problem_of(
    setup: Setup,
    subjects: Sequence[Subject],
    end: float,
    report: Iterable[float] = (),
    *,
    begin: float = 0.0,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    before: bool = False,
    max_steps: int = 100_000,
) -> Problem:
    """The integrator's problem; inputs are kept at every report."""
    program = setup.program
    engine = setup.engine(1)
    typical = np.array([one.value for one in setup.model.parameters])
    plain = engine.plain(np.tile(typical, (len(subjects), 1)))
    for row, subject in enumerate(subjects):
        for name, value in subject.parameters.items():
            plain[row, program.parameters.index(f"m.{name}")] = value
    start = engine.starts(plain)
    home = start.copy()
    for row, subject in enumerate(subjects):
        for name, value in subject.start.items():
            start[row, program.states.index(f"m.{name}")] = value
        for name, value in (subject.home or subject.start).items():
            home[row, program.states.index(f"m.{name}")] = value
    return Problem(
        start=start,
        home=home,
        given=plain,
        begin=begin,
        end=end,
        report=np.array(list(report), np.float64),
        report_before=before,
        kept_given=engine.input_places,
        events=events_of(program, subjects),
        rtol=rtol,
        atol=atol * engine.scale,
        signed=engine.signed,
        max_steps=max_steps,
        first_step=np.zeros(len(subjects)),
    )


def events_of(program: Program, subjects: Sequence[Subject]) -> Events:
    """Every subject's events in the order given."""
    flat = [event for subject in subjects for event in subject.events]
    offsets = np.concatenate([[0], np.cumsum([len(subject.events) for subject in subjects])])
    return Events(
        offsets.astype(np.int64),
        np.array([time for time, *_ in flat], np.float64),
        np.array([int(act) for _, act, *_ in flat], np.int64),
        np.array([place(program, act, name) for _, act, name, _ in flat], np.int64),
        np.array([value for *_, value in flat], np.float64),
    )


def place(program: Program, act: Act, name: str) -> int:
    """Where an event acts."""
    if act in (Act.ADD_TO_STATE, Act.SET_STATE):
        return program.states.index(f"m.{name}")
    return program.input_slot(f"m.{name}") if name else 0


def run(
    setup: Setup,
    problem: Problem,
    *,
    lanes: int = 1,
    threads: int | None = 1,
    native: bool = True,
) -> Trajectory:
    """Integrate at a lane width."""
    engine = setup.engine(lanes, native)
    return integrate(problem, engine.kernels, engine.sizes, threads=threads)


def solve(setup: Setup, subject: Subject, end: float, report: Iterable[float] = (), **more) -> Trajectory:
    """One subject."""
    return run(setup, problem_of(setup, [subject], end, report, **more))
