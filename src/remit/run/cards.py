"""What a drug's page needs from runs: verdicts and curves of the observations in which it is given."""

from __future__ import annotations

from collections.abc import Iterable

import xarray as xr

from remit.compare.reading import taken
from remit.compare.verdict import Judged, judged, not_run
from remit.quantity.mistakes import ReadingError
from remit.reading.documents import ObservationDoc, ScenarioDoc
from remit.reading.shelf import Shelf
from remit.run.scenario import run_scenario


def observations_with(drug: str, shelf: Shelf) -> list[ObservationDoc]:
    """Observations in whose scenario a drug is given, exposure and occupancy first.

    One that cannot be read is passed over: `remit check` says what is wrong with it.
    """
    found = []
    for name in shelf.names("observation"):
        try:
            doc = shelf.read("observation", name)
            scenario = shelf.scenario_of(doc)
        except ReadingError:
            continue
        if drug in drugs_in(scenario):
            found.append(doc)
    order = {"pk": 0, "occupancy": 1}
    return sorted(found, key=lambda doc: (order.get(doc.area, 2), doc.species != "human", doc.name))


def drugs_in(scenario: ScenarioDoc) -> set[str]:
    """Drugs given in any arm."""
    doses = [*scenario.doses, *(dose for arm in scenario.arms for dose in arm.doses or ())]
    return {dose.drug for dose in doses if dose.drug}


def ran(
    docs: Iterable[ObservationDoc], shelf: Shelf
) -> list[tuple[ObservationDoc, Judged, xr.Dataset | None]]:
    """Every observation with its verdicts and its run; without a run where it could not be made."""
    found: list[tuple[ObservationDoc, Judged, xr.Dataset | None]] = []
    for doc in docs:
        try:
            scenario = shelf.scenario_of(doc)
            dataset = run_scenario(scenario, shelf=shelf)
            found.append((doc, judged(doc, taken(dataset, doc.readings, scenario)), dataset))
        except ReadingError as error:
            found.append((doc, not_run(doc, str(error)), None))
    return found
