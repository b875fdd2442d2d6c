"""Observations as records: readings, arms, ways over subjects, and parts with their bands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from remit.quantity.mistakes import ReadingError
from remit.reading.documents import ObservationDoc
from remit.reading.observed import OverDoc
from remit.reading.read import read_document
from remit.reading.shelf import Shelf

Documents = dict[str, str]


def read(documents: Documents, old: str = "", new: str = "") -> ObservationDoc:
    """The observation with one edit."""
    text = documents["observation"]
    assert old in text
    document = read_document(text.replace(old, new).encode(), "d.yaml").document
    assert isinstance(document, ObservationDoc)
    return document


def test_readings_name_their_readout_and_arm(documents: Documents) -> None:
    top, bottom = read(documents).readings
    assert (top.name, top.readout, top.arm, top.over) == (
        "top",
        "peak(axis.cortisol)",
        "all",
        OverDoc("median"),
    )
    assert (bottom.readout, bottom.arm, bottom.over.how, bottom.over.percent) == (
        "trough(axis.cortisol)",
        "",
        "percentile",
        90.0,
    )


def test_an_arm_beside_the_readout_is_the_same_as_one_behind_it(documents: Documents) -> None:
    behind = read(documents, "top: peak(axis.cortisol) in all", "top: peak(axis.cortisol) in low")
    beside = read(
        documents, "top: peak(axis.cortisol) in all", "top: {readout: peak(axis.cortisol), arm: low}"
    )
    assert behind.readings[0].arm == beside.readings[0].arm == "low"
    assert behind.readings[0].readout == beside.readings[0].readout


@pytest.mark.parametrize(
    ("written", "how", "level"),
    [
        ("mean", "mean", None),
        ("share above 138 nmol/L", "share above", "138 nmol/L"),
        ("share below 5", "share below", "5"),
    ],
)
def test_ways_over_subjects(documents: Documents, written: str, how: str, level: str | None) -> None:
    over = read(documents, "percentile 90", written).readings[1].over
    assert (over.how, over.level and over.level.text) == (how, level)


def test_parts_keep_their_band_and_may_be_trusted_differently(documents: Documents) -> None:
    peak, trough = read(documents).parts
    assert (peak.text, peak.unit, peak.value, peak.low, peak.high) == ("top", "nmol/L", 3.0, 1.0, 4.0)
    assert (peak.trust, peak.status) == ("B", "memory")
    assert (trough.trust, trough.unit, trough.low, trough.high) == ("A", "1", None, None)


@pytest.mark.parametrize("written", ["author2010", "[author2010]"])
def test_one_source_may_stand_alone(documents: Documents, written: str) -> None:
    assert read(documents, "source: author2010", f"source: {written}").sources == ("author2010",)


def test_a_null_without_both_bounds_is_refused_and_one_with_them_is_not(documents: Documents) -> None:
    with pytest.raises(ReadingError, match="needs 'low' and 'high'"):
        read(documents, "kind: quantitative", 'kind: "null"')
    text = documents["observation"].replace("value: 0.5", "low: 0.4, high: 0.6")
    document = read_document(text.replace("kind: quantitative", "kind: null").encode(), "d.yaml").document
    assert isinstance(document, ObservationDoc)
    assert document.kind == "null"


def test_a_named_scenario_is_found_in_the_folder_of_scenarios(library: Path) -> None:
    (library / "scenarios").mkdir()
    (library / "scenarios" / "quick.yaml").write_text(
        "scenario: quick\nindividual: adult\nmodules: [axis]\nrun: {until: 2 d}\n", encoding="utf-8"
    )
    study = library / "observations" / "study.yaml"
    text = study.read_text(encoding="utf-8")
    study.write_text(re.sub(r"scenario: .*", "scenario: quick", text), encoding="utf-8")
    shelf = Shelf([library], has_plug_ins=False)
    scenario = shelf.scenario_of(shelf.read("observation", "study"))
    assert (scenario.name, scenario.run.until.text) == ("quick", "2 d")


def test_an_unknown_scenario_is_told_where_it_is_named(library: Path) -> None:
    study = library / "observations" / "study.yaml"
    text = study.read_text(encoding="utf-8")
    study.write_text(re.sub(r"scenario: .*", "scenario: quick", text), encoding="utf-8")
    shelf = Shelf([library], has_plug_ins=False)
    with pytest.raises(ReadingError) as error:
        shelf.scenario_of(shelf.read("observation", "study"))
    assert str(error.value) == "observations/study.yaml:10:1 unknown scenario 'quick'"
