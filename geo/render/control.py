"""States over time, cells and arrows, as columns for the page."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from geo.control.evidence import effect_of
from geo.gazetteer._nearest import KM_PER_DEGREE
from geo.render.encode import Table, clean_text, delta

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from geo.render.camps import CampStyle
    from geo.render.data import MapData
    from geo.render.payload import Axis, Places

__all__ = ["encode_arrows", "encode_control", "timeline_days"]

#: Digits kept of a cell's corner: 1e-3 degree is about 100 m, far below the doubt of any cell.
CELL_SCALE: Final = 1000
BESIEGED, TRUCE, BACKGROUND = 1, 2, 4
#: An advance is drawn from the nearest place its camp held, if that lies between these distances.
SHORTEST_ARROW_KM: Final = 1.5
LONGEST_ARROW_KM: Final = 45.0
#: Gains are drawn week by week up to this length of the axis, then month by month.
WEEKLY_UP_TO_DAYS: Final = 200


def timeline_days(timeline: Any) -> tuple[date, date]:  # noqa: ANN401
    """First and last day of a timeline."""
    return timeline.dates[0], timeline.dates[-1]


def encode_control(
    timeline: Any,  # noqa: ANN401
    cells: Any,  # noqa: ANN401
    camps: Sequence[CampStyle],
    places: Places,
    axis: Axis,
) -> dict[str, Any] | None:
    """Encode runs of states, and the cells they colour.

    Parameters
    ----------
    timeline : Timeline or None
    cells : CellComplex or None
    camps : sequence of CampStyle
    places : Places
    axis : Axis

    Returns
    -------
    dict or None
        None without a timeline, or if it is empty.
    """
    if timeline is None or not timeline.dates:
        return None
    import numpy as np

    from geo.control import BASES, STATUSES

    camp_row = {camp.id: row for row, camp in enumerate(camps)}
    holders = [camp_row.get(camp, -1) for camp in timeline.camps] + [-1]  # -1 picks the last: nobody
    baseline = BASES.index("baseline")
    unknown = STATUSES.index("unknown")
    shift = axis.day(timeline.dates[0])
    rows = [places.add(place) for place in timeline.places]
    place, day, runs = timeline.run_columns()
    holder, status, basis, besieged, truce, confidence, second, _ = runs.T
    background = basis == baseline
    row_of = np.array(holders)
    table = np.stack(
        [
            row_of[holder],
            np.where(background, unknown, status),
            # The slow decay of a baseline matters to a reader in one step only: still likely, or no longer.
            np.where(background, np.where(confidence >= 50, 75, 25), confidence),
            np.where(background, -1, row_of[second]),
            BESIEGED * besieged + TRUCE * truce + BACKGROUND * background,
        ],
        axis=1,
    )
    new = np.ones(len(place), dtype=bool)
    new[1:] = (place[1:] != place[:-1]) | (table[1:] != table[:-1]).any(axis=1)
    columns = {"day": (day[new] + shift).tolist()}
    for name, column in zip(("holder", "status", "confidence", "second", "flags"), table[new].T, strict=True):
        columns[name] = column.tolist()
    starts = [0, *np.cumsum(np.bincount(place[new], minlength=len(rows))).tolist()]
    return {
        "place": delta(rows),
        "start": delta(starts),
        **columns,
        "opposed": [
            [holders[a], holders[b]]
            for a, row in enumerate(timeline.opposed.tolist())
            for b, hostile in enumerate(row)
            if hostile and a < b
        ],
        "cells": None if cells is None else _encode_cells(cells, timeline),
    }


def _encode_cells(cells: Any, timeline: Any) -> dict[str, Any]:  # noqa: ANN401
    """Encode outlines over one table of corners. Neighbours share theirs, from which the page finds the borders."""
    import shapely

    row_of = {place.id: row for row, place in enumerate(timeline.places)}
    corners = Table()

    rings: list[list[list[int]]] = [[] for _ in timeline.places]
    for place, polygon in zip(cells.places, cells.polygons, strict=True):
        if place.id not in row_of:
            continue
        for part in shapely.get_parts(polygon):
            if part.geom_type == "Polygon":
                outline: list[int] = []
                for x, y in part.exterior.coords[:-1]:
                    corner = corners.add((round(x * CELL_SCALE), round(y * CELL_SCALE)))
                    if corner not in outline[-1:] and corner not in outline[:1]:
                        outline.append(corner)
                if len(outline) > 2:
                    rings[row_of[place.id]].append(outline)
    xs, ys = delta(x for x, _ in corners.rows), delta(y for _, y in corners.rows)
    points = [value for pair in zip(xs, ys, strict=True) for value in pair]
    return {"scale": CELL_SCALE, "points": points, "rings": [[delta(ring) for ring in outlines] for outlines in rings]}


def encode_arrows(
    data: MapData,
    camps: Sequence[CampStyle],
    places: Places,
    axis: Axis,
    claim_rows: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Encode arrows, each with the rows of the claims behind it.

    Two kinds: ground that changed hands, week by week (from the states), and advances that a sentence tells of,
    drawn from the nearest place that the camp held on the day before.
    """
    camp_row = {camp.id: row for row, camp in enumerate(camps)}
    timeline = data.timeline
    arrows = []
    if timeline is not None and timeline.dates:
        arrows += _gains(data, camp_row, places, axis, claim_rows)
        arrows += _advances(data, camp_row, places, axis, claim_rows)
    else:
        arrows += [_gain(move, camp_row, places, axis, ()) for move in data.movements if move.arrow is not None]
    arrows.sort(key=lambda arrow: (arrow["day"], arrow["name"], arrow["camp"], arrow["line"]))
    return arrows


def _gains(
    data: MapData, camp_row: Mapping[str, int], places: Places, axis: Axis, claim_rows: Mapping[str, int]
) -> list[dict[str, Any]]:
    from geo import frontline

    timeline = data.timeline
    dates = timeline.dates
    if data.cells is None:
        moves = list(data.movements)
    else:
        step = 7 if len(dates) <= WEEKLY_UP_TO_DAYS else 30
        marks = [*range(len(dates) - 1, 0, -step), 0][::-1]
        moves = []
        for begin, end in pairwise(marks):
            if (timeline.holder[begin] != timeline.holder[end]).any():
                moves += frontline.movements(timeline, dates[begin], dates[end], cells=data.cells, outlines=False)
    return [
        _gain(move, camp_row, places, axis, _behind(move, timeline, claim_rows))
        for move in moves
        if move.arrow is not None
    ]


def _behind(move: Any, timeline: Any, claim_rows: Mapping[str, int]) -> list[int]:  # noqa: ANN401
    """Rows of the claims of the fortnight that give the ground to the camp that gained it."""
    rows = []
    for place_id in move.place_ids:
        for claim in timeline.claims.get(place_id, ()):
            when = claim.time.end or claim.time.start
            camps = {timeline.shown_as.get(actor.camp or "") for actor in claim.actors}
            near = when is not None and abs((when - move.day).days) <= 14
            if near and move.camp in camps and effect_of(claim) in ("set", "confirm") and claim.claim_id in claim_rows:
                rows.append(claim_rows[claim.claim_id])
    return rows


def _gain(
    move: Any,  # noqa: ANN401
    camp_row: Mapping[str, int],
    places: Places,
    axis: Axis,
    claims: Iterable[int],
) -> dict[str, Any]:
    (x0, y0), (x1, y1) = move.arrow.coords[0][:2], move.arrow.coords[-1][:2]
    names = ", ".join(clean_text(name) for name in move.places[:3])
    more = len(move.places) - 3
    return {
        "day": axis.day(move.day),
        "camp": camp_row.get(move.camp, -1),
        "line": [round(value, 3) for value in (y0, x0, y1, x1)],
        "name": f"Gained: {names}" + (f" and {more} more" if more > 0 else ""),
        "place": places.row(move.place_ids[0]) if move.place_ids else -1,
        "claims": sorted(set(claims))[:40],
        "derived": False,
    }


def _advances(
    data: MapData, camp_row: Mapping[str, int], places: Places, axis: Axis, claim_rows: Mapping[str, int]
) -> list[dict[str, Any]]:
    import numpy as np

    timeline = data.timeline
    latitude = np.array([place.latitude for place in timeline.places])
    longitude = np.array([place.longitude for place in timeline.places])
    holder_row = {camp: row for row, camp in enumerate(timeline.camps)}
    found: dict[tuple[int, int, int], dict[str, Any]] = {}
    for claim in data.claims:
        place = claim.resolution.place if claim.resolution else None
        camp = claim.actors[0].camp if claim.actors else None
        when = claim.time.end or claim.time.start
        if claim.predicate != "advance" or place is None or camp is None or when is None or claim.is_background:
            continue
        if claim.polarity == "negated" or claim.modality in ("denied", "planned", "possible"):
            continue
        holder = holder_row.get(timeline.shown_as.get(camp, camp))
        day = min(max((when - timeline.dates[0]).days - 1, 0), len(timeline.dates) - 1)
        if holder is None or place.feature_class in ("A", "L"):
            continue
        held = np.flatnonzero(timeline.holder[day] == holder)
        if not held.size:
            continue
        north = (latitude[held] - place.latitude) * KM_PER_DEGREE
        east = (longitude[held] - place.longitude) * KM_PER_DEGREE * np.cos(np.radians(place.latitude))
        distance = np.hypot(north, east)
        distance[distance < SHORTEST_ARROW_KM] = np.inf
        nearest = int(distance.argmin())
        if not distance[nearest] <= LONGEST_ARROW_KM:
            continue
        start = timeline.places[held[nearest]]
        key = (camp_row.get(camp, -1), places.add(place), axis.day(when))
        arrow = found.setdefault(
            key,
            {
                "day": key[2],
                "camp": key[0],
                "line": [round(v, 3) for v in (start.latitude, start.longitude, place.latitude, place.longitude)],
                "name": f"Towards {clean_text(place.name)}",
                "place": key[1],
                "claims": [],
                "derived": True,
            },
        )
        if claim.claim_id in claim_rows:
            arrow["claims"].append(claim_rows[claim.claim_id])
    for arrow in found.values():
        arrow["claims"].sort()
    return list(found.values())
