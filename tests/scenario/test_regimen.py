"""Doses as written become single doses at exact times."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.written import PERSON, scenario_of, shelf_of
from remit.model.assemble import assemble
from remit.quantity.mistakes import ReadingError
from remit.reading.documents import DoseDoc
from remit.scenario.exposures import plans_of
from remit.scenario.plan import Amount, Plan, PlannedDose

DRUG = """
drug: agent
doses_into:
  oral: gut
  depot: {into: gut, duration: slow, molar_mass: mass}
  drip: {into: gut, rate: speed}
states: {gut: {unit: mg, start: 0}, drops: {unit: "1", start: 0}}
parameters:
  loss: {value: 1 /h, kind: assumed, species: any, note: an example}
  slow: {value: 2 h, kind: assumed, species: any, note: an example}
  speed: {value: 2 mg/h, kind: assumed, species: any, note: an example}
  mass: {value: 300 g/mol, kind: assumed, species: any, note: an example}
equations: |
  flow gut -> nothing = loss*gut
  flow drops -> nothing = loss*drops
---
drug: aside
states: {x: {unit: nmol, start: 0}}
doses_into: {iv: x}
equations: |
  dx/dt = 0
"""
RUN = "run: {until: 4 d, report_every: 1 h}"


def plan(*doses: str, run: str = RUN, person: str = PERSON) -> Plan:
    scenario = scenario_of(f"drugs: [agent, aside]\ndoses: [{', '.join(doses)}]", run=run)
    shelf = shelf_of(DRUG, person)
    (only,) = plans_of(scenario, shelf, assemble(scenario, shelf))
    return only


def times(*doses: str, run: str = RUN) -> list[float]:
    return [dose.time for dose in plan(*doses, run=run).doses]


def said(*doses: str, run: str = RUN, person: str = PERSON) -> str:
    with pytest.raises(ReadingError) as caught:
        plan(*doses, run=run, person=person)
    return str(caught.value)


def dose(**keys: str) -> str:
    given = {"drug": "agent", "by": "oral", "amount": "10 mg"} | keys
    return "{" + ", ".join(f"{key}: {value}" for key, value in given.items() if value) + "}"


def changed(one: DoseDoc | None = None, **keys: object) -> str:
    """What is said of a dose that only Python can write."""
    scenario = scenario_of(f"drugs: [agent, aside]\ndoses: [{dose(every='24 h')}]", run=RUN)
    shelf = shelf_of(DRUG, PERSON)
    model = assemble(scenario, shelf)
    wrong = replace(scenario, doses=(replace(scenario.doses[0], **keys),))  # type: ignore[arg-type]
    with pytest.raises(ReadingError) as caught:
        plans_of(wrong, shelf, model)
    return str(caught.value)


# Times


def test_a_dose_without_time_is_given_at_zero() -> None:
    assert times(dose()) == [0.0]


def test_a_list_of_times_is_given_in_order_of_time() -> None:
    assert times(dose(at="[2 h, 30 min, 1 d]")) == [0.5, 2.0, 24.0]


def test_a_series_runs_to_the_end_of_the_run_without_it() -> None:
    assert times(dose(every="24 h")) == [0.0, 24.0, 48.0, 72.0]


def test_a_series_stops_before_until() -> None:
    assert times(dose(first="1 h", every="24 h", until="49 h")) == [1.0, 25.0]
    assert times(dose(first="1 h", every="24 h", until="50 h")) == [1.0, 25.0, 49.0]


def test_a_series_has_at_most_so_many_doses() -> None:
    assert times(dose(every="12 h", times="3")) == [0.0, 12.0, 24.0]
    assert times(dose(every="24 h", times="300")) == [0.0, 24.0, 48.0, 72.0]


def test_an_until_after_the_run_is_the_end_of_the_run() -> None:
    assert times(dose(every="48 h", until="900 d")) == [0.0, 48.0]


def test_a_long_series_never_drifts() -> None:
    given = times(dose(every="20 min"), run="run: {until: 200 d, report_every: 1 d}")
    assert len(given) == 14400
    assert all(time == k / 3 for k, time in enumerate(given))


def test_doses_at_one_time_keep_the_order_of_the_document() -> None:
    doses = plan(dose(at="1 h", amount="2 mg"), dose(at="1 h", amount="1 mg"), dose(at="0 h")).doses
    assert [(one.time, one.amount.value, one.order) for one in doses] == [(0, 10, 2), (1, 2, 0), (1, 1, 1)]


def test_a_dose_at_the_very_end_is_given() -> None:
    assert times(dose(at="4 d")) == [96.0]


@pytest.mark.parametrize(("at", "shown"), [("5 d", "5 d"), ("-1 h", "-1 h")])
def test_a_dose_outside_the_run_is_a_mistake(at: str, shown: str) -> None:
    assert f"a dose at {shown} lies outside the run from 0 h to 96 h" in said(dose(at=at))
    assert f"a dose at {shown} lies outside the run" in said(dose(first=at, every="1 h"))


def test_a_series_without_any_dose_is_a_mistake() -> None:
    assert "no dose of this series falls before its end" in said(dose(first="4 d", every="1 h"))


def test_more_than_a_million_doses_are_a_mistake() -> None:
    assert "more than 1000000 doses" in said(dose(every="0.1 s"))


# Amounts


def test_amounts_per_body_are_set_apart() -> None:
    assert plan(dose(amount="0.5 mg/kg")).doses[0].amount == Amount(0.5, "mg", "kg")
    assert plan(dose(amount="20 mg/m2")).doses[0].amount == Amount(20.0, "mg", "m2")
    assert plan(dose(amount="3 ug")).doses[0].amount == Amount(3.0, "ug", "")


def test_rates_are_per_hour() -> None:
    assert plan(dose(rate="0.1 mg/min")).doses[0].rate == Amount(6.0, "mg", "")
    assert plan(dose(rate="2 ug/kg/min")).doses[0].rate == Amount(120.0, "ug", "kg")
    assert plan(dose(rate="24 mg/d")).doses[0].rate == Amount(1.0, "mg", "")


def test_an_infusion_lasts_as_long_as_written() -> None:
    assert plan(dose(over="40 min")).doses[0].over == 40 / 60


def test_the_model_may_know_the_duration_or_the_rate() -> None:
    assert plan(dose(by="depot", over="model")).doses[0].over == "model"
    assert plan(dose(by="drip", rate="model")).doses[0].rate == "model"
    assert "the model gives no duration for this dose" in said(dose(by="drip", over="model"))
    assert "the model gives no rate for this dose" in said(dose(by="depot", rate="model"))


def test_loading_changes_the_first_dose_only() -> None:
    doses = plan(dose(every="24 h", loading="30 mg")).doses
    assert [one.amount.value for one in doses] == [30, 10, 10, 10]


def test_steady_state_belongs_to_the_first_dose_and_knows_the_interval() -> None:
    doses = plan(dose(every="24 h", steady_state="replace")).doses
    assert [one.steady_state for one in doses] == ["replace", "", "", ""]
    assert {one.interval for one in doses} == {24.0}


def test_steady_state_excludes_loading() -> None:
    wrong = dose(every="24 h", steady_state="add", loading="1 mg")
    assert "'loading' and 'steady_state' exclude each other" in said(wrong)


def test_a_dose_in_moles_needs_a_molar_mass_at_the_door() -> None:
    assert plan(dose(by="depot", amount="10 nmol")).doses[0].amount == Amount(10.0, "nmol", "")
    assert "10 nmol into 'agent.gut' [mg] needs a molar_mass at the door" in said(dose(amount="10 nmol"))


def test_a_dose_that_is_neither_mass_nor_moles_needs_a_state_of_its_kind() -> None:
    drops = "{into: agent.drops, amount: 3}"
    assert plan(drops).doses[0].amount == Amount(3.0, "1", "")
    assert "3 cannot enter 'agent.gut', which is in mg" in said(dose(amount="3"))


def test_a_dose_per_weight_needs_a_weight() -> None:
    nobody = "individual: adult\nspecies: human\n"
    assert "1 mg/kg: the individual has no weight" in said(dose(amount="1 mg/kg"), person=nobody)
    assert "1 mg/m2: the individual has no surface" in said(dose(amount="1 mg/m2"), person=nobody)


# Targets


def test_a_dose_goes_by_its_route_or_into_its_state() -> None:
    by, into = plan(dose(), "{into: agent.gut, amount: 1 mg}").doses
    assert (by.drug, by.route, by.state) == ("agent", "oral", "")
    assert (into.drug, into.route, into.state) == ("", "", "agent.gut")


def test_unknown_routes_and_states_suggest_known_ones() -> None:
    assert "'agent' has no route 'orall'; did you mean 'oral'?" in said(dose(by="orall"))
    assert "'agent' has no route 'iv'; it has depot, drip, oral" in said(dose(by="iv"))
    unknown = said("{into: agent.gutt, amount: 1 mg}")
    assert "a dose into unknown state 'agent.gutt'; did you mean 'agent.gut'?" in unknown
    assert "'agen' takes no doses; did you mean 'agent'?" in changed(drug="agen")


def test_a_bare_reset_is_no_dose() -> None:
    made = plan("{reset: all, at: 1 d}")
    assert made.doses == ()
    assert [(one.time, one.states) for one in made.resets] == [(24.0, ("all",))]


def test_the_reset_of_a_series_belongs_to_its_first_dose() -> None:
    made = plan(dose(every="48 h", reset="[agent.gut]"))
    assert [(one.time, one.states) for one in made.resets] == [(0.0, ("agent.gut",))]
    assert len(made.doses) == 2


def test_resetting_what_is_no_state_is_a_mistake() -> None:
    wrong = said("{reset: [agent.gutt], at: 1 d}")
    assert "reset of unknown state 'agent.gutt'; did you mean 'agent.gut'?" in wrong


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"amount": None}, "how much? a dose needs an amount"),
        ({"times": 0}, "'times' must be at least 1"),
        ({"every": None, "times": 2}, "'times' needs 'every'"),
        ({"by": ""}, "by which route? 'agent' has depot, drip, oral"),
        ({"over": "mode"}, "'over: mode', but the model gives no duration for this dose"),
    ],
)
def test_a_dose_made_in_python_is_checked_too(keys: dict[str, object], complaint: str) -> None:
    assert complaint in changed(**keys)


def test_planned_doses_remember_where_they_were_written() -> None:
    (one,) = plan(dose()).doses
    assert isinstance(one, PlannedDose)
    assert one.address.file == "trial.yaml"
