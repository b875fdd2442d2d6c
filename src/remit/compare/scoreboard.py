"""How many verdicts of each kind there are, by what they are about and how far they are trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from remit.compare.verdict import FAILED, MET, MISSED, REFERENCE, Judged

NULL, CHECK, FIT = "null", "check", "fit"
GROUPS = (CHECK, FIT, NULL)  # observations that only look, those that chose numbers, and nulls of either use


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of outcomes."""

    met: int = 0
    missed: int = 0
    failed: int = 0
    reference: int = 0

    @property
    def judged(self) -> int:
        """Those that have a verdict; a failure counts against."""
        return self.met + self.missed + self.failed

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.met + other.met,
            self.missed + other.missed,
            self.failed + other.failed,
            self.reference + other.reference,
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the scoreboard."""

    group: str  # check | fit | null
    area: str
    trust: str
    parts: Tally = field(default_factory=Tally)
    observations: Tally = field(default_factory=Tally)  # met only when all parts are


def scoreboard(found: Iterable[Judged]) -> tuple[Row, ...]:
    """Counts by group, area and trust, in the order of groups, then areas as they come, then trust.

    A part counts under its own trust, an observation under the observation's.
    """
    parts: Counter[tuple[str, str, str, str]] = Counter()
    wholes: Counter[tuple[str, str, str, str]] = Counter()
    areas: dict[str, int] = {}
    for one in found:
        if not one.area:
            continue  # it could not even be read; shown by itself
        group = group_of(one)
        areas.setdefault(one.area, len(areas))
        wholes[group, one.area, one.trust, one.outcome] += 1
        for verdict in one.verdicts:
            parts[group, one.area, verdict.trust, verdict.outcome] += 1
    keys = {key[:3] for key in (*parts, *wholes)}
    ordered = sorted(keys, key=lambda key: (GROUPS.index(key[0]), areas[key[1]], key[2]))
    return tuple(Row(*key, _tally(parts, key), _tally(wholes, key)) for key in ordered)


def group_of(one: Judged) -> str:
    """Null results are counted apart, whatever they were used for."""
    return NULL if one.kind == NULL else one.use


def total(rows: Sequence[Row], group: str) -> Row:
    """The sum of a group's rows."""
    mine = [row for row in rows if row.group == group]
    parts, wholes = Tally(), Tally()
    for row in mine:
        parts, wholes = parts + row.parts, wholes + row.observations
    return Row(group, "all", "", parts, wholes)


def is_sound(found: Iterable[Judged]) -> bool:
    """Whether every observation ran and no null part is missed."""
    return not any(one.outcome == FAILED or (one.kind == NULL and one.outcome == MISSED) for one in found)


def _tally(counts: Counter[tuple[str, str, str, str]], key: tuple[str, str, str]) -> Tally:
    return Tally(*(counts[(*key, outcome)] for outcome in (MET, MISSED, FAILED, REFERENCE)))
