"""Files with several mistakes, and several files with mistakes: all are told in one go."""

from __future__ import annotations

from mistakes.in_scenarios import DOSE, DRIP, RUN, STRESS
from mistakes.planting import METER, PERSON, PILL, POND, POOL, SCENARIO, TIRED, Planted

CASES: tuple[Planted, ...] = (
    Planted(
        "four_in_one_module",
        (
            (POOL, "scale: 1 nmol/L", "scal: 1 nmol/L"),
            (POOL, "value: 0.1 /h", "value: fast"),
            (POOL, "combine: only", "combine: unique"),
            (POOL, "outputs:", "output:"),
        ),
    ),
    Planted(
        "three_in_one_block_of_equations",
        (
            (POOL, "stress*lid  ", "stress**  "),
            (POOL, "flow level -> nothing", "flow level nothing"),
            (POOL, ": 1          # made up", ": hoops       # made up"),
        ),
    ),
    Planted(
        "three_unknown_names_in_one_module",
        (
            (POOL, "stress*lid  ", "stres*lid  "),
            (POOL, "loss*level*speed", "loss*levle*sped"),
            (POOL, "outputs: {level:", "outputs: {leevl:"),
        ),
    ),
    Planted(
        "units_in_two_modules",
        (
            (POOL, "dtrace/dt = lag_rate*(level", "dtrace/dt = 1*(level"),
            (POND, "dwater/dt = inflow*", "dwater/dt = "),
        ),
    ),
    Planted(
        "one_in_each_of_four_documents",
        (
            (POOL, "scale: 1 nmol/L", "scal: 1 nmol/L"),
            (PILL, "absorption*gut", "absorbtion*gut"),
            (PERSON, "70 kg", "70 kgg"),
            (TIRED, "times: 1.5", "tims: 1.5"),
        ),
    ),
    Planted(
        "three_in_one_dose",
        ((SCENARIO, DOSE, "{drug: pill, by: oral, amount: -10 mg, every: 0 h, times: many}"),),
    ),
    Planted(
        "wrong_doses_and_a_wrong_run",
        (
            (SCENARIO, DOSE, "{drug: pill, by: oral, amount: 10 mg, times: 3}"),
            (SCENARIO, DRIP, "{drug: pill, by: iv, amount: 0.1 mg/kg, over: 0 h}"),
            (SCENARIO, RUN, "run: {until: 72, rtol: 2}"),
        ),
    ),
    Planted(
        "what_only_the_model_can_tell",
        (
            (SCENARIO, DOSE, "{drug: pill, by: orl, amount: 10 nmol}"),
            (SCENARIO, STRESS, "pool.stres: {level: 2}"),
            (SCENARIO, "pill.clearance: {", "pill.clearence: {"),
            (SCENARIO, "peak(pill.concentration)", "peek(pill.concentration)"),
            (SCENARIO, "meter.shown]", "meter.show]"),
        ),
    ),
    Planted(
        "the_same_when_it_is_run",
        (
            (SCENARIO, DOSE, "{drug: pill, by: orl, amount: 10 nmol}"),
            (SCENARIO, "peak(pill.concentration)", "peek(pill.concentration)"),
            (SCENARIO, "meter.shown]", "meter.show]"),
        ),
        ("run", "scenario.yaml"),
    ),
    Planted(
        "doses_and_units",
        (
            (SCENARIO, DOSE, "{drug: pill, by: oral, amount: 10 mg, at: 30 d}"),
            (METER, "shown = level + offset      : nmol/L", "shown = level + offset      : umol/L"),
        ),
    ),
    Planted(
        "six_names_that_are_on_no_shelf",
        (
            (SCENARIO, "individual: person", "individual: persona"),
            (SCENARIO, "  - pool\n", "  - pol\n"),
            (SCENARIO, "[tired]", "[tyred]"),
            (SCENARIO, "assays: [meter]", "assays: [metr]"),
            (SCENARIO, "[fitted]", "[fittd]"),
            (SCENARIO, "drug: pill, by: iv", "drug: pilll, by: iv"),
        ),
    ),
)
