"""The chain of a number, as people read it."""

from __future__ import annotations

from dataclasses import replace

from remit.model.model import Model
from remit.present.chain import chain_of, summary


def test_the_chain_shows_value_published_text_origin_and_every_change(model: Model) -> None:
    assert chain_of(model.parameters[0]) == (
        "substance.clearance 2 L/h | published 3 L/h | measured human author2001 Table 1 | "
        "phenotype slow: 3 → 2, assumed (ü, “quoted”)"
    )


def test_a_recalled_number_says_so(model: Model) -> None:
    recalled = replace(model.parameters[1], seen="recalled")
    assert chain_of(recalled).endswith("measured human author2001 Table 1 (recalled)")


def test_an_assumption_shows_its_argument(model: Model) -> None:
    guess = replace(model.parameters[1], kind="assumed", source="", at="", species="any", note="blood volume")
    assert chain_of(guess).endswith("| assumed: blood volume")


def test_the_summary_counts_kinds_and_what_has_to_be_read_again(model: Model) -> None:
    numbers = [*model.parameters, replace(model.parameters[1], kind="assumed", seen="recalled")]
    assert dict(summary(numbers)) == {
        "measured": 2,
        "assumed": 1,
        "recalled, to be read again": 1,
        "changed by a layer": 1,
        "in all": 3,
    }
