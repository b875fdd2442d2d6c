"""Tables of points for interpolate: their schema and records."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from remit.quantity.mistakes import Mistake
from remit.quantity.units import has_same_dimension, value_in
from remit.reading.documents import Quantity, TableDoc
from remit.reading.numbers import Certified
from remit.reading.schema import Measured, Prose


class TableSchema(Certified):
    """Points between which interpolate draws straight lines."""

    x: tuple[Measured, ...] = Field(description="increasing")
    y: tuple[Measured, ...] = Field(description="one for each x")
    about: Prose | None = Field(None, description="what it is")

    def mistakes(self) -> Iterator[Mistake]:
        """Also: points must be whole, in order, and in one unit per axis."""
        yield from super().mistakes()
        if len(self.x) != len(self.y):
            yield self.wrong("y", f"{len(self.x)} x and {len(self.y)} y; points need both")
        if len(self.x) < 2:
            yield self.wrong("x", "a table needs two points or more")
        for key, values in (("x", self.x), ("y", self.y)):
            for one in values:
                if not fits(one, axis_unit(values)):
                    yield Mistake(
                        one.address,
                        f"{one.text!r} does not convert to {axis_unit(values)}, as the others of {key}",
                    )
        if all(fits(one, axis_unit(self.x)) for one in self.x):
            placed = [in_axis(one, axis_unit(self.x)) for one in self.x]
            for left, right, one in zip(placed, placed[1:], self.x[1:], strict=False):
                if not left < right:
                    yield Mistake(one.address, f"x must increase, but {one.text!r} follows {left:g}")

    def record(self, name: str) -> TableDoc:
        """The frozen record, each axis in one unit."""
        x_unit, y_unit = axis_unit(self.x), axis_unit(self.y)
        return TableDoc(
            name=name,
            x=tuple(in_axis(one, x_unit) for one in self.x),
            y=tuple(in_axis(one, y_unit) for one in self.y),
            x_unit=x_unit,
            y_unit=y_unit,
            about=str(self.about or ""),
            address=self.address,
            **self.origin(),
        )


def axis_unit(values: tuple[Quantity, ...]) -> str:
    """The unit of the first value that is no bare 0."""
    return next((one.unit for one in values if one.value or one.unit != "1"), "1")


def fits(one: Quantity, axis: str) -> bool:
    return (one.value == 0 and one.unit == "1") or has_same_dimension(one.unit, axis)


def in_axis(one: Quantity, axis: str) -> float:
    """The value in the axis' unit; a bare 0 has every unit."""
    return 0.0 if one.value == 0 and one.unit == "1" else value_in(one.text, axis)
