"""What an arm of a scenario, a row and a column of a comparison have in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remit.reading import leaves
from remit.reading.documents import ArmDoc, DoseDoc
from remit.reading.doses import DoseSchema
from remit.reading.exposures import PlannedExposures, exposure_records
from remit.reading.numbers import SetGeneSchema, SetSchema
from remit.reading.yaml_lines import Scalar


def arm_record(
    name: Scalar,
    exposures: Mapping[Scalar, PlannedExposures],
    set_: Mapping[Scalar, SetSchema],
    *,
    doses: Iterable[DoseSchema] | None = (),
    phenotypes: Iterable[Scalar] = (),
    genes: Mapping[Scalar, SetGeneSchema] | None = None,
    without: Iterable[Scalar] = (),
) -> ArmDoc:
    """An arm as a frozen record; doses None are the scenario's."""
    given: tuple[DoseDoc, ...] | None = None if doses is None else tuple(one.record() for one in doses)
    return ArmDoc(
        name=str(name),
        doses=given,
        exposures=exposure_records(exposures),
        set=tuple(one.record(parameter) for parameter, one in set_.items()),
        address=name.address,
        phenotypes=tuple((str(one), one.address) for one in phenotypes),
        genes=tuple(one.record(gene) for gene, one in (genes or {}).items()),
        without=tuple((*leaves.lesion(one), one.address) for one in without),
    )
