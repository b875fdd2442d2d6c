"""A drug as a page, and its curves with the published values on them."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.cli.main import commands
from remit.present.card import card, published
from remit.present.observed import curves_of, paint
from remit.reading.shelf import Shelf
from remit.run.cards import drugs_in, observations_with, ran
from remit.run.scenario import run_scenario


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


def test_a_page_holds_every_number_with_its_source_and_every_equation(shelf: Shelf) -> None:
    doc = shelf.read("drug", "ketamine")
    page = card(doc, shelf.references)
    for name, entries in doc.parameters.items():
        for entry in entries:
            assert f"| {name} | {entry.species} | {entry.value.text} | {entry.kind} |" in page
    for line in doc.equations:
        assert line.text in page
    for one in doc.contributes:
        assert f"`{one.port}`" in page
    assert "Kamp" in page
    assert "never medical advice" in page


def test_observations_are_found_by_the_drug_that_is_given_in_any_arm(shelf: Shelf) -> None:
    names = [doc.name for doc in observations_with("ketamine", shelf)]
    assert "ketamine_plasma_end_infusion" in names
    assert "fluoxetine_norfluoxetine_plasma" not in names
    first = observations_with("ketamine", shelf)[0]
    assert first.area == "pk"
    assert "ketamine" in drugs_in(shelf.scenario_of(first))


def test_a_peak_stands_where_the_curve_has_it_with_its_published_band(shelf: Shelf) -> None:
    doc = shelf.read("observation", "ketamine_plasma_end_infusion")
    dataset = run_scenario(shelf.scenario_of(doc), shelf=shelf)
    curves = curves_of(doc, dataset)
    (point,) = [one for one in curves.points if one.quantity == "ketamine.concentration"]
    assert (point.value, point.low, point.high) == (185.0, 130.0, 250.0)
    assert point.time == pytest.approx(40 / 60, abs=0.1)
    figure = paint([curves], "ketamine")
    panels = [axes for axes in figure.axes if axes.lines]
    assert panels[0].get_ylabel().startswith("ketamine.concentration")
    assert panels[0].get_xlabel() == "time [d]"


def test_verdicts_on_the_page_are_those_of_the_run(shelf: Shelf) -> None:
    docs = [shelf.read("observation", "ketamine_plasma_end_infusion")]
    ((_, judged, _),) = ran(docs, shelf)
    page = card(shelf.read("drug", "ketamine"), shelf.references, [judged], "k.png", "0")
    (verdict,) = judged.verdicts
    assert math.isfinite(verdict.got)
    assert f"| 185 (130 to 250) | {verdict.got:.4g} |" in page
    assert published(verdict) == "185 (130 to 250)"
    assert "![simulated curves and observed values of ketamine](k.png)" in page


def test_the_command_line_prints_pages_and_refuses_what_is_not_there(tmp_path: Path) -> None:
    runner = CliRunner()
    printed = runner.invoke(commands, ["explain", "drug", "dexamethasone"], standalone_mode=False)
    assert "# dexamethasone" in printed.output
    same = runner.invoke(commands, ["card", "dexamethasone"], standalone_mode=False)
    assert same.output == printed.output
    nothing = runner.invoke(commands, ["card"])
    assert nothing.exit_code == 2
