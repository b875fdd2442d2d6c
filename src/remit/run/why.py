"""Why a treatment does what it does: every influence taken out in turn, in one ensemble."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import combinations

from remit.compare.attribution import Attribution, Carrier, carriers_of, interactions_of
from remit.model.assemble import assemble
from remit.quantity.mistakes import Mistake, ReadingError, suggestion
from remit.reading.documents import ArmDoc, ScenarioDoc
from remit.reading.shelf import Shelf
from remit.readout.measure import measure
from remit.run.scenario import Prepared, prepare, simulate

Progress = Callable[[float, str], None]
Lesion = tuple[str, str]  # (owner, port)
BATCH = 64  # arms whose trajectories are held at once
PAIRED = 5  # of the strongest carriers, all pairs are taken out together
LEAST = 1e-6  # of the readout; an effect smaller than this is none


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
    settles anew without it; what is left of the difference says how much of it that influence carries. Shares
    need not add up to 1: links of one chain each carry all of it.

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
    pair = [next(one for one in doc.arms if one.name == name) for name in (against, arm)]
    influences = influences_of(doc, shelf, only)
    single = {lesion: arms_without(pair, [lesion]) for lesion in influences}
    first = prepare(replace(doc, arms=(*pair, *(one for both in single.values() for one in both))), shelf)
    values, unit = measured(first, readout, progress)
    base, treated = values[against], values[arm]
    effect = treated - base
    if not abs(effect) > LEAST * max(abs(base), abs(treated)):
        both = f"{treated:.6g} in '{arm}' and {base:.6g} in '{against}'"
        text = f"{readout} is {both}: there is no effect to explain"
        raise ReadingError([Mistake(scenario.address, text)])
    left = {lesion: values[both[1].name] - values[both[0].name] for lesion, both in single.items()}
    carriers = carriers_of(effect, left)
    pairs = taken_out_in_pairs(doc, pair, carriers, readout, shelf, progress)
    shares = {one.name: one.share for one in carriers}
    return Attribution(
        doc.name,
        readout,
        unit,
        arm,
        against,
        (treated, base),
        carriers,
        interactions_of(effect, shares, pairs),
    )


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


def arms_without(pair: Sequence[ArmDoc], lesions: Sequence[Lesion]) -> list[ArmDoc]:
    """Both arms once more, without some influences."""
    names = ", ".join(f"{owner} -> {port}" for owner, port in lesions)
    cut = [(owner, port, pair[0].address) for owner, port in lesions]
    return [replace(one, name=f"{one.name} without {names}", without=(*one.without, *cut)) for one in pair]


def taken_out_in_pairs(
    doc: ScenarioDoc,
    pair: Sequence[ArmDoc],
    carriers: Iterable[Carrier],
    readout: str,
    shelf: Shelf,
    progress: Progress | None,
) -> list[tuple[str, str, float]]:
    """What is left of the effect without two of the strongest carriers at a time."""
    strongest = [one for one in carriers if one.verdict in ("abolishes", "carries")][:PAIRED]
    pairs = list(combinations(strongest, 2))
    if not pairs:
        return []
    cut = [arms_without(pair, [(a.source, a.port), (b.source, b.port)]) for a, b in pairs]
    ready = prepare(replace(doc, arms=tuple(one for both in cut for one in both)), shelf)
    values, _ = measured(ready, readout, progress)
    return [
        (a.name, b.name, values[both[1].name] - values[both[0].name])
        for (a, b), both in zip(pairs, cut, strict=True)
    ]


def measured(ready: Prepared, readout: str, progress: Progress | None) -> tuple[dict[str, float], str]:
    """The readout of every arm, a batch of them at a time, and its unit; NaN where a solve failed."""
    names = [plan.arm for plan in ready.plans]
    values: dict[str, float] = {}
    unit = ""
    for first in range(0, len(names), BATCH):
        some = names[first : first + BATCH]
        if progress:
            progress(first / len(names), "taking influences out")
        answer = measure(simulate(ready, some), [readout])[readout]
        unit = str(answer.attrs["unit"])
        for name in some:
            value = float(answer.sel(arm=name).values[0])
            values[name] = value if math.isfinite(value) else math.nan
    return values, unit
