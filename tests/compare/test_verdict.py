"""Verdicts: one rule for numbers, orders and nulls."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from remit.compare.reading import Taken
from remit.compare.scoreboard import CHECK, FIT, NULL, is_sound, scoreboard, total
from remit.compare.verdict import Judged, Verdict, distance_of, judged, not_run, outcome_of
from remit.reading.documents import ObservationDoc
from remit.reading.read import read_document

STUDY = """\
observation: {name}
area: {area}
species: human
source: author2001
seen: read
trust: {trust}
status: found
use: {use}
kind: {kind}
scenario: named
readings: {{top: peak(x.y), later: time_of_peak(x.y), low: trough(x.y)}}
parts:
  - {{name: peak, is: top, unit: ug/L, low: 500, high: 2000}}
  - {{name: hour, is: later, unit: min, low: 0, high: 100}}
  - {{name: fall, is: low/top - 1, unit: percent, low: -60, high: -40, trust: C}}
"""


def study(
    name: str = "one", area: str = "pk", trust: str = "A", use: str = "check", kind: str = "ordinal"
) -> ObservationDoc:
    """A made-up observation."""
    text = STUDY.format(name=name, area=area, trust=trust, use=use, kind=kind)
    document = read_document(text.encode(), "one.yaml").document
    assert isinstance(document, ObservationDoc)
    return document


def readings(top: float = 1.0, later: float = 1.5, low: float = 0.5, why: str = "") -> Mapping[str, Taken]:
    """What a run might have given."""
    return {"top": Taken(top, "mg/L", why), "later": Taken(later, "h"), "low": Taken(low, "mg/L")}


def by_part(found: Judged) -> dict[str, Verdict]:
    return {one.part: one for one in found.verdicts}


def test_numbers_are_converted_to_the_unit_of_the_part() -> None:
    parts = by_part(judged(study(), readings()))
    assert parts["peak"].got == pytest.approx(1000.0, rel=1e-12)
    assert parts["hour"].got == pytest.approx(90.0, rel=1e-12)
    assert parts["fall"].got == pytest.approx(-50.0, rel=1e-12)
    assert {one.outcome for one in parts.values()} == {"met"}


@pytest.mark.parametrize(
    ("got", "low", "high", "outcome"),
    [
        (1.0, 1.0, 2.0, "met"),
        (2.0, 1.0, 2.0, "met"),
        (0.999, 1.0, 2.0, "missed"),
        (2.001, None, 2.0, "missed"),
        (1e9, 1.0, None, "met"),
        (5.0, None, None, "reference"),
        (math.nan, None, None, "failed"),
        (math.nan, 1.0, 2.0, "failed"),
        (math.inf, 1.0, None, "failed"),
    ],
)
def test_inside_the_band_is_met_and_what_is_no_number_never_is(
    got: float, low: float | None, high: float | None, outcome: str
) -> None:
    assert outcome_of(got, low, high) == outcome


@pytest.mark.parametrize(
    ("got", "low", "high", "distance"),
    [
        (3.0, 1.0, 2.0, (1.0, "bands")),
        (0.5, 1.0, 2.0, (0.5, "bands")),
        (8.0, 10.0, None, (20.0, "percent")),
        (-12.0, None, -16.0, (25.0, "percent")),
        (-3.0, 0.0, None, (3.0, "mg")),
        (1.1, 1.0, 1.0, (10.0, "percent")),
    ],
)
def test_distance_is_in_bands_or_percent_or_the_unit(
    got: float, low: float | None, high: float | None, distance: tuple[float, str]
) -> None:
    amount, what = distance_of(got, low, high, "mg")
    assert (amount, what) == (pytest.approx(distance[0]), distance[1])


def test_a_reading_without_a_number_fails_only_the_parts_that_read_it() -> None:
    found = judged(study(), readings(top=math.nan, why="1 of 1 solves failed"))
    parts = by_part(found)
    assert (parts["peak"].outcome, parts["hour"].outcome, parts["fall"].outcome) == (
        "failed",
        "met",
        "failed",
    )
    assert parts["peak"].why == "1 of 1 solves failed"
    assert found.outcome == "failed"


def test_division_by_zero_is_a_failure_and_no_error() -> None:
    parts = by_part(judged(study(), readings(top=0.0)))
    assert parts["fall"].outcome == "failed"
    assert parts["fall"].why.startswith("low/top - 1 is no number")


def test_an_observation_is_met_only_when_all_its_parts_are() -> None:
    assert judged(study(), readings()).outcome == "met"
    assert judged(study(), readings(later=3.0)).outcome == "missed"


def test_what_did_not_run_has_failed_in_every_part_and_says_why() -> None:
    found = not_run(study(), "a.yaml:1:1 first\na.yaml:2:1 second")
    assert {one.outcome for one in found.verdicts} == {"failed"}
    assert {one.why for one in found.verdicts} == {"a.yaml:1:1 first"}
    assert found.outcome == "failed"


def test_the_board_counts_parts_by_their_own_trust_and_wholes_by_the_observations() -> None:
    found = [judged(study(), readings()), judged(study("two"), readings(later=3.0))]
    rows = {(row.area, row.trust): row for row in scoreboard(found)}
    assert (rows["pk", "A"].parts.met, rows["pk", "A"].parts.missed) == (3, 1)
    assert (rows["pk", "C"].parts.met, rows["pk", "C"].parts.judged) == (2, 2)
    assert (rows["pk", "A"].observations.met, rows["pk", "A"].observations.missed) == (1, 1)
    assert rows["pk", "C"].observations.judged == 0


def test_fit_check_and_null_are_counted_apart() -> None:
    found = [
        judged(study("a", use="fit"), readings()),
        judged(study("b", area="hpa"), readings()),
        judged(study("c", kind="null", use="fit"), readings()),
    ]
    rows = scoreboard(found)
    assert [row.group for row in rows] == [CHECK, CHECK, FIT, FIT, NULL, NULL]
    assert {total(rows, group).observations.met for group in (CHECK, FIT, NULL)} == {1}
    assert total(rows, CHECK).parts.judged == 3


def test_only_a_missed_null_and_a_failure_make_the_whole_unsound() -> None:
    missed = readings(later=3.0)
    assert is_sound([judged(study(), missed)])
    assert is_sound([judged(study(kind="null"), readings())])
    assert not is_sound([judged(study(kind="null"), missed)])
    assert not is_sound([not_run(study(), "no")])
    assert not is_sound([Judged("lost", (), "it cannot be read")])
