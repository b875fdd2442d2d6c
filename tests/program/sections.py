"""Kernels of a program called one by one on plain arrays, native or interpreted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from remit.program.graph import Array
from remit.program.native import FORMS, Kernels
from remit.program.program import Program
from remit.solve.calls import aligned, call_kernel

Arrays = Mapping[Array, np.ndarray]  # (size, n_points) each


def room(program: Program) -> dict[Array, int]:
    """How many numbers each array holds, per lane."""
    n = len(program.states)
    return {
        Array.TIME: 1,
        Array.STATE: n,
        Array.GIVEN: program.n_given,
        Array.FACTOR: 1,
        Array.LU: program.n_lu,
        Array.RIGHT: n,
    }


def run(program: Program, kernels: Kernels, name: str, arrays: Arrays, n_points: int) -> list[np.ndarray]:
    """One section at many points, as many at a time as there are lanes.

    Parameters
    ----------
    program : Program
    kernels : Kernels
    name : str
        Of the section.
    arrays : mapping of Array to (size, n_points) float64
        What is not given is zero; a given vector may come without its derived constants.
    n_points : int

    Returns
    -------
    list of (size, n_points) float64
        What the section writes: for `derive` the whole given vector.
    """
    lanes, (inputs, n_outputs) = kernels.lanes, FORMS[name]
    section = getattr(program, name)
    sizes = [
        1 + max((i for array, i, _ in section.outputs if array == out), default=-1)
        for out in range(n_outputs)
    ]
    whole = {array: np.zeros((size, n_points)) for array, size in room(program).items()}
    for array, values in arrays.items():
        whole[array][: len(values)] = values
    results = [np.empty((size, n_points)) for size in sizes] or [np.empty((program.n_given, n_points))]
    read = {array: aligned(max(1, size) * lanes).reshape(-1, lanes) for array, size in room(program).items()}
    written = [aligned(max(1, size) * lanes).reshape(-1, lanes) for size in sizes]
    for first in range(0, n_points, lanes):
        points = [min(first + lane, n_points - 1) for lane in range(lanes)]
        for array in inputs:
            read[array][: len(whole[array])] = whole[array][:, points]
        handed = [*(read[array] for array in inputs), *written]
        call_kernel(kernels.addresses[name], (kernels.context, *(array.ctypes.data for array in handed)))
        kept = min(lanes, n_points - first)
        for result, out in zip(results, written or [read[Array.GIVEN]], strict=True):
            result[:, first : first + kept] = out[: len(result), :kept]
    return results


def given_vector(program: Program, kernels: Kernels, plain: np.ndarray) -> np.ndarray:
    """Parameters, inputs and infusion rates (n_plain, n_points), completed with derived constants."""
    return run(program, kernels, "derive", {Array.GIVEN: plain}, plain.shape[1])[0]
