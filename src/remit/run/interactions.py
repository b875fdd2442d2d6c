"""Drugs that meet at an enzyme: how much one raises or lowers the exposure of another."""

from __future__ import annotations

from collections.abc import Iterable

from remit.compare.meeting import Genotypes, Meeting
from remit.quantity.mistakes import Mistake, ReadingError
from remit.quantity.parameter import Address
from remit.quantity.units import convert
from remit.reading.documents import (
    ArmDoc,
    ChangeDoc,
    DoseDoc,
    ModuleDoc,
    Quantity,
    RunDoc,
    ScenarioDoc,
)
from remit.reading.shelf import Shelf
from remit.readout.measure import measure
from remit.run.progress import Progress
from remit.run.scenario import run_scenario

HERE = Address("interactions")
ENZYMES = ("cyp1a2", "cyp2b6", "cyp2c19", "cyp2d6", "cyp3a4")
DAYS = 28  # of both drugs, so that enzymes and slow metabolites are where they will stay
CONCENTRATION = "concentration"  # what every drug calls its level in plasma
STEPS = 12  # reports per hour of the last interval, over which areas are taken
POLYMORPHIC, SCORE = "cyp2d6", "activity_score"  # the enzyme and its number for the alleles
SCORES = (0.0, 2.0, 3.0)  # poor, normal and ultrarapid metabolisers
NORMAL = 2.0


def meetings(
    shelf: Shelf, individual: str = "human_adult", progress: Progress | None = None, *, drug: str = ""
) -> tuple[Meeting, ...]:
    """Every pair of drugs with a usual regimen of which one acts on an enzyme that clears the other.

    Both are taken for four weeks; the ratio is of the area under the victim's plasma curve over its last
    interval.

    Parameters
    ----------
    shelf : Shelf
    individual : str
        Who takes them; genotypes may be set on the individual.
    progress : callable, optional
    drug : str
        Only pairs with this one; default: all.

    Raises
    ------
    ReadingError
        When the drug asked for is not there or says nothing of how it is usually taken.
    """
    pairs = pairs_of(shelf, drug)
    found = []
    for number, (victim, perpetrator, shared) in enumerate(pairs):
        if progress:
            progress(number / len(pairs), f"{perpetrator.name} on {victim.name}")
        known = perpetrator.raises.get(victim.name)
        try:
            ratio = ratio_of(victim, perpetrator, individual, shelf)
            found.append(Meeting(victim.name, perpetrator.name, shared, ratio, known))
        except ReadingError as error:
            nothing = float("nan")
            found.append(Meeting(victim.name, perpetrator.name, shared, nothing, known, str(error)))
    return tuple(found)


def pairs_of(shelf: Shelf, drug: str = "") -> list[tuple[ModuleDoc, ModuleDoc, tuple[str, ...]]]:
    """Victim, perpetrator and the enzymes at which they meet; only pairs with a drug, when one is named."""
    if drug and (asked := shelf.read("drug", drug)).usual is None:
        raise ReadingError([Mistake(asked.address, f"{drug} has no 'usual' regimen to simulate")])
    drugs = with_usual(shelf)
    return [
        (victim, perpetrator, shared)
        for victim in drugs
        for perpetrator in drugs
        if victim is not perpetrator
        and drug in ("", victim.name, perpetrator.name)
        and (shared := enzymes_between(victim, perpetrator))
    ]


def by_genotype(
    shelf: Shelf, individual: str = "human_adult", progress: Progress | None = None
) -> tuple[Genotypes, ...]:
    """Exposure to every drug that CYP2D6 clears, by the activity score of its alleles, at usual doses.

    Parameters
    ----------
    shelf : Shelf
    individual : str
        Who takes them.
    progress : callable, optional
    """
    if POLYMORPHIC not in shelf.names("module"):
        return ()
    if SCORE not in shelf.read("module", POLYMORPHIC).parameters:
        return ()
    victims = [doc for doc in with_usual(shelf) if POLYMORPHIC in clearing(doc)]
    found = []
    for number, victim in enumerate(victims):
        if progress:
            progress(number / len(victims), f"{victim.name} by alleles")
        try:
            found.append(Genotypes(victim.name, SCORES, ratios_by_score(victim, individual, shelf)))
        except ReadingError as error:
            found.append(Genotypes(victim.name, SCORES, (float("nan"),) * len(SCORES), str(error)))
    return tuple(found)


def ratios_by_score(victim: ModuleDoc, individual: str, shelf: Shelf) -> tuple[float, ...]:
    """Area under the curve of the last interval at each score over that of a normal metaboliser."""
    names = [f"score_{score:g}" for score in SCORES]
    arms = tuple(
        ArmDoc(name, (regimen(victim),), (), (alleles(score),), HERE)
        for name, score in zip(names, SCORES, strict=True)
    )
    scenario = scenario_of((victim.name,), individual, arms, hours_of(victim))
    readout = last_area(victim)
    areas = measure(run_scenario(scenario, shelf=shelf), [readout])[readout]
    normal = float(areas.sel(arm=f"score_{NORMAL:g}").values[0])
    return tuple(float(areas.sel(arm=name).values[0]) / normal for name in names)


def alleles(score: float) -> ChangeDoc:
    """The enzyme's alleles set to an activity score."""
    to = quantity(f"{score:g}", score, "1")
    return ChangeDoc(f"{POLYMORPHIC}.{SCORE}", "to", to, "assumed", "", "", "", "a genotype", HERE)


def with_usual(shelf: Shelf) -> list[ModuleDoc]:
    """The drugs that say how patients ordinarily take them."""
    return [doc for name in shelf.names("drug") if (doc := shelf.read("drug", name)).usual is not None]


def clearing(victim: ModuleDoc) -> set[str]:
    """Modules whose quantities a drug reads, enzymes among them."""
    return {target.partition(".")[0] for target, _ in victim.uses.values()}


def enzymes_between(victim: ModuleDoc, perpetrator: ModuleDoc) -> tuple[str, ...]:
    """Enzymes that clear one drug and are acted on by the other."""
    acted_on = {one.port.partition(".")[0] for one in perpetrator.contributes}
    return tuple(one for one in ENZYMES if one in clearing(victim) & acted_on)


def ratio_of(victim: ModuleDoc, perpetrator: ModuleDoc, individual: str, shelf: Shelf) -> float:
    """Area under the victim's curve over its last interval, beside the perpetrator over alone."""
    own, other = regimen(victim), regimen(perpetrator)
    both = ArmDoc("both", (own, other), (), (), HERE)
    alone = ArmDoc("alone", (own,), (), (), HERE)
    scenario = scenario_of((victim.name, perpetrator.name), individual, (alone, both), hours_of(victim))
    readout = last_area(victim)
    areas = measure(run_scenario(scenario, shelf=shelf), [readout])[readout]
    return float(areas.sel(arm="both").values[0] / areas.sel(arm="alone").values[0])


def last_area(victim: ModuleDoc) -> str:
    """The readout of exposure: the area under the plasma curve of the last interval."""
    return f"area_under({victim.name}.{CONCENTRATION}, last {hours_of(victim):g} h)"


def hours_of(victim: ModuleDoc) -> float:
    """The interval between usual doses [h], at most the whole run."""
    if victim.usual is None:
        raise ValueError(f"{victim.name} has no usual regimen")
    every = victim.usual.every
    return min(convert(every.value, every.unit, "h"), 24.0 * DAYS)


def regimen(doc: ModuleDoc) -> DoseDoc:
    """The usual regimen as a dose of a scenario."""
    if doc.usual is None:
        raise ValueError(f"{doc.name} has no usual regimen")
    nothing = dict.fromkeys(("loading", "times", "until", "over", "rate", "reset"))
    return DoseDoc(
        drug=doc.name,
        by=doc.usual.by,
        into="",
        amount=doc.usual.amount,
        at=(quantity("0 h", 0.0, "h"),),
        every=doc.usual.every,
        steady_state="",
        about="",
        address=doc.usual.address,
        **nothing,
    )


def scenario_of(drugs: Iterable[str], individual: str, arms: tuple[ArmDoc, ...], hours: float) -> ScenarioDoc:
    """A scenario with nothing but drugs and what they bring, reported over its last hours."""
    times = [24.0 * DAYS - hours + step / STEPS for step in range(round(hours * STEPS))] + [24.0 * DAYS]
    run = RunDoc(
        start=quantity("0 h", 0.0, "h"),
        until=quantity(f"{DAYS} d", float(DAYS), "d"),
        address=HERE,
        report_at=tuple(quantity(f"{time!r} h", time, "h") for time in times),
    )
    return ScenarioDoc(
        name="interaction", individual=individual, run=run, address=HERE, drugs=tuple(drugs), arms=arms
    )


def quantity(text: str, value: float, unit: str) -> Quantity:
    """A quantity that nobody wrote."""
    return Quantity(text, value, unit, HERE)
