"""The digits the solver is tested against, tested against what must hold whoever computed them."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest

from problems.akzo import akzo_module
from problems.documents import SCENARIOS, problem_scenario, problem_shelf
from problems.references import CLOSED_FORMS, REFERENCES, shared_digits
from remit.model.assemble import assemble
from remit.model.consistency import value_of
from remit.model.model import Model
from remit.reading.shelf import Shelf
from remit.scenario.scenario import schedule_of


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    return problem_shelf(tmp_path_factory.mktemp("problems") / "made")


@pytest.fixture(scope="session")
def models(shelf: Shelf) -> dict[str, Model]:
    return {name: assemble(problem_scenario(name, shelf), shelf) for name in SCENARIOS}


def ends(name: str) -> dict[str, float]:
    """What a reference says, by local name."""
    return {local: float(text) for local, text in REFERENCES[name].computed.items()}


def rates_of(model: Model, states: Mapping[str, float], time: float = 0.0) -> dict[str, list[float]]:
    """The signed terms of each rate of change, inputs at rest, without solver or compiler."""
    values = {parameter.name: parameter.value for parameter in model.parameters}
    values |= {one.name: one.rest for one in model.inputs} | dict(states) | {"time": time}
    for assignment in model.assignments:
        values[assignment.name] = value_of(assignment.tree, values)
    return {rate.state: [one.sign * value_of(one.tree, values) for one in rate.terms] for rate in model.rates}


def start_of(model: Model) -> dict[str, float]:
    values = {parameter.name: parameter.value for parameter in model.parameters}
    return {state.name: value_of(state.start, values) for state in model.states}


def test_every_scenario_has_a_reference_and_every_reference_a_scenario():
    assert sorted({*REFERENCES, *CLOSED_FORMS}) == list(SCENARIOS)


@pytest.mark.parametrize("name", sorted(REFERENCES))
def test_a_reference_covers_every_state_and_ends_with_its_scenario(name, models, shelf):
    known = {state.name for state in models[name].states}
    covered = set(REFERENCES[name].values())
    assert known <= covered
    assert covered - known <= {assignment.name for assignment in models[name].assignments}
    schedule = schedule_of(problem_scenario(name, shelf))
    assert schedule.until == schedule.report[-1] == REFERENCES[name].end
    assert schedule.begin == "as_written"


PUBLISHED = [(name, source) for name, one in REFERENCES.items() for source in one.published]


@pytest.mark.parametrize(("name", "source"), PUBLISHED)
def test_published_digits_agree_as_far_as_is_claimed_and_no_further(name, source):
    reference = REFERENCES[name]
    published = reference.published[source]
    worst = min(shared_digits(reference.computed[local], text) for local, text in published.items())
    assert worst == reference.agreement[source]


def test_an_error_is_judged_against_the_floor_when_the_reference_is_below_it():
    reference = REFERENCES["e5_closed"]
    found = reference.values() | {"e5_closed.a1": 1e-15, "e5_closed.a2": 1.01 * 8.861233521291084e-23}
    errors = reference.errors(found)
    assert errors["e5_closed.a1"] == pytest.approx(0.1)
    assert errors["e5_closed.a2"] == pytest.approx(0.01)
    assert errors["e5_closed.a3"] == errors["e5_closed.a4"] == 0.0


@pytest.mark.parametrize("name", ["robertson", "robertson_early"])
def test_robertson_loses_no_matter(name):
    assert math.fsum(ends(name).values()) == pytest.approx(1.0, abs=2e-16)


def test_the_published_end_of_robertson_has_lost_matter():
    published = REFERENCES["robertson"].published["mazzia2008"]
    assert math.fsum(map(float, published.values())) == pytest.approx(1 - 1e-14, abs=2e-15)


def test_hires_keeps_its_enzyme():
    found = ends("hires")
    assert found["complex"] + found["enzyme"] == pytest.approx(0.0057, rel=1e-15)


def test_pollution_keeps_its_nitrogen_and_sulphur():
    found = ends("pollution")
    nitrogen = [found[name] for name in ("no2", "no", "pan", "hno3", "no3", "n2o5", "n2o5")]
    assert math.fsum(nitrogen) == pytest.approx(0.2, rel=1e-15)
    assert found["so2"] + found["so4"] == pytest.approx(0.007, rel=1e-15)


@pytest.mark.parametrize("name", ["e5", "e5_closed"])
def test_e5_is_in_balance(name):
    found = ends(name)
    assert found["a2"] == pytest.approx(found["a3"] + found["a4"], rel=1e-15)


def test_the_published_end_of_e5_is_out_of_balance_and_the_computed_one_follows_its_asymptote():
    published = REFERENCES["e5_closed"].published["mazzia2008"]
    assert float(published["a2"]) / float(published["a3"]) - 1 > 1e-3
    at_1e11 = 1.019258256814270591e-20  # a2 from the same computation, when a1 has gone
    later = 1 / (1 / at_1e11 + 1.13e9 * (1e13 - 1e11))
    assert ends("e5_closed")["a2"] == pytest.approx(later, rel=1e-14)


@pytest.mark.parametrize(
    ("name", "state", "digits"),
    [
        ("robertson", "robertson.b", 14),
        ("e5", "e5.a4", 7),
        ("pollution", "pollution.o1d", 13),
        ("pollution", "pollution.o3p", 8),
    ],
)
def test_a_fast_component_ends_in_balance_with_the_slow_ones(name, state, digits, models):
    gained_and_lost = signed_parts(name, state, models)
    assert abs(math.fsum(gained_and_lost)) < 10.0**-digits * max(map(abs, gained_and_lost))


def signed_parts(name: str, state: str, models: Mapping[str, Model]) -> list[float]:
    """What adds to a state and what takes from it, at the reference, as plain products."""
    found = ends(name)
    parts = {
        "robertson.b": lambda y: [0.04 * y["a"], -1e4 * y["b"] * y["c"], -3e7 * y["b"] ** 2],
        "e5.a4": lambda y: [1.1e7 * y["a1"] * y["a3"], -1.13e3 * y["a4"]],
        "pollution.o1d": lambda y: [3.5e-4 * y["o3"], -(1e8 + 4.44e11) * y["o1d"]],
        "pollution.o3p": lambda y: [
            0.35 * y["no2"] + 0.0175 * y["o3"] + 4.44e11 * y["o1d"] + 5.78 * y["no3"],
            -4.8e6 * y["o3p"],
        ],
    }[state](found)
    document = math.fsum(rates_of(models[name], REFERENCES[name].values())[state])
    assert document == pytest.approx(math.fsum(parts), abs=1e-14 * max(map(abs, parts)))
    return parts


def test_the_sites_of_akzo_are_used_up_behind_the_front_and_untouched_ahead_of_it():
    sites = [value for name, value in ends("akzo").items() if name.endswith("site")]
    assert len(sites) == 200
    assert sites[97] < 1e-8
    assert sites[150] == 1.0
    assert sites[90:] == sorted(sites[90:])


def test_akzo_sorts_its_states_in_the_order_of_the_problem(models):
    names = [state.name for state in models["akzo"].states]
    assert names == list(REFERENCES["akzo"].values())
    assert names[:3] == ["akzo.cell_001_antibody", "akzo.cell_001_site", "akzo.cell_002_antibody"]


def test_the_edge_of_akzo_lets_in_what_the_test_set_says(models):
    model = models["akzo"]
    rate = rates_of(model, start_of(model) | {"akzo.cell_002_antibody": 0.5})["akzo.cell_001_antibody"]
    width, outside = 1 / 200, 0.0
    alpha, beta = 2 * (width - 1) ** 3 / 16, (width - 1) ** 4 / 16
    expected = beta * (outside + 0.5) / width**2 + alpha * (0.5 - outside) / (2 * width)
    assert math.fsum(rate) == pytest.approx(expected, rel=1e-12)


def test_a_generated_document_is_the_same_each_time():
    assert akzo_module() == akzo_module()
    assert akzo_module(10).count("scale: 1e-6") == 20


@pytest.mark.parametrize("name", sorted(CLOSED_FORMS))
def test_a_closed_form_starts_where_its_document_does(name, models):
    assert CLOSED_FORMS[name](0.0) == pytest.approx(start_of(models[name]), abs=1e-15)


@pytest.mark.parametrize("name", sorted(CLOSED_FORMS))
@pytest.mark.parametrize("time", [0.1, 0.9])
def test_a_closed_form_obeys_the_equations_of_its_document(name, time, models):
    form, apart = CLOSED_FORMS[name], 1e-4
    before, now, after = form(time - apart), form(time), form(time + apart)
    terms = rates_of(models[name], now, time)
    for state, parts in terms.items():
        slope = (after[state] - before[state]) / (2 * apart)
        rounding = 1e-15 * 1e6 if "stiff" in name else 0.0  # the stiff part is a difference of equal numbers
        assert math.fsum(parts) == pytest.approx(slope, rel=1e-6, abs=1e-7 + rounding)
