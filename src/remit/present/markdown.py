"""Tables and bands as pages and terminals show them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a markdown table; no cell breaks out of its row.

    >>> table(("", "a"), [("b", "x | y")])
    ['| | a |', '|---|---|', '| b | x \\\\| y |']
    """
    head = "|" + "".join(f" {column} |" if column else " |" for column in columns)
    lines = (" | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row) for row in rows)
    return [head, f"|{'---|' * len(columns)}", *(f"| {line} |" for line in lines)]


def band_text(low: float | None, high: float | None, show: Callable[[float], str] = "{:g}".format) -> str:
    """'130 to 250', 'at least 5', 'at most 70', '' without a band.

    Parameters
    ----------
    low, high : float or None
    show : callable
        How a bound is written; a bound that it writes as nothing counts as none.
    """
    bottom, top = ("" if bound is None else show(bound) for bound in (low, high))
    if bottom and top:
        return f"{bottom} to {top}"
    return f"at least {bottom}" if bottom else f"at most {top}" if top else ""
