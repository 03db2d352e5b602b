"""Nearest places: grids of coarser and coarser cells, searched in bulk with numpy."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["EARTH_RADIUS_KM", "NearestGrid", "distance_km"]

#: Mean radius of the GRS 80 ellipsoid (IUGG).
EARTH_RADIUS_KM = 6371.0088
_KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180
#: Cell sizes in degrees; what the last does not settle is compared with every place.
_CELLS = (0.25, 1.0, 5.0, 20.0)


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in km (haversine formula) on a sphere of radius `EARTH_RADIUS_KM`."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def _km(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64], d: NDArray[np.float64]
) -> NDArray[np.float64]:
    a, b, c, d = (np.radians(x) for x in (a, b, c, d))
    half = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    found: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return found


class _Level:
    """One grid: rows sorted by cell."""

    def __init__(self, size: float, latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> None:
        self.size = size
        self.columns = round(360 / size)
        self.lines = round(180 / size)
        line, column = self.cell(latitude, longitude)
        cell = line * self.columns + column
        self.order = np.argsort(cell, kind="stable")
        self.starts = np.searchsorted(cell[self.order], np.arange(self.lines * self.columns + 1))

    def cell(
        self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        line = np.clip(((latitude + 90) // self.size).astype(np.intp), 0, self.lines - 1)
        return line, ((longitude + 180) // self.size).astype(np.intp) % self.columns

    def reach_km(
        self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Within this distance of the points nothing lies outside their nine cells."""
        line, _ = self.cell(latitude, longitude)
        south = latitude + 90 - (line - 1) * self.size
        north = (line + 2) * self.size - latitude - 90
        # East-west: a place one cell away differs by at least `size` degrees of longitude, wherever it lies.
        across = (longitude + 180) % self.size
        side = np.minimum(self.size + across, 2 * self.size - across)
        widest = np.minimum(89.999, np.maximum(np.abs(latitude - south), np.abs(latitude + north)))
        east = 2 * np.arcsin(np.cos(np.radians(widest)) * np.sin(np.radians(np.minimum(side, 90.0)) / 2))
        return np.minimum(np.minimum(south, north) * _KM_PER_DEGREE, east * EARTH_RADIUS_KM)

    def around(
        self, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """All places in the nine cells of each point: (number of the point, number of the place)."""
        line, column = self.cell(latitude, longitude)
        points, places = [], []
        seen_all = self.columns <= 3
        for up in (-1, 0, 1):
            here = line + up
            inside = (here >= 0) & (here < self.lines)
            for side in (0,) if seen_all else (-1, 0, 1):
                cell = np.where(inside, here * self.columns + (column + side) % self.columns, 0)
                low = self.starts[cell]
                count = np.where(inside, self.starts[cell + 1] - low, 0)
                total = int(count.sum())
                if not total:
                    continue
                first = np.repeat(np.cumsum(count) - count, count)
                points.append(np.repeat(np.arange(len(line)), count))
                places.append(self.order[np.arange(total) - first + np.repeat(low, count)])
        if not points:
            nothing = np.zeros(0, dtype=np.intp)
            return nothing, nothing
        return np.concatenate(points), np.concatenate(places)


class NearestGrid:
    """Nearest of some rows to points.

    Parameters
    ----------
    latitude, longitude
        Degrees, of all rows.
    rows
        Those to search.
    """

    def __init__(
        self, latitude: NDArray[np.float64], longitude: NDArray[np.float64], rows: NDArray[np.intp]
    ) -> None:
        self._rows = rows
        self._latitude, self._longitude = latitude[rows], longitude[rows]
        self._levels = [_Level(size, self._latitude, self._longitude) for size in _CELLS]

    def nearest(
        self, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Row nearest to each point and its distance in km (row -1 and inf if there is no row at all)."""
        latitudes, longitudes = np.asarray(latitudes, dtype=np.float64), np.asarray(longitudes, dtype=np.float64)
        best = np.full(len(latitudes), -1, dtype=np.intp)
        best_km = np.full(len(latitudes), np.inf)
        if not self._rows.size:
            return best, best_km
        open_points = np.arange(len(latitudes))
        for level in self._levels:
            if not open_points.size:
                break
            a, b = latitudes[open_points], longitudes[open_points]
            point, place = level.around(a, b)
            km = _km(a[point], b[point], self._latitude[place], self._longitude[place])
            order = np.lexsort((place, km, point))
            point, place, km = point[order], place[order], km[order]
            first = np.flatnonzero(np.r_[True, point[1:] != point[:-1]]) if point.size else np.zeros(0, dtype=np.intp)
            best[open_points[point[first]]] = self._rows[place[first]]
            best_km[open_points[point[first]]] = km[first]
            open_points = open_points[~(best_km[open_points] <= level.reach_km(a, b))]
        for n in open_points:
            km = _km(latitudes[n], longitudes[n], self._latitude, self._longitude)
            at = int(np.argmin(km))
            best[n], best_km[n] = self._rows[at], km[at]
        return best, best_km

    def near(
        self, latitude: float, longitude: float, k: int, radius_km: float | None, allowed: NDArray[np.bool_] | None
    ) -> list[tuple[int, float]]:
        """The `k` rows nearest to one point, with km; only rows where `allowed`."""
        a, b = np.array([float(latitude)]), np.array([float(longitude)])
        for level in (*self._levels, None):
            if level is None:
                place, reach = np.arange(len(self._rows)), np.inf
            else:
                place, reach = level.around(a, b)[1], float(level.reach_km(a, b)[0])
            if allowed is not None:
                place = place[allowed[self._rows[place]]]
            km = _km(a, b, self._latitude[place], self._longitude[place])
            if radius_km is not None:
                place, km = place[km <= radius_km], km[km <= radius_km]
            enough = place.size >= k and np.partition(km, k - 1)[k - 1] <= reach
            if enough or level is None or (radius_km is not None and radius_km <= reach):
                order = np.lexsort((place, km))[:k]
                return [(int(self._rows[place[n]]), float(km[n])) for n in order]
        return []
