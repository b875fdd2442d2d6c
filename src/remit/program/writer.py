"""LLVM text of arithmetic over vectors, line by line."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import dataclass, field


def hexadecimal(value: float) -> str:
    """A double as LLVM writes it, exactly."""
    return "0x" + struct.pack(">d", value).hex().upper()


@dataclass(slots=True)
class Writer:
    """Writes the body of one function over vectors of `lanes` doubles."""

    lanes: int
    lines: list[str] = field(default_factory=list)
    count: int = 0

    @property
    def real(self) -> str:
        return f"<{self.lanes} x double>" if self.lanes > 1 else "double"

    @property
    def whole(self) -> str:
        return f"<{self.lanes} x i64>" if self.lanes > 1 else "i64"

    @property
    def truth(self) -> str:
        return f"<{self.lanes} x i1>" if self.lanes > 1 else "i1"

    @property
    def suffix(self) -> str:
        """The type part of an intrinsic's name."""
        return f"v{self.lanes}f64" if self.lanes > 1 else "f64"

    def spread(self, kind: str, text: str) -> str:
        return f"<{', '.join([f'{kind} {text}'] * self.lanes)}>" if self.lanes > 1 else text

    def number(self, value: float) -> str:
        return self.spread("double", hexadecimal(value))

    def integer(self, value: int) -> str:
        return self.spread("i64", str(value))

    def let(self, expression: str) -> str:
        """Bind an instruction's result to a fresh name."""
        self.count += 1
        name = f"%n{self.count}"
        self.lines.append(f"  {name} = {expression}")
        return name

    def real_op(self, op: str, a: str, b: str) -> str:
        return self.let(f"{op} {self.real} {a}, {b}")

    def whole_op(self, op: str, a: str, b: str) -> str:
        return self.let(f"{op} {self.whole} {a}, {b}")

    def add(self, a: str, b: str) -> str:
        return self.real_op("fadd", a, b)

    def subtract(self, a: str, b: str) -> str:
        return self.real_op("fsub", a, b)

    def multiply(self, a: str, b: str) -> str:
        return self.real_op("fmul", a, b)

    def divide(self, a: str, b: str) -> str:
        return self.real_op("fdiv", a, b)

    def fused(self, a: str, b: str, c: str) -> str:
        """a*b + c, rounded once."""
        r = self.real
        return self.let(f"call {r} @llvm.fma.{self.suffix}({r} {a}, {r} {b}, {r} {c})")

    def negate(self, a: str) -> str:
        return self.let(f"fneg {self.real} {a}")

    def absolute(self, a: str) -> str:
        return self.let(f"call {self.real} @llvm.fabs.{self.suffix}({self.real} {a})")

    def square_root(self, a: str) -> str:
        return self.let(f"call {self.real} @llvm.sqrt.{self.suffix}({self.real} {a})")

    def compare(self, how: str, a: str, b: str) -> str:
        return self.let(f"fcmp {how} {self.real} {a}, {b}")

    def choose(self, condition: str, a: str, b: str, kind: str | None = None) -> str:
        kind = kind or self.real
        return self.let(f"select {self.truth} {condition}, {kind} {a}, {kind} {b}")

    def bits(self, a: str) -> str:
        return self.let(f"bitcast {self.real} {a} to {self.whole}")

    def from_bits(self, a: str) -> str:
        return self.let(f"bitcast {self.whole} {a} to {self.real}")

    def call(self, function: str, *arguments: str) -> str:
        read = ", ".join(f"{self.real} {name}" for name in arguments)
        return self.let(f"call {self.real} @{function}({read})")

    def polynomial(self, x: str, coefficients: Iterable[float]) -> str:
        """Neighbours in pairs, pairs in fours and so on (Estrin): a third of the waiting of Horner's scheme.

        Coefficients from the lowest power up.
        """
        terms, power = [self.number(coefficient) for coefficient in coefficients], x
        while True:
            pairs = zip(terms[::2], terms[1::2], strict=False)
            odd = terms[-1:] if len(terms) % 2 else []
            terms = [*(self.fused(high, power, low) for low, high in pairs), *odd]
            if len(terms) == 1:
                return terms[0]
            power = self.multiply(power, power)

    def power_of_two(self, exponent: str) -> str:
        """2**k for a whole k in the range of normal doubles."""
        biased = self.whole_op("add", exponent, self.integer(1023))
        return self.from_bits(self.whole_op("shl", biased, self.integer(52)))
