"""The conductor: scenario in, labelled dataset out."""

from remit.run.scenario import run_scenario

__all__ = ["run_scenario"]
