"""What is wrong in a document is told with its place and what was meant; each rule of the manual once."""

from __future__ import annotations

import pytest

from remit.quantity.mistakes import ReadingError
from remit.reading.read import read_document

Documents = dict[str, str]


def told(text: str, kind: str | None = None) -> str:
    """Everything wrong with a document."""
    with pytest.raises(ReadingError) as caught:
        read_document(text.encode(), "d.yaml", kind)
    return str(caught.value)


def check(documents: Documents, kind: str, old: str, new: str, expected: str) -> None:
    """A whole document with one thing changed is refused, at the line of the change, in these words."""
    assert documents[kind].count(old) >= 1, old
    found = told(documents[kind].replace(old, new, 1))
    assert expected in found
    line = documents[kind][: documents[kind].index(old)].count("\n") + 1
    last = line + new.count("\n") + old.count("\n")
    numbers = [int(one.split(":")[1].split()[0]) for one in found.split("\n") if expected in one]
    assert any(line - 2 <= number <= last for number in numbers), found


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("about: Drive", "abuot: Drive", "unknown key 'abuot'; did you mean 'about'?"),
        ("module: axis", "module: Axis", "'Axis' is no name"),
        ("module: axis", "module: ../../etc/passwd", "is no name"),
        ("module: axis", "module: individual", "'individual' is reserved"),
        ("immune.tnf", "immune", "'immune' is no full name; write owner.quantity"),
        ("rest: 1,", "rest: 1 mg,", "rest and unit measure different things: mg and 1"),
        ("rest: 1, ", "", "the key 'rest' is missing"),
        (
            "combine: product",
            "combine: prodct",
            "'prodct' is none of product, sum, largest, only; did you mean 'product'?",
        ),
        ('unit: "1", combine', "unit: mg, combine", "contributions to a product are plain numbers"),
        ("unit: ng/L", "unit: ng/LL", "unknown unit 'LL'"),
        ("start: 12 ng/L", "start: 12 nmol/L", "start and unit measure different things"),
        ("start: 12 ng/L", "start: -12 ng/L", "the state starts below 0 but is not 'signed: true'"),
        ("start: 12 ng/L", "start: nan", "equations do not support 'nan'"),
        ("start: 12 ng/L", "start: 12 ngg/L", "unknown unit 'ngg'; did you mean 'ng'?"),
        ("start: 2*rest", "start: 2*acth", "the start of cortisol reads parameters only; acth is a state"),
        ("start: 2*rest", "start: 2*rset", "unknown name 'rset'; did you mean 'rest'?"),
        ("scale: 1 ng/L", "scale: 0 ng/L", "'0 ng/L' is not above 0"),
        ("signed: true", "signed: yes", "'yes' is none of true, false"),
        ("  acth: {", "  exp: {", "'exp' is a function; take another name"),
        ("  acth: {", "  time: {", "'time' is reserved"),
        ("  mood: {", "  lambda: {", "'lambda' is a word of Python"),
        (
            "  loss: {value: 0.035",
            "  mood: {value: 0.035",
            "'mood' is defined twice, as state and as parameter",
        ),
        ("value: 0.035 /min", "value: inf", "'inf' is no quantity"),
        ("value: 0.035 /min", "value: 1e999 /min", "too large"),
        ("value: 0.035 /min", "value: 12:30", "':30' is no unit"),
        ("unit: 1/h", "unit: mg", "value and unit measure different things: 1/min and mg"),
        ("kind: measured", "kind: mesured", "did you mean 'measured'?"),
        (
            "kind: measured, source: author2010, at: T1, seen: read",
            "kind: measured",
            "that is measured needs its source",
        ),
        ("kind: measured, source: author2010, at: T1", "kind: defined", "'seen' says where in a source"),
        (", seen: read", "", "a source needs 'seen: read' or 'seen: recalled'"),
        ("seen: read", "seen: maybe", "'maybe' is none of read, recalled"),
        ("source: author2010", "source: a b", "'a b' is no key of references.bib"),
        (
            "kind: assumed, note: the argument, spread",
            "kind: assumed, spread",
            "that is assumed needs a note",
        ),
        ("cv: 30 percent", "cv: -0.1", "outside 0 to 10"),
        ("cv: 30 percent", "cv: 1 mg", "has a unit; a plain number is expected"),
        ("species: rat", "species: human", "feedback has two values for human"),
        ("species: rat", "species: cow", "'cow' is none of human, rat, mouse, any"),
        ("species: rat, ", "", "the key 'species' is missing"),
        ("{value: 1.4,", "{value: 1.4 h,", "the units of feedback for two species measure different things"),
        ("x: [0, 6 h, 1 d]", "x: [0, 1 d, 6 h]", "x must increase, but '6 h' follows 1"),
        ("x: [0, 6 h, 1 d]", "x: [0, 6 h]", "2 x and 3 y; points need both"),
        ("x: [0, 6 h, 1 d]", "x: [0, 6 h, 1 mg]", "'1 mg' does not convert to h"),
        ("x: [0, 6 h, 1 d], y: [0, 100 lux, 50 lux]", "x: [0 h], y: [0]", "a table needs two points or more"),
        ("x: [0, 6 h, 1 d]", "x: 6 h", "a list is expected here"),
        (
            "interpolate(light, time)",
            "interpolate(lihgt, time)",
            "unknown table 'lihgt'; did you mean 'light'?",
        ),
        ("interpolate(light, time)", "light", "light is a table; read it by interpolate(light, x)"),
        ("(rest/cortisol)", "(rest/cortsol)", "unknown name 'cortsol'; did you mean 'cortisol'?"),
        ("dcortisol/dt", "dcortsol/dt", "unknown state 'cortsol'; did you mean 'cortisol'?"),
        ("dcortisol/dt", "drest/dt", "rest is no state but a parameter"),
        ("dcortisol/dt = loss", "dcortisol/dt = 0\n  dcortisol/dt = loss", "a second rate of cortisol"),
        ("restraint = (", "acth = (", "'acth' is defined twice, as state and as assignment"),
        ("equations: |", "equations: >", "equations are written below 'equations: |'"),
        ("plasticity.drive:", "axis.drive:", "a module does not contribute to itself"),
        ("1 - feedback*(", "1 - feedbak*(", "unknown name 'feedbak'; did you mean 'feedback'?"),
        ("1 - feedback*(", "1 - feedback*((", "this is no arithmetic"),
        ("{cortisol: what", "{cortsol: what", "unknown output 'cortsol'; did you mean 'cortisol'?"),
        ("outputs: {", "doses_into: {oral: acth}\noutputs: {", "unknown key 'doses_into'"),
        ("uses: {cytokine: immune.tnf}", "uses: [a]", "a mapping is expected here"),
        ("uses: {cytokine: immune.tnf}", "uses:", "a mapping is expected here"),
        (
            "outputs: {cortisol",
            "in_vitro_used: {loss: x}\noutputs: {cortisol",
            "loss is no in-vitro parameter",
        ),
        ("value: 0.035 /min", "value: [1]", "one value is expected here, not a list"),
        ("rest: {value: 300 nmol/L, species: human", "rest: {species: human", "the key 'value' is missing"),
    ],
)
def test_rules_of_modules(documents: Documents, old: str, new: str, expected: str) -> None:
    check(documents, "module", old, new, expected)


@pytest.mark.parametrize(
    ("kind", "old", "new", "expected"),
    [
        ("drug", "into: gut", "into: gutt", "unknown state 'gutt'; did you mean 'gut'?"),
        ("drug", "iv: plasma", "iv: plasmaa", "unknown state 'plasmaa'; did you mean 'plasma'?"),
        ("drug", "fraction/2", "plasma/2", "the door oral reads parameters only; plasma is a state"),
        ("drug", "lag: 0", "lagg: 0", "unknown key 'lagg'; did you mean 'lag'?"),
        (
            "assay",
            "parameters:",
            "states: {a: {unit: 1, start: 0}}\nparameters:",
            "an assay may look, not touch: it has no states",
        ),
        (
            "assay",
            "immobility = slope*outside : nmol/L",
            "dx/dt = 1",
            "an assay may look, not touch: assignments only",
        ),
        ("phenotype", "times: 70 percent", "times: 70 mg", "'times' takes a plain number"),
        ("phenotype", "times: 70 percent", "times: 1, to: 2", "exactly one of times, to and plus"),
        ("phenotype", "{times: 70 percent, ", "{", "exactly one of times, to and plus"),
        ("phenotype", "until: 2 h", "until: 0 h", "the exposure ends before it begins"),
        ("phenotype", "until: 2 h", "until: 2 d", "the exposure lasts longer than its period"),
        ("phenotype", "until: 2 h, ", "", "a repeated exposure needs 'until'"),
        ("phenotype", "every: 24 h, ", "", "'times' needs 'every', the interval"),
        ("phenotype", "every: 24 h", "every: 0 h", "is not above 0"),
        ("phenotype", "every: 24 h", "every: 24", "'24' is no time; write it with a unit such as h or d"),
        ("phenotype", "times: 28", "times: 2.5", "'2.5' is no whole number"),
        ("phenotype", "times: 28", "times: 0", "0 is outside 1 to"),
        ("phenotype", "kind: assumed, note: a}\nchanges", "kind: assumed}\nchanges", "needs a note"),
        ("phenotype", "axis.feedback:", "feedback:", "'feedback' is no full name"),
        ("individual", "70 kg", "70 cm", "weight is given in units such as kg"),
        ("individual", "70 kg", "-70 kg", "weight is not above 0"),
        ("individual", "species: human", "species: any", "'any' is none of human, rat, mouse"),
        (
            "individual",
            "{value: 3,",
            "{value: 3, species: rat,",
            "a number of a human, not of a rat, is expected",
        ),
        ("individual", "sex: female", "sex: f", "'f' is none of female, male, any"),
        ("calibration", "2026-01-31", "2026-02-31", "'2026-02-31' is no date"),
        ("calibration", "{to: 0.8", "{times: 0.8", "a calibration replaces numbers; write 'to'"),
        ("calibration", "values:", "valeus:", "unknown key 'valeus'; did you mean 'values'?"),
        ("observation", "trust: A", "trust: D", "'D' is none of A, B, C"),
        ("observation", "use: fit", "use: fits", "did you mean 'fit'?"),
        ("observation", "name: trough", "nam: trough", "unknown key 'nam'; did you mean 'name'?"),
        ("observation", "name: trough", "name: peak", "a second part is called 'peak'"),
        ("observation", "run: {until: 1 d}", "rum: {until: 1 d}", "unknown key 'rum'; did you mean 'run'?"),
        ("observation", "source: author2010\n", "", "the key 'source' is missing"),
    ],
)
def test_rules_of_the_other_library_documents(
    documents: Documents, kind: str, old: str, new: str, expected: str
) -> None:
    check(documents, kind, old, new, expected)


FIRST = "{drug: pill, by: oral, amount: 10 mg, first: 14 d, every: 24 h, until: 28 d, loading: 20 mg}"


@pytest.mark.parametrize(
    ("dose", "expected"),
    [
        ("{by: oral, amount: 1 mg}", "'by' needs 'drug'"),
        ("{amount: 1 mg}", "a dose names a drug and a route, or a state in 'into'"),
        ("{drug: pill, amount: 1 mg}", "the route is missing: 'by'"),
        ("{drug: pill, by: oral}", "the amount is missing"),
        (
            "{drug: pill, by: oral, into: a.b, amount: 1 mg}",
            "a dose goes by a drug's route or into a state, not both",
        ),
        ("{into: a.b, by: oral, amount: 1 mg}", "a dose into a state takes no route"),
        ("{into: gut, amount: 1 mg}", "'gut' is no full name"),
        ("{drug: pill, by: oral, amount: -1 mg}", "'-1 mg' is negative"),
        ("{drug: pill, by: oral, amount: nan}", "'nan' is no quantity"),
        ("{drug: pill, by: oral, amount: 1 h}", "'1 h' is no dose; write a mass or an amount"),
        ("{drug: pill, by: oral, amount: 1 mg, at: 1 mg}", "'1 mg' is no time"),
        ("{drug: pill, by: oral, amount: 1 mg, at: []}", "'at' holds no time"),
        ("{drug: pill, by: oral, amount: 1 mg, at: 1 d, first: 1 d}", "give 'at' or 'first', not both"),
        ("{drug: pill, by: oral, amount: 1 mg, at: [1 d, 2 d], every: 1 d}", "a list of times is complete"),
        ("{drug: pill, by: oral, amount: 1 mg, times: 3}", "'times' needs 'every', the interval"),
        ("{drug: pill, by: oral, amount: 1 mg, every: -1 h}", "is not above 0"),
        ("{drug: pill, by: oral, amount: 1 mg, every: 1 h, times: 0}", "0 is outside 1 to"),
        ("{drug: pill, by: oral, amount: 1 mg, until: 2 d}", "'until' needs 'every', the interval"),
        ("{drug: pill, by: oral, amount: 1 mg, loading: 2 mg}", "'loading' needs 'every', the interval"),
        (
            "{drug: pill, by: oral, amount: 1 mg, steady_state: add}",
            "'steady_state' needs 'every', the interval",
        ),
        (
            "{drug: pill, by: oral, amount: 1 mg, every: 1 d, steady_state: mix}",
            "'mix' is none of replace, add",
        ),
        (
            "{drug: pill, by: oral, amount: 1 mg, every: 1 h, first: 2 d, until: 1 d}",
            "the series ends before its first dose",
        ),
        ("{drug: pill, by: oral, amount: 1 mg, over: 1 h, rate: 1 mg/h}", "its 'rate', not both"),
        ("{drug: pill, by: oral, amount: 1 mg, over: 0 h}", "is not above 0"),
        ("{drug: pill, by: oral, amount: 1 mg, over: moddel}", "'moddel' is no quantity"),
        ("{drug: pill, by: oral, amount: 1 mg, rate: 1 mg}", "'1 mg' is no rate of infusion"),
        ("{into: a.b, amount: 1 mg, over: model}", "'over: model' asks a drug's door, but no drug is given"),
        ("{reset: all}", "a reset alone needs its time: 'at'"),
        ("{reset: all, at: 1 d, amount: 1 mg}", "'amount' needs a drug or a state in 'into'"),
        ("{reset: [], at: 1 d}", "'reset' names no state"),
        ("{reset: [all, a.b], at: 1 d}", "'all' stands alone"),
        ("{reset: everything, at: 1 d}", "'everything' is no full name"),
        ("{drug: pill, by: oral, amont: 1 mg}", "unknown key 'amont'; did you mean 'amount'?"),
        ("pill", "a mapping is expected here, not one value"),
    ],
)
def test_rules_of_doses(documents: Documents, dose: str, expected: str) -> None:
    check(documents, "scenario", FIRST, dose, expected)


@pytest.mark.parametrize(
    "dose",
    [
        "{drug: pill, by: oral, amount: 0 mg}",
        "{drug: pill, by: oral, amount: 1 mg, times: 1}",
        "{drug: pill, by: oral, amount: 1 mg, every: 1 d}",
        "{drug: pill, by: oral, amount: 1 mg/kg, at: 3 d, every: 1 d, times: 2, until: 9 d}",
        "{drug: pill, by: oral, amount: 1 IU, rate: model}",
        "{into: a.b, amount: 2, at: 0}",
        "{reset: a.b, at: 0}",
    ],
)
def test_doses_that_are_allowed(documents: Documents, dose: str) -> None:
    assert read_document(documents["scenario"].replace(FIRST, dose).encode(), "d.yaml").sources == ()


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("individual: adult\n", "", "the key 'individual' is missing"),
        ("as: liver", "as: axis", "two things are called 'axis'; rename one with 'as'"),
        ("drugs: [pill]", "drugs: [pill, pill]", "'pill' is named twice"),
        ("drugs: [pill]", "drugs: [axis]", "two things are called 'axis'"),
        ("assays: [swim]", "assays: swim", "a list is expected here"),
        ("modules: [axis,", "modules: [../axis,", "'../axis' is no name"),
        ("numbers: fast", "nubmers: fast", "unknown key 'nubmers'; did you mean 'numbers'?"),
        ("{to: 0.9, because: to see}", "{to: 0.9}", "the key 'because' is missing"),
        ("{to: 0.9, because: to see}", "{because: to see}", "exactly one of times, to and plus"),
        ("{from: rat,", "{from: any,", "'any' is none of human, rat, mouse"),
        ("axis.restraint -> plasticity.drive", "axis.restraint > plasticity.drive", "is no influence"),
        (
            "axis.restraint -> plasticity.drive",
            "axis.restraint -> plasticity",
            "'plasticity' is no full name",
        ),
        ("run: {until: 28 d", "run: {from: 28 d, until: 28 d", "the run ends before it begins"),
        ("run: {until: 28 d, ", "run: {", "the key 'until' is missing"),
        ("report_every: 1 h", "report_every: 0 h", "is not above 0"),
        ("report_every: 1 h", "report_every: 1e-9 h", "more than 10000000 reports"),
        ("report_at: [0 h, 3.5 d]", "report_at: [0 h, 29 d]", "the report at 29 d is outside the run"),
        ("begin: as_written", "begin: setled", "did you mean 'settled'?"),
        ("rtol: 1e-8", "rtol: 1", "'1' is outside 1e-13 to 0.1"),
        ("rtol: 1e-8", "atol: 0", "'0' is outside 1e-16 to 0.1"),
        ("rtol: 1e-8", "rtol: nan", "'nan' is no quantity"),
        ("rtol: 1e-8", "max_steps: 1.5", "'1.5' is no whole number"),
        ("rtol: 1e-8", "at_events: around", "'around' is none of after, before"),
        ("subjects: 1000", "subjects: 0", "0 is outside 1 to"),
        ("seed: 3", "seed: -3", "-3 is outside 0 to"),
        ("seed: 3", "seed: 99999999999999999999", "is no whole number"),
        ("vehicle: {doses: []}", "vehicle: {dose: []}", "unknown key 'dose'; did you mean 'doses'?"),
        (
            "figure: [axis.cortisol]",
            "figure: [axis.cortisol, axis.cortisol]",
            "'axis.cortisol' is named twice",
        ),
        ("figure: [axis.cortisol]", "include: other.yaml", "unknown key 'include'"),
        ('readouts: ["mean_over(axis.cortisol, last 24 h)"]', "readouts: ['']", "a text is missing"),
    ],
)
def test_rules_of_scenarios(documents: Documents, old: str, new: str, expected: str) -> None:
    check(documents, "scenario", old, new, expected)


def test_all_mistakes_of_a_document_are_told_in_one_go(documents: Documents) -> None:
    text = documents["module"]
    for old, new in [
        ("about: Drive", "abuot: Drive"),
        ("combine: product", "combine: prodct"),
        ("species: rat", "species: cow"),
        ("loss*acth*stress", "los s*acth"),
        ("flow acth -> nothing", "flow acth => nothing"),
        ("plasticity.drive:", "plasticity:"),
    ]:
        text = text.replace(old, new, 1)
    lines = told(text).split("\n")
    assert len(lines) == 6
    assert [int(line.split(":")[1]) for line in lines] == sorted(int(line.split(":")[1]) for line in lines)


def test_a_document_starts_with_its_kind(documents: Documents) -> None:
    assert "not with 'modul'; did you mean 'module'?" in told("modul: a\n")
    assert "move 'module' to the first line" in told("about: x\nmodule: a\n")
    assert "this is a document of kind drug; module is expected" in told(documents["drug"], "module")


def test_an_observation_is_no_scenario_although_it_names_one(documents: Documents) -> None:
    assert read_document(documents["observation"].encode(), "d.yaml", "observation").document.name == "study"


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("scenario", "until: 28 d, report_every", "until: 1e308 year, report_every"),
        ("module", "x: [0, 6 h, 1 d]", "x: [0, 6 s, 1e308 year]"),
        ("module", "cv: 30 percent", "cv: 1e308 L/mL"),
    ],
)
def test_numbers_too_large_once_converted_are_refused_where_they_stand(
    documents: Documents, kind: str, old: str, new: str
) -> None:
    check(documents, kind, old, new, "the converted number is too large for a computer")
