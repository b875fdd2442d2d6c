"""Genes: the parameters of the documents that each scales."""

from __future__ import annotations

from collections.abc import Iterable

from remit.model.names import Instance


def genes_of(instances: Iterable[Instance]) -> dict[str, tuple[str, ...]]:
    """Gene in capitals -> full names of the parameters it scales, sorted."""
    scaled: dict[str, list[str]] = {}
    for instance in instances:
        for gene, (parameters, _) in instance.doc.genes.items():
            names = scaled.setdefault(gene.upper(), [])
            names += [f"{instance.alias}.{local}" for local in parameters]
    return {gene: tuple(sorted(names)) for gene, names in sorted(scaled.items())}
