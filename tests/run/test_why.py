"""Attribution of an effect to the influences that carry it, on a model whose answer is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.compare.attribution import Attribution
from remit.quantity.mistakes import ReadingError
from remit.reading.shelf import Shelf
from remit.run.why import why

LEVEL = """
module: {name}
about: A level that follows its drive.
ports: {{drive: {{unit: "1", combine: sum, empty: 0, about: drive}}}}
states: {{x: {{unit: "1", start: 0, scale: 1, signed: true, about: a level}}}}
parameters: {{k: {{value: 1 /h, species: any, kind: defined, about: how fast}}}}
equations: |
  dx/dt = k*(drive - x)
"""
EDGE = """
module: {source}_to_{target}
about: An influence.
uses: {{x: {source}.x}}
parameters: {{weight: {{value: {weight}, species: any, kind: defined, about: how strong}}}}
contributes: {{{target}.drive: weight*x}}
"""
PUSH = """
module: push
about: What the experiment does.
inputs: {level: {unit: "1", rest: 0, about: how much}}
contributes: {a.drive: level}
"""
# a drives b and c; b drives d with 3, c drives d with 2; e is a brake on d driven by a
EDGES = {("a", "b"): 1, ("a", "c"): 1, ("b", "d"): 3, ("c", "d"): 2, ("a", "e"): 1, ("e", "d"): -1}
SCENARIO = """
scenario: s
individual: human_adult
modules: [a, b, c, d, e, push, a_to_b, a_to_c, b_to_d, c_to_d, a_to_e, e_to_d]
run: {until: 100 h, report_every: 10 h, rtol: 1e-10, atol: 1e-12}
arms:
  rest: {}
  pushed: {exposures: {push.level: {level: 1, kind: defined, note: a test}}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("why")
    (folder / "modules").mkdir()
    docs = {name: LEVEL.format(name=name) for name in "abcde"} | {"push": PUSH}
    docs |= {
        f"{source}_to_{target}": EDGE.format(source=source, target=target, weight=weight)
        for (source, target), weight in EDGES.items()
    }
    for name, text in docs.items():
        (folder / "modules" / f"{name}.yaml").write_text(text)
    return folder


def explained(folder: Path, readout: str, text: str = SCENARIO, **named: str) -> Attribution:
    path = folder / "s.yaml"
    path.write_text(text)
    shelf = Shelf().beside(path)
    return why(shelf.read_scenario(path), readout, shelf=shelf, **named)


def test_shares_are_those_of_the_known_answer(folder: Path) -> None:
    found = explained(folder, "value_at(d.x, 100 h)")
    assert found.effect == pytest.approx(4.0, rel=1e-8)
    shares = {one.name: one.share for one in found.carriers}
    expected = {
        "push -> a.drive": 1.0,
        "a_to_b -> b.drive": 0.75,
        "b_to_d -> d.drive": 0.75,
        "a_to_c -> c.drive": 0.5,
        "c_to_d -> d.drive": 0.5,
        "a_to_e -> e.drive": -0.25,
        "e_to_d -> d.drive": -0.25,
    }
    assert shares == pytest.approx(expected, abs=1e-8)
    assert [one.share for one in found.carriers] == sorted(shares.values(), reverse=True)
    words = {one.name: one.verdict for one in found.carriers}
    assert words["b_to_d -> d.drive"] == "abolishes"
    assert words["c_to_d -> d.drive"] == "carries"
    assert words["e_to_d -> d.drive"] == "restrains"


def test_links_of_one_chain_are_told_from_roads_side_by_side(folder: Path) -> None:
    found = explained(folder, "value_at(d.x, 100 h)")
    surplus = {frozenset((one.first, one.second)): one.surplus for one in found.interactions}
    assert surplus[frozenset(("a_to_b -> b.drive", "b_to_d -> d.drive"))] == pytest.approx(-0.75, abs=1e-8)
    assert surplus[frozenset(("a_to_b -> b.drive", "c_to_d -> d.drive"))] == pytest.approx(0.0, abs=1e-8)


def test_what_leads_nowhere_near_the_readout_carries_exactly_nothing(folder: Path) -> None:
    (folder / "modules" / "f.yaml").write_text(LEVEL.format(name="f"))
    (folder / "modules" / "d_to_f.yaml").write_text(EDGE.format(source="d", target="f", weight=1))
    text = SCENARIO.replace("push,", "push, f, d_to_f,")
    shares = {one.name: one.share for one in explained(folder, "value_at(d.x, 100 h)", text).carriers}
    assert shares["d_to_f -> f.drive"] == 0.0
    assert shares["b_to_d -> d.drive"] == pytest.approx(0.75, abs=1e-8)
    shares = {one.name: one.share for one in explained(folder, "value_at(f.x, 100 h)", text).carriers}
    assert shares["d_to_f -> f.drive"] == pytest.approx(1.0, abs=1e-8)


SWITCH = """
module: d
about: A switch that stays on.
ports: {drive: {unit: "1", combine: sum, empty: 0, about: drive}}
inputs: {level: {unit: "1", rest: 0.2, about: how much there is of everything else}}
states: {x: {unit: "1", start: 0, scale: 1, about: how far it is on}}
parameters: {k: {value: 1 /h, species: any, kind: defined, about: how fast}}
equations: |
  dx/dt = k*(drive + level + 4*hill(x, 1, 4) - x)
"""


def test_a_lesioned_arm_settles_from_where_it_rests_unlesioned(tmp_path: Path) -> None:
    """The push switches it on, and on it stays; from where it is written to start it would be off."""
    (tmp_path / "modules").mkdir()
    for name, text in {"push": PUSH.replace("rest: 0,", "rest: 2,"), "d": SWITCH}.items():
        (tmp_path / "modules" / f"{name}.yaml").write_text(text.replace("a.drive", "d.drive"))
    head, arms = SCENARIO.split("modules: [")[0], SCENARIO.split("e_to_d]")[1]
    text = f"{head}modules: [d, push]{arms.replace('push.level: {level: 1,', 'd.level: {level: 0.5,')}"
    (only,) = explained(tmp_path, "value_at(d.x, 100 h)", text).carriers
    assert only.share == pytest.approx(0.0, abs=0.1)


def test_an_effect_that_is_not_there_is_not_explained(folder: Path) -> None:
    with pytest.raises(ReadingError, match="there is no effect to explain"):
        explained(folder, "value_at(d.x, 100 h)", SCENARIO.replace("level: 1,", "level: 0,"))


def test_arms_are_named_or_refused(folder: Path) -> None:
    turned = explained(folder, "value_at(d.x, 100 h)", arm="rest", against="pushed")
    assert turned.effect == pytest.approx(-4.0, rel=1e-8)
    with pytest.raises(ReadingError, match="there is no arm 'pushd'; did you mean 'pushed'"):
        explained(folder, "value_at(d.x, 100 h)", arm="pushd")
    with pytest.raises(ReadingError, match="cannot be compared with itself"):
        explained(folder, "value_at(d.x, 100 h)", arm="rest")
