"""Random regimens and worlds for them: a nonlinear one made here, the linear drugs of the dosing tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from model.written import PERSON, TinyShelf, scenario_of, shelf_of
from remit.reading.shelf import Shelf
from remit.run import run_scenario

DOSING = Path(__file__).parents[1] / "doses"
CLOSE = 2e-6  # of the largest value of a quantity; runs ask for a hundredth of it
RTOL = "rtol: 1e-8, atol: 1e-11"
quick = settings(
    max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)

AXIS = """
module: axis
inputs: {stress: {unit: "1", rest: 1}}
ports: {drive: {unit: "1", combine: product, empty: 1}}
states:
  signal: {unit: "1", start: {signal}, scale: 1}
  hormone: {unit: "1", start: {hormone}, scale: 1}
parameters:
  fast: {value: 2.1 /h, kind: assumed, species: any, note: made up}
  slow: {value: 0.4 /h, kind: assumed, species: any, note: made up}
equations: |
  restraint = inhibitory_hill(hormone, 1, 2)*2 : 1
  flow nothing -> signal = fast*stress*drive*restraint
  flow signal -> nothing = fast*signal
  dhormone/dt = slow*(signal - hormone)
"""
MOOD = """
module: mood
uses: {hormone: axis.hormone}
states: {level: {unit: "1", start: {level}, scale: 1}}
parameters:
  pace: {value: 0.05 /h, kind: assumed, species: any, note: made up, spread: {cv: 0.4, shape: lognormal}}
equations: |
  dlevel/dt = pace*(1 - level*fold(hormone, 3, 1.5))
contributes:
  axis.drive: 1.5 - 0.5*tanh(level)
"""
DRUG = """
drug: calmer
doses_into: {oral: gut, iv: plasma}
states:
  gut: {unit: mg, start: {gut} mg, scale: 1 mg}
  plasma: {unit: mg, start: {plasma} mg, scale: 1 mg}
parameters:
  absorption: {value: 1.3 /h, kind: assumed, species: any, note: made up}
  most: {value: 3 mg/h, kind: assumed, species: any, note: made up, spread: {cv: 0.3, shape: lognormal}}
  half: {value: 20 mg, kind: assumed, species: any, note: made up}
equations: |
  flow gut -> plasma = absorption*gut
  flow plasma -> nothing = emax(plasma, most, half)
contributes:
  axis.drive: inhibitory_hill(plasma, half, 1)
"""
CLOCK = """
module: clock
ports: {push: {unit: "1", combine: sum, empty: 0}}
states: {hand: {unit: "1", start: {hand}, scale: 1}}
parameters: {pace: {value: 0.2 /h, kind: assumed, species: any, note: made up}}
equations: |
  dhand/dt = pace*(2 + cos(turn*time/day) + push - hand)
contributes:
  axis.drive: 0.5 + 0.25*hand
"""
STARTS = {"signal": 1.0, "hormone": 0.8, "level": 0.6, "gut": 0.0, "plasma": 0.0, "hand": 1.7}
STATES = ("axis.signal", "axis.hormone", "mood.level", "calmer.gut", "calmer.plasma")
WORLD = "modules: [axis, mood]\ndrugs: [calmer]"


@dataclass(frozen=True)
class Given:
    """One dose of the nonlinear drug, into a state that nothing delays."""

    time: float
    route: str
    amount: float
    over: float = 0.0

    def line(self, shift: float = 0.0) -> str:
        over = f", over: {self.over!r} h" if self.over else ""
        when = f"at: {self.time + shift!r} h"
        return f"{{drug: calmer, by: {self.route}, amount: {self.amount!r} mg, {when}{over}}}"


times = st.integers(0, 46).map(lambda half_hours: half_hours / 2)
amounts = st.sampled_from([1.0, 5.0, 12.5, 40.0])
boluses = st.builds(Given, times, st.sampled_from(["oral", "iv"]), amounts)
infusions = st.builds(Given, times, st.just("iv"), amounts, st.sampled_from([0.5, 2.0, 7.25]))
regimens = st.lists(st.one_of(boluses, infusions), min_size=1, max_size=5)


def world(starts: dict[str, float] | None = None, *more: str) -> TinyShelf:
    """The nonlinear world, its states starting where told."""
    return shelf_of(*(begun(text, starts or {}) for text in (AXIS, MOOD, DRUG, CLOCK, *more)), PERSON)


def begun(text: str, starts: dict[str, float]) -> str:
    """A document with its starting values filled in."""
    for name, value in {**STARTS, **starts}.items():
        text = text.replace(f"{{{name}}}", repr(value))
    return text


def doses_of(lines: Iterable[str]) -> str:
    """The key `doses` of a scenario."""
    listed = "\n".join(f"  - {line}" for line in lines)
    return f"doses:\n{listed}" if listed else "doses: []"


def simulate(body: str, run: str, shelf: TinyShelf | Shelf | None = None):
    """A scenario that has to finish."""
    found = run_scenario(scenario_of(body, run=f"run: {{{run}, {RTOL}}}"), shelf=shelf or world())
    assert (found["failed"] == 0).all(), found["status"].values
    return found


@cache
def dosing_shelf() -> Shelf:
    """The linear drugs of the dosing tests."""
    return Shelf([DOSING], has_plug_ins=False)


def states_of(found, names: Sequence[str] = STATES) -> np.ndarray:
    """(n_names, everything else) in the order of the dataset's other dimensions."""
    return np.stack([found[name].values.ravel() for name in names])


def assert_close(found: np.ndarray, expected: np.ndarray, close: float = CLOSE) -> None:
    """Within a share of each quantity's largest value."""
    size = np.maximum(np.abs(expected).max(axis=1, keepdims=True), 1e-9)
    off = np.abs(found - expected) / size
    assert off.max() <= close, f"off by {off.max():.3g}, in quantity {off.max(axis=1).argmax()}"


def halved(dose: Given) -> list[Given]:
    """The same in two halves, given together."""
    return [replace(dose, amount=dose.amount / 2)] * 2
