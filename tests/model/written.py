"""Tiny documents in their own YAML, and a shelf that holds them in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from remit.language.write import to_text
from remit.model.assemble import assemble
from remit.model.model import Model
from remit.quantity.mistakes import Mistake, ReadingError
from remit.quantity.parameter import Address, Parameter
from remit.reading.documents import ScenarioDoc
from remit.reading.read import kind_of, read_document
from remit.reading.yaml_lines import read_yaml

PERSON = """
individual: adult
species: human
parameters:
  weight: {value: 70 kg, kind: assumed, note: an example}
  height: {value: 170 cm, kind: assumed, note: an example}
  age: {value: 30 year, kind: assumed, note: an example}
"""
RUN = "run: {until: 28 d, report_every: 1 h}"
HPA = """
module: hpa
inputs: {stress: {unit: "1", rest: 1}}
ports: {drive: {unit: "1", combine: product, empty: 1}}
states:
  acth: {unit: ng/L, start: 12 ng/L}
  cortisol: {unit: nmol/L, start: rest}
parameters:
  loss: {value: 0.035 /min, unit: 1/h, kind: assumed, species: any, note: an example}
  rest: {value: 0.3 umol/L, unit: nmol/L, kind: assumed, species: any, note: an example}
  acth_rest: {value: 12 ng/L, kind: assumed, species: any, note: an example}
equations: |
  restraint = rest/cortisol : 1   # example
  flow nothing -> acth = loss*acth_rest*stress*drive*restraint   # made
  flow acth -> nothing = loss*acth   # lost
  dcortisol/dt = loss*(rest*acth/acth_rest - cortisol)
outputs: {cortisol: what people measure}
"""
MOOD = """
module: mood
uses: {cortisol: hpa.cortisol}
states: {level: {unit: "1", start: 1}}
parameters:
  rest: {value: 300 nmol/L, kind: assumed, species: any, note: an example}
  pace: {value: 1 /d, unit: 1/h, kind: assumed, species: any, note: an example}
equations: |
  dlevel/dt = pace*(1 - level*cortisol/rest)
contributes:
  hpa.drive: 2 - level   # low mood drives
"""
DRUG = """
drug: inhibitor
doses_into: {oral: {into: gut, bioavailability: fraction, lag: delay}, iv: plasma}
states:
  gut: {unit: mg, start: 0}
  plasma: {unit: mg, start: 0 mg}
parameters:
  fraction: {value: 80 percent, unit: "1", kind: assumed, species: any, note: an example}
  delay: {value: 30 min, unit: h, kind: assumed, species: any, note: an example}
  absorption: {value: 1 /h, kind: assumed, species: any, note: an example}
  clearance: {value: 600 mL/min, unit: L/h, kind: assumed, species: any, note: an example}
  volume: {value: 100 L, kind: assumed, species: any, note: an example}
  half: {value: 50 ng/mL, unit: mg/L, kind: assumed, species: any, note: an example}
equations: |
  concentration = plasma/volume : mg/L
  flow gut -> plasma = absorption*gut
  flow plasma -> nothing = clearance*concentration
contributes:
  hpa.drive: 1 - concentration/(concentration + half)
"""
ALL = "\n---\n".join([HPA, MOOD, DRUG])
THREE = "modules: [hpa, mood]\ndrugs: [inhibitor]"


@dataclass(slots=True)
class TinyShelf:
    """Documents by kind and name; scenarios among them are not read through it."""

    documents: dict[tuple[str, str], object] = field(default_factory=dict)

    def read(self, kind: str, name: str, asked: Address | None = None) -> object:
        if (kind, name) not in self.documents:
            raise ReadingError([Mistake(asked or Address("shelf"), f"unknown {kind} '{name}'")])
        return self.documents[kind, name]

    def names(self, kind: str) -> tuple[str, ...]:
        return tuple(sorted(name for its, name in self.documents if its == kind))


def shelf_of(*texts: str) -> TinyShelf:
    """A shelf with these documents; one text may hold several, divided by '---' lines."""
    shelf = TinyShelf()
    for text in "\n---\n".join(texts).split("\n---\n"):
        data = text.strip().encode() + b"\n"
        keys = list(read_yaml(data, "any.yaml"))
        kind = kind_of(keys, "any.yaml")
        name = text.strip().split("\n")[0].split(":")[1].strip()
        shelf.documents[kind, name] = read_document(data, f"{name}.yaml").document
    return shelf


def scenario_of(text: str = "", *, run: str = RUN, individual: str = "adult") -> ScenarioDoc:
    """A scenario with these keys besides its name, individual and run."""
    whole = f"scenario: trial\nindividual: {individual}\n{run}\n{text.strip()}\n"
    document = read_document(whole.encode(), "trial.yaml", "scenario").document
    assert isinstance(document, ScenarioDoc)
    return document


def model_of(documents: str, scenario: str = "", *, person: str = PERSON) -> Model:
    """The assembled model of these documents in a scenario."""
    return assemble(scenario_of(scenario), shelf_of(documents, person))


def mistakes_of(documents: str, scenario: str = "", *, person: str = PERSON) -> list[str]:
    """What assembly says is wrong, one line per mistake."""
    try:
        model_of(documents, scenario, person=person)
    except ReadingError as error:
        return str(error).split("\n")
    return []


def assignment(model: Model, name: str) -> str:
    """The right side of an assignment as text."""
    return to_text(next(one.tree for one in model.assignments if one.name == name))


def parameter(model: Model, name: str) -> Parameter:
    return next(one for one in model.parameters if one.name == name)


def module(name: str, body: str) -> str:
    return f"module: {name}\n{body}"


def number(value: str, **more: str) -> str:
    rest = "".join(f", {key}: {text}" for key, text in more.items())
    species = "" if "species" in more else ", species: any"
    return f"{{value: {value}, kind: assumed, note: an example{species}{rest}}}"


def two_species(**more: str) -> str:
    lines = "".join(f"  {key}: {text}\n" for key, text in more.items())
    return module(
        "m", f"states: {{x: {{unit: '1', start: 1}}}}\nparameters:\n{lines}equations: |\n  dx/dt = -k*x\n"
    )
