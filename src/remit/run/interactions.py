"""Drugs that meet at an enzyme: how much one raises or lowers the exposure of another."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from remit.compare.meeting import Meeting
from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.reading.documents import ArmDoc, DoseDoc, Include, ModuleDoc, Quantity, RunDoc, ScenarioDoc
from remit.reading.shelf import Shelf
from remit.readout.measure import measure
from remit.run.scenario import run_scenario

Progress = Callable[[float, str], None]
HERE = Address("interactions")
ENZYMES = ("cyp1a2", "cyp2b6", "cyp2c19", "cyp2d6", "cyp3a4")
DAYS = 28  # of both drugs, so that enzymes and slow metabolites are where they will stay
CONCENTRATION = "concentration"  # what every drug calls its level in plasma


def meetings(
    shelf: Shelf, individual: str = "human_adult", progress: Progress | None = None
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
    """
    drugs = [doc for name in shelf.names("drug") if (doc := shelf.read("drug", name)).usual is not None]
    pairs = [
        (victim, perpetrator, shared)
        for victim in drugs
        for perpetrator in drugs
        if victim is not perpetrator and (shared := enzymes_between(victim, perpetrator))
    ]
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


def enzymes_between(victim: ModuleDoc, perpetrator: ModuleDoc) -> tuple[str, ...]:
    """Enzymes that clear one drug and are acted on by the other."""
    clearing = {target.partition(".")[0] for target, _ in victim.uses.values()}
    acted_on = {one.port.partition(".")[0] for one in perpetrator.contributes}
    return tuple(one for one in ENZYMES if one in clearing & acted_on)


def ratio_of(victim: ModuleDoc, perpetrator: ModuleDoc, individual: str, shelf: Shelf) -> float:
    """Area under the victim's curve over its last interval, beside the perpetrator over alone."""
    own, other = regimen(victim), regimen(perpetrator)
    both = ArmDoc("both", (own, other), (), (), HERE)
    alone = ArmDoc("alone", (own,), (), (), HERE)
    scenario = scenario_of((victim.name, perpetrator.name), individual, (alone, both))
    interval = victim.usual.every.text if victim.usual else "24 h"
    readout = f"area_under({victim.name}.{CONCENTRATION}, last {interval})"
    areas = measure(run_scenario(scenario, shelf=shelf), [readout])[readout]
    return float(areas.sel(arm="both").values[0] / areas.sel(arm="alone").values[0])


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


def scenario_of(drugs: Iterable[str], individual: str, arms: tuple[ArmDoc, ...]) -> ScenarioDoc:
    """A scenario with nothing but drugs and what they bring."""
    run = RunDoc(
        start=quantity("0 h", 0.0, "h"),
        until=quantity(f"{DAYS} d", float(DAYS), "d"),
        report_every=quantity("1 h", 1.0, "h"),
        report_at=(),
        at_events="after",
        begin="settled",
        rtol=1e-6,
        atol=1e-9,
        max_steps=1_000_000,
        address=HERE,
    )
    empty: tuple[Include, ...] = ()
    return ScenarioDoc(
        name="interaction",
        about="",
        individual=individual,
        modules=empty,
        drugs=tuple(drugs),
        phenotypes=(),
        assays=(),
        calibrations=(),
        doses=(),
        exposures=(),
        set=(),
        borrow={},
        without=(),
        run=run,
        subjects=1,
        seed=1,
        arms=arms,
        readouts=(),
        figure=(),
        address=HERE,
    )


def quantity(text: str, value: float, unit: str) -> Quantity:
    """A quantity that nobody wrote."""
    return Quantity(text, value, unit, HERE)
