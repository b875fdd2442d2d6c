"""Why a treatment does what it does: influences taken out in turn, all of them with one program."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TypeVar

from remit.compare.attribution import Attribution, Carrier, carriers_of, interactions_of
from remit.model.assemble import assemble
from remit.model.reach import behind
from remit.quantity.mistakes import Mistake, ReadingError, suggestion
from remit.reading.documents import ArmDoc, ScenarioDoc
from remit.reading.shelf import Shelf
from remit.run.batches import measured
from remit.run.progress import Progress
from remit.run.rest import Rest
from remit.run.scenario import Prepared, prepare, rests
from remit.scenario.plan import Plan

Key = TypeVar("Key")
Lesion = tuple[str, str]  # (owner, port)
BATCH = 64  # arms whose trajectories are held at once
PAIRED = 5  # of the strongest carriers, all pairs are taken out together
LEAST = 1e-6  # of the readout; an effect smaller than this is none


@dataclass(frozen=True, slots=True)
class Pair:
    """The arm of comparison and the arm with the effect, and what can be taken out of both."""

    ready: Prepared  # with the plans of these two
    readout: str
    influences: tuple[Lesion, ...]
    rest: Mapping[str, Rest]  # arm -> where it begins with everything in place


def why(
    scenario: ScenarioDoc,
    readout: str,
    *,
    arm: str = "",
    against: str = "",
    only: Collection[str] = (),
    shelf: Shelf | None = None,
    progress: Progress | None = None,
) -> Attribution:
    """Rank the influences that carry the difference between two arms.

    Every contribution of one document to another's port is taken out in turn, in both arms, each of which
    settles anew without it, from where it rests with it; what is left of the difference says how much of it
    that influence carries. Shares need not add up to 1: links of one chain each carry all of it. Influences
    from which no chain of equations leads to the readout's quantity have a share of 0 without being tried.

    Parameters
    ----------
    scenario : ScenarioDoc
        With one subject per arm.
    readout : str
        Such as 'value_at(synapse.spines, 24 h)'.
    arm, against : str
        Default: the last arm, and the first; a scenario without arms is compared with itself without doses.
    only : collection of str
        Documents whose contributions are taken out; default: all of them.
    shelf : Shelf, optional
    progress : callable, optional

    Raises
    ------
    ReadingError
        For mistakes in the documents, unknown arms, and arms between which the readout does not differ.
    """
    shelf = shelf or Shelf()
    doc, arm, against = with_two_arms(replace(scenario, subjects=1), arm, against)
    pair = pair_of(doc, (against, arm), readout, influences_of(doc, shelf, only), shelf)
    intact = measured(pair.ready, [readout], BATCH, rest=pair.rest)[readout]
    base, treated = (float(intact.sel(arm=name).values[0]) for name in (against, arm))
    effect = treated - base
    if not abs(effect) > LEAST * max(abs(base), abs(treated)):
        both = f"{treated:.6g} in '{arm}' and {base:.6g} in '{against}'"
        text = f"{readout} is {both}: there is no effect to explain"
        raise ReadingError([Mistake(scenario.address, text)])
    reaching = behind(str(intact.attrs["quantity"]), pair.ready.model)
    singly = {one: (one,) for one in pair.influences if one[1] in reaching}
    left = {**dict.fromkeys(pair.influences, effect), **left_without(pair, singly, progress)}
    carriers = carriers_of(effect, left)
    shares = {one.name: one.share for one in carriers}
    return Attribution(
        doc.name,
        readout,
        str(intact.attrs["unit"]),
        arm,
        against,
        (treated, base),
        carriers,
        interactions_of(effect, shares, left_in_pairs(pair, carriers, progress)),
    )


def pair_of(
    doc: ScenarioDoc, names: tuple[str, str], readout: str, influences: Sequence[Lesion], shelf: Shelf
) -> Pair:
    """Two arms with a program in which every influence can be switched off, and where they rest."""
    pair = [next(one for one in doc.arms if one.name == name) for name in names]
    cut = tuple((owner, port, doc.address) for owner, port in influences)
    bare = replace(pair[0], name="without everything", without=(*pair[0].without, *cut))
    ready = prepare(replace(doc, arms=(*pair, bare)), shelf)
    ready = replace(ready, plans=ready.plans[:2])
    return Pair(ready, readout, tuple(influences), rests(ready))


def influences_of(doc: ScenarioDoc, shelf: Shelf, only: Collection[str]) -> list[Lesion]:
    """What is taken out in turn: all contributions to ports, or those of some documents."""
    known = [(one.owner, one.port) for one in assemble(doc, shelf).contributions if one.owner != "experiment"]
    owners = {owner for owner, _ in known}
    unknown = [name for name in only if name not in owners]
    if unknown:
        told = [f"'{name}' contributes to nothing here{suggestion(name, sorted(owners))}" for name in unknown]
        raise ReadingError([Mistake(doc.address, text) for text in told])
    return list(dict.fromkeys(one for one in known if not only or one[0] in only))


def with_two_arms(scenario: ScenarioDoc, arm: str, against: str) -> tuple[ScenarioDoc, str, str]:
    """The scenario with the arms to compare, and their names."""
    if not scenario.arms:
        made = (
            ArmDoc("without_doses", (), (), (), scenario.address),
            ArmDoc("all", None, (), (), scenario.address),
        )
        scenario = replace(scenario, arms=made)
    names = [one.name for one in scenario.arms]
    arm, against = arm or names[-1], against or names[0]
    for name in (arm, against):
        if name not in names:
            text = f"there is no arm '{name}'{suggestion(name, names)}"
            raise ReadingError([Mistake(scenario.address, text)])
    if arm == against:
        text = f"'{arm}' cannot be compared with itself; name two arms of {', '.join(names)}"
        raise ReadingError([Mistake(scenario.address, text)])
    return scenario, arm, against


def left_in_pairs(
    pair: Pair, carriers: Iterable[Carrier], progress: Progress | None
) -> list[tuple[str, str, float]]:
    """What is left of the effect without two of the strongest carriers at a time."""
    strongest = [one for one in carriers if one.verdict in ("abolishes", "carries")][:PAIRED]
    pairs = {
        (a.name, b.name): ((a.source, a.port), (b.source, b.port)) for a, b in combinations(strongest, 2)
    }
    return [(*names, left) for names, left in left_without(pair, pairs, progress).items()]


def left_without(
    pair: Pair, lesions: Mapping[Key, tuple[Lesion, ...]], progress: Progress | None
) -> dict[Key, float]:
    """What is left of the effect without some influences at a time; NaN where a solve failed."""
    if not lesions:
        return {}
    switches = {(one.owner, one.port): one.name for one in pair.ready.model.switches}
    plans, near = [], {}
    for number, cut in enumerate(lesions.values()):
        for plan in pair.ready.plans:
            off = [switches[one] for one in cut]
            plans.append(plan_without(plan, off, f"{plan.arm} without {number}"))
            if not any(pair.rest[plan.arm].unsettled):
                near[plans[-1].arm] = pair.rest[plan.arm].states
    ready = replace(pair.ready, plans=tuple(plans))
    rest = rests(ready, near, progress)
    answers = measured(ready, [pair.readout], BATCH, progress, "taking influences out of", rest)
    values = answers[pair.readout].values[:, 0].reshape(-1, 2)
    left = [float(treated - base) for base, treated in values]
    return {key: one if math.isfinite(one) else math.nan for key, one in zip(lesions, left, strict=True)}


def plan_without(plan: Plan, switches: Iterable[str], name: str) -> Plan:
    """An arm once more, with some influences switched off."""
    changes = {**dict(plan.changes), **dict.fromkeys(switches, 0.0)}
    return replace(plan, arm=name, changes=tuple(sorted(changes.items())))
