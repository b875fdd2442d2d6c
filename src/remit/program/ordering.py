"""The order in which a kernel computes: depth first, so that few values wait at any time.

A section is in the order in which the model was read. Computed so, a value waits for its user while much else
is computed, and what does not fit into registers goes to memory and back. Any order with operands before
users gives the same bits.
"""

from __future__ import annotations

from remit.program.graph import Op
from remit.program.program import Section


def depth_first(section: Section) -> Section:
    """The same section with each value computed just before its first user.

    Parameters
    ----------
    section : Section

    Returns
    -------
    Section
        The same instructions, renumbered; outputs are finished in their order.
    """
    operands = operands_of(section)
    needed = registers(operands)
    order: list[int] = []
    done = [False] * len(operands)
    for *_, output in section.outputs:
        stack = [output]
        while stack:
            number = stack.pop()
            if number < 0:  # its operands are done
                order.append(-1 - number)
            elif not done[number]:
                done[number] = True
                stack.append(-1 - number)
                left = [operand for operand in operands[number] if not done[operand]]
                stack.extend(sorted(left, key=needed.__getitem__))
    place = {number: i for i, number in enumerate(order)}
    instructions = []
    for number in order:
        op, read, constant = section.instructions[number]
        renumbered = read if op is Op.LEAF else tuple(place[operand] for operand in read)
        instructions.append((op, renumbered, constant))
    outputs = tuple((array, i, place[number]) for array, i, number in section.outputs)
    return Section(section.name, tuple(instructions), outputs)


def operands_of(section: Section) -> list[tuple[int, ...]]:
    """Per instruction, the instructions that it reads."""
    return [() if op is Op.LEAF else read for op, read, _ in section.instructions]


def registers(operands: list[tuple[int, ...]]) -> list[int]:
    """How many values the computation of each instruction holds at once, if nothing were shared.

    Sethi & Ullman (1970), J. ACM 17:715: what needs most is computed first.
    """
    needed: list[int] = []
    for read in operands:
        counts = sorted((needed[operand] for operand in set(read)), reverse=True)
        needed.append(max((count + held for held, count in enumerate(counts)), default=1))
    return needed
