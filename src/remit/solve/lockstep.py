"""A Rosenbrock method's arithmetic as machine code: one step of every lane, from its table of coefficients.

The compiled stepper (stepper.py) decides; what is here only computes: `step` tries a step and weighs its
error,
`take` moves accepted lanes, `dense` prepares interpolation. The model enters through the addresses of its
kernels,
so this is compiled once per method and lane width, for all models. Sums over states run in order within a
lane, and no operation mixes lanes.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

import numpy as np

from remit.program import machine
from remit.program.mathematics import Writer, definitions
from remit.solve.lanes import Slot, Tableau
from remit.solve.method import Method

NUMBERS = (Slot.N_STATES, Slot.STRIDE)  # slots that hold no address
FUNCTIONS = ("step", "take", "take_clipped", "dense")


@functools.cache
def compile_method(method: Method, lanes: int) -> tuple[object, dict[str, int]]:
    """Machine code of a method for one lane width, made once per process.

    Returns
    -------
    keep : object
        Owns the code.
    addresses : dict
        'step', 'take', 'take_clipped', 'dense' -> address of `void f(table of addresses)`.
    """
    tableau = method.tableau()
    content = repr([part.tobytes() if isinstance(part, np.ndarray) else part for part in tableau])
    text = functools.partial(method_text, tableau, lanes)
    keep, addresses, _ = machine.load(f"{content} {lanes}", text, FUNCTIONS)
    return keep, addresses


def method_text(tableau: Tableau, lanes: int) -> str:
    """The LLVM module."""
    head = Writer(lanes)
    r, s = head.real, head.suffix
    declared = [f"declare {r} @llvm.{name}.{s}({r})" for name in ("fabs", "sqrt")]
    declared.append(f"declare {r} @llvm.fma.{s}({r}, {r}, {r})")
    functions = [
        step_text(tableau, lanes),
        take_text(lanes, clipping=False),
        take_text(lanes, clipping=True),
        dense_text(tableau, lanes),
    ]
    elementary = definitions(lanes, {"v_exp", "v_log"}, inline=True)
    return "\n\n".join(["\n".join(declared), elementary, *functions])


class Body(Writer):
    """Writer with addresses by slot and loops over states."""

    def __init__(self, lanes: int) -> None:
        super().__init__(lanes)
        self.loops = 0
        self.block = "entry"

    def word(self, slot: Slot) -> str:
        where = self.let(f"getelementptr i8, ptr %table, i64 {8 * int(slot)}")
        return self.let(f"load i64, ptr {where}")

    def pointer(self, slot: Slot) -> str:
        return self.let(f"inttoptr i64 {self.word(slot)} to ptr")

    def load(self, pointer: str) -> str:
        return self.let(f"load {self.real}, ptr {pointer}, align 8")

    def store(self, value: str, pointer: str) -> None:
        self.lines.append(f"  store {self.real} {value}, ptr {pointer}, align 8")

    def shifted(self, pointer: str, offset: str) -> str:
        return self.let(f"getelementptr i8, ptr {pointer}, i64 {offset}")

    def row(self, pointer: str, number: int, row_bytes: str) -> str:
        """Address of row `number` of a matrix of rows."""
        return pointer if number == 0 else self.shifted(pointer, self.let(f"mul i64 {row_bytes}, {number}"))

    def call_address(self, function: str, arguments: Iterable[str]) -> None:
        self.lines.append(f"  call void {function}({', '.join(f'ptr {name}' for name in arguments)})")

    def for_each_state(
        self, total: str, body: Callable[[str, list[str]], list[str]], sums: int = 0
    ) -> list[str]:
        """Loop over byte offsets 0, lanes*8, … < total; `sums` running vectors are carried and returned."""
        number, before = self.loops, self.block
        self.loops += 1
        label, after = f"loop{number}", f"after{number}"
        self.lines.append(f"  br label %{label}\n{label}:")
        heads = len(self.lines)
        offset, following = f"%at{number}", f"%next{number}"
        carried = [f"%sum{number}_{i}" for i in range(sums)]
        results = body(offset, carried)
        phis = [f"  {offset} = phi i64 [ 0, %{before} ], [ {following}, %{label} ]"]
        zero = self.number(0.0)
        for name, result in zip(carried, results, strict=True):
            phis.append(f"  {name} = phi {self.real} [ {zero}, %{before} ], [ {result}, %{label} ]")
        self.lines[heads:heads] = phis
        self.lines.append(f"  {following} = add i64 {offset}, {8 * self.lanes}")
        done = self.let(f"icmp uge i64 {following}, {total}")
        self.lines.append(f"  br i1 {done}, label %{after}, label %{label}\n{after}:")
        self.block = after
        return results

    def spread_double(self, scalar: str) -> str:
        """One double in every lane."""
        if self.lanes == 1:
            return scalar
        single = self.let(f"insertelement {self.real} poison, double {scalar}, i64 0")
        mask = f"<{self.lanes} x i32> zeroinitializer"
        return self.let(f"shufflevector {self.real} {single}, {self.real} poison, {mask}")

    def finished(self, name: str) -> str:
        head = f"define void @{name}(ptr %table) nounwind {{\nentry:"
        return "\n".join([head, *self.lines, "  ret void", "}"])


def combination(w: Body, weights: Iterable[float], values: list[str], start: str | None) -> str | None:
    """start + sum of weights*values; zero weights cost nothing; None for an empty sum."""
    total = start
    for weight, value in zip(weights, values, strict=False):
        if weight == 0.0:
            continue
        if total is None:
            total = value if weight == 1.0 else w.multiply(value, w.number(weight))
        elif weight == 1.0:
            total = w.add(total, value)
        else:
            total = w.fused(value, w.number(weight), total)
    return total


def step_text(tableau: Tableau, lanes: int) -> str:
    """`step`: candidate in U, weighted error in NORM, and in BELOW which lanes have a state under zero.

    Hairer & Wanner II (1996), eq. IV.7.25, in the form without matrix-vector products:
    (1/(gamma h) I - J) k_i = f(t + alpha_i h, y + sum a_ij k_j) + sum c_ij/h k_j + slope_i h df/dt.
    """
    w = Body(lanes)
    stages = tableau.b.size
    total = w.let(f"mul i64 {w.word(Slot.N_STATES)}, {8 * lanes}")
    at = {slot: w.pointer(slot) for slot in Slot if slot not in NUMBERS}
    h, t = w.load(at[Slot.H]), w.load(at[Slot.TIME])
    inverse = w.divide(w.number(1.0), h)
    w.store(w.divide(w.number(1.0), w.multiply(w.number(tableau.gamma), h)), at[Slot.FACTOR])
    context = at[Slot.CONTEXT]
    given = (Slot.TIME, Slot.Y, Slot.GIVEN, Slot.FACTOR, Slot.LU, Slot.BY_TIME, Slot.QUALITY)
    w.call_address(at[Slot.FACTOR_KERNEL], [context, *(at[slot] for slot in given)])
    stride = w.word(Slot.STRIDE)
    rows = [w.row(at[Slot.K], stage, stride) for stage in range(stages)]
    for stage in range(stages):
        stage_text(w, tableau, stage, total, at, rows, (t, h, inverse))
    weigh_text(w, tableau, total, at, rows)
    return w.finished("step")


def stage_text(
    w: Body,
    tableau: Tableau,
    stage: int,
    total: str,
    at: dict[Slot, str],
    rows: list[str],
    clock: tuple[str, str, str],
) -> None:
    """One stage: its argument and what earlier stages add, in one pass over them; right-hand side; linear
    solve."""
    t, h, inverse = clock
    repeats = stage > 0 and tableau.grows[stage] == 1
    weights = tableau.a[stage, :stage].copy()
    if repeats:
        weights[:-1] = 0.0
    slope = float(tableau.slope[stage])
    scaled = w.multiply(h, w.number(slope))

    def combine(offset: str, _: list[str]) -> list[str]:
        earlier = [w.load(w.shifted(row, offset)) for row in rows[:stage]]
        if stage > 0:
            start = w.load(w.shifted(at[Slot.U] if repeats else at[Slot.Y], offset))
            value = combination(w, weights, earlier, start)
            assert value is not None
            w.store(value, w.shifted(at[Slot.U], offset))
        added = combination(w, tableau.c[stage, :stage], earlier, None)
        added = w.multiply(added, inverse) if added is not None else None
        if slope != 0.0:
            by_time = w.load(w.shifted(at[Slot.BY_TIME], offset))
            added = w.multiply(by_time, scaled) if added is None else w.fused(by_time, scaled, added)
        w.store(w.number(0.0) if added is None else added, w.shifted(at[Slot.F], offset))
        return []

    w.for_each_state(total, combine)
    w.store(w.fused(h, w.number(float(tableau.alpha[stage])), t), at[Slot.T_STAGE])
    where = at[Slot.U] if stage > 0 else at[Slot.Y]
    read = (at[Slot.CONTEXT], at[Slot.T_STAGE], where, at[Slot.GIVEN], at[Slot.F], at[Slot.ERROR])
    w.call_address(at[Slot.RIGHT_SIDE], read)
    w.call_address(at[Slot.SOLVE], [at[Slot.CONTEXT], at[Slot.LU], at[Slot.ERROR], rows[stage]])


def weigh_text(w: Body, tableau: Tableau, total: str, at: dict[Slot, str], rows: list[str]) -> None:
    """Candidate, error and its norm in one pass.

    Hairer, Norsett & Wanner I (1993), eq. II.4.11. Below zero by less than the tolerance is noise; by
    more, the state's share is infinite and the step will be rejected.
    """
    rtol = w.spread_double(w.let(f"load double, ptr {at[Slot.RTOL]}"))

    def share(offset: str, carried: list[str]) -> list[str]:
        before = w.load(w.shifted(at[Slot.Y], offset))
        stages = [w.load(w.shifted(row, offset)) for row in rows]
        if tableau.ends_on_last:
            after: str | None = w.add(w.load(w.shifted(at[Slot.U], offset)), stages[-1])
        else:
            after = combination(w, tableau.b, stages, before)
        error = combination(w, tableau.e, stages, None)
        assert after is not None
        assert error is not None
        w.store(after, w.shifted(at[Slot.U], offset))
        size_before, size_after = w.absolute(before), w.absolute(after)
        most = w.choose(w.compare("ogt", size_before, size_after), size_before, size_after)
        scale = w.fused(rtol, most, w.load(w.shifted(at[Slot.ATOL], offset)))
        part = w.divide(error, scale)
        squared = w.multiply(part, part)
        lifted = w.add(after, w.load(w.shifted(at[Slot.FREE], offset)))
        zero = w.number(0.0)
        squared = w.choose(w.compare("olt", w.add(lifted, scale), zero), w.number(float("inf")), squared)
        w.store(squared, w.shifted(at[Slot.ERROR], offset))
        negative = w.choose(w.compare("olt", lifted, zero), w.number(1.0), zero)
        return [w.add(carried[0], squared), w.add(carried[1], negative)]

    sums = w.for_each_state(total, share, sums=2)
    count = w.spread_double(w.let(f"uitofp i64 {w.word(Slot.N_STATES)} to double"))
    square = w.divide(sums[0], count)
    w.store(w.square_root(square), at[Slot.NORM])
    power = w.multiply(w.call("v_log", square), w.number(-0.5 * tableau.exponent))
    w.store(w.call("v_exp", power), at[Slot.GROWTH])
    w.store(sums[1], at[Slot.BELOW])


def take_text(lanes: int, clipping: bool) -> str:
    """`take`: y = u where ACCEPTED; `take_clipped` also turns noise below zero into zero and adds it to
    CLIPPED."""
    w = Body(lanes)
    total = w.let(f"mul i64 {w.word(Slot.N_STATES)}, {8 * lanes}")
    needed = (Slot.Y, Slot.U, Slot.FREE, Slot.ATOL, Slot.ACCEPTED, Slot.CLIPPED, Slot.RTOL)
    at = {slot: w.pointer(slot) for slot in needed}
    rtol = w.spread_double(w.let(f"load double, ptr {at[Slot.RTOL]}"))
    zero = w.number(0.0)
    accepted = w.compare("ogt", w.load(at[Slot.ACCEPTED]), zero)

    def move(offset: str, carried: list[str]) -> list[str]:
        target = w.shifted(at[Slot.Y], offset)
        before, after = w.load(target), w.load(w.shifted(at[Slot.U], offset))
        sums = []
        if clipping:
            below = w.compare("olt", w.add(after, w.load(w.shifted(at[Slot.FREE], offset))), zero)
            cut = w.divide(after, w.fused(rtol, w.absolute(before), w.load(w.shifted(at[Slot.ATOL], offset))))
            sums = [w.subtract(carried[0], w.choose(below, cut, zero))]
            after = w.choose(below, zero, after)
        w.store(w.choose(accepted, after, before), target)
        return sums

    sums = w.for_each_state(total, move, sums=1 if clipping else 0)
    if clipping:
        known = w.load(at[Slot.CLIPPED])
        w.store(w.choose(accepted, w.add(known, sums[0]), known), at[Slot.CLIPPED])
    return w.finished("take_clipped" if clipping else "take")


def dense_text(tableau: Tableau, lanes: int) -> str:
    """`dense`: the interpolation terms, sums of the stages."""
    w = Body(lanes)
    total = w.let(f"mul i64 {w.word(Slot.N_STATES)}, {8 * lanes}")
    k, dense = w.pointer(Slot.K), w.pointer(Slot.DENSE)
    stride = w.word(Slot.STRIDE)
    rows = [w.row(k, stage, stride) for stage in range(tableau.b.size)]
    targets = [w.row(dense, term, stride) for term in range(tableau.dense.shape[0])]

    def terms(offset: str, _: list[str]) -> list[str]:
        stages = [w.load(w.shifted(row, offset)) for row in rows]
        for target, weights in zip(targets, tableau.dense, strict=True):
            value = combination(w, weights, stages, None)
            w.store(w.number(0.0) if value is None else value, w.shifted(target, offset))
        return []

    w.for_each_state(total, terms)
    return w.finished("dense")
