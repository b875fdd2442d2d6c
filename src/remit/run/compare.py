"""Models of depression by treatments: one ensemble for every body, one table for all."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import xarray as xr

from remit.compare.response import Table, cells_of
from remit.program import cache
from remit.quantity.mistakes import Mistake, ReadingError
from remit.reading.compared import BETWEEN, ComparisonDoc
from remit.reading.shelf import Shelf
from remit.run.batches import measured
from remit.run.progress import Progress, part_of
from remit.run.scenario import Planned, compiled, plan, versions
from remit.run.validate import DECIDING, content_of

BATCH = 48  # arms whose trajectories are held at once


def compare(
    comparison: ComparisonDoc, *, shelf: Shelf | None = None, progress: Progress | None = None
) -> xr.Dataset:
    """Simulate every model under every treatment and measure every readout.

    Parameters
    ----------
    comparison : ComparisonDoc
    shelf : Shelf, optional
    progress : callable, optional

    Returns
    -------
    xr.Dataset
        One variable per readout with dimensions (model, treatment, lesion, subject). The first lesion takes
        nothing out and is called 'none'; the others are not-a-number where they were not tried. `attrs` hold
        what is needed to get the same numbers again: versions, and hashes of the models and what is done.

    Raises
    ------
    ReadingError
        Every mistake of the documents.
    """
    shelf = shelf or Shelf()
    bodies = planned(comparison, shelf)
    origin = origin_of(comparison, bodies)
    known = recalled(origin["hash"])
    if known is not None:
        return known
    values: dict[str, dict[str, np.ndarray]] = {}
    units: dict[str, str] = {}
    total = sum(len(one.plans) for one in bodies.values())
    for one in bodies.values():
        part = part_of(progress, len(values) / total, (len(values) + len(one.plans)) / total)
        answers = measured(compiled(one), [readout.text for readout in comparison.readouts], BATCH, part)
        for readout in comparison.readouts:
            answer = answers[readout.text]
            units[readout.name] = str(answer.attrs["unit"])
            for arm, persons in zip(answer["arm"].values, answer.values, strict=True):
                values.setdefault(str(arm), {})[readout.name] = persons
    found = dataset(comparison, values, units, origin)
    remember(found)
    return found


def planned(comparison: ComparisonDoc, shelf: Shelf) -> dict[str, Planned]:
    """Every body's scenario, assembled; all mistakes of all of them together."""
    found: dict[str, Planned] = {}
    mistakes: list[Mistake] = []
    for individual, scenario in shelf.scenarios_of(comparison).items():
        try:
            found[individual] = plan(scenario, shelf)
        except ReadingError as error:
            mistakes += [one for one in error.mistakes if one not in mistakes]
    if mistakes:
        raise ReadingError(mistakes)
    return found


def dataset(
    comparison: ComparisonDoc,
    values: Mapping[str, Mapping[str, np.ndarray]],
    units: Mapping[str, str],
    origin: Mapping[str, str],
) -> xr.Dataset:
    """Numbers of all arms as (model, treatment, lesion, subject)."""
    models = [one.name for one in comparison.models]
    treatments = [one.name for one in comparison.treatments]
    lesions = ["none", *comparison.lesions]
    shape = (len(models), len(treatments), len(lesions), comparison.shared.subjects)
    variables = {}
    for readout in comparison.readouts:
        numbers = np.full(shape, np.nan)
        for i, model in enumerate(models):
            for j, treatment in enumerate(treatments):
                for k, lesion in enumerate(lesions):
                    arm = BETWEEN.join((model, treatment, *((lesion,) if k else ())))
                    if arm in values:
                        numbers[i, j, k] = values[arm][readout.name]
        attrs = {
            "unit": units[readout.name],
            "readout": readout.text,
            "better": readout.better,
            "about": readout.about,
        }
        variables[readout.name] = (("model", "treatment", "lesion", "subject"), numbers, attrs)
    coords = {"model": models, "treatment": treatments, "lesion": lesions}
    return xr.Dataset(variables, coords, origin)


def origin_of(comparison: ComparisonDoc, bodies: Mapping[str, Planned]) -> dict[str, str]:
    """What computed the numbers, and a name for all of it.

    Where something was written decides nothing: the same documents have the same name in every folder.
    """
    models = {name: cache.content_name(content_of(one.model)) for name, one in bodies.items()}
    done = [content_of((name, one.plans, one.schedule)) for name, one in bodies.items()]
    used = {f"version_{key}": value for key, value in versions().items()}
    asked = content_of(replace(comparison, shared=replace(comparison.shared, places={})))
    name = cache.content_name(repr(models), *done, asked, repr(used), cache.source_name(DECIDING))
    return {
        "comparison": comparison.name,
        "about": comparison.about,
        "against": repr({one.name: one.against for one in comparison.models}),
        "hash": name,
        "models": repr(models),
        **used,
    }


def recalled(name: str) -> xr.Dataset | None:
    """A comparison of the same name from the disk, or None."""
    stored = cache.read("compared", name)
    return None if stored is None else xr.Dataset.from_dict(json.loads(stored))


def remember(found: xr.Dataset) -> None:
    """Keep a comparison on the disk for the next time."""
    cache.write("compared", str(found.attrs["hash"]), json.dumps(found.to_dict()).encode())


def table_of(found: xr.Dataset, readout: str) -> Table:
    """One readout of a comparison as a table of cells, medians over subjects."""
    middle = found[readout].median("subject")
    return cells_of(
        models=[str(one) for one in found["model"].values],
        treatments=[str(one) for one in found["treatment"].values],
        values=middle.sel(lesion="none").values,
        controls=controls_of(found),
        better=str(found[readout].attrs["better"]),
    )


def controls_of(found: xr.Dataset) -> dict[str, str]:
    """Model -> the model it is compared with; itself for a control."""
    return {
        model: against or model for model, against in ast.literal_eval(str(found.attrs["against"])).items()
    }
