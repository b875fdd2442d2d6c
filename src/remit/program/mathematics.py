"""Elementary functions over vectors, as LLVM text: one definition per lane width, the same bits in every
width.

Every step is a single rounded operation or an explicit fused multiply-add; no fast-math flag appears
anywhere.
Reductions and polynomials follow fdlibm (Sun Microsystems 1993) and Muller (2016), Elementary Functions,
3rd ed.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable

from remit.program.writer import Writer

__all__ = ["Writer", "definitions"]

LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
ROUNDER = 6755399441055744.0  # 1.5 * 2**52: adding it rounds to a whole number in the low bits
PIO2 = (1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21)  # pi/2 in three parts
FARTHEST_ANGLE = 1e15  # beyond it the reduction loses digits; a solve had better fail aloud
MOST_SQUARED = 15  # given whole exponents up to this size are multiplied out
LOG_SERIES = (
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01,
)
SIN_SERIES = (
    -1.66666666666666324348e-01,
    8.33333333332248946124e-03,
    -1.98412698298579493134e-04,
    2.75573137070700676789e-06,
    -2.50507602534068634195e-08,
    1.58969099521155010221e-10,
)
COS_SERIES = (
    4.16666666666666019037e-02,
    -1.38888888888741095749e-03,
    2.48015872894767294178e-05,
    -2.75573143513906633035e-07,
    2.08757232129817482790e-09,
    -1.13596475577881948265e-11,
)


def reduced_by_ln2(w: Writer, x: str) -> tuple[str, str]:
    """k (whole) and r with x = k*ln2 + r, |r| <= ln2/2."""
    shifted = w.fused(x, w.number(1.4426950408889634), w.number(ROUNDER))
    k_real = w.subtract(shifted, w.number(ROUNDER))
    r = w.fused(k_real, w.number(-LN2_HIGH), x)
    r = w.fused(k_real, w.number(-LN2_LOW), r)
    k = w.whole_op("sub", w.bits(shifted), w.integer(struct.unpack(">q", struct.pack(">d", ROUNDER))[0]))
    return k, r


def clamped(w: Writer, x: str, low: float, high: float) -> str:
    """x within bounds; not-a-number stays."""
    x = w.choose(w.compare("olt", x, w.number(low)), w.number(low), x)
    return w.choose(w.compare("ogt", x, w.number(high)), w.number(high), x)


def exp_body(w: Writer, x: str) -> str:
    """exp(x): Taylor's series of degree 13 on |r| <= ln2/2, its first terms last, where rounding counts;
    scaled in two steps so that limits come out right."""
    k, r = reduced_by_ln2(w, clamped(w, x, -746.0, 710.0))
    tail = w.polynomial(r, [1.0 / math.factorial(i) for i in range(2, 14)])
    series = w.add(w.number(1.0), w.fused(w.multiply(r, r), tail, r))
    half = w.whole_op("ashr", k, w.integer(1))
    rest = w.whole_op("sub", k, half)
    return w.multiply(w.multiply(series, w.power_of_two(half)), w.power_of_two(rest))


def expm1_body(w: Writer, x: str) -> str:
    """exp(x) - 1 without cancellation near 0."""
    k, r = reduced_by_ln2(w, clamped(w, x, -60.0, 709.0))
    tail = w.polynomial(r, [1.0 / math.factorial(i) for i in range(2, 15)])
    small = w.fused(w.multiply(r, r), tail, r)
    scale = w.power_of_two(k)
    result = w.fused(scale, small, w.subtract(scale, w.number(1.0)))
    return w.choose(w.compare("ogt", x, w.number(709.0)), w.call("v_exp", x), result)


def log_body(w: Writer, x: str) -> str:
    """log(x): -inf at 0, not-a-number below; fdlibm's series in s = f/(2 + f)."""
    tiny = w.compare("olt", x, w.number(2.2250738585072014e-308))
    scaled = w.choose(tiny, w.multiply(x, w.number(2.0**54)), x)
    bits = w.bits(scaled)
    high = w.whole_op("sub", bits, w.integer(0x3FE6A09E667F3BCD))
    k = w.whole_op("ashr", high, w.integer(52))
    mantissa = w.from_bits(w.whole_op("sub", bits, w.whole_op("shl", k, w.integer(52))))
    k_real = w.let(f"sitofp {w.whole} {k} to {w.real}")
    k_real = w.choose(tiny, w.subtract(k_real, w.number(54.0)), k_real)
    f = w.subtract(mantissa, w.number(1.0))
    s = w.divide(f, w.add(f, w.number(2.0)))
    z = w.multiply(s, s)
    series = w.multiply(z, w.polynomial(z, LOG_SERIES))
    half_square = w.multiply(w.multiply(w.number(0.5), f), f)
    correction = w.fused(s, w.add(half_square, series), w.multiply(k_real, w.number(LN2_LOW)))
    body = w.subtract(w.subtract(half_square, correction), f)
    result = w.fused(k_real, w.number(LN2_HIGH), w.negate(body))
    result = w.choose(w.compare("oeq", x, w.number(0.0)), w.number(-math.inf), result)
    result = w.choose(w.compare("olt", x, w.number(0.0)), w.number(math.nan), result)
    not_finite = w.compare("ueq", x, w.number(math.inf))
    return w.choose(not_finite, x, result)


def log1p_body(w: Writer, x: str) -> str:
    """log(1 + x), with the rounding of 1 + x put back (Kahan)."""
    one = w.number(1.0)
    u = w.add(one, x)
    lost = w.divide(w.subtract(x, w.subtract(u, one)), u)
    lost = w.choose(w.compare("ogt", u, w.number(1e300)), w.number(0.0), lost)
    lost = w.choose(w.compare("oeq", u, w.number(0.0)), w.number(0.0), lost)
    return w.add(w.call("v_log", u), lost)


def tanh_body(w: Writer, x: str) -> str:
    """tanh(x) from expm1(2|x|), the sign put back; at tiny x it is x."""
    size = clamped(w, w.absolute(x), 0.0, 22.0)
    grown = w.call("v_expm1", w.add(size, size))
    result = w.divide(grown, w.add(grown, w.number(2.0)))
    return w.let(f"call {w.real} @llvm.copysign.{w.suffix}({w.real} {result}, {w.real} {x})")


def circular(w: Writer, x: str, quarter: int) -> str:
    """sin(x + quarter*pi/2) by reduction to |r| <= pi/4 in three parts; not-a-number for |x| > 1e15."""
    shifted = w.fused(x, w.number(2.0 / math.pi), w.number(ROUNDER))
    k_real = w.subtract(shifted, w.number(ROUNDER))
    r = x
    for part in PIO2:
        r = w.fused(k_real, w.number(-part), r)
    z = w.multiply(r, r)
    sine = w.fused(w.multiply(z, r), w.polynomial(z, SIN_SERIES), r)
    cosine = w.fused(z, w.number(-0.5), w.number(1.0))
    cosine = w.fused(w.multiply(z, z), w.polynomial(z, COS_SERIES), cosine)
    k = w.whole_op("add", w.bits(shifted), w.integer(quarter))
    odd = w.let(f"trunc {w.whole} {k} to {w.truth}")
    result = w.choose(odd, cosine, sine)
    sign = w.whole_op("shl", w.whole_op("lshr", k, w.integer(1)), w.integer(63))
    result = w.from_bits(w.whole_op("xor", w.bits(result), sign))
    reachable = w.compare("ole", w.absolute(x), w.number(FARTHEST_ANGLE))
    return w.choose(reachable, result, w.number(math.nan))


def sin_body(w: Writer, x: str) -> str:
    return circular(w, x, 0)


def cos_body(w: Writer, x: str) -> str:
    return circular(w, x, 1)


def logistic_body(w: Writer, x: str) -> str:
    """1/(1 + exp(-x)): 0 and 1 at the infinities."""
    return w.divide(w.number(1.0), w.add(w.number(1.0), w.call("v_exp", w.negate(x))))


def multiplied_out(w: Writer, x: str, n: str) -> str:
    """x**n by repeated squaring, for a whole n from 0 to MOST_SQUARED."""
    bits = w.bits(w.add(n, w.number(ROUNDER)))
    result = w.number(1.0)
    square = x
    for bit in range(MOST_SQUARED.bit_length()):
        if bit:
            square = w.multiply(square, square)
        here = w.whole_op("and", bits, w.integer(1 << bit))
        taken = w.let(f"icmp ne {w.whole} {here}, {w.integer(0)}")
        result = w.choose(taken, w.multiply(result, square) if bit else square, result)
    return result


def power_body(w: Writer, x: str, n: str) -> str:
    """x**n: small whole numbers are multiplied out, others go through exp and log; not-a-number below 0.

    A lane's own n decides which of the two it gets. Exp and log are passed over where no lane needs them,
    which no lane can tell.
    """
    half = w.number(MOST_SQUARED / 2)
    nearest = w.subtract(w.add(n, w.number(ROUNDER)), w.number(ROUNDER))
    small = w.compare("ole", w.absolute(w.subtract(n, half)), half)
    whole = w.let(f"and {w.truth} {w.compare('oeq', n, nearest)}, {small}")
    product = multiplied_out(w, x, n)
    product = w.choose(w.compare("olt", x, w.number(0.0)), w.number(math.nan), product)
    every = whole
    if w.lanes > 1:
        together = w.let(f"bitcast {w.truth} {whole} to i{w.lanes}")
        every = w.let(f"icmp eq i{w.lanes} {together}, -1")
    w.lines.append(f"  br i1 {every}, label %done, label %others\nothers:")
    raised = exp_body(w, w.multiply(n, log_body(w, x)))
    either = w.choose(whole, product, raised)
    w.lines.append("  br label %done\ndone:")
    return w.let(f"phi {w.real} [ {product}, %entry ], [ {either}, %others ]")


BODIES: dict[str, Callable[..., str]] = {
    "v_exp": exp_body,
    "v_expm1": expm1_body,
    "v_log": log_body,
    "v_log1p": log1p_body,
    "v_tanh": tanh_body,
    "v_sin": sin_body,
    "v_cos": cos_body,
    "v_logistic": logistic_body,
    "v_power": power_body,
}
ARGUMENTS = {"v_power": ("%x", "%n")}  # of all others: %x
NEEDS = {
    "v_expm1": ("v_exp",),
    "v_log1p": ("v_log",),
    "v_tanh": ("v_expm1", "v_exp"),
    "v_logistic": ("v_exp",),
}


def definitions(lanes: int, used: set[str], inline: bool) -> str:
    """LLVM text of the functions in `used` and of those they need, in a fixed order."""
    wanted = used | {need for name in used for need in NEEDS.get(name, ())}
    attribute = "alwaysinline" if inline else "noinline"
    texts = []
    for name, body in BODIES.items():
        if name in wanted:
            writer = Writer(lanes)
            arguments = ARGUMENTS.get(name, ("%x",))
            result = body(writer, *arguments)
            read = ", ".join(f"{writer.real} {argument}" for argument in arguments)
            head = f"define internal {writer.real} @{name}({read}) {attribute} nounwind {{\nentry:"
            texts.append("\n".join([head, *writer.lines, f"  ret {writer.real} {result}", "}"]))
    return "\n\n".join(texts)
