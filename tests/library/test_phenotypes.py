"""Documents of phenotypes; what they move is tested in test_phenotypes_rats.py and _mice.py."""

from __future__ import annotations

from tests.library.phenotype_bench import phenotypes


def test_the_numbers_of_a_phenotype_have_a_reason() -> None:
    missing = [
        f"{name}: {one.parameter}"
        for name, doc in phenotypes().items()
        for one in (*doc.changes, *doc.genes)
        if not (one.note or one.source)
    ]
    assert missing == []
