"""`remit validate` and what the other commands say about observations, on a small shelf of their own."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest
import xarray as xr

from remit.cli.main import FINE, MISTAKEN, run
from remit.run import validate as running
from remit.run.scenario import Prepared

SHELF = Path(__file__).parent / "shelf"
UNSOUND = 1  # the exit code of a missed null or a failure
SCENARIO = """\
scenario:
  individual: person
  modules: [warmth]
  doses: [{drug: cooler, by: iv, amount: 35 mg, at: 24 h}]
  run: {until: 48 h, report_every: 1 h}
  arms:
    vehicle: {doses: []}
    drug: {}
"""
HEAD = """\
observation: NAME
about: A made-up study.
area: AREA
species: human
source: author2001
at: Table 2
seen: read
trust: B
status: found
use: check
kind: KIND
"""
STUDY = """\
readings:
  top: peak(cooler.concentration) in drug
  rest: mean_over(warmth.level, last 24 h) in vehicle
  cooled: mean_over(warmth.level, last 24 h) in drug
parts:
  - {name: peak, is: top, unit: ug/L, value: 3500, low: 3000, high: 4000}
  - {name: fall, is: 1 - cooled/rest, unit: percent, low: 90, says: almost all of it}
"""
NOTHING = """\
readings:
  rest: mean_over(warmth.level, last 24 h) in vehicle
parts: [{name: level without drug, is: rest, unit: nmol/L, low: LOW, high: 11}]
"""


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A library with two studies, one of which is a null."""
    shutil.copytree(SHELF, tmp_path / "mine")
    write(tmp_path / "mine", "cooling_study", "pk", "quantitative", STUDY)
    write(tmp_path / "mine", "still_study", "behaviour", '"null"', NOTHING.replace("LOW", "9"))
    return tmp_path / "mine"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Readings of one test are not those of another; compiled kernels are shared."""
    kept: dict[str, bytes] = {}
    stored, write_stored = running.cache.read, running.cache.write

    def read(kind: str, name: str) -> bytes | None:
        return kept.get(name) if kind == "observed" else stored(kind, name)

    def write_one(kind: str, name: str, body: bytes) -> None:
        if kind == "observed":
            kept[name] = body
        else:
            write_stored(kind, name, body)

    monkeypatch.setattr(running.cache, "read", read)
    monkeypatch.setattr(running.cache, "write", write_one)


def write(library: Path, name: str, area: str, kind: str, rest: str) -> Path:
    """One observation in its folder."""
    file = library / "observations" / area / f"{name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    head = HEAD.replace("NAME", name).replace("AREA", area).replace("KIND", kind)
    file.write_text(head + SCENARIO + rest, encoding="utf-8")
    return file


def spoil(file: Path, old: str, new: str) -> None:
    """Replace a text that must be there."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_parts_are_met_or_missed_by_their_band(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "cooling_study", "--library", str(mine), "--jobs", "1"]) == FINE
    out = capsys.readouterr().out
    lines = {line.split()[1]: line for line in out.splitlines() if line.startswith(" cooling_study")}
    assert "3500   3000 to 4000   ug/L" in lines["peak"]
    assert " met " in lines["peak"]
    assert "missed by" in lines["fall"]
    assert out.splitlines()[-1] == "remit is a research and teaching tool, never medical advice"


def test_two_processes_give_what_one_gives(mine: Path, tmp_path: Path) -> None:
    tables = []
    for jobs in ("1", "2"):
        table = tmp_path / f"{jobs}.csv"
        names = ["still_study", "cooling_study"]
        assert run(["validate", *names, "--library", str(mine), "--jobs", jobs, "--csv", str(table)]) == FINE
        tables.append(table.read_text(encoding="utf-8"))
    assert tables[0] == tables[1]
    rows = list(csv.DictReader(tables[0].splitlines()))
    assert [row["part"] for row in rows] == ["peak", "fall", "level without drug"]
    assert float(rows[0]["got"]) == pytest.approx(3500.0, rel=1e-9)
    assert float(rows[2]["got"]) == pytest.approx(10.0, rel=1e-6)


def test_a_missed_null_ends_with_one(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(mine / "observations/behaviour/still_study.yaml", "low: 9,", "low: 10.5,")
    assert run(["validate", "still_study", "--library", str(mine), "--jobs", "1"]) == UNSOUND
    assert "Null results: where nothing must happen" in capsys.readouterr().out


def test_an_observation_with_a_mistake_loses_no_other_and_is_told(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(mine / "observations/pk/cooling_study.yaml", "peak(cooler", "peek(cooler")
    names = ["cooling_study", "still_study"]
    assert run(["validate", *names, "--library", str(mine), "--jobs", "1"]) == UNSOUND
    said = capsys.readouterr()
    assert "cooling_study: observations/pk/cooling_study.yaml:21:8 readout 'peek(" in said.err
    assert "did you mean 'peak'?" in said.err
    (line,) = [line for line in said.out.splitlines() if line.startswith(" still_study")]
    assert " met " in line


def test_an_observation_that_cannot_be_read_is_told_too(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(mine / "observations/pk/cooling_study.yaml", "trust: B", "trust: D")
    assert run(["validate", "cooling_study", "--library", str(mine), "--jobs", "1"]) == UNSOUND
    said = capsys.readouterr()
    assert "cooling_study: observations/pk/cooling_study.yaml:8:8 'D' is none of A, B, C" in said.err


def test_equal_scenarios_run_once_and_a_second_time_not_at_all(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    really = running.simulate

    def counted(ready: Prepared) -> xr.Dataset:
        runs.append("run")
        return really(ready)

    monkeypatch.setattr(running, "simulate", counted)
    arguments = ["validate", "cooling_study", "still_study", "--library", str(mine), "--jobs", "1"]
    assert run(arguments) == FINE
    assert len(runs) == 1
    spoil(mine / "observations/pk/cooling_study.yaml", "about: A made-up study.", "about: A study.\n# more\n")
    assert run(arguments) == FINE
    assert len(runs) == 1
    spoil(mine / "modules/warmth.yaml", "value: 0.1 /h", "value: 0.2 /h")
    assert run(arguments) == FINE
    assert len(runs) == 2


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        (["--area", "pk,hpa"], {"cooling_study"}),
        (["--area", "behaviour"], {"still_study"}),
        (["--trust", "A,C"], set()),
        (["--species", "human", "--use", "check"], {"cooling_study", "still_study"}),
        (["--use", "fit"], set()),
    ],
)
def test_observations_can_be_chosen(mine: Path, tmp_path: Path, arguments: list[str], kept: set[str]) -> None:
    table = tmp_path / "table.csv"
    shared = ["--library", str(mine), "--jobs", "1", "--csv", str(table)]
    assert run(["validate", "cooling_study", "still_study", *arguments, *shared]) == FINE
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    assert {row["observation"] for row in rows} == kept


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["coolin_study"], "unknown observation 'coolin_study'; did you mean 'cooling_study'?"),
        (["--area", "pkk"], "--area: there is no 'pkk'; did you mean 'pk'?"),
        (["--trust", "D"], "--trust: there is no 'D'; it is one of A, B, C"),
    ],
)
def test_what_is_not_there_is_refused(
    mine: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], complaint: str
) -> None:
    assert run(["validate", *arguments, "--library", str(mine)]) == MISTAKEN
    assert complaint in capsys.readouterr().err


def test_the_page_says_what_is_compared_and_links_misses(mine: Path, tmp_path: Path) -> None:
    page = tmp_path / "pages" / "validation.md"
    names = ["cooling_study", "still_study"]
    assert run(["validate", *names, "--library", str(mine), "--jobs", "1", "--page", str(page)]) == FINE
    text = page.read_text(encoding="utf-8")
    assert "by remit 0." in text
    assert "### cooling_study\n\nA made-up study.\n(author2001, Table 2; human; quantitative; check)" in text
    assert "| peak | 3500 | 3500 | 3000 to 4000 | ug/L | met | B |" in text
    (missed,) = [line for line in text.splitlines() if line.startswith("| fall (almost all of it) |")]
    assert "](../understand/limits.md) | B |" in missed


def test_check_knows_observations_and_finds_the_library_around_them(
    mine: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = mine / "observations/pk/cooling_study.yaml"
    assert run(["check", str(file)]) == FINE
    assert "no mistakes found" in capsys.readouterr().out
    spoil(file, "unit: ug/L", "unit: h")
    assert run(["check", str(file)]) == MISTAKEN
    assert "cooling_study.yaml:25:18 'top' and the part's unit measure different" in capsys.readouterr().err


def test_list_show_and_explain_know_observations(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = ["--library", str(mine)]
    assert run(["list", "observations", *library]) == FINE
    assert re.search(r"observation +cooling_study +A made-up study\.", capsys.readouterr().out)
    assert run(["show", "observation", "cooling_study", *library]) == FINE
    shown = capsys.readouterr().out
    assert shown.startswith(
        "# cooling_study: A made-up study.\n# pk, human, quantitative; author2001 Table 2"
    )
    assert "# top = peak(cooler.concentration) in drug\n" in shown
    assert "# fall: 1 - cooled/rest at least 90 percent\n" in shown
    assert "d warmth.level/dt = " in shown
    assert run(["explain", "observation", "cooling_study", *library]) == FINE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(
        "cooling_study, peak from 3000 to 4000 ug/L | published 3500 ug/L | human author2001"
    )
    assert "cooler.clearance 3 L/h | published 50 mL/min | assumed human: a test" in lines


@pytest.mark.parametrize("command", ["show", "explain"])
def test_show_and_explain_refuse_other_words(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "study", "cooling_study"]) == MISTAKEN
    assert "write one file, or 'observation NAME'" in capsys.readouterr().err
