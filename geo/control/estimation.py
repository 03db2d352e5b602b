"""From claims to a timeline."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from geo.control.baseline import baseline_rows, of_one_camp
from geo.control.camps import CampTable
from geo.control.effects import effect_of, event_day, place_key
from geo.control.evidence import compile_evidence
from geo.control.parameters import ControlParameters
from geo.control.run import Run, shown_as
from geo.control.smoothing import smooth
from geo.control.timeline import Timeline
from geo.errors import InvalidQueryError
from geo.models import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from geo.conflicts import Conflict
    from geo.gazetteer import Gazetteer
    from geo.models import Claim

__all__ = ["estimate"]


def estimate(
    claims: Iterable[Claim],
    *,
    conflict: Conflict,
    gazetteer: Gazetteer | None = None,  # noqa: ARG001 - part of the contract between the stages
    start: date | None = None,
    end: date | None = None,
    parameters: ControlParameters | None = None,
    mode: Literal["filter", "smoother"] = "filter",
    include_baseline: bool = True,
    reliability: Mapping[tuple[str, str], float] | None = None,
) -> Timeline:
    """Estimate who holds each place on each day.

    Parameters
    ----------
    claims : iterable of Claim
        In any order: it does not matter.
    conflict : Conflict
        Gives the camps, who is shown as whom, who opposes whom, and the baseline.
    gazetteer : Gazetteer, optional
        Not needed at present: claims and baseline bring their places along.
    start, end : datetime.date, optional
        First and last day. Default: the first and the last day on which a claim was published. Claims published
        after `end` are not used.
    parameters : ControlParameters, optional
    mode : str
        ``filter``: each day shows what was known by its end. ``smoother``: each day shows what is thought of it in
        the light of everything up to `end` (forward-backward).
    include_baseline : bool
        Whether the places that only the baseline speaks of are part of the timeline.
    reliability : mapping of (source, interest) to float, optional
        As `learn_reliability` gives it.

    Returns
    -------
    Timeline
        Without any dated claim and without `start` and `end`: one without days.

    Raises
    ------
    InvalidQueryError
        If `mode` is not known or `end` lies before `start`.
    """
    if mode not in {"filter", "smoother"}:
        message = f"mode is {mode!r}; use 'filter' or 'smoother'"
        raise InvalidQueryError(message)
    c = parameters or ControlParameters()
    listed = sorted(
        (x for x in claims if end is None or x.published is None or x.published <= end),
        key=lambda x: (x.claim_id, x.report_id, x.start),
    )
    camps = CampTable.of(conflict, _camp_ids(conflict), listed)
    dated = [x.published for x in listed if x.published is not None]
    first = start or (min(dated) if dated else end)
    last = end or (max(dated) if dated else start)
    if first is None or last is None:
        return _empty(camps, c, mode)
    if last < first:
        if start is not None and end is not None:
            message = f"end ({last.isoformat()}) lies before start ({first.isoformat()})"
            raise InvalidQueryError(message)
        first = last = max(first, last)
    origin = _origin(listed, first, c)
    rows = baseline_rows(conflict, camps)
    spoken_of = _about(rows, listed)
    # A place of several camps has no colour of its own; it is a prior for reports only.
    alone = {i: (row, mask) for i, (row, mask) in rows.items() if of_one_camp(mask)} if include_baseline else {}
    places = _places(listed, alone | spoken_of)
    index = {p.id: i for i, p in enumerate(places)}
    evidence = compile_evidence(listed, camps, index, origin, c, reliability=reliability)
    run = Run(places, camps, evidence, rows, days=(origin, last), c=c, mode=mode)
    run.forward()
    if mode == "smoother":
        smooth(run.engine)
        run.resolve_again()
    return run.timeline(first, listed, mode)


def _camp_ids(conflict: Any) -> tuple[str, ...]:  # noqa: ANN401 - camps may be ids or objects with an id
    holding = (c for c in conflict.camps if getattr(c, "holds", True))
    return tuple(getattr(c, "id", c) for c in holding)


def _empty(camps: CampTable, parameters: ControlParameters, mode: str) -> Timeline:
    k = len(camps.names)
    small = np.zeros((0, 0), dtype=np.int8)
    yes = np.zeros((0, 0), dtype=bool)
    return Timeline(
        (), (), camps.names, np.zeros((0, 0, k), dtype=np.float32), small, small, small, yes, yes,
        np.zeros((0, 0), dtype=np.int32), yes, camps.opposed, {}, dict(shown_as(camps)), parameters, mode,
    )  # fmt: skip


def _origin(claims: Sequence[Claim], first: date, c: ControlParameters) -> date:
    """Day 0: early enough for the news in the first reports, and not years before them."""
    published = min((x.published for x in claims if x.published is not None), default=first)
    floor = min(published, first) - timedelta(days=c.lookback_days)
    days = [d for x in claims if not x.is_background and (d := event_day(x)) is not None and d >= floor]
    return min([first, published, *days])


def _about(rows: Mapping[str, Any], claims: Sequence[Claim]) -> dict[str, Any]:
    named = {place_key(x) for x in claims}
    return {place_id: row for place_id, row in rows.items() if place_id in named}


def _places(claims: Sequence[Claim], rows: Mapping[str, tuple[Any, Any]]) -> tuple[Place, ...]:
    """Every settlement or site that a claim acts on, or that the baseline lists, by id; those without a point last.

    Rows of the baseline bring their name and coordinates along: thousands of look-ups would cost seconds.
    """
    found: dict[str, Place] = {}
    for claim in claims:
        key, where = place_key(claim), claim.resolution
        if key is not None and where is not None and effect_of(claim) != "none":
            found.setdefault(key, where.place or Place(key, where.mention.text, math.nan, math.nan, source="text"))
    for place_id, (row, _) in rows.items():
        if place_id not in found:
            found[place_id] = Place(place_id, row.name, row.latitude, row.longitude)
    return tuple(sorted(found.values(), key=lambda p: (math.isnan(p.latitude), p.id)))
