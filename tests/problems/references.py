"""Where the test problems end: digits, who vouches for them, and by what yardstick a run is judged.

`computed` holds the digits on which two computations agree: collocation by Radau IIA with 7 stages (order 13)
and with 9 stages (order 17), for akzo and cusp with 5 and 7 stages, in 80-bit arithmetic with Newton's method
carried to rounding. The fifth-order Radau of scipy, in double precision at rtol 1e-12, shares 12 digits or
more with them for robertson, hires, oregonator and van_der_pol. `published` holds digits of others;
`agreement` counts the leading digits they share with `computed` in the worst component. Where they part,
`note` says who is off and how one can tell.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

DIGITS = Path(__file__).parent / "digits"
Digits = Mapping[str, str]  # local name -> number as text


@dataclass(frozen=True, slots=True)
class Reference:
    """The end of one scenario of one module."""

    module: str
    end: float  # [h]
    computed: Digits
    published: Mapping[str, Digits] = field(default_factory=dict)  # key in references.bib -> digits
    agreement: Mapping[str, int] = field(default_factory=dict)  # key in references.bib -> digits shared
    floor: float | Mapping[str, float] = 0.0  # a component below it is judged against it
    note: str = ""

    def values(self) -> dict[str, float]:
        """What each component ends at, by full name."""
        return {f"{self.module}.{name}": float(text) for name, text in self.computed.items()}

    def errors(self, found: Mapping[str, float]) -> dict[str, float]:
        """Distance of each component from its reference, over the larger of the reference and its floor.

        Parameters
        ----------
        found : mapping of str to float
            By full name; components that are assignments included.
        """
        errors = {}
        for name, value in self.values().items():
            floor = self.floor if isinstance(self.floor, float) else self.floor.get(name.split(".")[1], 0.0)
            errors[name] = abs(found[name] - value) / max(abs(value), floor)
        return errors


def shared_digits(one: str, other: str) -> int:
    """How many leading decimal digits two numbers share, at most 17."""
    first, second = float(one), float(other)
    if first == second:
        return 17
    return math.floor(-math.log10(abs(first - second) / max(abs(first), abs(second))))


def table(name: str) -> tuple[Digits, Digits]:
    """Digits kept in a file: those computed, and those published for some components."""
    with (DIGITS / f"{name}.csv").open(newline="") as opened:
        rows = list(csv.DictReader(opened))
    return {row["state"]: row["computed"] for row in rows}, {
        row["state"]: row["published"] for row in rows if row["published"]
    }


def numbered(names: str, digits: str) -> Digits:
    """Names and digits, both separated by blanks."""
    return dict(zip(names.split(), digits.split(), strict=True))


AKZO, AKZO_PUBLISHED = table("akzo")
CUSP, CUSP_PUBLISHED = table("cusp")
PHYTOCHROMES = "pr pfr prx pfrx prxs pfrxs complex enzyme"
SPECIES = "no2 no o3p o3 ho2 oh hcho co ald meo2 c2o3 co2 pan ch3o hno3 o1d so2 so4 no3 n2o5"

REFERENCES: dict[str, Reference] = {
    "robertson": Reference(
        module="robertson",
        end=1e11,
        computed=numbered("a b c", "2.0833401497012942e-8 8.3333607703347834e-14 0.99999997916651517"),
        published={
            "mazzia2008": numbered("a b c", "0.2083340149701255e-7 0.8333360770334713e-13 0.9999999791665050")
        },
        agreement={"mazzia2008": 13},
        note="The published three sum to 1 - 1e-14: rounding of 0.04 a - 1e4 b c explains their error.",
    ),
    "robertson_early": Reference(
        module="robertson",
        end=40.0,
        computed=numbered("a b c", "0.71582706871940509 9.1855347645577639e-6 0.28416374574583035"),
        published={"radhakrishnan1993": numbered("a b c", "0.71583 9.1856e-6 0.28416")},
        agreement={"radhakrishnan1993": 4},
        note="The published ones are the printed output of an example at a loose tolerance.",
    ),
    "hires": Reference(
        module="hires",
        end=321.8122,
        computed=numbered(
            PHYTOCHROMES,
            "7.3713125733256678e-4 1.4424857263161847e-4 5.8887297409675751e-5 1.1756513432831491e-3 "
            "2.3863561988313306e-3 6.238968252742796e-3 2.8499983951857687e-3 2.8500016048142313e-3",
        ),
        published={
            "mazzia2008": numbered(
                PHYTOCHROMES,
                "0.7371312573325668e-3 0.1442485726316185e-3 0.5888729740967575e-4 0.1175651343283149e-2 "
                "0.2386356198831331e-2 0.6238968252742796e-2 0.2849998395185769e-2 0.2850001604814231e-2",
            ),
            "hairer1996": numbered(
                PHYTOCHROMES,
                "0.000737131257332567 0.000144248572631618 0.000058887297409676 0.001175651343283149 "
                "0.002386356198831330 0.006238968252742796 0.002849998395185769 0.002850001604814231",
            ),
        },
        agreement={"mazzia2008": 15, "hairer1996": 14},
    ),
    "oregonator": Reference(
        module="oregonator",
        end=360.0,
        computed=numbered("x y z", "1.0008148703185227 1228.178521549888 132.05549428465083"),
        published={
            "mazzia2008": numbered("x y z", "0.1000814870318523e1 0.1228178521549917e4 0.1320554942846706e3"),
            "hairer1996": numbered("x y z", "0.1000814870318523e1 0.1228178521549889e4 0.1320554942846513e3"),
        },
        agreement={"mazzia2008": 12, "hairer1996": 14},
        note="All three sources part in the phase of the oscillation, which grows every early error.",
    ),
    "van_der_pol": Reference(
        module="van_der_pol",
        end=2.0,
        computed=numbered("position speed", "1.706167732170465 -0.89280970102481655"),
        published={
            "mazzia2008": numbered("position speed", "0.1706167732170469e1 -0.8928097010248125e0"),
            "hairer1996": numbered("position speed", "0.1706167732170456e1 -0.8928097010248257e0"),
        },
        agreement={"mazzia2008": 14, "hairer1996": 13},
        note="The test set prints the unscaled form, mu = 1000 to 2000, with a speed 1000 times smaller.",
    ),
    "pollution": Reference(
        module="pollution",
        end=60.0,
        computed=numbered(
            SPECIES,
            "5.6462554800227693e-2 0.13424841304223385 4.139734331099427e-9 5.5231402074843599e-3 "
            "2.018977262302196e-7 1.4645418634939658e-7 7.7842491189979641e-2 0.32450753533960182 "
            "7.4940133838804056e-3 1.6222931573015603e-8 1.1358638332570748e-8 2.2305059757213599e-3 "
            "2.08716288279863e-4 1.3969210168401577e-5 8.9648848568982942e-3 4.3528463693301037e-18 "
            "6.8992196962634054e-3 1.007803037365946e-4 1.7721465139699845e-6 5.6829432923163934e-5",
        ),
        published={
            "mazzia2008": numbered(
                SPECIES,
                "0.5646255480022769e-1 0.1342484130422339 0.4139734331099427e-8 0.5523140207484359e-2 "
                "0.2018977262302196e-6 0.1464541863493966e-6 0.7784249118997964e-1 0.3245075353396018 "
                "0.7494013383880406e-2 0.1622293157301561e-7 0.1135863833257075e-7 0.2230505975721359e-2 "
                "0.2087162882798630e-3 0.1396921016840158e-4 0.8964884856898295e-2 0.4352846369330103e-17 "
                "0.6899219696263405e-2 0.1007803037365946e-3 0.1772146513969984e-5 0.5682943292316392e-4",
            )
        },
        agreement={"mazzia2008": 15},
    ),
    "e5": Reference(
        module="e5",
        end=1e5,
        computed=numbered(
            "a1 a2 a3 a4",
            "7.481320822429222e-6 2.3734781561205975e-12 2.2123586689581664e-12 1.6111948716243114e-13",
        ),
        published={
            "hairer1996": numbered(
                "a1 a2 a3 a4",
                "7.4813208224292220114e-6 2.3734781561205975019e-12 2.2123586689581663654e-12 "
                "1.6111948716243113653e-13",
            )
        },
        agreement={"hairer1996": 15},
    ),
    "e5_closed": Reference(
        module="e5_closed",
        end=1e13,
        computed=numbered("a1 a2 a3 a4", "0 8.861233521291084e-23 8.861233521291084e-23 0"),
        published={
            "hairer1996": numbered("a2 a3", "8.8612334976263783420e-23 8.8612334976263783421e-23"),
            "mazzia2008": numbered("a2 a3", "0.8867655517642120e-22 0.8854814626268838e-22"),
        },
        agreement={"hairer1996": 8, "mazzia2008": 3},
        floor={"a1": 1e-14, "a4": 1e-26},
        note=(
            "Late, 1/a2 grows by 1.13e9 per unit of time and a2 = a3 + a4, which settles who is off: both "
            "published pairs integrate a3 too and lose the balance to rounding, the test set's visibly. a1 "
            "and a4 are below 1e-300."
        ),
    ),
    "akzo": Reference(
        module="akzo",
        end=20.0,
        computed=AKZO,
        published={"mazzia2008": AKZO_PUBLISHED},
        agreement={"mazzia2008": 6},
        floor=1e-6,
        note=(
            "191 of the 400 are below 1e-6 and judged against 1e-6: sites behind the front (cells 1 to 99) "
            "and antibody ahead of it (from cell 109). Below 1e-20 they are written 0; what others print "
            "there is noise. The published digits come from tolerances of 1e-10; cell 100 agrees least."
        ),
    ),
    "cusp": Reference(
        module="cusp",
        end=1.1,
        computed=CUSP,
        published={"hairer1996": CUSP_PUBLISHED},
        agreement={"hairer1996": 15},
        floor=1.0,
        note="Components are of order one and some cross zero, so all are judged against 1 at least.",
    ),
}


def rotation(time: float) -> dict[str, float]:
    """Two frequencies, the free one and that of the push."""
    return {
        "rotation.x": (math.cos(2 * time) + 2 * math.cos(time)) / 3,
        "rotation.y": -(math.sin(2 * time) + math.sin(time)) / 3,
    }


def prothero(time: float) -> dict[str, float]:
    """The cosine itself, at any rate."""
    return {"prothero.y": math.cos(time)}


def kaps(time: float) -> dict[str, float]:
    """Exponentials, at any stiffness."""
    return {"kaps.y1": math.exp(-2 * time), "kaps.y2": math.exp(-time)}


def bell(time: float) -> dict[str, float]:
    """A rational function."""
    return {"bell.y": 1 / (1 + time**2)}


CLOSED_FORMS: dict[str, Callable[[float], dict[str, float]]] = {
    "rotation": rotation,
    "prothero": prothero,
    "prothero_stiff": prothero,
    "kaps": kaps,
    "kaps_stiff": kaps,
    "bell": bell,
}
