"""Genes: what a scenario scales, and the parameters of the documents that follow."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from remit.model.names import Instance
from remit.quantity.mistakes import Mistake, suggestion
from remit.reading.documents import ChangeDoc


def genes_of(instances: Iterable[Instance]) -> dict[str, tuple[str, ...]]:
    """Gene in capitals -> full names of the parameters it scales, sorted."""
    scaled: dict[str, list[str]] = {}
    for instance in instances:
        for gene, (parameters, _) in instance.doc.genes.items():
            names = scaled.setdefault(gene.upper(), [])
            names += [f"{instance.alias}.{local}" for local in parameters]
    return {gene: tuple(sorted(names)) for gene, names in sorted(scaled.items())}


def scaled(
    changes: Sequence[ChangeDoc], genes: dict[str, tuple[str, ...]], found: list[Mistake]
) -> list[ChangeDoc]:
    """Changes of genes as changes of the parameters they scale.

    Symbols of human and rodent genes differ in their capitals alone, which do not count.
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
