"""The twin of the machine code: one compiled loop that runs any program, instruction by instruction.

It shares nothing with native.py but the program itself: elementary functions are the C library's,
divisions are
divisions. Its kernels have the native kernels' form, so that the integrator cannot tell them apart.
"""
# mypy: disable-error-code="no-untyped-def,no-untyped-call,misc"

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
from llvmlite import ir
from numba import carray, cfunc, njit, types
from numba.extending import intrinsic

from remit.program.cache import point_numba_here
from remit.program.graph import Array, Op
from remit.program.kernel_text import FORMS
from remit.program.native import Kernels
from remit.program.program import Program, Section

point_numba_here()

SECTION_WORDS = 6  # per section in the context: instructions, codes, operands, constants, outputs, places
CONSTANT, LEAF = int(Op.CONSTANT), int(Op.LEAF)
ADD, SUBTRACT, MULTIPLY, DIVIDE = int(Op.ADD), int(Op.SUBTRACT), int(Op.MULTIPLY), int(Op.DIVIDE)
NEGATE, SQRT, EXP, LOG, SIN, COS = (int(op) for op in (Op.NEGATE, Op.SQRT, Op.EXP, Op.LOG, Op.SIN, Op.COS))
TANH, EXPM1, LOG1P, ABS = int(Op.TANH), int(Op.EXPM1), int(Op.LOG1P), int(Op.ABS)
MIN, MAX, POSITIVE, SELECT = int(Op.MIN), int(Op.MAX), int(Op.POSITIVE), int(Op.SELECT)
MINUS_PRODUCT, LOGISTIC = int(Op.MINUS_PRODUCT), int(Op.LOGISTIC)
RATIO, POWER = int(Op.RATIO), int(Op.POWER)


@intrinsic
def floats_at(typing_context: Any, address: Any) -> Any:
    """An int64 address as a pointer to doubles."""
    return types.CPointer(types.float64)(address), _pointer_code(ir.DoubleType())


@intrinsic
def integers_at(typing_context: Any, address: Any) -> Any:
    """An int64 address as a pointer to int64."""
    return types.CPointer(types.int64)(address), _pointer_code(ir.IntType(64))


def _pointer_code(kind: Any) -> Any:
    def codegen(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        return builder.inttoptr(values[0], ir.PointerType(kind))

    return codegen


@njit(error_model="numpy", nogil=True, cache=True)
def compute(code, a, b, c):
    """One operation on numbers."""
    if code == ADD:
        return a + b
    if code == SUBTRACT:
        return a - b
    if code == MULTIPLY:
        return a * b
    if code in (DIVIDE, RATIO):
        return a / b
    if code == NEGATE:
        return -a
    if code == MIN:
        return b if b < a else a
    if code == MAX:
        return b if b > a else a
    if code == POSITIVE:
        return 1.0 if a > 0.0 else 0.0
    if code == SELECT:
        return b if a > 0.0 else c
    if code == MINUS_PRODUCT:
        return a - b * c
    if code == POWER:
        return np.nan if a < 0.0 else abs(a) ** b  # -0.0 counts as 0
    return compute_function(code, a)


@njit(error_model="numpy", nogil=True, cache=True)
def compute_function(code, a):
    """One elementary function."""
    if code == SQRT:
        return np.sqrt(a)
    if code == EXP:
        return np.exp(a)
    if code == LOG:
        return np.log(a)
    if code == SIN:
        return math.sin(a)
    if code == COS:
        return math.cos(a)
    if code == TANH:
        return math.tanh(a)
    if code == EXPM1:
        return np.expm1(a)
    if code == LOG1P:
        return np.log1p(a)
    if code == ABS:
        return abs(a)
    return 1.0 / (1.0 + np.exp(-a))


@njit(error_model="numpy", nogil=True, cache=True)
def run_section(context, section, read, written):
    """Run one section for every lane.

    Parameters
    ----------
    context : pointer to int64
        Lanes, then SECTION_WORDS words per section.
    section : int
    read : tuple of pointers to float64
        The arrays by their number in `Array`; unused ones may be anything.
    written : tuple of pointers to float64
    """
    words = carray(context, (1 + SECTION_WORDS * 8,))
    lanes, first = words[0], 1 + SECTION_WORDS * section
    count, n_outputs = words[first], words[first + 4]
    codes = carray(integers_at(words[first + 1]), (count,))
    operands = carray(integers_at(words[first + 2]), (count, 3))
    constants = carray(floats_at(words[first + 3]), (count,))
    places = carray(integers_at(words[first + 5]), (n_outputs, 3))
    values = np.empty(count)
    for lane in range(lanes):
        for i in range(count):
            code = codes[i]
            if code == CONSTANT:
                values[i] = constants[i]
            elif code == LEAF:
                values[i] = read[operands[i, 0]][operands[i, 1] * lanes + lane]
            else:
                a, b, c = values[operands[i, 0]], values[operands[i, 1]], values[operands[i, 2]]
                values[i] = compute(code, a, b, c)
        for i in range(n_outputs):
            written[places[i, 0]][places[i, 1] * lanes + lane] = values[places[i, 2]]


REALS = types.CPointer(types.float64)
WORDS = types.CPointer(types.int64)


def _signature(name: str) -> Any:
    inputs, outputs = FORMS[name]
    return types.void(WORDS, *[REALS] * (len(inputs) + outputs))


@functools.cache
def entry_points() -> dict[str, Any]:
    """The kernels as C functions, compiled on first use and kept in numba's cache."""

    @cfunc(_signature("derive"), cache=True)
    def derive(context, given):
        run_section(context, 0, (given, given, given), (given,))

    @cfunc(_signature("start"), cache=True)
    def start(context, given, out):
        run_section(context, 1, (given, given, given), (out,))

    @cfunc(_signature("door"), cache=True)
    def door(context, given, out):
        run_section(context, 2, (given, given, given), (out,))

    @cfunc(_signature("right_side"), cache=True)
    def right_side(context, time, state, given, right, out):
        run_section(context, 3, (time, state, given, right, right, right), (out,))

    @cfunc(_signature("jacobian"), cache=True)
    def jacobian(context, time, state, given, out, by_time):
        run_section(context, 4, (time, state, given), (out, by_time))

    @cfunc(_signature("factor"), cache=True)
    def factor(context, time, state, given, scale, out, by_time, quality):
        run_section(context, 5, (time, state, given, scale), (out, by_time, quality))

    @cfunc(_signature("solve"), cache=True)
    def solve(context, lu, right, out):
        run_section(context, 6, (lu, lu, lu, lu, lu, right), (out,))

    @cfunc(_signature("observe"), cache=True)
    def observe(context, time, state, given, out):
        run_section(context, 7, (time, state, given), (out,))

    functions = (derive, start, door, right_side, jacobian, factor, solve, observe)
    return dict(zip(FORMS, functions, strict=True))


def tape(section: Section) -> tuple[Any, Any, Any, Any]:
    """A section as arrays: codes, operands, constants, output places."""
    codes = np.array([int(op) for op, *_ in section.instructions], np.int64)
    operands = np.zeros((codes.size, 3), np.int64)
    constants = np.zeros(codes.size)
    for i, (op, read, constant) in enumerate(section.instructions):
        operands[i, : len(read)] = read
        constants[i] = constant if op is Op.CONSTANT else 0.0
    places = np.array(section.outputs, np.int64).reshape(-1, 3)
    return codes, operands, constants, places


def interpret(program: Program, lanes: int = 1) -> Kernels:
    """Kernels that run the program without compiling it.

    Parameters
    ----------
    program : Program
    lanes : int
        Subjects side by side.
    """
    context = np.zeros(1 + SECTION_WORDS * len(program.sections), np.int64)
    context[0] = lanes
    keep: list[Any] = [context]
    for number, section in enumerate(program.sections):
        codes, operands, constants, places = tape(section)
        first = 1 + SECTION_WORDS * number
        context[first] = codes.size
        context[first + 4] = len(places)
        for offset, array in ((1, codes), (2, operands), (3, constants), (5, places)):
            context[first + offset] = array.ctypes.data
            keep.append(array)
    addresses = {name: function.address for name, function in entry_points().items()}
    return Kernels(lanes, addresses, context.ctypes.data, keep, False)


assert [int(array) for array in Array] == list(range(len(Array)))
