"""Small whole documents, and a shelf made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

MODULE = """\
module: axis
about: Drive and hormone.
uses: {cytokine: immune.tnf}
inputs:
  stress: {unit: "1", rest: 1, about: an ordinary day}
ports:
  drive: {unit: "1", combine: product, empty: 1, about: whatever else}
states:
  acth: {unit: ng/L, start: 12 ng/L, scale: 1 ng/L, about: in plasma}
  cortisol: {unit: nmol/L, start: 2*rest, about: in plasma}
  mood: {unit: "1", start: -1, signed: true}
parameters:
  loss: {value: 0.035 /min, unit: 1/h, species: human, kind: measured, source: author2010, at: T1, seen: read}
  rest: {value: 300 nmol/L, species: human, kind: assumed, note: the argument, spread: {cv: 30 percent}}
  feedback:
    - {value: 1.0, species: human, kind: assumed, note: the argument}
    - {value: 1.4, species: rat, kind: assumed, note: another}
tables:
  light: {x: [0, 6 h, 1 d], y: [0, 100 lux, 50 lux], kind: assumed, note: a lamp}
numbers:
  fast: {loss: {value: 9 /h, species: human, kind: defined}}
equations: |
  restraint = (rest/cortisol)**feedback*interpolate(light, time)/cytokine : 1  # author2010 eq. 2
  flow nothing -> acth = loss*acth*stress
    *drive*restraint     # matter moves
  flow acth -> nothing = loss*acth
  dcortisol/dt = loss*(rest - cortisol)
contributes:
  plasticity.drive: 1 - feedback*(cortisol/rest - 1)  # author2010
outputs: {cortisol: what people measure}
"""

DRUG = """\
drug: pill
uses: {weight: individual.weight}
states: {gut: {unit: mg, start: 0}, plasma: {unit: mg, start: 0 mg}}
parameters:
  fraction: {value: 80 percent, unit: 1, species: human, kind: assumed, note: n}
  k: {value: 1 /h, species: human, kind: in_vitro, source: author2010, seen: recalled}
doses_into:
  oral: {into: gut, bioavailability: fraction/2, lag: 0}
  iv: plasma
in_vitro_used: {k: an argument}
equations: |
  flow gut -> plasma = k*gut
"""

ASSAY = """\
assay: swim
uses: {outside: axis.cortisol}
parameters: {slope: {value: 2, species: any, kind: defined}}
equations: |
  immobility = slope*outside : nmol/L
outputs: {immobility: "seconds, so to speak"}
"""

PHENOTYPE = """\
phenotype: stressed
species: any
modules: [axis]
exposures:
  axis.stress: {level: 2, from: 0 d, until: 2 h, every: 24 h, times: 28, kind: assumed, note: a}
changes:
  axis.feedback: {times: 70 percent, kind: assumed, note: a}
  axis.rest: {plus: 20 nmol/L, kind: derived, source: author2010, seen: read, note: a}
"""

INDIVIDUAL = """\
individual: adult
species: human
sex: female
parameters:
  weight: {value: 70 kg, kind: assumed, note: a}
  age: {value: 40 year, kind: assumed, note: a}
  axis.feedback: {value: 3, kind: assumed, note: a}
"""

CALIBRATION = """\
calibration: first_fit
species: human
date: 2026-01-31
script: fit.py
scenario: first_run
observations: [study]
values: {axis.feedback: {to: 0.8, kind: calibrated, source: author2010, seen: read}}
"""

OBSERVATION = """\
observation: study
source: author2010
area: hpa
species: human
seen: recalled
trust: A
status: memory
use: fit
kind: quantitative
scenario: {individual: adult, modules: [axis], run: {until: 1 d}}
readings:
  top: peak(axis.cortisol) in all
  bottom: {readout: trough(axis.cortisol), over: percentile 90}
parts:
  - {name: peak, is: top, unit: nmol/L, value: 3, low: 1, high: 4, trust: B}
  - {name: trough, is: bottom/top, value: 0.5}
note: a
"""

COMPARISON = """\
comparison: rows_and_columns
about: Two models under two treatments.
modules: [axis, {module: tissue, as: liver}]
drugs: [pill]
assays: [swim]
calibrations: [fit]
models:
  calm: {individual: adult, about: at rest}
  worn:
    individual: adult
    against: calm
    phenotypes: [stressed]
    genes: {NR3C1: 0.5}
    set: {axis.rest: {times: 2, because: a}}
treatments:
  vehicle: {}
  pills:
    about: daily
    human: [{drug: pill, by: oral, amount: 1 mg}]
    rat: [{drug: pill, by: ip, amount: 1 mg/kg}]
  push:
    doses: [{drug: pill, by: iv, amount: 1 mg}]
    exposures: {axis.stress: {level: 2, kind: assumed, note: a}}
readouts:
  swum: {readout: "value_at(swim.immobility, 2 d)", better: lower, about: seconds}
  cortisol: mean_over(axis.cortisol)
lesions: {no_drive: axis.restraint -> plasticity.drive, neither: [axis, liver.inflow]}
lesioned: [worn]
without: [axis -> immune.drive]
run: {until: 2 d, report_every: 1 h}
population: {subjects: 3, seed: 2}
"""

FIT = """\
fit: two_numbers
about: Two numbers of the axis.
species: human
observations: [study, other]
parameters:
  axis.rest: {low: 10 nmol/L, high: 1 umol/L, start: 200 nmol/L}
  axis.feedback: {low: 0.1, high: 3}
most_rounds: 12
"""

SCENARIO = """\
scenario: first_run
individual: adult
modules: [axis, {module: tissue, as: liver, numbers: fast, uses: {blood: heart.blood}}]
drugs: [pill]
phenotypes: [stressed]
assays: [swim]
doses:
  - {drug: pill, by: oral, amount: 10 mg, first: 14 d, every: 24 h, until: 28 d, loading: 20 mg}
  - {drug: other, by: iv, amount: 0.5 mg/kg, at: [1 d, 2 d], over: 40 min}
  - {into: axis.acth, amount: 3 nmol, at: 1 d, rate: 2 nmol/h, reset: all}
  - {drug: pill, by: iv, amount: 5 mg, every: 12 h, times: 3, steady_state: replace, over: model}
  - {reset: [axis.acth, axis.cortisol], at: 3 d}
exposures: {axis.stress: [{level: 2, from: 0, until: 28 d}, {level: 3, kind: assumed, note: a}]}
set: {axis.feedback: {to: 0.9, because: to see}}
borrow: {pill.k: {from: rat, because: nothing better}}
without: [axis.restraint -> plasticity.drive, axis -> immune.drive]
run: {until: 28 d, report_every: 1 h, report_at: [0 h, 3.5 d], begin: as_written, rtol: 1e-8}
population: {subjects: 1000, seed: 3}
arms:
  vehicle: {doses: []}
  more: {doses: [{drug: third, by: oral, amount: 1 mg}], set: {axis.rest: {times: 2, because: why not}}}
readouts: ["mean_over(axis.cortisol, last 24 h)"]
figure: [axis.cortisol]
"""

DOCUMENTS = {
    "module": MODULE,
    "drug": DRUG,
    "assay": ASSAY,
    "phenotype": PHENOTYPE,
    "individual": INDIVIDUAL,
    "calibration": CALIBRATION,
    "observation": OBSERVATION,
    "scenario": SCENARIO,
    "comparison": COMPARISON,
    "fit": FIT,
}
REFERENCES = "@article{author2010, title={On examples}, author={Author, A.}, year={2010}}\n"


@pytest.fixture(scope="session")
def documents() -> dict[str, str]:
    """One whole document of each kind."""
    return DOCUMENTS


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder laid out like the library, with all documents but the scenario, which stands beside it."""
    folders = {
        "module": "modules/deep/axis.yaml",
        "drug": "drugs/pill.yaml",
        "assay": "assays/swim.yaml",
        "phenotype": "phenotypes/stressed.yaml",
        "individual": "individuals/adult.yaml",
        "calibration": "calibrations/first_fit.yaml",
        "observation": "observations/study.yaml",
    }
    root = tmp_path / "library"
    for kind, place in folders.items():
        file = root / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(DOCUMENTS[kind], encoding="utf-8")
    (root / "references.bib").write_text(REFERENCES, encoding="utf-8")
    (tmp_path / "first_run.yaml").write_text(SCENARIO, encoding="utf-8")
    return root
