"""Problem CUSP as a module document: 96 states are written by rule, not by hand."""

from __future__ import annotations

import math

NERVES = 32

HEAD = """\
module: cusp
about: >-
  Problem CUSP: Zeeman's cusp catastrophe model of the nerve impulse with Van der Pol's oscillator, for
  {nerves} nerves in a ring, coupled by diffusion. Dimensionless, with hours standing for the problem's unit
  of time.
parameters:
  fast:
    {{value: 1e4, species: any, kind: defined, source: hairer1996, at: problem CUSP, seen: read,
    about: one over epsilon}}
  coupling:
    {{value: {coupling}, species: any, kind: derived, source: hairer1996, at: problem CUSP, seen: read,
    note: squared number of nerves over 144, about: diffusion between neighbours}}
  pace:
    {{value: 1 /h, species: any, kind: defined, note: the problem's unit of time is one hour here,
    about: unit of rates}}
"""

STATE = """\
  {name}: {{unit: "1", start: {start}, scale: 1, signed: true, about: y{place}}}
"""

NERVE = """\
  u_{here} = (nerve_{here}_x - 0.7)*(nerve_{here}_x - 1.3) : 1      # hairer1996 problem CUSP
  v_{here} = u_{here}/(u_{here} + 0.1) : 1
  dnerve_{here}_x/dt =
    pace*(-fast*(nerve_{here}_b + nerve_{here}_x*(nerve_{here}_a + nerve_{here}_x**2))
    + coupling*(nerve_{left}_x - 2*nerve_{here}_x + nerve_{right}_x))
  dnerve_{here}_a/dt =
    pace*(nerve_{here}_b + 0.07*v_{here} + coupling*(nerve_{left}_a - 2*nerve_{here}_a + nerve_{right}_a))
  dnerve_{here}_b/dt =
    pace*((1 - nerve_{here}_a**2)*nerve_{here}_b - nerve_{here}_a - 0.4*nerve_{here}_x + 0.035*v_{here}
    + coupling*(nerve_{left}_b - 2*nerve_{here}_b + nerve_{right}_b))
"""


def cusp_module(nerves: int = NERVES) -> str:
    """The module document.

    Parameters
    ----------
    nerves : int
        A third of the number of states; 32 in the test set. Nerve `i` of the problem holds y(3i-2),
        `nerve_i_x`, y(3i-1), `nerve_i_a`, and y(3i), `nerve_i_b`.

    Returns
    -------
    str
        YAML.
    """
    names = [f"{nerve:02d}" for nerve in range(1, nerves + 1)]
    states = []
    for nerve, name in enumerate(names, 1):
        angle = 2 * math.pi * nerve / nerves
        starts = {"x": 0.0, "a": -2 * math.cos(angle), "b": 2 * math.sin(angle)}
        for place, (letter, start) in enumerate(starts.items(), 3 * nerve - 2):
            states.append(STATE.format(name=f"nerve_{name}_{letter}", start=repr(start), place=place))
    equations = [
        NERVE.format(here=here, left=names[place - 1], right=names[(place + 1) % nerves])
        for place, here in enumerate(names)
    ]
    head = HEAD.format(nerves=nerves, coupling=repr(nerves**2 / 144))
    return "".join([head, "states:\n", *states, "equations: |\n", *equations])
