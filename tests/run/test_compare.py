"""Models by treatments, on made-up physiology whose answer is known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from remit.compare.response import cells_of
from remit.present.comparison import responses, summary, what_carries
from remit.present.heatmap import heatmaps
from remit.quantity.mistakes import ReadingError
from remit.reading.shelf import Shelf
from remit.run.compare import compare, controls_of, table_of

MODULES = {
    "mood": """
module: mood
about: A level that follows what pushes it.
ports: {push: {unit: "1", combine: product, empty: 1, about: what multiplies it}}
inputs: {stress: {unit: "1", rest: 1, about: lowers it}}
states: {level: {unit: "1", start: 1, about: the level}}
parameters:
  k: {value: 1 /h, species: any, kind: defined, about: how fast}
  base: {value: 10, species: any, kind: defined, about: ordinary level}
equations: |
  dlevel/dt = k*(base*push/stress - level)
""",
    "road": """
module: road
about: How a pill acts.
ports: {given: {unit: "1", combine: sum, empty: 0, about: pills}}
contributes: {mood.push: 1 + given}
""",
}
DRUG = """
drug: pill
about: Stays for ever.
doses_into: {oral: {into: body}}
states: {body: {unit: mg, start: 0 mg, scale: 1 mg, about: in the body}}
parameters:
  loss: {value: 0 /h, species: any, kind: defined, about: never leaves}
  one: {value: 1 mg, species: any, kind: defined, about: of full effect}
equations: |
  flow body -> nothing = loss*body
contributes: {road.given: body/one}
"""
PERSON = "individual: {0}\nspecies: {0}\nparameters: {{weight: {{value: 1 kg, kind: assumed, note: a}}}}\n"
COMPARISON = """
comparison: two
about: A comparison of two bodies.
modules: [mood, road]
models:
  calm_rat: {individual: rat}
  stressed_rat: {individual: rat, against: calm_rat, set: {mood.base: {to: 5, because: worn}}}
  calm_man: {individual: human}
  stressed_man:
    individual: human
    against: calm_man
    exposures: {mood.stress: {level: 4, kind: assumed, note: a}}
treatments:
  vehicle: {}
  pill:
    rat: [{drug: pill, by: oral, amount: 1 mg}]
    human: [{drug: pill, by: oral, amount: 0.5 mg}]
readouts:
  level: {readout: "value_at(mood.level, 30 h)", better: higher, about: how well it is}
  push: value_at(mood.push, 30 h)
lesions: {no_road: road -> mood.push}
lesioned: [stressed_rat]
run: {until: 30 h, report_every: 10 h, rtol: 1e-9}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compare")
    for kind, docs in (("modules", MODULES), ("drugs", {"pill": DRUG})):
        (folder / kind).mkdir()
        for name, text in docs.items():
            (folder / kind / f"{name}.yaml").write_text(text)
    (folder / "individuals").mkdir()
    for species in ("rat", "human"):
        (folder / "individuals" / f"{species}.yaml").write_text(PERSON.format(species))
    return folder


def compared(folder: Path, text: str = COMPARISON) -> xr.Dataset:
    path = folder / "two.yaml"
    path.write_text(text)
    shelf = Shelf().beside(path)
    return compare(shelf.read_comparison(path), shelf=shelf)


@pytest.fixture(scope="module")
def found(folder: Path) -> xr.Dataset:
    return compared(folder)


def test_every_model_meets_every_treatment_with_the_doses_of_its_species(found: xr.Dataset) -> None:
    level = found["level"].sel(lesion="none").isel(subject=0)
    expected = [[10.0, 20.0], [5.0, 10.0], [10.0, 15.0], [2.5, 3.75]]
    np.testing.assert_allclose(level.values, expected, rtol=1e-6)


def test_lesions_are_tried_only_where_they_are_asked_for(found: xr.Dataset) -> None:
    cut = found["level"].sel(lesion="no_road").isel(subject=0)
    np.testing.assert_allclose(cut.sel(model="stressed_rat").values, [5.0, 5.0], rtol=1e-6)
    assert np.isnan(cut.sel(model="calm_rat").values).all()


def test_a_model_responds_when_half_of_its_deficit_is_made_good(found: xr.Dataset) -> None:
    table = table_of(found, "level")
    assert table.deficits["stressed_rat"] == pytest.approx(0.5, rel=1e-6)
    assert table.responders("stressed_rat") == ["pill"]
    assert table.responders("stressed_man") == []
    said = responses(table, "level", controls_of(found))
    assert said[0] == "- **stressed_rat**: level 50 % worse than calm_rat. Responds to pill (100 %)."
    assert said[1].endswith("Responds to nothing given; not to pill (17 %).")


def test_the_lesion_that_abolishes_an_effect_is_named(found: xr.Dataset) -> None:
    assert what_carries(found, "level") == ["- **pill** in stressed_rat: abolished without no_road (100 %)."]


def test_the_same_comparison_has_the_same_hash_and_another_dose_another(
    folder: Path, found: xr.Dataset
) -> None:
    assert compared(folder).attrs["hash"] == found.attrs["hash"]
    other = compared(folder, COMPARISON.replace("0.5 mg", "0.6 mg"))
    assert other.attrs["hash"] != found.attrs["hash"]


def test_the_page_holds_every_readout_and_says_what_remit_is(found: xr.Dataset) -> None:
    page = "\n".join(summary(found, lambda name: table_of(found, name), controls_of(found)))
    assert "### level: how well it is [1]" in page
    assert "| stressed_man | 2.5 (-75 %) | 3.75 (-62 %) |" in page
    assert "never medical advice" in page


def test_heat_maps_have_a_panel_per_readout_and_a_number_per_cell(found: xr.Dataset) -> None:
    tables = {name: table_of(found, name) for name in ("level", "push")}
    figure = heatmaps(tables, {"level": "1", "push": "1"}, "title")
    panels = [axes for axes in figure.axes if axes.get_title()]
    assert [axes.get_title() for axes in panels] == ["level [1]", "push [1]"]
    assert [text.get_text() for text in panels[0].texts] == [
        "0",
        "+100",
        "-50",
        "0",
        "0",
        "+50",
        "-75",
        "-62",
    ]


def test_without_a_better_way_any_change_is_a_deficit_and_a_small_one_is_none() -> None:
    values = np.array([[1.0], [1.3], [0.97]])
    controls = {"a": "a", "b": "a", "c": "a"}
    table = cells_of(["a", "b", "c"], ["vehicle"], values, controls, "")
    assert table.deficits == pytest.approx({"a": 0.0, "b": 0.3, "c": 0.0})
    assert cells_of(["a", "b", "c"], ["vehicle"], values, controls, "higher").deficits["b"] == 0.0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("against: calm_man", "against: calm_mann", "there is no model 'calm_mann'; did you mean 'calm_man'"),
        ("against: calm_man", "against: calm_rat", "its control calm_rat a rat"),
        ("against: calm_man", "against: stressed_rat", "stressed_rat is compared with calm_rat itself"),
        ("lesioned: [stressed_rat]", "lesioned: [stressed]", "there is no model 'stressed'"),
        ("no_road: road -> mood.push", "no_road: road -> mood.pus", "takes nothing away"),
        ("value_at(mood.push, 30 h)", "value_at(mood.pusch, 30 h)", "mood.pusch"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_words(folder: Path, old: str, new: str, said: str) -> None:
    assert COMPARISON.count(old) == 1
    with pytest.raises(ReadingError, match=said.replace("?", ".")):
        compared(folder, COMPARISON.replace(old, new))


def test_a_comparison_is_recalled_whole_and_only_when_nothing_that_decides_it_has_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = compared(folder)

    def refuse(*_: object) -> None:
        raise AssertionError("simulated again")

    monkeypatch.setattr("remit.run.compare.measured", refuse)
    again = compared(folder, "# a comment\n" + COMPARISON)
    xr.testing.assert_identical(first, again)
    with pytest.raises(AssertionError, match="simulated again"):
        compared(folder, COMPARISON.replace("until: 30 h", "until: 31 h"))


def test_where_the_control_is_next_to_nothing_there_is_a_difference_and_no_relative_change() -> None:
    table = cells_of(["a", "b"], ["none"], np.array([[1e-4], [0.8]]), {"a": "a", "b": "a"}, "lower")
    assert np.isnan(table.cells[1][0].change)
    assert table.cells[1][0].difference == pytest.approx(0.7999)
    assert table.deficits["b"] == 0.0
