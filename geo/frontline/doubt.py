"""Where the front may run: the doubt about places, and about the ground between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from geo.control.neighbours import SpatialModel, fit_model, guess_holders
from geo.control.spatial import neighbour_pairs
from geo.frontline.cells import CellComplex
from geo.frontline.cells import cells as make_cells
from geo.frontline.lines import _areal, _rows, _union

if TYPE_CHECKING:
    from datetime import date

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from geo.control.timeline import Timeline

__all__ = ["band"]

#: Share of the draws, or probability, from which on ground may be on either side.
_LOW, _HIGH = 0.1, 0.9


def band(
    timeline: Timeline,
    day: date,
    *,
    draws: int = 200,
    seed: int = 0,
    cells: CellComplex | None = None,
    correlation_km: float = 8.0,
    step_km: float = 1.0,
    model: SpatialModel | None = None,
) -> BaseGeometry:
    """Where the front may run: ground that is on the other side with a probability of 10 to 90 %.

    Two doubts make it: who holds a place (draws from the posterior; all of its cell), and where between two places the
    front runs (what `geo.control.predict_holders` says of the ground between them, on a grid).

    Parameters
    ----------
    timeline : Timeline
    day : datetime.date
    draws : int
    seed : int
    cells : CellComplex, optional
    correlation_km : float
        Neighbours err together: draws share their chance over this distance.
    step_km : float
        Width of the grid for the ground between places.
    model : SpatialModel, optional
        Default: fitted to the holders of that day.

    Returns
    -------
    Polygon or MultiPolygon
        EPSG:4326, valid; empty if there is no front. Only along a front that runs in some draw and of which reports
        speak.

    Notes
    -----
    ``python -m bench.control band`` measures with hidden places how often the band holds what it says.
    """
    import shapely

    if not timeline.dates or day < timeline.dates[0]:
        return shapely.Polygon()
    complex_ = cells if cells is not None else make_cells(timeline.places)
    t = timeline.day_index(day)
    rows = _rows(timeline, complex_)
    known = rows >= 0
    n, k = len(rows), len(timeline.camps)
    if not known.any() or not complex_.edges or k < 2:
        return shapely.Polygon()
    p = np.full((n, k), 1.0 / k)
    p[known] = timeline.probabilities[t, rows[known]]
    best = np.where(known, timeline.holder[t, rows], -1).astype(np.int64)
    spoken = known & (timeline.basis[t, rows] == 2) & (best >= 0)
    u = _shared_chance(complex_, draws, seed, correlation_km)
    steps = np.cumsum(p, axis=1)
    drawn = (u[:, :, None] > steps[None, :, :-1]).sum(axis=2)
    # A side: the camps that do not oppose the present holder.
    hostile = timeline.opposed[np.maximum(best, 0)[None, :], drawn] & (best >= 0)
    share = hostile.mean(axis=0)
    drawn = np.where(spoken[None, :], drawn, best[None, :])
    pairs = complex_.pairs
    a, b = drawn[:, pairs[:, 0]], drawn[:, pairs[:, 1]]
    front = ((a >= 0) & (b >= 0) & timeline.opposed[np.maximum(a, 0), np.maximum(b, 0)]).any(axis=0)
    front &= spoken[pairs].any(axis=1)
    beside = np.zeros(n, dtype=bool)
    beside[pairs[front].ravel()] = True
    unsure = spoken & beside & (share >= _LOW) & (share <= _HIGH)
    found = [complex_.metric[unsure]]
    near = beside.copy()
    near[pairs[beside[pairs].any(axis=1)].ravel()] = True
    near &= (best >= 0) & ~unsure
    if near.any():
        found.append(_between(complex_, timeline.opposed, (p, best), near, step_km=step_km, model=model))
    shapes = np.concatenate(found)
    if not len(shapes):
        return shapely.Polygon()
    ground: BaseGeometry = _areal(shapely.make_valid(complex_.to_degrees(_union(shapes))))
    return ground


def _between(
    complex_: CellComplex,
    opposed: npt.NDArray[np.bool_],
    state: tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]],
    near: npt.NDArray[np.bool_],
    *,
    step_km: float,
    model: SpatialModel | None,
) -> npt.NDArray[Any]:
    """Pieces of these cells that may be the other side's, by the places around."""
    import shapely

    p, best = state
    step = 1000.0 * step_km
    whose = np.flatnonzero(near & ~shapely.is_empty(complex_.metric))
    shapes = complex_.metric[whose]
    boxes = [shapely.box(*square) for square in _squares(shapely.bounds(shapes), step)]
    if not boxes:
        return np.zeros(0, dtype=object)
    squares = np.array(boxes, dtype=object)
    middle = shapely.centroid(squares)
    cell, square = shapely.STRtree(middle).query(shapes, predicate="intersects")
    # On the border of two cells: the first one's.
    square, first = np.unique(square, return_index=True)
    at = whose[cell[first]]
    told = best >= 0
    xy = complex_.xy[told]
    if model is None:
        model = fit_model(xy, np.eye(p.shape[1])[best[told]])
    guess = guess_holders(xy, p[told], shapely.get_coordinates(middle[square]), model=model, ground=True)
    other = (guess * opposed[best[at]]).sum(axis=1)
    doubt = (other >= _LOW) & (other <= _HIGH)
    cut = shapely.intersection(squares[square[doubt]], _union(shapes))
    return np.asarray(cut[shapely.area(cut) > 0])


def _squares(bounds: npt.NDArray[np.float64], step: float) -> npt.NDArray[np.float64]:
    """Squares of a fixed grid that touch any of some boxes: (n, 4) as west, south, east, north."""
    found = []
    for west, south, east, north in np.floor(bounds / step).astype(np.int64).tolist():
        x, y = np.meshgrid(np.arange(west, east + 1), np.arange(south, north + 1))
        found.append(np.stack([x.ravel(), y.ravel()], axis=1))
    corner = np.unique(np.concatenate(found), axis=0) if found else np.zeros((0, 2), dtype=np.int64)
    return np.concatenate([corner, corner + 1], axis=1) * step


def _shared_chance(complex_: CellComplex, draws: int, seed: int, km: float) -> npt.NDArray[np.float64]:
    """Uniform numbers, (draws, places), alike for neighbours; over the draws each place sees the whole range."""
    xy = complex_.xy
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((draws, len(xy)))
    first, second = neighbour_pairs(xy, km)
    smooth = noise.copy()
    for d in range(draws):
        smooth[d] += np.bincount(first, weights=noise[d, second], minlength=len(xy))
    rank = smooth.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable")
    return np.asarray((rank + 0.5) / draws)
