"""How an integration ended, as sentences."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """The ending of one subject's integration."""

    FINISHED = 0
    TOO_MANY_STEPS = 1
    STEP_TOO_SMALL = 2
    NOT_FINITE = 3
    NEGATIVE = 4
    ZERO_PIVOT = 5
    NOT_SETTLED = 6
    BAD_START = 7

    @property
    def sentence(self) -> str:
        """What a reader is told."""
        return SENTENCES[self]


SENTENCES = {
    Status.FINISHED: "reached the end of the requested time",
    Status.TOO_MANY_STEPS: "took max_steps steps before the end; raise max_steps or loosen rtol",
    Status.STEP_TOO_SMALL: "the step size fell below the spacing of floating-point times",
    Status.NOT_FINITE: "the rates of change are not finite numbers",
    Status.NEGATIVE: "a state that cannot be negative went below zero by more than its tolerance",
    Status.ZERO_PIVOT: "the linear system became singular: a pivot vanished",
    Status.NOT_SETTLED: "no steady state or repeating orbit was found",
    Status.BAD_START: "a starting value or parameter is not a finite number",
}
