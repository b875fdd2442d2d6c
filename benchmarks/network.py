"""A made-up network of the size and stiffness of a systems-pharmacology model, written as remit documents.

Modules of eight states are joined by activation (Hill), inhibition, exponential restraint and saturable
loss (Michaelis and Menten); a circadian wave drives every second module; time constants are spread evenly,
by logarithm, from seconds to weeks. It means nothing: it stands for a large model where the library has none
yet.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PER_MODULE = 8
SEED = 0
CV = 0.2  # of every parameter, between subjects
DAYS = 84
DOSED = "network.x1_6"  # loses a tenth in an hour; takes the daily dose
INDIVIDUAL = """\
individual: nobody
about: Stands where a body must stand; the network reads nothing of it.
species: human
sex: female
parameters: {}
"""


@dataclass(frozen=True, slots=True)
class Wiring:
    """Names of the states, module by module."""

    modules: tuple[tuple[str, ...], ...]

    def of(self, module: int, place: int) -> str:
        """A state, counted round from the end of the modules and of the module's states."""
        names = self.modules[module % len(self.modules)]
        return names[place % len(names)]


def wiring(n_states: int) -> Wiring:
    """Modules of eight states; what is left over makes a smaller one."""
    firsts = range(0, n_states, PER_MODULE)
    return Wiring(
        tuple(
            tuple(f"x{module}_{i}" for i in range(min(PER_MODULE, n_states - first)))
            for module, first in enumerate(firsts)
        )
    )


def laws(n_states: int) -> tuple[dict[str, float], list[str]]:
    """Parameters of every state's law, and the laws as equation lines."""
    random = np.random.default_rng(SEED)
    names = wiring(n_states)
    numbers: dict[str, float] = {"wave": 0.4, "peak": 8.0}
    lines = ["circadian = 1 + wave*cos(turn*(time - peak)/day) : 1"]
    for module, states in enumerate(names.modules):
        for place, state in enumerate(states):
            hours = 10.0 ** random.uniform(-3.0, 2.5)
            lines.append(law(names, (module, place), state, hours, numbers))
    return numbers, lines


def law(names: Wiring, at: tuple[int, int], state: str, hours: float, numbers: dict[str, float]) -> str:
    """The rate of one state; its parameters are added to `numbers`."""
    module, place = at

    def number(prefix: str, value: float) -> str:
        name = prefix + state[1:]
        numbers[name] = value
        return name

    pace = number("loss", 1.0 / hours)
    factors = []
    if place > 0:
        before = names.of(module, place - 1)
        base, more, half = number("base", 0.2), number("more", 1.6), number("half", 1.0)
        factors.append(f"({base} + {more}*hill({before}, {half}, 2))")
    elif module % 2 == 0:
        factors.append("circadian")
    if place in (0, 4):
        other = names.of(module + 3, place + 5)
        factors.append(f"(1 + {number('extra', 0.8)}*hill({other}, {number('needs', 1.2)}, 4))")
    if place in (0, 2, 6):
        factors.append(f"2*inhibitory_hill({names.of(module, -1)}, {number('halts', 1.0)}, 2)")
    if place == 3:
        factors.append(f"1.3*exp(-{number('damps', 0.3)}*{names.of(module + 1, 2)})")
    loss = f"{pace}*{state}"
    if place in (1, 5):
        loss = f"{loss}/(1 + {state}/{number('full', 5.0)})"
    gain = "*".join([pace, *factors])
    return f"d{state}/dt = {gain} - {loss}"


def module_text(n_states: int = 64) -> str:
    """The network as a module document.

    Parameters
    ----------
    n_states : int
        Any number from 8; the first 64 time constants do not depend on it.
    """
    numbers, lines = laws(n_states)
    states = [name for names in wiring(n_states).modules for name in names]
    text = ["module: network", f"about: A made-up network of {n_states} states, for timing only.", "states:"]
    text += [f'  {name}: {{unit: "1", start: 1, scale: 1, about: no meaning}}' for name in states]
    text.append("parameters:")
    note = f"note: made up, about: no meaning, spread: {{cv: {CV}, shape: lognormal}}"
    for name, value in numbers.items():
        unit = " /h" if name.startswith("loss") else " h" if name == "peak" else ""
        text.append(f"  {name}: {{value: {value!r}{unit}, species: any, kind: assumed, {note}}}")
    text.append("equations: |")
    text += [f"  {line}" for line in lines]
    return "\n".join(text) + "\n"


def scenario_text(subjects: int = 1000, days: int = DAYS, seed: int = 1, dosed: bool = False) -> str:
    """A population of virtual subjects of the network; `dosed` adds 1 to one state every 24 h."""
    dose = f"{{into: {DOSED}, amount: 1, first: 0 h, every: 24 h, until: {days} d}}"
    return (
        "\n".join(
            [
                "scenario: network",
                "about: Virtual subjects of the network, for timing only.",
                "individual: nobody",
                "modules: [network]",
                f"doses: [{dose if dosed else ''}]",
                f"population: {{subjects: {subjects}, seed: {seed}}}",
                f"run: {{until: {days} d, report_at: [{days} d], begin: as_written}}",
            ]
        )
        + "\n"
    )


def write(
    folder: Path, n_states: int = 64, subjects: int = 1000, days: int = DAYS, dosed: bool = False
) -> Path:
    """Write module, individual and scenario into a folder; the path of the scenario is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("modules", "individuals"):
        (folder / kind).mkdir(exist_ok=True)
    (folder / "modules" / "network.yaml").write_text(module_text(n_states), encoding="utf-8")
    (folder / "individuals" / "nobody.yaml").write_text(INDIVIDUAL, encoding="utf-8")
    scenario = folder / "network.yaml"
    scenario.write_text(scenario_text(subjects, days, dosed=dosed), encoding="utf-8")
    return scenario


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 64))
