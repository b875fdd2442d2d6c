"""Program -> LLVM text -> machine code: one virtual subject per vector lane.

Every kernel is `void name(context, arrays…)` over arrays laid out [index][lane]; the context is unused
here and belongs to the interpreter, whose kernels have the same form.
"""

from __future__ import annotations

from dataclasses import dataclass

from remit.program import machine
from remit.program.graph import Array, Op
from remit.program.mathematics import Writer, definitions
from remit.program.program import Program, Section

INLINE_UP_TO = 150  # calls of elementary functions in a program that are still inlined

# Arguments after the context: arrays read, by kernel, then the number of arrays written.
FORMS: dict[str, tuple[tuple[Array, ...], int]] = {
    "derive": ((Array.GIVEN,), 0),  # writes into the given vector itself
    "start": ((Array.GIVEN,), 1),
    "door": ((Array.GIVEN,), 1),
    "right_side": (
        (Array.TIME, Array.STATE, Array.GIVEN, Array.RIGHT),
        1,
    ),  # rates of change plus what is given
    "jacobian": ((Array.TIME, Array.STATE, Array.GIVEN), 2),
    "factor": ((Array.TIME, Array.STATE, Array.GIVEN, Array.FACTOR), 3),
    "solve": ((Array.LU, Array.RIGHT), 1),
    "observe": ((Array.TIME, Array.STATE, Array.GIVEN), 1),
}
BINARY = {Op.ADD: "fadd", Op.SUBTRACT: "fsub", Op.MULTIPLY: "fmul", Op.DIVIDE: "fdiv"}
CALLED = {
    Op.EXP: "v_exp",
    Op.LOG: "v_log",
    Op.SIN: "v_sin",
    Op.COS: "v_cos",
    Op.TANH: "v_tanh",
    Op.EXPM1: "v_expm1",
    Op.LOG1P: "v_log1p",
    Op.LOGISTIC: "v_logistic",
}


@dataclass(frozen=True, slots=True)
class Kernels:
    """Addresses of a program's compiled kernels for one lane width."""

    lanes: int
    addresses: dict[str, int]
    context: int  # address handed to every kernel first; 0 for native ones
    keep: object  # owns the memory the addresses point to
    compiled: bool  # False when the object code came from the disk


def compile_native(program: Program, lanes: int) -> Kernels:
    """Machine code for a program, from the disk when this very program was compiled before.

    Parameters
    ----------
    program : Program
    lanes : int
        Subjects per vector: 8, 4, 2 or 1.
    """
    content = f"{program.name} {lanes}"
    keep, addresses, compiled = machine.load(content, lambda: llvm_text(program, lanes), tuple(FORMS))
    return Kernels(lanes, addresses, 0, keep, compiled)


def llvm_text(program: Program, lanes: int) -> str:
    """The whole module; the same program gives the same text, byte by byte."""
    used = [CALLED[op] for section in program.sections for op, *_ in section.instructions if op in CALLED]
    writer = Writer(lanes)
    r, s = writer.real, writer.suffix
    declared = [
        f"declare {r} @llvm.fma.{s}({r}, {r}, {r})",
        f"declare {r} @llvm.fabs.{s}({r})",
        f"declare {r} @llvm.sqrt.{s}({r})",
        f"declare {r} @llvm.copysign.{s}({r}, {r})",
    ]
    functions = definitions(lanes, set(used), inline=len(used) <= INLINE_UP_TO)
    kernels = [kernel_text(section, lanes) for section in program.sections]
    return "\n\n".join(["\n".join(declared), functions, *kernels])


def kernel_text(section: Section, lanes: int) -> str:
    """One kernel as LLVM text."""
    inputs, n_outputs = FORMS[section.name]
    writer = Writer(lanes)
    arguments = (
        ["%context"] + [f"%in{int(array)}" for array in inputs] + [f"%out{i}" for i in range(n_outputs)]
    )
    results: dict[int, list[tuple[int, int]]] = {}
    for array, index, number in section.outputs:
        results.setdefault(number, []).append((array, index))
    values: list[str] = []
    merged = merged_products(section)
    for number, instruction in enumerate(section.instructions):
        values.append("" if number in merged else instruction_text(writer, instruction, values, section))
        for array, index in results.get(number, ()):
            pointer = f"%out{array}" if n_outputs else f"%in{int(Array.GIVEN)}"
            store(writer, values[number], pointer, index)
    head = (
        f"define void @{section.name}({', '.join(f'ptr noalias {name}' for name in arguments)}) nounwind {{"
    )
    return "\n".join([head, *writer.lines, "  ret void", "}"])


def merged_products(section: Section) -> set[int]:
    """Products that are only ever added or subtracted once: they become one fused operation with their
    user."""
    uses = [0] * len(section.instructions)
    merged: set[int] = set()
    for op, operands, _ in section.instructions:
        if op is not Op.LEAF:
            for operand in operands:
                uses[operand] += 1
    for *_, number in section.outputs:
        uses[number] += 1
    for op, operands, _ in section.instructions:
        if op in (Op.ADD, Op.SUBTRACT):
            for operand in reversed(operands):
                is_product = section.instructions[operand][0] is Op.MULTIPLY
                if is_product and uses[operand] == 1 and not merged & set(operands):
                    merged.add(operand)
    return merged


def place(writer: Writer, pointer: str, index: int) -> str:
    if index == 0:
        return pointer
    return writer.let(f"getelementptr i8, ptr {pointer}, i64 {8 * writer.lanes * index}")


def store(writer: Writer, value: str, pointer: str, index: int) -> None:
    where = place(writer, pointer, index)
    writer.lines.append(f"  store {writer.real} {value}, ptr {where}, align 8")


def instruction_text(
    writer: Writer, instruction: tuple[Op, tuple[int, ...], float], values: list[str], section: Section
) -> str:
    """Write one instruction and return the name of its result."""
    op, operands, constant = instruction
    if op is Op.CONSTANT:
        return writer.number(constant)
    if op is Op.LEAF:
        where = place(writer, f"%in{operands[0]}", operands[1])
        return writer.let(f"load {writer.real}, ptr {where}, align 8")
    read = [values[operand] for operand in operands]
    if op in (Op.ADD, Op.SUBTRACT) and "" in read:
        return fused_text(writer, op, operands, values, section)
    if op in BINARY:
        return writer.real_op(BINARY[op], read[0], read[1])
    if op in CALLED:
        return writer.call(CALLED[op], read[0])
    zero = writer.number(0.0)
    match op:
        case Op.NEGATE:
            return writer.negate(read[0])
        case Op.SQRT:
            return writer.square_root(read[0])
        case Op.ABS:
            return writer.absolute(read[0])
        case Op.MIN:
            return writer.choose(writer.compare("olt", read[1], read[0]), read[1], read[0])
        case Op.MAX:
            return writer.choose(writer.compare("ogt", read[1], read[0]), read[1], read[0])
        case Op.POSITIVE:
            return writer.choose(writer.compare("ogt", read[0], zero), writer.number(1.0), zero)
        case Op.SELECT:
            return writer.choose(writer.compare("ogt", read[0], zero), read[1], read[2])
        case Op.MINUS_PRODUCT:
            return writer.fused(writer.negate(read[1]), read[2], read[0])
        case Op.RATIO:
            return ratio_text(writer, *read)
    raise TypeError(f"no LLVM text for {op!r}")


def fused_text(writer: Writer, op: Op, operands: tuple[int, ...], values: list[str], section: Section) -> str:
    """a*b + c, c - a*b or a*b - c with one rounding, where the product has no other user."""
    which = 0 if values[operands[0]] == "" else 1
    other = values[operands[1 - which]]
    left, right = (values[factor] for factor in section.instructions[operands[which]][1])
    if op is Op.SUBTRACT:
        if which == 0:
            other = writer.negate(other)
        else:
            left = writer.negate(left)
    return writer.fused(left, right, other)


def ratio_text(writer: Writer, a: str, b: str, inverse: str) -> str:
    """a/b, correctly rounded, from the rounded inverse of b (Markstein 1990, IBM J. Res. Dev. 34:111)."""
    near = writer.multiply(a, inverse)
    left = writer.fused(writer.negate(b), near, a)
    exact = writer.fused(left, inverse, near)
    return writer.choose(writer.compare("ord", left, left), exact, near)
