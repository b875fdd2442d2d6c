"""Drugs that meet at an enzyme, on made-up drugs whose ratios are known, and the page of the library's."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from remit.cli.main import commands
from remit.compare.meeting import Meeting
from remit.present.interactions import as_page
from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.reading.pieces import RatioDoc
from remit.reading.shelf import Shelf
from remit.run.interactions import by_genotype, meetings, pairs_of

SHARE = 0.8  # of the enzyme in the victim's clearance
OVER = 9.0  # unbound inhibitor over its constant
TURNOVER = 0.05  # 1/h
INACTIVATION = 0.2  # 1/h
INDUCTION = 3.0  # synthesis over rest
DOCUMENTS = {
    "individuals/someone": "individual: someone\nspecies: human\n"
    "parameters: {weight: {value: 70 kg, kind: assumed, note: a test}}\n",
    "modules/cyp2d6": f"""
module: cyp2d6
about: An enzyme.
ports:
  competing: {{unit: "1", combine: sum, empty: 0, about: competitors}}
  inactivating: {{unit: 1/h, combine: sum, empty: 0 /h, about: destroyers}}
  expression: {{unit: "1", combine: product, empty: 1, about: inducers}}
states: {{enzyme: {{unit: "1", start: 1, scale: 1, about: amount}}}}
parameters:
  turnover: {{value: {TURNOVER} /h, species: any, kind: defined, about: turnover}}
  activity_score: {{value: 2, species: any, kind: defined, about: alleles}}
equations: |
  denzyme/dt = turnover*(expression - enzyme) - inactivating*enzyme
  activity = activity_score/2*enzyme/(1 + competing) : 1
""",
    "drugs/victim": f"""
drug: victim
about: Cleared by the enzyme for the most part.
modules: [cyp2d6]
uses: {{d6: cyp2d6.activity}}
doses_into: {{oral: body}}
usual: {{by: oral, amount: 10 mg, every: 24 h}}
states: {{body: {{unit: mg, start: 0, scale: 1 mg, about: in the body}}}}
parameters:
  volume: {{value: 100 L, species: human, kind: defined, about: volume}}
  clearance: {{value: 50 L/h, species: human, kind: defined, about: clearance}}
  share: {{value: {SHARE}, species: human, kind: defined, about: share of the enzyme}}
equations: |
  concentration = body/volume : mg/L
  flow body -> nothing = clearance*(share*d6 + 1 - share)*concentration
""",
}
PERPETRATOR = """
drug: {name}
about: Never leaves.
modules: [cyp2d6]
doses_into: {{oral: body}}
usual: {{by: oral, amount: 10 mg, every: 1000 h}}
{raises}
states: {{body: {{unit: mg, start: 0, scale: 1 mg, about: in the body}}}}
parameters:
  one: {{value: 10 mg, species: human, kind: defined, about: a dose}}
  loss: {{value: 0 /h, species: human, kind: defined, about: none}}
  strength: {{value: {strength}, species: human, kind: defined, about: strength}}
equations: |
  there = body/one : 1
  concentration = body/one : 1
  flow body -> nothing = loss*body
contributes: {{cyp2d6.{act}}}
"""
KNOWN = (
    "raises: {victim: {ratio: 4, low: 3, high: 5, kind: measured, source: author2001, at: Table 1, "
    "seen: recalled}}"
)
ACTS = {
    "holder": ("competing: strength*there", f"{OVER}", KNOWN),
    "destroyer": ("inactivating: strength*there", f"{INACTIVATION} /h", ""),
    "inducer": ("expression: 1 + (strength - 1)*there", f"{INDUCTION}", ""),
}


def ratio_at(activity: float) -> float:
    """Area under the curve with that activity over that with all of it."""
    return 1 / (SHARE * activity + 1 - SHARE)


EXPECTED = {
    "holder": ratio_at(1 / (1 + OVER)),
    "destroyer": ratio_at(TURNOVER / (TURNOVER + INACTIVATION)),
    "inducer": ratio_at(INDUCTION),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made_up")
    documents = dict(DOCUMENTS)
    for name, (act, strength, raises) in ACTS.items():
        documents[f"drugs/{name}"] = PERPETRATOR.format(name=name, act=act, strength=strength, raises=raises)
    for name, text in documents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    (folder / "references.bib").write_text(
        "@article{author2001, title={A}, author={Author, A.}, year={2001}, journal={J}}\n", encoding="utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def found(folder: Path) -> dict[str, Meeting]:
    shelf = Shelf(built_in=folder, has_plug_ins=False)
    every = meetings(shelf, "someone")
    assert {one.victim for one in every} == {"victim"}
    return {one.perpetrator: one for one in every}


def test_only_drugs_that_meet_are_paired(folder: Path, found: dict[str, Meeting]) -> None:
    assert set(found) == set(ACTS)
    assert all(one.enzymes == ("cyp2d6",) for one in found.values())
    shelf = Shelf(built_in=folder, has_plug_ins=False)
    assert [(a.name, b.name) for a, b, _ in pairs_of(shelf, "inducer")] == [("victim", "inducer")]


@pytest.mark.parametrize("perpetrator", EXPECTED)
def test_ratios_are_those_of_the_closed_form(found: dict[str, Meeting], perpetrator: str) -> None:
    assert found[perpetrator].trouble == ""
    assert found[perpetrator].ratio == pytest.approx(EXPECTED[perpetrator], rel=1e-3)


def test_alleles_give_the_ratios_of_the_closed_form(folder: Path) -> None:
    (one,) = by_genotype(Shelf(built_in=folder, has_plug_ins=False), "someone")
    assert one.victim == "victim"
    assert dict(zip(one.scores, one.ratios, strict=True)) == pytest.approx(
        {0.0: ratio_at(0), 2.0: 1.0, 3.0: ratio_at(1.5)}, rel=1e-3
    )


def test_a_drug_that_is_not_there_or_has_no_usual_dose_is_refused(folder: Path, tmp_path: Path) -> None:
    shelf = Shelf(built_in=folder, has_plug_ins=False)
    with pytest.raises(ReadingError, match="holdr"):
        meetings(shelf, "someone", drug="holdr")
    (tmp_path / "drugs").mkdir()
    text = re.sub(
        r"^usual: .*\n", "", DOCUMENTS["drugs/victim"].replace("victim", "rare"), flags=re.MULTILINE
    )
    (tmp_path / "drugs" / "rare.yaml").write_text(text, encoding="utf-8")
    beside = Shelf([tmp_path], built_in=folder, has_plug_ins=False)
    with pytest.raises(ReadingError, match="rare has no 'usual' regimen"):
        meetings(beside, "someone", drug="rare")


def test_a_pair_that_cannot_be_run_is_named_and_the_others_are_not_lost(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "drugs").mkdir()
    text = PERPETRATOR.format(name="foreign", act=ACTS["holder"][0], strength="1", raises="")
    text = text.replace("species: human", "species: rat")
    (tmp_path / "drugs" / "foreign.yaml").write_text(text, encoding="utf-8")
    every = meetings(Shelf([tmp_path], built_in=folder, has_plug_ins=False), "someone")
    by_name = {one.perpetrator: one for one in every}
    assert math.isnan(by_name["foreign"].ratio)
    assert "foreign" in by_name["foreign"].trouble
    assert by_name["holder"].ratio == pytest.approx(EXPECTED["holder"], rel=1e-3)
    page = as_page(every, "someone", "1.0")
    assert "| **victim** | 2.8 | not run | 3.6 | 0.38 |" in page  # columns are sorted by name
    assert "- foreign on victim: " in page.split("## Not run")[1]


@pytest.mark.parametrize(
    ("ratio", "low", "high", "verdict"),
    [
        (3.0, 3.0, 5.0, "met"),
        (2.9, 3.0, 5.0, "missed"),
        (5.1, 3.0, 5.0, "missed"),
        (9.0, 3.0, None, "met"),
        (9.0, None, None, ""),
        (math.nan, 3.0, 5.0, ""),
    ],
)
def test_verdicts_follow_the_band(ratio: float, low: float | None, high: float | None, verdict: str) -> None:
    known = RatioDoc(4.0, low, high, "author2001", "", "read", "", Address("a.yaml"))
    assert Meeting("victim", "holder", ("cyp2d6",), ratio, known).verdict == verdict


def test_the_page_has_the_matrix_the_published_ratios_and_the_alleles(
    folder: Path, found: dict[str, Meeting]
) -> None:
    genotypes = by_genotype(Shelf(built_in=folder, has_plug_ins=False), "someone")
    page = as_page(tuple(found.values()), "someone", "1.0", genotypes)
    assert "| | destroyer | holder | inducer |" in page
    assert "| **victim** | 2.8 | 3.6 | 0.38 |" in page
    assert "| victim | holder | cyp2d6 | 3.6 | 4 (3 to 5) | author2001 (recalled) | met |" in page
    assert "| **victim** | 5 | 1 | 0.71 |" in page
    assert "never medical advice" in page
    assert "## Not run" not in page


def test_the_command_prints_one_drug_with_all_it_meets(folder: Path, tmp_path: Path) -> None:
    arguments = ["interactions", "--drug", "metoprolol", "--library", str(tmp_path)]
    drugs = tmp_path / "drugs"
    drugs.mkdir()
    text = DOCUMENTS["drugs/victim"].replace("victim", "metoprolol")
    (drugs / "metoprolol.yaml").write_text(text, encoding="utf-8")
    answer = CliRunner().invoke(commands, arguments)
    assert answer.exit_code == 0, answer.output
    lines = [line.split() for line in answer.output.splitlines() if " cyp2d6 " in line]
    expected = {(a.name, b.name) for a, b, _ in pairs_of(Shelf([tmp_path]), "metoprolol")}
    assert {(line[0], line[1]) for line in lines} == expected
    assert ("metoprolol", "quinidine") in expected
