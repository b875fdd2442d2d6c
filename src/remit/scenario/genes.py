"""Genes: what a document scales, as changes of the parameters that follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from remit.quantity.mistakes import Mistake, suggestion
from remit.reading.documents import ChangeDoc


def scaled(
    changes: Sequence[ChangeDoc], genes: Mapping[str, tuple[str, ...]], found: list[Mistake]
) -> list[ChangeDoc]:
    """Changes of genes as changes of the parameters they scale.

    Symbols of human and rodent genes differ in their capitals alone, which do not count.

    Parameters
    ----------
    changes : sequence of ChangeDoc
        `parameter` is the gene.
    genes : mapping of str to tuple of str
        Gene in capitals -> full names of the parameters it scales.
    found : list of Mistake
        Receives unknown genes.
    """
    result = []
    for change in changes:
        names = genes.get(change.parameter.upper(), ())
        if not names:
            near = suggestion(change.parameter.upper(), sorted(genes))
            known = near or (f"; there is {', '.join(sorted(genes)[:8])}" if genes else "")
            text = f"no document of the scenario has the gene '{change.parameter}'{known}"
            found.append(Mistake(change.address, text))
        note = f"gene {change.parameter} x {change.value.text}"
        note = f"{note}: {change.note}" if change.note else note
        result += [replace(change, parameter=name, note=note) for name in names]
    return result
