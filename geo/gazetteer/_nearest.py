"""Nearest places on the sphere, for many points at once: a packed tree of boxes around unit vectors."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["EARTH_RADIUS_KM", "KM_PER_DEGREE", "NearestTree", "distance_km"]

#: Mean radius of the GRS 80 ellipsoid (IUGG).
EARTH_RADIUS_KM = 6371.0088
#: Of latitude, on that sphere.
KM_PER_DEGREE = 111.195
#: Children of a box, and places in a leaf.
_FAN = 8
#: Cells of the grid for near answers: degrees, columns (one spare for longitude 180), lines.
_CELL, _COLUMNS, _LINES = 0.2, 1801, 901
#: Circles, in degrees, that a search around one point tries before it looks at every place.
_RINGS = (0.3, 2.0)
#: First answers within this distance are settled by the grid, others by the tree.
_NEAR_DEGREES = 1.0
#: Points handled together: bounds the memory of the frontier.
_BATCH = 20_000


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance in km (haversine formula) on a sphere of radius `EARTH_RADIUS_KM`."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def _vectors(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.float64]:
    a, b = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(a) * np.cos(b), np.cos(a) * np.sin(b), np.sin(a)])


def _km(squared_chord: NDArray[np.float64]) -> NDArray[np.float64]:
    found: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(squared_chord) / 2))
    return found


def _cell(degrees: NDArray[np.float64]) -> NDArray[np.intp]:
    return (degrees / _CELL).astype(np.intp)


def _spread(bits: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Put a zero between the 16 low bits."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits


def _morton(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> NDArray[np.uint64]:
    y = ((latitude + 90) * (65535 / 180)).astype(np.uint64)
    x = ((longitude + 180) * (65535 / 360)).astype(np.uint64)
    return _spread(x) | (_spread(y) << np.uint64(1))


class NearestTree:
    """Nearest of some rows to points, exact everywhere (poles and date line are nothing special to vectors).

    Places are sorted along a Morton curve and packed into leaves, leaves into boxes, boxes into larger boxes. A batch
    of points takes the place next to it on the curve as a first answer and goes down the tree only where a box can
    hold something nearer.

    Parameters
    ----------
    latitude, longitude
        Degrees, of all rows.
    rows
        Those to search.
    """

    def __init__(self, latitude: NDArray[np.float64], longitude: NDArray[np.float64], rows: NDArray[np.intp]) -> None:
        code = _morton(latitude[rows], longitude[rows])
        order = np.argsort(code, kind="stable")
        self._rows = rows[order]
        self._code = code[order]
        self._xyz = _vectors(latitude[self._rows], longitude[self._rows])
        self._levels: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        low = high = self._xyz
        while low.shape[1] > _FAN:
            starts = np.arange(0, low.shape[1], _FAN)
            low, high = np.minimum.reduceat(low, starts, axis=1), np.maximum.reduceat(high, starts, axis=1)
            self._levels.append((low, high))
        self._levels.reverse()
        cell = _cell(latitude[self._rows] + 90) * _COLUMNS + _cell(longitude[self._rows] + 180)
        self._cell_order = np.argsort(cell, kind="stable")
        self._cell_starts = np.searchsorted(cell[self._cell_order], np.arange(_COLUMNS * _LINES + 1))

    def nearest(
        self, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Row nearest to each point and its distance in km (row -1 and inf if there is no row at all)."""
        latitudes, longitudes = np.asarray(latitudes, dtype=np.float64), np.asarray(longitudes, dtype=np.float64)
        best = np.full(len(latitudes), -1, dtype=np.intp)
        km = np.full(len(latitudes), np.inf)
        if self._rows.size:
            for at in range(0, len(latitudes), _BATCH):
                part = slice(at, at + _BATCH)
                position, squared = self._batch(latitudes[part], longitudes[part])
                best[part], km[part] = self._rows[position], _km(squared)
        return best, km

    def _batch(
        self, latitudes: NDArray[np.float64], longitudes: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        points = _vectors(latitudes, longitudes)
        count = self._rows.size
        best = np.minimum(np.searchsorted(self._code, _morton(latitudes, longitudes)), count - 1)
        squared = _squared(self._xyz[:, best], points)
        for step in (-3, -2, -1, 1, 2):
            other = np.clip(best + step, 0, count - 1)
            found = _squared(self._xyz[:, other], points)
            nearer = found < squared
            best, squared = np.where(nearer, other, best), np.where(nearer, found, squared)
        close = self._boxed(latitudes, longitudes, points, best, squared)
        rest = np.flatnonzero(~close)
        if rest.size:
            best[rest], squared[rest] = self._descend(points[:, rest], best[rest], squared[rest])
        return best, squared

    def _boxed(
        self,
        latitudes: NDArray[np.float64],
        longitudes: NDArray[np.float64],
        points: NDArray[np.float64],
        best: NDArray[np.intp],
        squared: NDArray[np.float64],
    ) -> NDArray[np.bool_]:
        """Settle, in place, the points whose first answer is near: all places in a small box of degrees are compared.

        Returns which points are settled.
        """
        degrees = np.degrees(2 * np.arcsin(np.minimum(1.0, np.sqrt(squared) / 2))) * (1 + 1e-6) + 1e-6
        # Half-width of the circle in longitude: asin(sin d / cos latitude).
        lean = np.sin(np.radians(np.minimum(degrees, 89.0))) / np.maximum(np.cos(np.radians(latitudes)), 1e-9)
        across = np.degrees(np.arcsin(np.minimum(lean, 1.0)))
        south, north = latitudes - degrees, latitudes + degrees
        west, east = longitudes - across, longitudes + across
        close: NDArray[np.bool_] = (
            (degrees < _NEAR_DEGREES) & (lean < 0.5) & (west > -180) & (east < 180) & (south > -90) & (north < 90)
        )
        which = np.flatnonzero(close)
        low_line, high_line = _cell(south[which] + 90), _cell(north[which] + 90)
        low_column, high_column = _cell(west[which] + 180), _cell(east[which] + 180)
        pairs_point, pairs_place = [], []
        for step in range(int((high_line - low_line).max(initial=-1)) + 1):
            some = np.flatnonzero(low_line + step <= high_line)
            line = (low_line[some] + step) * _COLUMNS
            begin = self._cell_starts[line + low_column[some]]
            length = self._cell_starts[line + high_column[some] + 1] - begin
            first = np.cumsum(length) - length
            total = int(length.sum())
            pairs_point.append(np.repeat(which[some], length))
            pairs_place.append(self._cell_order[np.arange(total) - np.repeat(first - begin, length)])
        if pairs_point:
            point, place = np.concatenate(pairs_point), np.concatenate(pairs_place)
            found = _squared(self._xyz[:, place], points[:, point])
            keep = found <= squared[point]
            self._settle(point[keep], place[keep], found[keep], best, squared)
        return close

    def _settle(
        self,
        point: NDArray[np.intp],
        node: NDArray[np.intp],
        found: NDArray[np.float64],
        best: NDArray[np.intp],
        squared: NDArray[np.float64],
    ) -> None:
        """Take the nearest of many (point, place) pairs, in place; ties go to the lowest row."""
        order = np.lexsort((self._rows[node], found, point))
        point, node, found = point[order], node[order], found[order]
        first = np.flatnonzero(np.r_[True, point[1:] != point[:-1]]) if point.size else np.zeros(0, dtype=np.intp)
        best[point[first]], squared[point[first]] = node[first], found[first]

    def _descend(
        self, points: NDArray[np.float64], best: NDArray[np.intp], squared: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Nearest places by going down the tree."""
        count = self._rows.size
        width = self._levels[0][0].shape[1] if self._levels else count
        point = np.repeat(np.arange(points.shape[1]), width)
        node = np.tile(np.arange(width), points.shape[1])
        bound = squared.copy()
        for depth, (low, high) in enumerate(self._levels):
            here = points[:, point]
            below, above = low[:, node] - here, here - high[:, node]
            gap = np.maximum(np.maximum(below, above), 0.0)
            nearest = gap[0] * gap[0] + gap[1] * gap[1] + gap[2] * gap[2]
            # No box is empty: the farthest corner of the nearest box is a bound too.
            far = np.minimum(below, above)
            farthest = far[0] * far[0] + far[1] * far[1] + far[2] * far[2]
            starts = np.flatnonzero(np.r_[True, point[1:] != point[:-1]])
            seen = point[starts]
            bound[seen] = np.minimum(bound[seen], np.minimum.reduceat(farthest, starts))
            # Kept a hair loose, so that rounding never prunes an equal.
            keep = nearest <= bound[point] * (1 + 1e-9) + 1e-18
            point, node = point[keep], node[keep]
            width = self._levels[depth + 1][0].shape[1] if depth + 1 < len(self._levels) else count
            point = np.repeat(point, _FAN)
            node = (node[:, None] * _FAN + np.arange(_FAN)[None, :]).ravel()
            inside = node < width
            point, node = point[inside], node[inside]
        found = _squared(self._xyz[:, node], points[:, point])
        least = np.full(points.shape[1], np.inf)
        np.minimum.at(least, point, found)
        keep = found <= least[point]
        self._settle(point[keep], node[keep], found[keep], best, squared)
        return best, squared

    def near(
        self, latitude: float, longitude: float, k: int, radius_km: float | None, allowed: NDArray[np.bool_] | None
    ) -> list[tuple[int, float]]:
        """The `k` rows nearest to one point, with km; only rows where `allowed`."""
        here = _vectors(np.array([latitude]), np.array([longitude]))
        for degrees in (*_RINGS, None):
            position = None if degrees is None else self._around(latitude, longitude, degrees)
            if position is None:
                if degrees is not None:
                    continue
                position = np.arange(self._rows.size)
            if allowed is not None:
                position = position[allowed[self._rows[position]]]
            km = _km(_squared(self._xyz[:, position], here))
            if degrees is not None:
                # Inside this distance the box holds everything.
                sure = math.radians(degrees) * EARTH_RADIUS_KM
                position, km = position[km <= sure], km[km <= sure]
                if len(km) < k and (radius_km is None or radius_km > sure):
                    continue
            order = np.lexsort((self._rows[position], km))[: max(0, k)]
            out = [(int(self._rows[position[n]]), float(km[n])) for n in order]
            return out if radius_km is None else [(row, d) for row, d in out if d <= radius_km]
        return []

    def _around(self, latitude: float, longitude: float, degrees: float) -> NDArray[np.intp] | None:
        """Places in the cells around a point that hold its circle of `degrees`; None near a pole or longitude 180."""
        lean = math.sin(math.radians(degrees)) / max(math.cos(math.radians(latitude)), 1e-9)
        if lean > 0.5:
            return None
        across = math.degrees(math.asin(lean))
        if not (longitude - across > -180 and longitude + across < 180 and abs(latitude) + degrees < 90):
            return None
        west, east = (int((longitude + 180 + side) / _CELL) for side in (-across, across))
        south, north = (int((latitude + 90 + side) / _CELL) for side in (-degrees, degrees))
        starts = self._cell_starts
        parts = [
            self._cell_order[starts[line * _COLUMNS + west] : starts[line * _COLUMNS + east + 1]]
            for line in range(south, north + 1)
        ]
        return np.concatenate(parts)


def _squared(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    gap = a - b
    found: NDArray[np.float64] = (gap * gap).sum(axis=0)
    return found
