"""Areas, front line and movements, from the states of a timeline and the cells of its places."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.control.timeline import BASES, STATUSES, Timeline
from geo.frontline.cells import CellComplex, _to_degrees, cells

if TYPE_CHECKING:
    from datetime import date

    import numpy.typing as npt
    from shapely.geometry import LineString
    from shapely.geometry.base import BaseGeometry

__all__ = ["ControlArea", "FrontLine", "Movement", "control_areas", "front_lines", "movements"]


@dataclass(frozen=True, slots=True)
class ControlArea:
    """Ground of one camp in one status.

    Attributes
    ----------
    camp : str
    status : str
        ``assessed``, ``claimed``, ``contested`` or ``stale``.
    geometry : Polygon or MultiPolygon
        EPSG:4326, valid.
    basis : str
        ``reports``, or ``baseline`` where only the map the conflict starts from speaks: pale background.
    area_km2 : float
    """

    camp: str
    status: str
    geometry: BaseGeometry
    basis: str
    area_km2: float


@dataclass(frozen=True, slots=True)
class FrontLine:
    """The line between two opposing camps.

    Attributes
    ----------
    camps : tuple of str
        The two, in the order of the conflict.
    status : str
        ``assessed`` where both sides are, else ``claimed``.
    geometry : LineString or MultiLineString
        EPSG:4326.
    length_km : float
    basis : str
        ``reports`` if a report speaks of at least one side, else ``baseline``.
    """

    camps: tuple[str, str]
    status: str
    geometry: BaseGeometry
    length_km: float
    basis: str


@dataclass(frozen=True, slots=True)
class Movement:
    """Connected ground that changed hands between two days.

    Attributes
    ----------
    camp, lost_by : str or None
        Who gained it, and who held it before (None: nobody known).
    geometry : Polygon or MultiPolygon
        EPSG:4326.
    area_km2 : float
        Of the cells of the places that changed; ground between places is shared by nearness, not observed.
    arrow : LineString or None
        From the nearest place that the camp held before, to the middle of the gain; None if it held none.
    places : tuple of str
        Names of the places that changed, larger ones first.
    place_ids : tuple of str
        In the same order.
    day : datetime.date
        When the last of them changed.
    """

    camp: str
    lost_by: str | None
    geometry: BaseGeometry
    area_km2: float
    arrow: LineString | None
    places: tuple[str, ...]
    place_ids: tuple[str, ...]
    day: date


def control_areas(timeline: Timeline, day: date, *, cells: CellComplex | None = None) -> tuple[ControlArea, ...]:
    """Ground of each camp at the end of a day.

    Parameters
    ----------
    timeline : Timeline
    day : datetime.date
    cells : CellComplex, optional
        As `geo.frontline.cells` makes it of the timeline's places; default: made anew, without clipping to a country.

    Returns
    -------
    tuple of ControlArea
        By basis (reports first), camp and status. Places without a known holder are left blank.
    """
    import shapely

    if not timeline.dates or day < timeline.dates[0]:
        return ()
    complex_ = _complex(timeline, cells)
    t = timeline.day_index(day)
    rows = _rows(timeline, complex_)
    group: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for i, row in enumerate(rows.tolist()):
        if row >= 0 and timeline.holder[t, row] >= 0 and not complex_.metric[i].is_empty:
            key = (-int(timeline.basis[t, row]), int(timeline.holder[t, row]), int(timeline.status[t, row]))
            group[key].append(i)
    found = []
    for (basis, camp, status), members in sorted(group.items()):
        merged = _union(complex_.metric[members])
        if not merged.is_empty:
            shape = _areal(shapely.make_valid(complex_.to_degrees(merged)))
            found.append(
                ControlArea(timeline.camps[camp], STATUSES[status], shape, BASES[-basis], float(merged.area) / 1e6)
            )
    return tuple(found)


def front_lines(timeline: Timeline, day: date, *, cells: CellComplex | None = None) -> tuple[FrontLine, ...]:
    """The lines between opposing camps at the end of a day.

    Parameters
    ----------
    timeline : Timeline
    day : datetime.date
    cells : CellComplex, optional

    Returns
    -------
    tuple of FrontLine
        By basis, camps and status.
    """
    if not timeline.dates or day < timeline.dates[0]:
        return ()
    complex_ = _complex(timeline, cells)
    if not complex_.edges:
        return ()
    t = timeline.day_index(day)
    front, left, right = _front(timeline, complex_, timeline.holder[t])
    assessed = (timeline.status[t, left] == 0) & (timeline.status[t, right] == 0)
    reports = (timeline.basis[t, left] == 2) | (timeline.basis[t, right] == 2)
    group: dict[tuple[int, int, int, int], list[int]] = defaultdict(list)
    for n, edge in enumerate(front.tolist()):
        a, b = sorted((int(timeline.holder[t, left[n]]), int(timeline.holder[t, right[n]])))
        group[(-(1 + int(reports[n])), a, b, int(not assessed[n]))].append(edge)
    found = []
    for (basis, a, b, weak), members in sorted(group.items()):
        merged = _chain(complex_.edge_metric[members])
        found.append(
            FrontLine(
                (timeline.camps[a], timeline.camps[b]),
                "claimed" if weak else "assessed",
                complex_.to_degrees(merged),
                float(merged.length) / 1000.0,
                BASES[-basis],
            )
        )
    return tuple(found)


def movements(
    timeline: Timeline, since: date, until: date, *, cells: CellComplex | None = None, outlines: bool = True
) -> tuple[Movement, ...]:
    """Ground that changed hands between the end of two days, piece by piece.

    Parameters
    ----------
    timeline : Timeline
    since, until : datetime.date
    cells : CellComplex, optional
    outlines : bool
        False: leave `Movement.geometry` empty, which saves most of the time; the area is then the sum of the cells.

    Returns
    -------
    tuple of Movement
        Largest first.
    """
    import shapely

    if not timeline.dates or until < timeline.dates[0]:
        return ()
    complex_ = _complex(timeline, cells)
    a = timeline.day_index(max(since, timeline.dates[0]))
    b = timeline.day_index(until)
    rows = _rows(timeline, complex_)
    before = np.where(rows >= 0, timeline.holder[a, rows], -1).astype(np.int64)
    after = np.where(rows >= 0, timeline.holder[b, rows], -1).astype(np.int64)
    # A place at the very spot of another one has no ground of its own.
    moved = np.flatnonzero((before != after) & (after >= 0) & ~shapely.is_empty(complex_.metric))
    piece = _pieces(complex_, moved, before, after)
    group: dict[int, list[int]] = defaultdict(list)
    for i in moved.tolist():
        group[piece[i]].append(i)
    members_of = list(group.values())
    for members in members_of:
        members.sort(key=lambda i: (-complex_.places[i].population, complex_.places[i].name, complex_.places[i].id))
    if outlines:
        merged = np.array([_union(complex_.metric[members]) for members in members_of], dtype=object)
        size = shapely.area(merged)
        shape = [_areal(g) for g in shapely.make_valid(_to_degrees(merged, complex_.crs))]
    else:
        whole = shapely.area(complex_.metric[moved])
        at = {i: n for n, i in enumerate(moved.tolist())}
        size = np.array([whole[[at[i] for i in members]].sum() for members in members_of])
        shape = [shapely.Polygon()] * len(members_of)
    own = {camp: np.flatnonzero(before == camp) for camp in {int(after[members[0]]) for members in members_of}}
    arrow = _arrows(complex_, members_of, [own[int(after[members[0]])] for members in members_of])
    found = []
    for n, members in enumerate(members_of):
        camp, lost = int(after[members[0]]), int(before[members[0]])
        last = max(_first_day(timeline, int(rows[i]), b) for i in members)
        found.append(
            Movement(
                timeline.camps[camp],
                timeline.camps[lost] if lost >= 0 else None,
                shape[n],
                float(size[n]) / 1e6,
                arrow[n],
                tuple(complex_.places[i].name for i in members),
                tuple(complex_.places[i].id for i in members),
                timeline.dates[last],
            )
        )
    return tuple(sorted(found, key=lambda m: (-m.area_km2, m.camp, m.place_ids)))


# -- helpers ----------------------------------------------------------------------------------------------------------


def _complex(timeline: Timeline, given: CellComplex | None) -> CellComplex:
    return given if given is not None else cells(timeline.places)


def _rows(timeline: Timeline, complex_: CellComplex) -> npt.NDArray[np.int64]:
    """Row in the timeline of each place of the cells; -1 if it has none."""
    return np.array([timeline.rows.get(p.id, -1) for p in complex_.places], dtype=np.int64)


def _front(
    timeline: Timeline, complex_: CellComplex, holder: npt.NDArray[np.int8]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Edges between opposing holders, and the rows of their two places in the timeline."""
    rows = _rows(timeline, complex_)
    left, right = rows[complex_.pairs[:, 0]], rows[complex_.pairs[:, 1]]
    a = np.where(left >= 0, holder[left], -1)
    b = np.where(right >= 0, holder[right], -1)
    edges = np.flatnonzero((a >= 0) & (b >= 0) & timeline.opposed[np.maximum(a, 0), np.maximum(b, 0)])
    return edges, left[edges], right[edges]


def _pieces(
    complex_: CellComplex,
    moved: npt.NDArray[np.int64],
    before: npt.NDArray[np.int64],
    after: npt.NDArray[np.int64],
) -> dict[int, int]:
    """Connected pieces of cells that changed in the same way."""
    piece = {i: i for i in moved.tolist()}

    def root(i: int) -> int:
        while piece[i] != i:
            i = piece[i]
        return i

    among = np.zeros(len(before), dtype=bool)
    among[moved] = True
    i, j = complex_.pairs[:, 0], complex_.pairs[:, 1]
    alike = among[i] & among[j] & (before[i] == before[j]) & (after[i] == after[j])
    for left, right in complex_.pairs[alike].tolist():
        a, b = sorted((root(left), root(right)))
        piece[b] = a
    return {i: root(i) for i in piece}


def _first_day(timeline: Timeline, row: int, t: int) -> int:
    column = timeline.holder[: t + 1, row]
    others = np.flatnonzero(column != column[t])
    return int(others[-1]) + 1 if others.size else 0


def _arrows(
    complex_: CellComplex, groups: list[list[int]], own: list[npt.NDArray[np.int64]]
) -> list[LineString | None]:
    """For each gain: arrow from the nearest ground of the camp to the middle of it."""
    import shapely

    found: list[LineString | None] = [None] * len(groups)
    ends, which = [], []
    for n, members in enumerate(groups):
        if not len(own[n]):
            continue
        target, source = complex_.xy[members], complex_.xy[own[n]]
        middle = target.mean(axis=0)
        # The member nearest to the middle: an arrow ends at a place, not in the empty space of a ring.
        tip = target[np.hypot(*(target - middle).T).argmin()]
        tail = source[np.hypot(*(source - tip).T).argmin()]
        if not np.allclose(tip, tail):
            ends.append((tail, tip))
            which.append(n)
    if which:
        lines: Any = shapely.linestrings(np.array(ends))
        for n, line in zip(which, _to_degrees(lines, complex_.crs), strict=True):
            found[n] = line
    return found


def _chain(lines: npt.NDArray[Any]) -> BaseGeometry:
    """Pieces of line joined where they meet."""
    import shapely

    joined: BaseGeometry = shapely.normalize(shapely.line_merge(shapely.MultiLineString(list(lines))))
    return joined


def _union(shapes: npt.NDArray[Any]) -> BaseGeometry:
    import shapely

    merged: BaseGeometry = _areal(shapely.normalize(shapely.union_all(shapes, grid_size=0.001)))
    return merged


def _areal(shape: Any) -> Any:  # noqa: ANN401 - any shapely geometry
    from geo.frontline.cells import _polygonal

    return _polygonal(shape)
