"""How far a fit is from its observations, and what the observations say about its numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from remit.reading.observed import PartDoc

Floats = npt.NDArray[np.float64]
NO_NUMBER = 10.0  # residual of a part without a number, in half widths of a band
UNMOVED = 1e-3  # change of all residuals per e-fold below which a number is not determined at all
LOOSE = 1.0  # standard error of the logarithm beyond which a number is hardly determined


@dataclass(frozen=True, slots=True)
class Fitted:
    """One number after a fit."""

    name: str
    unit: str
    before: float  # [unit]
    after: float  # [unit]
    low: float  # [unit]
    high: float  # [unit]
    error: float  # standard error of its logarithm; infinite where nothing determines it

    @property
    def verdict(self) -> str:
        """What the observations say of it."""
        if not math.isfinite(self.error):
            return "not determined"
        if self.after <= self.low * 1.001 or self.after >= self.high * 0.999:
            return "at its bound"
        return "hardly determined" if self.error > LOOSE else "determined"


@dataclass(frozen=True, slots=True)
class Residual:
    """One part of one observation before and after a fit."""

    observation: str
    part: str
    unit: str
    before: float  # [unit]
    after: float  # [unit]
    low: float | None  # [unit]
    high: float | None  # [unit]


@dataclass(frozen=True, slots=True)
class Fit:
    """What a fit found."""

    name: str
    numbers: tuple[Fitted, ...]
    residuals: tuple[Residual, ...]
    correlation: Floats  # (n_numbers, n_numbers) of the logarithms; NaN where not determined
    cost: tuple[float, float]  # half the sum of squares before and after
    rounds: int
    message: str


def residual_of(part: PartDoc, got: float) -> float:
    """Distance from the published value, or the middle of the band, in half widths of the band.

    A part with one bound counts only beyond it, relative to the bound; one without a number counts much.

    Examples
    --------
    A band of 8 to 12 around 10: 11 is half a half-width off.
    """
    if not math.isfinite(got):
        return NO_NUMBER
    if part.low is not None and part.high is not None:
        half = 0.5 * (part.high - part.low) or 1.0
        middle = part.value if part.value is not None else 0.5 * (part.low + part.high)
        return (got - middle) / half
    if part.low is not None:
        return min(0.0, got - part.low) / (abs(part.low) or 1.0)
    if part.high is not None:
        return max(0.0, got - part.high) / (abs(part.high) or 1.0)
    return 0.0


def errors_of(jacobian: Floats) -> tuple[Floats, Floats]:
    """Standard errors of the logarithms and their correlation, by the linear theory of least squares.

    Residuals count in half widths of bands, so an error of 0.1 means: a tenth up or down moves some part by
    about its half width.

    Parameters
    ----------
    jacobian : (n_parts, n_numbers) float64
        Change of each residual per e-fold of each number.

    Returns
    -------
    errors : (n_numbers,) float64
        Infinite where a number, or a combination it belongs to, moves nothing.
    correlation : (n_numbers, n_numbers) float64
    """
    n = jacobian.shape[1]
    left, singular, right = np.linalg.svd(jacobian, full_matrices=False)
    del left
    seen = singular > UNMOVED
    covariance = (right[seen].T / singular[seen] ** 2) @ right[seen]
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    hidden = np.ones(n) - (right[seen] ** 2).sum(axis=0) if seen.any() else np.ones(n)
    errors = np.where(hidden > 0.01, np.inf, errors)
    with np.errstate(invalid="ignore", divide="ignore"):
        correlation = covariance / np.outer(errors, errors)
    correlation[~np.isfinite(errors)] = np.nan
    correlation[:, ~np.isfinite(errors)] = np.nan
    return errors, correlation
