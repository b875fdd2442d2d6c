"""The birth certificates of a model's numbers, as coordinates that travel with the result."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from remit.model.model import Model
from remit.quantity.parameter import Change, Parameter, Spread

_TEXTS = ("unit", "published", "kind", "species", "source", "at", "seen", "about", "note")


def history_text(history: Sequence[Change]) -> str:
    """The changes of a number as JSON, oldest first."""
    return json.dumps([asdict(change) for change in history], ensure_ascii=False) if history else "[]"


def spread_text(spread: Spread | None) -> str:
    """A spread as JSON, or '' where persons do not differ."""
    return json.dumps(asdict(spread), ensure_ascii=False) if spread else ""


def texts(values: Sequence[str]) -> NDArray[np.str_]:
    """Texts as one array, wide enough for the longest."""
    return np.array(values, dtype=np.str_)


def parameter_coordinates(parameters: Sequence[Parameter]) -> dict[str, xr.Variable]:
    """One coordinate along `parameter` for each line of the birth certificate.

    Returns
    -------
    dict
        Coordinate name -> variable (n_parameter,): parameter, value, unit, published, kind, species,
        source, at, seen, about, note, spread, history, address.
    """
    columns: dict[str, NDArray[np.str_] | NDArray[np.float64]] = {
        "parameter": texts([p.name for p in parameters]),
        "value": np.array([p.value for p in parameters], dtype=np.float64),
    }
    for name in _TEXTS:
        columns[name] = texts([getattr(p, name) for p in parameters])
    columns["spread"] = texts([spread_text(p.spread) for p in parameters])
    columns["history"] = texts([history_text(p.history) for p in parameters])
    columns["address"] = texts([str(p.address) for p in parameters])
    return {name: xr.Variable(("parameter",), column) for name, column in columns.items()}


def varied_parameters(model: Model, values: NDArray[np.float64]) -> dict[str, xr.Variable]:
    """The numbers that differ between subjects or arms, or {} where everybody has the model's.

    Parameters
    ----------
    model : Model
    values : (n_arm, n_subject, n_parameter) float64
        What each subject ran with [each parameter's unit].

    Returns
    -------
    dict
        'varied' (n_varied,) names and 'varied_value' (n_subject, n_arm, n_varied).
    """
    written = np.array([p.value for p in model.parameters], dtype=np.float64)
    differs = np.flatnonzero((values != written).any(axis=(0, 1)))
    if not differs.size:
        return {}
    about = {"about": "parameter values that differ between subjects or arms; units are those of `parameter`"}
    return {
        "varied": xr.Variable(("varied",), texts([model.parameters[i].name for i in differs])),
        "varied_value": xr.Variable(
            ("subject", "arm", "varied"), values[:, :, differs].transpose(1, 0, 2).copy(), about
        ),
    }
