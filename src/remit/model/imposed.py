"""Ports that the experiment drives itself: a blocked enzyme, an occupied receptor, a depleted store.

Whoever exposes a port, as one exposes an input, adds one contribution to it: the level, neutral at rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.language.tree import Name
from remit.model.gather import Documents
from remit.model.model import Contribution, Input
from remit.model.names import Names, Owned
from remit.model.ports import NEUTRAL
from remit.quantity.mistakes import Mistake
from remit.reading.documents import ExposureDoc, PortDoc, ScenarioDoc
from remit.scenario.plan import imposed_name


def exposures_of(scenario: ScenarioDoc, documents: Documents) -> list[ExposureDoc]:
    """Every exposure of the scenario, its arms and its phenotypes."""
    phenotypes = (*documents.phenotypes, *documents.of_arms)
    those = [one for phenotype in phenotypes for one in phenotype.exposures]
    those += scenario.exposures
    return those + [one for arm in scenario.arms for one in arm.exposures]


def imposed_on(
    exposures: Iterable[ExposureDoc], ports: Mapping[str, PortDoc], names: Names, found: list[Mistake]
) -> tuple[list[Input], list[Contribution]]:
    """The input and the contribution of every port that is exposed, sorted by port."""
    first: dict[str, ExposureDoc] = {}
    for exposure in exposures:
        if exposure.input in ports:
            first.setdefault(exposure.input, exposure)
    inputs, contributions = [], []
    for port, exposure in sorted(first.items()):
        doc = ports[port]
        if doc.combine not in NEUTRAL:
            text = f"'{port}' combines by '{doc.combine}'; only products and sums can be exposed"
            found.append(Mistake(exposure.address, text))
            continue
        name = imposed_name(port)
        if name in names.owned:
            text = f"'{port}' cannot be exposed: '{name}' is a {names.owned[name].what} already"
            found.append(Mistake(exposure.address, text))
            continue
        about = f"what the experiment imposes on {port}: {doc.about}"
        inputs.append(Input(name, doc.unit, NEUTRAL[doc.combine], about, exposure.address))
        reason = "imposed by the experiment"
        contributions.append(Contribution("experiment", port, Name(name), name, reason, exposure.address))
    return inputs, contributions


def with_inputs(names: Names, inputs: Iterable[Input]) -> Names:
    """Names among which the imposed inputs can be looked up."""
    more = {one.name: Owned(one.name, "input", one.name.partition(".")[0], one.address) for one in inputs}
    return Names({**names.owned, **more}, names.scopes, names.broken, names.n_doors, names.seen_as)
