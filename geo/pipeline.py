"""The order of the stages. The only module that knows it."""

from __future__ import annotations

import logging
import os
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.analysis import Analysis, Problem, to_date
from geo.conflicts import Conflict, load_conflict
from geo.errors import GeoError, InvalidQueryError
from geo.gazetteer import Gazetteer
from geo.models import Claim, Report, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from geo.control import ControlParameters

__all__ = ["analyze", "read_problems"]

_log = logging.getLogger(__name__)

#: So many names of other countries, unplaced, and no fewer than all other names: the report is not of this war.
_ELSEWHERE = 3
_ANOTHER_WAR = (
    "names like {} were not placed, since they lie outside the countries of {!r}; "
    "if it tells of another war, read it with that one or with none (--conflict none)"
)

_Found = tuple[tuple[Resolution, ...], tuple[Claim, ...]]


def analyze(
    reports: str | os.PathLike[str] | Report | Iterable[Report | str | os.PathLike[str]],
    conflict: str | Conflict | None = "syria",
    *,
    as_of: str | date | None = None,
    workers: int = 1,
    gazetteer: Gazetteer | None = None,
    parameters: ControlParameters | None = None,
    parse: bool = False,
    progress: Callable[[Sequence[Report]], Iterable[Report]] | None = None,
) -> Analysis:
    """Read reports to the end: mentions, places, claims, control over time.

    Parameters
    ----------
    reports : Report, path, or iterable of these
        Paths are read with `geo.read_reports`.
    conflict : str, Conflict or None
        A name of `geo.available_conflicts`, a folder of one's own, or None for a war that has no files yet.
    as_of : str or datetime.date, optional
        Use only what was published by that day. Reports without a date cannot be shown to have been known: they are
        left out then, and listed in `Analysis.problems`.
    workers : int
        Processes for the reading of texts. The result is the same for any number.
    gazetteer : Gazetteer, optional
        Default: the bundled one.
    parameters : ControlParameters, optional
    parse : bool
        Let a dependency parser be a second witness of each claim (extra ``parse``); it enters the certainty.
    progress : callable, optional
        Wraps the list of reports, for example `tqdm.tqdm`.

    Returns
    -------
    Analysis

    Raises
    ------
    InvalidQueryError
        If `as_of` is not a date or `workers` is below 1.
    ConflictError
        If the conflict is not known or its files are bad.
    """
    from geo.claims import link_events
    from geo.control import ControlParameters, estimate
    from geo.reports import near_duplicates

    if workers < 1:
        message = f"workers is {workers}; it must be 1 or more"
        raise InvalidQueryError(message)
    day = to_date(as_of) if as_of is not None else None
    war = load_conflict(conflict) if not isinstance(conflict, Conflict) else conflict
    places = gazetteer or Gazetteer.open()
    listed, problems = _collect(reports)
    if day is not None:
        problems += [
            Problem(r.id, "as_of", "has no publication date, so it is left out of a map as of a day; add `published`")
            for r in listed
            if r.published is None
        ]
        listed = [r for r in listed if r.published is not None and r.published <= day]
    listed.sort(key=lambda r: (r.published or date.max, r.id))
    resolutions: dict[str, tuple[Resolution, ...]] = {}
    claims: list[Claim] = []
    shown = progress(listed) if progress else listed
    for report, found in zip(shown, _read_all(listed, war, places, workers, parse=parse), strict=True):
        if isinstance(found, Problem):
            problems.append(found)
            resolutions[report.id] = ()
            continue
        resolutions[report.id] = found[0]
        claims += found[1]
        if elsewhere := _names_elsewhere(found[0], war):
            problems.append(Problem(report.id, "note", _ANOTHER_WAR.format(", ".join(elsewhere[:4]), war.name)))
    linked = link_events(tuple(claims), copies=near_duplicates(listed))
    timeline = estimate(linked, conflict=war, gazetteer=places, end=day, parameters=parameters or ControlParameters())
    last = day or (timeline.dates[-1] if timeline.dates else None)
    return Analysis(tuple(listed), resolutions, linked, timeline, war, places, last, tuple(problems))


def _collect(
    reports: str | os.PathLike[str] | Report | Iterable[Report | str | os.PathLike[str]],
) -> tuple[list[Report], list[Problem]]:
    items: list[Report | str | os.PathLike[str]]
    items = [reports] if isinstance(reports, (str, os.PathLike, Report)) else list(reports)
    found = [r for r in items if isinstance(r, Report)]
    paths = [r for r in items if not isinstance(r, Report)]
    problems: list[Problem] = []
    if paths:
        read, noted = read_problems(*paths)
        found += read
        problems += noted
    unique: dict[str, Report] = {}
    for report in found:
        if report.id in unique and unique[report.id] != report:
            problems.append(Problem(report.id, "read", "two different reports have this id; the second is left out"))
        unique.setdefault(report.id, report)
    return list(unique.values()), problems


def read_problems(*paths: str | os.PathLike[str], **options: Any) -> tuple[list[Report], list[Problem]]:  # noqa: ANN401
    """Read reports as `geo.reports.load`, with everything that was wrong or doubtful as a list of `Problem`."""
    from geo.reports import load

    read = load(*paths, **options)
    losses = [Problem(str(p.subject), "read", p.message) for p in read.problems]
    return list(read.reports), losses + [Problem(str(p.subject), "note", p.message) for p in read.warnings]


def _read_one(report: Report, conflict: Conflict, gazetteer: Gazetteer, *, parse: bool) -> _Found | Problem:
    from geo.claims import claims_of
    from geo.geoparsing import geoparse

    try:
        resolutions = geoparse(report, conflict=conflict, published=report.published, gazetteer=gazetteer)
        return resolutions, claims_of(report, resolutions, conflict, parse=parse)
    except (GeoError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        # One report must never stop the others; the traceback goes to the log, the message to the reader.
        _log.warning("report %s could not be analysed", report.id, exc_info=True)
        return Problem(report.id, "analyze", f"could not be analysed ({type(error).__name__}: {error})")


def _names_elsewhere(resolutions: Iterable[Resolution], conflict: Conflict) -> list[str]:
    """Names that stayed unplaced and whose likeliest place is in no country of the conflict, if they prevail."""
    names: dict[str, bool] = {}
    for r in resolutions:
        if r.mention.literal and conflict.countries:
            far = (
                r.place is None and bool(r.candidates) and r.candidates[0].place.country_code not in conflict.countries
            )
            names.setdefault(r.mention.text, far)
    elsewhere = [name for name, far in names.items() if far]
    return elsewhere if len(elsewhere) >= max(_ELSEWHERE, len(names) / 2) else []


def _read_all(
    reports: Sequence[Report], conflict: Conflict, gazetteer: Gazetteer, workers: int, *, parse: bool
) -> Iterator[_Found | Problem]:
    if workers == 1 or len(reports) < 2:
        for report in reports:
            yield _read_one(report, conflict, gazetteer, parse=parse)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_start_worker, initargs=(conflict, gazetteer, parse)
    ) as pool:
        yield from pool.map(_work, reports, chunksize=max(1, len(reports) // (workers * 8)))


_worker: dict[str, Any] = {}


def _start_worker(conflict: Conflict, gazetteer: Gazetteer, parse: bool) -> None:
    _worker.update(conflict=conflict, gazetteer=gazetteer, parse=parse)


def _work(report: Report) -> _Found | Problem:
    return _read_one(report, _worker["conflict"], _worker["gazetteer"], parse=_worker["parse"])
