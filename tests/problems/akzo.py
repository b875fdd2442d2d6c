"""Problem MEDAKZO as a module document: 400 states are written by rule, not by hand."""

from __future__ import annotations

from itertools import pairwise

CELLS = 200

HEAD = """\
module: akzo
about: >-
  Problem MEDAKZO: labelled antibodies enter a tissue from its edge and use up the sites they bind to; a front
  travels inwards, and the supply stops at 5. The half line is mapped onto {cells} cells by the method of
  lines. Dimensionless, with hours standing for the problem's unit of time.
inputs:
  dose: {{unit: "1", rest: 0, about: "antibody at the edge; 2 until 5, then 0"}}
parameters:
  spacing:
    {{value: {spacing}, species: any, kind: defined, note: one over the number of cells,
    about: width of a cell}}
  stretch:
    {{value: 4, species: any, kind: defined, source: mazzia2008, at: problem MEDAKZO, seen: read,
    about: c; how the half line is mapped}}
  binding:
    {{value: 100 /h, species: any, kind: defined, source: mazzia2008, at: problem MEDAKZO, seen: read,
    about: k; rate at which antibody binds to sites}}
  pace:
    {{value: 1 /h, species: any, kind: defined, note: the problem's unit of time is one hour here,
    about: unit of rates}}
"""

STATES = """\
  cell_{here}_antibody: {{unit: "1", start: 0, scale: 1e-6, about: y{odd}; free antibody}}
  cell_{here}_site: {{unit: "1", start: 1, scale: 1e-6, about: y{even}; free sites}}
"""

INNER = """\
  diffusion_{here} = pace*((1 - {cell}*spacing)**2/stretch)**2/spacing**2 : 1/h  # mazzia2008 problem MEDAKZO
  drift_{here} = -pace*(1 - {cell}*spacing)**3/(stretch**2*spacing) : 1/h
  bound_{here} = binding*cell_{here}_antibody*cell_{here}_site : 1/h
  dcell_{here}_antibody/dt =
    diffusion_{here}*({outer} - 2*cell_{here}_antibody + cell_{inner}_antibody)
    + drift_{here}*(cell_{inner}_antibody - {outer}) - bound_{here}
  dcell_{here}_site/dt = -bound_{here}
"""

LAST = """\
  bound_{here} = binding*cell_{here}_antibody*cell_{here}_site : 1/h    # nothing moves in the last cell
  dcell_{here}_antibody/dt = -bound_{here}
  dcell_{here}_site/dt = -bound_{here}
"""


def akzo_module(cells: int = CELLS) -> str:
    """The module document.

    Parameters
    ----------
    cells : int
        Half the number of states; 200 in the test set. Cell `j` of the problem holds y(2j-1),
        `cell_j_antibody`, and y(2j), `cell_j_site`: names sort in the order of the problem.

    Returns
    -------
    str
        YAML.
    """
    width = len(str(cells))
    names = [f"{cell:0{width}d}" for cell in range(1, cells + 1)]
    states = [STATES.format(here=name, odd=2 * cell - 1, even=2 * cell) for cell, name in enumerate(names, 1)]
    outer = ["dose", *(f"cell_{name}_antibody" for name in names)]
    equations = [
        INNER.format(here=here, cell=cell, outer=outer[cell - 1], inner=inner)
        for cell, (here, inner) in enumerate(pairwise(names), 1)
    ]
    head = HEAD.format(cells=cells, spacing=repr(1 / cells))
    return "".join([head, "states:\n", *states, "equations: |\n", *equations, LAST.format(here=names[-1])])
