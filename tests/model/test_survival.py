"""Whatever is wrong with documents, assembly says so in its own words."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from model.written import ALL, PERSON, scenario_of, shelf_of
from remit.model.assemble import assemble
from remit.model.model import Model
from remit.quantity.mistakes import ReadingError
from remit.scenario.exposures import plans_of

SCENARIO = """
modules: [hpa, mood, {module: hpa, as: second}]
drugs: [inhibitor]
doses: [{drug: inhibitor, by: oral, amount: 10 mg, every: 24 h, times: 3}, {into: mood.level, amount: 1}]
exposures: {hpa.stress: {level: 2, from: 0 d, until: 1 d, kind: assumed, note: x}}
set: {hpa.loss: {times: 0.5, because: x}, mood.rest: {to: 200 nmol/L, because: x}}
borrow: {}
without: [mood.level -> hpa.drive]
arms: {one: {}, two: {set: {individual.weight: {plus: 1 kg, because: x}}}}
figure: [hpa.cortisol]
"""
WORD = re.compile(r"[A-Za-z_]+(?:\.[a-z_]+)?|\d+(?:\.\d+)?")
WORDS = sorted(
    {*WORD.findall(ALL), *WORD.findall(SCENARIO), *WORD.findall(PERSON), "-1", "0", "1e300", "nothing"}
)


@st.composite
def slips(draw: st.DrawFn, text: str) -> str:
    """The text with a few words exchanged for others that occur somewhere."""
    places = list(WORD.finditer(text))
    chosen = draw(st.lists(st.sampled_from(range(len(places))), max_size=3, unique=True))
    for place in sorted(chosen, reverse=True):
        start, end = places[place].span()
        text = text[:start] + draw(st.sampled_from(WORDS)) + text[end:]
    return text


@settings(max_examples=150, deadline=None)
@given(slips(ALL), slips(PERSON), slips(SCENARIO))
def test_slips_of_the_pen_give_a_model_or_its_mistakes(documents: str, person: str, scenario: str) -> None:
    try:
        shelf = shelf_of(documents, person)
        doc = scenario_of(scenario)
        model = assemble(doc, shelf)
        plans = plans_of(doc, shelf, model)
    except ReadingError as error:
        said = [mistake.text for mistake in error.mistakes]
        assert said
    else:
        assert isinstance(model, Model)
        assert len(plans) == 2


def test_the_text_that_slips_start_from_is_sound() -> None:
    shelf = shelf_of(ALL, PERSON)
    doc = scenario_of(SCENARIO)
    assert len(plans_of(doc, shelf, assemble(doc, shelf))) == 2
