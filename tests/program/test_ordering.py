"""Kernels are written depth first: another order of the same instructions, with the same numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings

from program.models import call, made
from program.random_models import models, points, split
from program.sections import given_vector, run
from remit.language.tree import Operation
from remit.program.graph import Array, Op
from remit.program.interpret import interpret
from remit.program.lower import lower
from remit.program.ordering import depth_first
from remit.program.program import Section

NAMES = ("right_side", "jacobian", "observe")
quick = settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def most_waiting(section: Section) -> int:
    """The largest number of computed values that are still to be read."""
    last = {}
    for number, (op, operands, _) in enumerate(section.instructions):
        if op is not Op.LEAF:
            last.update(dict.fromkeys(operands, number))
    waiting, most = 0, 0
    computed = [op not in (Op.LEAF, Op.CONSTANT) for op, *_ in section.instructions]
    ends = Counter(end for number, end in last.items() if computed[number])
    for number, is_computed in enumerate(computed):
        waiting += (is_computed and number in last) - ends[number]
        most = max(most, waiting)
    return most


@quick
@given(model=models(), at=points(count=2))
def test_depth_first_gives_the_same_bits(model, at):
    program = lower(model)
    changed = replace(program, **{name: depth_first(getattr(program, name)) for name in NAMES})
    states, plain, times = split(at)
    found = []
    for one in (program, changed):
        kernels = interpret(one, 1)
        vector = given_vector(one, kernels, plain)
        arrays = {Array.STATE: states, Array.GIVEN: vector, Array.TIME: times[None]}
        found.append([out for name in NAMES for out in run(one, kernels, name, arrays, times.size)])
    for before, after in zip(*found, strict=True):
        np.testing.assert_array_equal(before, after)


@quick
@given(model=models())
def test_depth_first_loses_and_repeats_no_instruction_and_puts_operands_first(model):
    for section in lower(model).sections:
        ordered = depth_first(section)
        count = [Counter(op for op, *_ in one.instructions) for one in (section, ordered)]
        assert count[0] == count[1]
        assert [output[:2] for output in section.outputs] == [output[:2] for output in ordered.outputs]
        for number, (op, operands, _) in enumerate(ordered.instructions):
            assert op is Op.LEAF or all(operand < number for operand in operands)


def test_values_computed_early_and_read_late_no_longer_wait():
    count = 30
    laws = {f"a.law{i:02d}": call("exp", f"a.x{i:02d}") for i in range(count)}
    rates = {f"a.x{i:02d}": [Operation("*", call("sin", f"a.law{i:02d}"), Operation("-", *laws_of(i)))]
             for i in range(count)}  # fmt: skip
    section = lower(made(rates, laws)).right_side
    assert most_waiting(section) >= count
    assert most_waiting(depth_first(section)) <= 4


def laws_of(number: int):
    """The two operands of one rate's second factor."""
    return call("cos", f"a.law{number:02d}"), call("cos", f"a.x{number:02d}")
