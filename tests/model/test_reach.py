"""What a quantity follows from, through assignments, ports, rates, starts and doors."""

from __future__ import annotations

from model.written import ALL, THREE, model_of
from remit.model.reach import behind


def test_a_level_in_plasma_follows_from_its_own_drug_alone() -> None:
    found = behind("inhibitor.concentration", model_of(ALL, THREE))
    assert found >= {"inhibitor.plasma", "inhibitor.gut", "inhibitor.clearance", "inhibitor.fraction"}
    assert {one.partition(".")[0] for one in found} == {"inhibitor"}


def test_a_loop_is_followed_once_around() -> None:
    found = behind("mood.level", model_of(ALL, THREE))
    assert found >= {"hpa.cortisol", "hpa.drive", "mood.level", "inhibitor.gut", "hpa.stress", "hpa.rest"}


def test_a_start_counts() -> None:
    text = 'module: m\nstates: {x: {unit: "1", start: a}}\n'
    text += "parameters: {a: {value: 2, kind: defined, species: any}}\n"
    text += "equations: |\n  dx/dt = 0*x/day\noutputs: {x: a level}\n"
    assert "m.a" in behind("m.x", model_of(text, "modules: [m]"))
