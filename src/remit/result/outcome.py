"""What a run hands over: plain arrays and the records that name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from remit.model.model import Model
from remit.scenario.plan import Plan, Schedule

FINISHED = 0  # the only status that carries numbers


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every trajectory of a scenario, before it gets labels.

    Axes are arm, subject, time, and the quantity in the model's order. Where `status` is not 0 the numbers
    of that subject are not used, whatever they are.
    """

    model: Model
    arms: tuple[str, ...]
    subjects: int
    times: NDArray[np.float64]  # (n_time,) [h]
    states: NDArray[np.float64]  # (n_arm, n_subject, n_time, n_state) [each state's unit]
    assignments: NDArray[np.float64]  # (n_arm, n_subject, n_time, n_assignment)
    inputs: NDArray[np.float64]  # (n_arm, n_subject, n_time, n_input)
    parameters: NDArray[np.float64]  # (n_arm, n_subject, n_parameter): the values each subject ran with
    status: NDArray[np.int64]  # (n_arm, n_subject); 0 is a finished solve
    messages: NDArray[np.str_]  # (n_arm, n_subject) of str: how it ended, as a sentence
    steps: NDArray[np.int64]  # (n_arm, n_subject) accepted steps
    rejected: NDArray[np.int64]  # (n_arm, n_subject) rejected steps
    schedule: Schedule
    method: str  # name of the stepping method
    seed: int
    hashes: Mapping[str, str]  # 'library', 'program'
    versions: Mapping[str, str]  # 'remit', 'python', 'numpy', 'numba', 'llvmlite'
    plans: tuple[Plan, ...] = field(default=())  # one per arm: what was done, for marks on figures
