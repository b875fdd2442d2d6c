"""A model written as SBML says what remit computes; skipped without libSBML or libRoadRunner."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("libsbml")
roadrunner = pytest.importorskip("roadrunner")

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
WEEK = 168.0  # [h]


@pytest.fixture(autouse=True)
def beside_the_benchmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests import the scripts, for one test at a time."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def case_of(name, folder):
    from problem_cases import full_case, network_case

    return full_case() if name == "library" else network_case(folder, 64, 1, days=3)


def magnitudes(case, time, states):
    """Size of each rate before anything cancels: what its states contribute by the Jacobian."""
    from kernels import bench

    from remit.program.graph import Array

    made = bench(case, case.engine)
    made.read[Array.TIME][:] = time
    made.read[Array.STATE][:, 0] = states
    entries = made.call("jacobian")[0][:, 0]
    sizes = np.zeros(states.size)
    for entry, (row, column) in zip(entries, case.engine.program.pattern, strict=True):
        sizes[row] += abs(entry * states[column])
    return sizes


@pytest.mark.parametrize("name", ["network", "library"])
def test_rates_of_the_exported_model_are_remits_to_the_twelfth_digit(name, tmp_path):
    import sbml
    from kernels import rates

    case = case_of(name, tmp_path)
    runner = roadrunner.RoadRunner(sbml.subject_as_sbml(case, doses=False))
    ids, _ = sbml.ids_of(case)
    place = list(runner.getRateRuleIds())
    order = [place.index(one) for one in ids]
    random = np.random.default_rng(0)
    for time in random.uniform(0.0, WEEK, 4):
        states = case.start[0] * np.exp(0.3 * random.standard_normal(case.start.shape[1]))
        runner.model.setTime(float(time))
        for one, value in zip(ids, states, strict=True):
            runner[one] = value
        found, wanted = np.array(runner.getRatesOfChange())[order], rates(case, float(time), states)
        size = np.maximum(np.abs(wanted), magnitudes(case, float(time), states))
        assert (np.abs(found - wanted) <= 1e-12 * size).all()


def test_doses_written_as_events_act_as_remits_do(tmp_path):
    import sbml
    from common import solve

    case = case_of("network", tmp_path)
    end = case.schedule.until
    times = np.array([25.0, 47.9, end])
    mine = solve(case, case.engine, 1e-9, times).states[0]
    runner = roadrunner.RoadRunner(sbml.subject_as_sbml(case))
    runner.timeCourseSelections = sbml.ids_of(case)[0]
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-9, 1e-11
    theirs = np.array(runner.simulate(times=[0.0, *times]))[1:]
    assert theirs == pytest.approx(mine, rel=1e-5, abs=1e-7)


def test_a_document_that_is_not_valid_is_refused(tmp_path):
    import libsbml
    import sbml

    document = libsbml.SBMLDocument(3, 2)
    rule = document.createModel().createRateRule()
    rule.setVariable("nobody")
    rule.setMath(libsbml.parseL3Formula("1"))
    with pytest.raises(ValueError, match="not valid SBML"):
        sbml.checked(document)
