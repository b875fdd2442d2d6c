"""Program -> LLVM text -> machine code: one virtual subject per vector lane.

Every kernel is `void name(context, arrays…)` over arrays laid out [index][lane]; the context is unused here
and belongs to the interpreter, whose kernels have the same form.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from remit.program import machine
from remit.program.kernel_text import CALLED, FORMS, kernel_text
from remit.program.mathematics import definitions
from remit.program.ordering import depth_first
from remit.program.program import Program
from remit.program.writer import Writer

INLINE_UP_TO = 150  # calls of elementary functions in a program that are still inlined


@dataclass(frozen=True, slots=True)
class Kernels:
    """Addresses of a program's compiled kernels for one lane width."""

    lanes: int
    addresses: dict[str, int]
    context: int  # address handed to every kernel first; 0 for native ones
    keep: object  # owns the memory the addresses point to
    compiled: bool  # False when the object code came from the disk


def compile_native(program: Program, lanes: int, kernels: Iterable[str] = tuple(FORMS)) -> Kernels:
    """Machine code for a program, from the disk when this very program was compiled before.

    Parameters
    ----------
    program : Program
    lanes : int
        Subjects per vector: 8, 4, 2 or 1.
    kernels : iterable of str
        Which sections to compile; default: all.
    """
    names = tuple(kernels)
    content = f"{program.name} {lanes} {names}"
    keep, addresses, compiled = machine.load(content, lambda: llvm_text(program, lanes, names), names)
    return Kernels(lanes, addresses, 0, keep, compiled)


def llvm_text(program: Program, lanes: int, kernels: tuple[str, ...] = tuple(FORMS)) -> str:
    """The whole module; the same program gives the same text, byte by byte."""
    sections = [section for section in program.sections if section.name in kernels]
    used = [CALLED[op] for section in sections for op, *_ in section.instructions if op in CALLED]
    writer = Writer(lanes)
    r, s = writer.real, writer.suffix
    declared = [
        f"declare {r} @llvm.fma.{s}({r}, {r}, {r})",
        f"declare {r} @llvm.fabs.{s}({r})",
        f"declare {r} @llvm.sqrt.{s}({r})",
        f"declare {r} @llvm.copysign.{s}({r}, {r})",
    ]
    functions = definitions(lanes, set(used), inline=len(used) <= INLINE_UP_TO)
    texts = [kernel_text(depth_first(section), lanes) for section in sections]
    return "\n\n".join(["\n".join(declared), functions, *texts])
