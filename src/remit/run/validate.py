"""Every observation beside its run: equal scenarios run once, and one failure harms no other."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from remit.compare.check import mistakes_of
from remit.compare.reading import Taken, taken
from remit.compare.verdict import Judged, judged, not_run
from remit.program import cache
from remit.quantity.mistakes import ReadingError
from remit.quantity.parameter import Address
from remit.reading.documents import ObservationDoc, ScenarioDoc
from remit.reading.shelf import BUILT_IN, Shelf
from remit.run.progress import Progress
from remit.run.scenario import Planned, compiled, plan, simulate, versions

Answer = dict[str, Taken] | str  # readings by name, or what kept the observation from running
# Whose source decides a reading once model, plans and schedule are known.
DECIDING = ("program", "solve", "result", "readout", "compare", "run")


@dataclass(frozen=True, slots=True)
class Library:
    """Where documents are found, in words that another process understands."""

    folders: tuple[Path, ...] = ()
    built_in: Path = BUILT_IN
    has_plug_ins: bool = True

    def shelf(self) -> Shelf:
        """A shelf that has read nothing yet."""
        return Shelf(self.folders, built_in=self.built_in, has_plug_ins=self.has_plug_ins)


def validate(
    docs: Sequence[ObservationDoc], library: Library, *, jobs: int = 1, progress: Progress | None = None
) -> tuple[Judged, ...]:
    """Run the scenarios of observations and judge every part.

    Parameters
    ----------
    docs : sequence of ObservationDoc
        Of the library.
    library : Library
    jobs : int
        Processes that run scenarios; with 1 everything happens in this one.
    progress : callable, optional
        Called with the share done (0 to 1) and what is being done.

    Returns
    -------
    tuple of Judged
        In the order of `docs`, whatever finished first. What could not be run says why.
    """
    shelf = library.shelf()
    answers: dict[str, Answer] = {}
    groups: dict[str, list[ObservationDoc]] = {}
    for doc in docs:
        try:
            unnamed = dataclasses.replace(shelf.scenario_of(doc), name="", about="")
            groups.setdefault(content_of(unnamed), []).append(doc)
        except ReadingError as error:
            answers[doc.name] = str(error)
    tasks = [tuple(doc.name for doc in group) for group in groups.values()]
    answers |= _in_turn(tasks, shelf, progress) if jobs < 2 else _at_once(tasks, library, jobs, progress)
    return tuple(_judged(doc, answers[doc.name]) for doc in docs)


def _judged(doc: ObservationDoc, answer: Answer) -> Judged:
    return not_run(doc, answer) if isinstance(answer, str) else judged(doc, answer)


def _in_turn(tasks: Sequence[tuple[str, ...]], shelf: Shelf, progress: Progress | None) -> dict[str, Answer]:
    """One scenario after the other, here."""
    answers: dict[str, Answer] = {}
    for done, names in enumerate(tasks):
        if progress:
            progress(done / len(tasks), names[0])
        answers |= answers_of(names, shelf)
    return answers


def _at_once(
    tasks: Sequence[tuple[str, ...]], library: Library, jobs: int, progress: Progress | None
) -> dict[str, Answer]:
    """Several scenarios at a time, each in a process of its own; a process that dies takes only its task."""
    answers: dict[str, Answer] = {}
    with ProcessPoolExecutor(max_workers=jobs, mp_context=get_context("spawn")) as pool:
        futures: dict[Future[dict[str, Answer]], tuple[str, ...]] = {
            pool.submit(_answers_elsewhere, names, library): names for names in tasks
        }
        for done, future in enumerate(as_completed(futures)):
            names = futures[future]
            try:
                answers |= future.result()
            except Exception as error:
                answers |= dict.fromkeys(names, _in_words(error))
            if progress:
                progress((done + 1) / len(tasks), names[0])
    return answers


@lru_cache(maxsize=1)
def _shelf_of(library: Library) -> Shelf:
    """The shelf of a worker process, which lives no longer than one validation."""
    return library.shelf()


def _answers_elsewhere(names: tuple[str, ...], library: Library) -> dict[str, Answer]:
    return answers_of(names, _shelf_of(library))


def answers_of(names: Sequence[str], shelf: Shelf) -> dict[str, Answer]:
    """Readings of observations that share a scenario; each may fail without the others."""
    docs = [shelf.read("observation", name) for name in names]
    try:
        return _answers(docs, shelf.scenario_of(docs[0]), shelf)
    except ReadingError as error:
        return dict.fromkeys(names, str(error))
    except Exception as error:
        return dict.fromkeys(names, _in_words(error))


def _answers(docs: Sequence[ObservationDoc], scenario: ScenarioDoc, shelf: Shelf) -> dict[str, Answer]:
    planned = plan(scenario, shelf)
    answers: dict[str, Answer] = {}
    waiting: dict[str, tuple[ObservationDoc, str]] = {}
    for doc in docs:
        if wrong := mistakes_of(doc, scenario, planned.model):
            answers[doc.name] = str(ReadingError(wrong))
            continue
        name = name_of_answer(doc, planned)
        known = recalled(name)
        if known is None:
            waiting[doc.name] = doc, name
        else:
            answers[doc.name] = known
    if waiting:
        dataset = simulate(compiled(planned))
        for doc, name in waiting.values():
            found = taken(dataset, doc.readings, scenario)
            remember(name, found)
            answers[doc.name] = found
    return answers


def name_of_answer(doc: ObservationDoc, planned: Planned) -> str:
    """What an observation's readings are stored under: everything that decides them.

    Where something was written decides nothing, so a comment added to a document keeps what is stored.
    """
    population = repr((planned.scenario.subjects, planned.scenario.seed))
    course = planned.plans, planned.schedule
    parts = [content_of(one) for one in (planned.model, course, doc.readings)]
    return cache.content_name(
        *parts, population, repr(sorted(versions().items())), cache.source_name(DECIDING)
    )


def recalled(name: str) -> dict[str, Taken] | None:
    """Readings from the disk, or None."""
    stored = cache.read("observed", name)
    if stored is None:
        return None
    return {key: Taken(float(value), unit, why) for key, (value, unit, why) in json.loads(stored).items()}


def remember(name: str, found: Mapping[str, Taken]) -> None:
    """Keep readings on the disk for the next time."""
    rows = {key: (repr(one.value), one.unit, one.why) for key, one in found.items()}
    cache.write("observed", name, json.dumps(rows).encode())


def content_of(record: Any) -> str:
    """A text that two records share exactly when they say the same, wherever each was written."""
    if isinstance(record, Address):
        return ""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        inside = _joined(content_of(getattr(record, one.name)) for one in dataclasses.fields(record))
        return f"{type(record).__name__}({inside})"
    if isinstance(record, Mapping):
        return "{" + _joined(f"{content_of(key)}:{content_of(value)}" for key, value in record.items()) + "}"
    if isinstance(record, (tuple, list)):
        return "[" + _joined(map(content_of, record)) + "]"
    return repr(str(record)) if isinstance(record, str) else repr(record)


def _joined(texts: Iterable[str]) -> str:
    return ",".join(texts)


def _in_words(error: Exception) -> str:
    return f"an error inside remit, not of the document: {type(error).__name__}: {error}"
