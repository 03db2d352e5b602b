"""The cells of the map: the part of the ground that lies nearer to a place than to any other."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from geo.control.spatial import project, transformer
from geo.errors import InvalidQueryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry import LineString
    from shapely.geometry.base import BaseGeometry

    from geo.gazetteer import Gazetteer
    from geo.models import Place

__all__ = ["CellComplex", "Edge", "cells"]

#: Corners that round to the same millimetre are one corner.
_GRID_M = 1e-3


@dataclass(frozen=True, slots=True)
class Edge:
    """The border that two neighbouring cells share.

    Attributes
    ----------
    left, right : int
        Positions of the two places, ``left < right``.
    line : LineString
        EPSG:4326.
    length_km : float
    """

    left: int
    right: int
    line: LineString
    length_km: float


@dataclass(frozen=True)
class CellComplex:
    """Voronoi cells of places, cut to where there is evidence.

    Attributes
    ----------
    places : tuple of Place
    polygons : array of shapely geometries (n_places,)
        EPSG:4326, valid, in the order of `places`; empty for a place at the very spot of an earlier one. Cells do not
        overlap, and neighbours share their border exactly.
    metric : array of shapely geometries (n_places,)
        The same in `crs`, metres.
    edges : tuple of Edge
        Ordered by the places' positions.
    edge_metric : array of shapely geometries (n_edges,)
    crs : str
        Metric CRS in which the cells were made, chosen from the places.
    reach_km : float
        Cells end so far from their place.
    """

    places: tuple[Place, ...]
    polygons: npt.NDArray[Any] = field(repr=False)
    metric: npt.NDArray[Any] = field(repr=False)
    edges: tuple[Edge, ...] = field(repr=False)
    edge_metric: npt.NDArray[Any] = field(repr=False)
    crs: str
    reach_km: float

    @cached_property
    def rows(self) -> dict[str, int]:
        """Row of each place id."""
        return {p.id: i for i, p in enumerate(self.places)}

    @cached_property
    def pairs(self) -> npt.NDArray[np.int64]:
        """Positions of the two places of each edge, (n_edges, 2)."""
        return np.array([(e.left, e.right) for e in self.edges], dtype=np.int64).reshape(-1, 2)

    @cached_property
    def xy(self) -> npt.NDArray[np.float64]:
        """Places in `crs`, metres, (n_places, 2)."""
        return project(self.places, self.crs)[0]

    def to_degrees(self, geometry: BaseGeometry) -> BaseGeometry:
        """Bring a geometry from `crs` to EPSG:4326."""
        return _to_degrees(np.array([geometry], dtype=object), self.crs)[0]  # type: ignore[no-any-return]


def cells(
    places: Sequence[Place],
    *,
    clip: BaseGeometry | None = None,
    gazetteer: Gazetteer | None = None,
    reach_km: float = 12.0,
) -> CellComplex:
    """Divide the ground among places.

    Parameters
    ----------
    places : sequence of Place
        Those whose holder is known at some time. Their order is kept.
    clip : shapely geometry, optional
        Area in EPSG:4326 that no cell leaves, for example a country.
    gazetteer : Gazetteer, optional
        Without `clip`: cells are cut to the countries that hold most of the places.
    reach_km : float
        Ground farther than this from every place belongs to no cell: there is no evidence there.

    Returns
    -------
    CellComplex

    Raises
    ------
    InvalidQueryError
        If `reach_km` is not above zero.

    Notes
    -----
    The cells are made in a metric projection, since in degrees the bisectors turn (by up to 11.5 degrees at 35 N).
    A point on a cell's border is nearest to that cell's own place, so cutting each cell to a disc around its place is
    the same as cutting all of them to the union of the discs.
    """
    import shapely

    if not reach_km > 0:
        message = f"reach_km is {reach_km}; it must be above zero"
        raise InvalidQueryError(message)
    listed = tuple(places)
    xy, crs = project(listed)
    n = len(listed)
    empty = shapely.Polygon()
    metric = np.full(n, empty, dtype=object)
    if not n:
        return CellComplex((), metric, metric, (), np.zeros(0, dtype=object), crs, reach_km)
    _, first = np.unique(np.round(xy / _GRID_M).astype(np.int64), axis=0, return_index=True)
    own = np.sort(first)
    sites = np.round(xy[own] / _GRID_M) * _GRID_M
    whole = _voronoi(sites, reach_km)
    discs: Any = shapely.buffer(shapely.points(sites), reach_km * 1000.0, quad_segs=16)
    area = _clip_area(listed, clip, gazetteer, crs)
    cut = shapely.intersection(whole, discs)
    if area is not None:
        cut = _cut(cut, area)
    metric[own] = [_polygonal(g) for g in cut]
    edges = _edges(whole, own, discs, area)
    lines = np.array([line for _, _, line in edges], dtype=object)
    drawn = _to_degrees(lines, crs)
    return CellComplex(
        listed,
        np.array([_polygonal(g) for g in _valid(_to_degrees(metric, crs))] or [], dtype=object).reshape(n),
        metric,
        tuple(Edge(i, j, shape, float(line.length) / 1000.0) for (i, j, line), shape in zip(edges, drawn, strict=True)),
        lines,
        crs,
        reach_km,
    )


def _voronoi(sites: npt.NDArray[np.float64], reach_km: float) -> npt.NDArray[Any]:
    """Unclipped cells in the order of the sites."""
    import shapely

    margin = 4000.0 * reach_km
    low, high = sites.min(axis=0) - margin, sites.max(axis=0) + margin
    frame = shapely.box(*low, *high)
    if len(sites) == 1:
        return np.array([frame], dtype=object)
    found = shapely.voronoi_polygons(shapely.MultiPoint(sites), extend_to=frame, ordered=True)
    return shapely.get_parts(found)


def _cut(shapes: npt.NDArray[Any], area: BaseGeometry) -> npt.NDArray[Any]:
    """Intersect only what touches the area's border: most cells lie well inside."""
    import shapely

    shapely.prepare(area)
    inside = shapely.contains_properly(area, shapes)
    out = shapes.copy()
    out[~inside] = shapely.intersection(shapes[~inside], area)
    return out


def _edges(
    whole: npt.NDArray[Any], own: npt.NDArray[np.int64], discs: npt.NDArray[Any], area: BaseGeometry | None
) -> list[tuple[int, int, Any]]:
    """Shared borders of neighbouring cells, cut like the cells."""
    import shapely

    rings = shapely.get_exterior_ring(whole)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, stop, cell = points[:-1][same], points[1:][same], ring[:-1][same]
    corners, number = np.unique(np.round(np.concatenate([start, stop]) / _GRID_M), axis=0, return_inverse=True)
    number = number.reshape(-1)
    a, b = number[: len(start)], number[len(start) :]
    key = np.minimum(a, b) * len(corners) + np.maximum(a, b)
    order = np.lexsort((cell, key))
    key, cell = key[order], cell[order]
    twin = np.flatnonzero((key[1:] == key[:-1]) & (cell[1:] != cell[:-1]))
    left, right = cell[twin], cell[twin + 1]
    ends = np.stack([key[twin] // len(corners), key[twin] % len(corners)], axis=1)
    lines = shapely.linestrings(corners[ends] * _GRID_M)
    lines = shapely.intersection(lines, discs[left])
    if area is not None and len(lines):
        lines = _cut(lines, area)
    parts, whose = shapely.get_parts(lines, return_index=True)
    proper = (shapely.get_type_id(parts) == 1) & (shapely.length(parts) > _GRID_M)
    parts, whose = shapely.normalize(parts[proper]), whose[proper]
    i, j = np.sort(np.stack([own[left], own[right]]), axis=0)[:, whose]
    begin = shapely.get_coordinates(shapely.get_point(parts, 0)).reshape(-1, 2)
    order = np.lexsort((begin[:, 1], begin[:, 0], j, i))
    return list(zip(i[order].tolist(), j[order].tolist(), parts[order], strict=True))


def _clip_area(
    places: Sequence[Place], clip: BaseGeometry | None, gazetteer: Gazetteer | None, crs: str
) -> BaseGeometry | None:
    import shapely

    if clip is None and gazetteer is not None:
        clip = _countries(places, gazetteer)
    if clip is None or clip.is_empty:
        return None
    t = transformer("EPSG:4326", crs)
    flat = shapely.transform(clip, lambda c: np.stack(t.transform(c[:, 0], c[:, 1]), axis=1))
    return shapely.make_valid(flat)


def _countries(places: Sequence[Place], gazetteer: Gazetteer) -> BaseGeometry | None:
    """Area of the countries that the places lie in, where the gazetteer has their shapes; else None.

    One place for each half degree is asked: a country is not missed for that, and thousands of look-ups are spared.
    """
    import shapely

    asked: dict[tuple[int, int], Place] = {}
    for place in places:
        asked.setdefault((int(place.latitude * 2 // 1), int(place.longitude * 2 // 1)), place)
    count: dict[str, int] = {}
    for _, place in sorted(asked.items()):
        for country in gazetteer.contains(place.latitude, place.longitude):
            if country.feature_code.startswith("PCL"):
                count[country.id] = count.get(country.id, 0) + 1
    # A village on the border, or one name taken for a town abroad, brings no country in.
    found = {i for i, n in count.items() if n >= 0.1 * max(count.values())}
    shapes = [area for i in sorted(found) if (area := gazetteer.area(i)) is not None]
    return shapely.union_all(shapes) if shapes else None


def _to_degrees(shapes: npt.NDArray[Any], crs: str) -> npt.NDArray[Any]:
    import shapely

    if not len(shapes):
        return shapes
    t = transformer(crs, "EPSG:4326")
    return np.asarray(shapely.transform(shapes, lambda c: np.stack(t.transform(c[:, 0], c[:, 1]), axis=1)))


def _valid(shapes: npt.NDArray[Any]) -> npt.NDArray[Any]:
    import shapely

    bad = ~shapely.is_valid(shapes)
    if bad.any():
        shapes = shapes.copy()
        shapes[bad] = shapely.make_valid(shapes[bad])
    return shapes


def _polygonal(shape: Any) -> Any:  # noqa: ANN401 - any shapely geometry
    """The areas of a geometry, without the points and lines that a cut may leave."""
    import shapely

    if shape.geom_type in {"Polygon", "MultiPolygon"}:
        return shape
    parts = [g for g in shapely.get_parts(shape) if g.geom_type == "Polygon" and g.area > 0]
    parts += [g for m in shapely.get_parts(shape) if m.geom_type == "MultiPolygon" for g in m.geoms]
    return shapely.union_all(parts) if parts else shapely.Polygon()
