"""One section of a program as the LLVM text of a kernel over vectors, one virtual subject per lane.

Array elements are loaded where they are first needed. A long kernel is cut into blocks, because LLVM's
instruction
selection takes more than linear time in the length of a block; within a block, elements are loaded anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from remit.program.graph import Array, Op
from remit.program.program import Section
from remit.program.writer import Writer

LONG = 1000  # instructions from which a kernel is cut into blocks
BLOCK = 200  # instructions per block

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
    Op.POWER: "v_power",
}


@dataclass(slots=True)
class Printer:
    """What is known while a section is being written."""

    section: Section
    writer: Writer
    merged: set[int]  # products written as part of their only user
    values: dict[int, str] = field(default_factory=dict)
    loaded: dict[int, str] = field(default_factory=dict)  # elements loaded in this block
    blocks: int = 0

    def value(self, number: int) -> str:
        """The name of an instruction's result, loaded or written out where that is all it is."""
        op, operands, constant = self.section.instructions[number]
        if op is Op.CONSTANT:
            return self.writer.number(constant)
        if op is not Op.LEAF:
            return self.values[number]
        if number not in self.loaded:
            where = place(self.writer, f"%in{operands[0]}", operands[1])
            self.loaded[number] = self.writer.let(f"load {self.writer.real}, ptr {where}, align 8")
        return self.loaded[number]

    def new_block(self) -> None:
        """End the block with a jump that is always taken, which LLVM cannot know."""
        self.blocks += 1
        label = f"block{self.blocks}"
        self.writer.lines.append(f"  br i1 %never, label %end, label %{label}\n{label}:")
        self.loaded.clear()


def kernel_text(section: Section, lanes: int) -> str:
    """One kernel as LLVM text."""
    inputs, n_outputs = FORMS[section.name]
    printer = Printer(section, Writer(lanes), merged_products(section))
    results: dict[int, list[tuple[int, int]]] = {}
    for array, index, number in section.outputs:
        results.setdefault(number, []).append((array, index))
    is_long = len(section.instructions) > LONG
    if is_long:
        printer.writer.lines.append("  %never = icmp eq ptr %context, inttoptr (i64 1 to ptr)")
    for number, (op, *_) in enumerate(section.instructions):
        if is_long and number % BLOCK == BLOCK - 1:
            printer.new_block()
        if op not in (Op.LEAF, Op.CONSTANT) and number not in printer.merged:
            printer.values[number] = instruction_text(printer, number)
        for array, index in results.get(number, ()):
            pointer = f"%out{array}" if n_outputs else f"%in{int(Array.GIVEN)}"
            store(printer.writer, printer.value(number), pointer, index)
    names = ["%context", *(f"%in{int(array)}" for array in inputs), *(f"%out{i}" for i in range(n_outputs))]
    arguments = ", ".join(f"ptr noalias {name}" for name in names)
    end = ["  br label %end", "end:", "  ret void", "}"] if is_long else ["  ret void", "}"]
    return "\n".join([f"define void @{section.name}({arguments}) nounwind {{", *printer.writer.lines, *end])


def merged_products(section: Section) -> set[int]:
    """Products that are added or subtracted once and used nowhere else: one fused operation with their
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
    """The address of an element."""
    if index == 0:
        return pointer
    return writer.let(f"getelementptr i8, ptr {pointer}, i64 {8 * writer.lanes * index}")


def store(writer: Writer, value: str, pointer: str, index: int) -> None:
    where = place(writer, pointer, index)
    writer.lines.append(f"  store {writer.real} {value}, ptr {where}, align 8")


def instruction_text(printer: Printer, number: int) -> str:
    """Write one instruction and return the name of its result."""
    op, operands, _ = printer.section.instructions[number]
    writer = printer.writer
    if op in (Op.ADD, Op.SUBTRACT) and printer.merged & set(operands):
        return fused_text(printer, op, operands)
    read = [printer.value(operand) for operand in operands]
    if op in BINARY:
        return writer.real_op(BINARY[op], read[0], read[1])
    if op in CALLED:
        return writer.call(CALLED[op], *read)
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


def fused_text(printer: Printer, op: Op, operands: tuple[int, ...]) -> str:
    """a*b + c, c - a*b or a*b - c with one rounding, where the product has no other user."""
    writer = printer.writer
    which = 0 if operands[0] in printer.merged else 1
    other = printer.value(operands[1 - which])
    left, right = (printer.value(factor) for factor in printer.section.instructions[operands[which]][1])
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
