"""Mistakes: in order, once each, with the nearest known word."""

from __future__ import annotations

from remit.quantity.mistakes import MOST_SHOWN, Mistake, ReadingError, quoted, suggestion
from remit.quantity.parameter import Address


def test_mistakes_are_printed_by_file_and_line_and_once() -> None:
    late = Mistake(Address("b.yaml", 2, 3), "late")
    early = Mistake(Address("b.yaml", 1, 9), "early")
    other = Mistake(Address("a.yaml"), "other")
    error = ReadingError([late, early, other, early])
    assert str(error) == "a.yaml other\nb.yaml:1:9 early\nb.yaml:2:3 late"


def test_a_flood_of_mistakes_is_cut() -> None:
    error = ReadingError(Mistake(Address("a", line), "x") for line in range(1, MOST_SHOWN + 6))
    assert str(error).endswith("\n... and 5 more")
    assert len(error.mistakes) == MOST_SHOWN + 5


def test_suggestions_name_the_nearest_word_or_nothing() -> None:
    assert suggestion("acth_los", ["acth_loss", "cortisol"]) == "; did you mean 'acth_loss'?"
    assert suggestion("Human", ["human", "rat"]) == "; did you mean 'human'?"
    assert suggestion("zzz", ["acth_loss"]) == ""
    assert suggestion("x" * 10_000, ["x" * 9_999]) == ""


def test_quotes_stay_short_and_on_one_line() -> None:
    assert quoted("a\nb\x1b") == "'a?b?'"
    assert len(quoted("x" * 10_000)) == 62
